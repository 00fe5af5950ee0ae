"""The form of a template: one version's content as fields, and back. Pictures are taken in as they are uploaded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from elearning.people.models import Unit

from .. import templating
from ..errors import CertificateError
from ..models import Certificate, TemplateVersion
from ..printing import designs
from ..services.pictures import drawn_picture, keep_picture, picture_bytes
from ..services.templates import check_content, check_number_pattern
from ..services.texts import LONGEST_LETTERHEAD_LINE, LONGEST_SIGNATORY, require_characters

LINES, LOGOS, SIGNATORIES = (1, 2, 3), (1, 2), (1, 2, 3)
PICTURES = (*(f"logo_{number}" for number in LOGOS), *(f"signatory_{number}" for number in SIGNATORIES))
DESIGN_WORDS = {
    "bingkai": "Bingkai: di tengah, dalam bingkai garis halus",
    "lajur": "Lajur: rata kiri, di samping lajur garis halus",
    "lugas": "Lugas: huruf dan garis hitam saja",
}
MODE_WORDS = {
    "basah": "Basah: dicetak, lalu ditandatangani dengan tangan",
    "gambar": "Gambar: gambar tanda tangan dicetak, dengan catatan bahwa itu bukan tanda tangan elektronik tersertifikasi",
    "tte": "TTE: ditandatangani penyedia tanda tangan elektronik sesudah dibuat",
}


class TemplateForm(forms.Form):
    """``version``: what is being edited, or copied; ``units``: who may own a new template (None: the owner stays)."""

    name = forms.CharField(label="Nama templat", max_length=120, help_text="Hanya terlihat oleh panitia dan redaksi.")
    design = forms.ChoiceField(label="Rancangan", choices=list(DESIGN_WORDS.items()), widget=forms.RadioSelect)
    number_pattern = forms.CharField(label="Pola nomor", max_length=120)
    signature_mode = forms.ChoiceField(
        label="Cara tanda tangan", choices=list(MODE_WORDS.items()), widget=forms.RadioSelect
    )
    shows_nip = forms.BooleanField(label="Cetak NIP", required=False)
    shows_materials = forms.BooleanField(label="Halaman kedua dengan daftar materi dan JP", required=False)
    validity_months = forms.IntegerField(
        label="Masa berlaku (bulan)", required=False, min_value=0, max_value=templating.MOST_MONTHS,
        help_text="Dihitung sejak tanggal terbit. Kosong berarti berlaku selamanya.",
    )  # fmt: skip
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping | None = None, files: Mapping | None = None, *, version: TemplateVersion,
        units: QuerySet[Unit] | None = None, may_share: bool = False,
    ) -> None:  # fmt: skip
        self.drawn: dict[str, bytes] = {}  # pictures that are not kept
        super().__init__(data, files, initial=_initial(version), use_required_attribute=False)
        if units is not None:
            self.fields["unit"] = forms.ModelChoiceField(
                label="Milik unit", queryset=units, required=not may_share,
                empty_label="Untuk semua unit" if may_share else "Pilih unit",
                help_text="Hanya unit ini dan unit di bawahnya yang memakainya. Tidak bisa diubah nanti.",
            )  # fmt: skip
        for kind, label in Certificate.Kind.choices:
            self.fields[f"wording_{kind}"] = forms.CharField(
                label=f"Kalimat «{label}»", required=False, widget=forms.Textarea(attrs={"rows": 5}),
            )  # fmt: skip
        for number in LINES:
            self.fields[f"line_{number}"] = forms.CharField(
                label=f"Baris kop {number}", required=False, max_length=LONGEST_LETTERHEAD_LINE
            )
        for number in SIGNATORIES:
            self.fields[f"name_{number}"] = forms.CharField(
                label="Nama dengan gelar", required=False, max_length=LONGEST_SIGNATORY["name"]
            )
            self.fields[f"title_{number}"] = forms.CharField(
                label="Jabatan", required=False, max_length=LONGEST_SIGNATORY["title"]
            )
        for picture in PICTURES:
            kind = f"Logo {picture[-1]}" if picture.startswith("logo") else "Gambar tanda tangan"
            self.fields[picture] = forms.FileField(
                label=kind, required=False, help_text="PNG atau JPEG, paling besar 2 MB.",
                widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
            )  # fmt: skip
            self.fields[f"{picture}_kept"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
            self.fields[f"{picture}_gone"] = forms.BooleanField(label="Hapus gambar ini", required=False)
        if self.is_bound:
            self.data = self.data.copy()  # an uploaded picture stays chosen while another field is mended

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        return " ".join(name.split())

    def clean_number_pattern(self) -> str:
        pattern = templating.pattern_from_words(self.cleaned_data["number_pattern"])
        return self._checked(check_number_pattern, pattern)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for kind in Certificate.Kind.values:
            self._clean_sentence(f"wording_{kind}")
        for number in SIGNATORIES:
            if cleaned.get(f"title_{number}") and not cleaned.get(f"name_{number}"):
                self.add_error(f"name_{number}", "Isi nama penanda tangan, atau kosongkan jabatannya.")
        for field in [name for name in cleaned if name.startswith(("line_", "name_", "title_"))]:
            self._clean_with(field, require_characters)
        for picture in PICTURES:
            self._clean_picture(picture)
        if not self.errors:
            try:
                check_content(cleaned["design"], self.content(), drawn=self.drawn)
            except CertificateError as error:
                self.add_error(None, forms.ValidationError(str(error), code=error.code))
        return cleaned

    def content(self) -> templating.Content:
        """What the fields say, as a version holds it."""
        said = self.cleaned_data
        sentences = {kind: said.get(f"wording_{kind}", "") for kind in Certificate.Kind.values}
        return {
            "wording": {kind: sentence for kind, sentence in sentences.items() if sentence},
            "letterhead": {
                "lines": [line for number in LINES if (line := said.get(f"line_{number}"))],
                "logos": [logo for number in LOGOS if (logo := said.get(f"logo_{number}_kept"))],
            },
            "signatories": [
                templating.signatory(name, said.get(f"title_{number}", ""), said.get(f"signatory_{number}_kept", ""))
                for number in SIGNATORIES
                if (name := said.get(f"name_{number}"))
            ],
            "number_pattern": said["number_pattern"],
            "signature_mode": said["signature_mode"],
            "shows_nip": said["shows_nip"],
            "shows_materials": said["shows_materials"],
            "validity_months": said.get("validity_months") or 0,
        }

    def take(self, upload: UploadedFile) -> str:
        """Keep an uploaded picture; its SHA-256."""
        return keep_picture(upload, name=upload.name or "").sha256

    def pictures_shown(self) -> dict[str, bytes]:
        """The bytes behind each picture field that has one."""
        chosen = {name: self[f"{name}_kept"].value() or "" for name in PICTURES}
        found = picture_bytes({sha256 for sha256 in chosen.values() if sha256})
        return {name: found[sha256] for name, sha256 in chosen.items() if sha256 in found}

    def _clean_sentence(self, field: str) -> None:
        sentence = templating.from_words(self.cleaned_data.get(field, ""))
        self.cleaned_data[field] = sentence
        if sentence:
            self._clean_with(field, templating.check_sentence)
            self._clean_with(field, require_characters)

    def _clean_with(self, field: str, check: Any) -> None:
        value = self.cleaned_data.get(field)
        if value:
            try:
                check(value)
            except CertificateError as error:
                self.add_error(field, forms.ValidationError(str(error), code=error.code))

    def _clean_picture(self, field: str) -> None:
        upload, kept = self.cleaned_data.get(field), self.cleaned_data.get(f"{field}_kept", "")
        if upload:
            try:
                kept = self.take(upload)
            except CertificateError as error:
                self.add_error(field, forms.ValidationError(str(error), code=error.code))
        elif self.cleaned_data.get(f"{field}_gone"):
            kept = ""
        self.cleaned_data[f"{field}_kept"] = kept
        self.data[f"{field}_kept"] = kept

    @staticmethod
    def _checked(check: Any, value: str) -> str:
        try:
            check(value)
        except CertificateError as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return value


class PreviewForm(TemplateForm):
    """The same fields, judged for a sample: nothing is stored, and a template without a name can be looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        if "unit" in self.fields:
            self.fields["unit"].required = False

    def take(self, upload: UploadedFile) -> str:
        png = drawn_picture(upload, name=upload.name or "")
        sha256 = hashlib.sha256(png).hexdigest()
        self.drawn[sha256] = png
        return sha256


def _initial(version: TemplateVersion) -> dict[str, Any]:
    content = templating.whole(version.content)
    logos, lines = content["letterhead"]["logos"], content["letterhead"]["lines"]
    initial: dict[str, Any] = {
        "name": version.template.name,
        "design": version.design if version.design in designs.DESIGNS else designs.BINGKAI,
        "number_pattern": templating.pattern_in_words(content["number_pattern"]),
        "signature_mode": content["signature_mode"],
        "shows_nip": content["shows_nip"],
        "shows_materials": content["shows_materials"],
        "validity_months": content["validity_months"] or None,
        "edition": version.number,
    }
    initial |= {f"wording_{kind}": templating.in_words(text) for kind, text in content["wording"].items()}
    initial |= {f"line_{number}": line for number, line in enumerate(lines, start=1)}
    initial |= {f"logo_{number}_kept": logo for number, logo in enumerate(logos, start=1)}
    for number, each in enumerate(content["signatories"], start=1):
        initial |= {
            f"name_{number}": each["name"],
            f"title_{number}": each["title"],
            f"signatory_{number}_kept": each["picture"],
        }
    return initial
