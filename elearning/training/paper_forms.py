"""What a committee types from the signed sheet, and photographs of it."""

from __future__ import annotations

from typing import Any

from django import forms

from .errors import PaperError
from .report_forms import FilesField

MAX_PHOTO_UPLOAD = 20 * 1024 * 1024


class PaperForm(forms.Form):
    """The numbers of those who signed, as one reads them off the sheet."""

    numbers = forms.CharField(
        label="Nomor yang menandatangani",
        max_length=2000,
        help_text="Contoh: 1-40, 42, 45-60. Nomor ganda tidak apa-apa.",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Tulis nomor urut yang menandatangani, misalnya 1-40, 42."},
    )
    press = forms.UUIDField(widget=forms.HiddenInput)


class SheetPhotosForm(forms.Form):
    photos = FilesField(
        label="Foto lembar yang ditandatangani",
        help_text="Boleh beberapa sekaligus: JPEG, PNG, atau WebP. Lokasi dan waktu kamera kami hapus.",
        error_messages={
            "required": "Pilih foto lembar yang ditandatangani.",
            "empty": "Berkas ini kosong. Pilih foto lain.",
        },
    )

    def clean_photos(self) -> list[Any]:
        photos = self.cleaned_data["photos"]
        if any(photo.size > MAX_PHOTO_UPLOAD for photo in photos):
            raise forms.ValidationError(PaperError.messages["photo_too_large"], code="photo_too_large")
        return photos
