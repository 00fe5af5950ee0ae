"""What is typed when an office changes hands."""

from __future__ import annotations

from django import forms

from elearning.people.handover import NewHead
from elearning.people.models import OfficeKind


def _day(label: str, **more) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih tanggalnya.", "invalid": "Pilih tanggal, misalnya 18/10/2024."},
        **more,
    )


class UnitSearchForm(forms.Form):
    q = forms.CharField(
        label="Cari unit", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )


class HandoverForm(forms.Form):
    """Checked by ``people.handover``, so nothing is checked twice."""

    nip = forms.CharField(
        label="NIP penggantinya",
        required=False,
        max_length=40,
        help_text="Orang yang sudah tercatat ditemukan dari NIP-nya. Kosongkan bila tidak punya NIP.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    display_name = forms.CharField(
        label="Nama lengkap dengan gelar",
        required=False,
        max_length=120,
        help_text="Hanya untuk orang yang belum tercatat. Disimpan persis seperti ditulis.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label="Sifat jabatan",
        choices=OfficeKind.choices,
        initial=OfficeKind.DEFINITIVE,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih sifat jabatannya."},
    )
    starts_on = _day("Mulai menjabat")
    old_ends_on = _day(
        "Hari terakhir pejabat lama",
        required=False,
        help_text="Kosongkan bila belum ada pejabat, atau bila Plh. hanya mewakili sementara.",
    )

    def new_head(self) -> NewHead:
        return NewHead(**self.cleaned_data)

    def hide(self) -> HandoverForm:
        """The same answers, carried by the page that asks once more."""
        for field in self.fields.values():
            field.widget = field.hidden_widget()
        return self
