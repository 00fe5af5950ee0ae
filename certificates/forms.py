"""What staff fill in to correct or revoke a certificate."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from .models import Certificate
from .services import LONGEST, REVOCATION_REASONS


class ReplaceForm(forms.Form):
    """P9: how the paper is to name its holder. Starts from what is printed now."""

    recipient_name = forms.CharField(
        label="Nama lengkap dengan gelar", max_length=120, help_text="Dicetak persis seperti ditulis."
    )
    recipient_position = forms.CharField(label="Jabatan", max_length=LONGEST["position"], required=False)
    recipient_unit = forms.CharField(label="Unit kerja", max_length=LONGEST["unit"], required=False)
    reason = forms.CharField(label="Alasan perbaikan", max_length=200, help_text="Misalnya: salah tulis nama.")

    def __init__(self, data: Mapping | None = None, *, certificate: Certificate, wanted_name: str = "") -> None:
        facts = certificate.facts
        self.printed = {
            "recipient_name": facts["name"],
            "recipient_position": facts["position"],
            "recipient_unit": facts["unit"],
        }
        asked = {"recipient_name": wanted_name, "reason": "Diminta pemilik"} if wanted_name else {}
        super().__init__(data, initial={**self.printed, **asked})

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        same = all(cleaned.get(name) == printed for name, printed in self.printed.items())
        if not self.errors and same:
            raise forms.ValidationError("Belum ada yang berubah. Perbaiki nama, jabatan, atau unit kerja dahulu.")
        return cleaned


class CorrectionForm(forms.Form):
    """L10: the holder says how the name should read."""

    wanted_name = forms.CharField(
        label="Nama yang benar, dengan gelar", max_length=120, strip=False,
        help_text="Tulis persis seperti seharusnya tercetak.",
    )  # fmt: skip
    note = forms.CharField(label="Keterangan", max_length=300, required=False)


class DeclineForm(forms.Form):
    """P9: why a name stays as it is."""

    answer = forms.CharField(label="Alasan", max_length=200, help_text="Terlihat oleh pemilik sertifikat.")


class RevokeForm(forms.Form):
    """P9: why, and the number typed once more so that the right paper is revoked."""

    reason = forms.ChoiceField(
        label="Alasan", choices=[(reason, reason) for reason in REVOCATION_REASONS], widget=forms.RadioSelect,
        help_text="Alasan terlihat pada halaman pemeriksaan.",
    )  # fmt: skip
    note = forms.CharField(
        label="Catatan dalam", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Hanya terlihat oleh panitia.",
    )  # fmt: skip
    number = forms.CharField(label="Ketik nomor sertifikat", help_text="Untuk memastikan sertifikat yang benar.")

    def __init__(self, data: Mapping | None = None, *, certificate: Certificate) -> None:
        super().__init__(data)
        self.certificate = certificate
        self.fields["number"].widget.attrs["autocomplete"] = "off"

    def clean_number(self) -> str:
        typed = "".join(self.cleaned_data["number"].split())
        if typed.casefold() != "".join(self.certificate.number.split()).casefold():
            raise forms.ValidationError(f"Nomor tidak sama. Ketik {self.certificate.number}.")
        return typed
