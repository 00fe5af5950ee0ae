"""What is typed and uploaded on the screens of checking."""

from __future__ import annotations

from django import forms

from elearning.lib.spreadsheets import MAX_BYTES

from .services import REASON_LENGTH


class AcceptForm(forms.Form):
    """The service judges the reason, so that nothing is checked twice."""

    finding = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Alasan", required=False, max_length=REASON_LENGTH + 1)


class NamesFileForm(forms.Form):
    file = forms.FileField(
        label="Berkas XLSX atau CSV",
        allow_empty_file=True,  # names.read says it in a whole sentence
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Pilih berkas daftar nama."},
    )

    def content(self) -> bytes:
        """No more than can be refused for its size."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)


class ConfirmForm(forms.Form):
    rows = forms.CharField(widget=forms.HiddenInput)


class ListForm(forms.Form):
    """Which list is ended or resumed; both parts may be empty: «every election, every area»."""

    election = forms.CharField(required=False, max_length=80)
    area = forms.CharField(required=False, max_length=80)
