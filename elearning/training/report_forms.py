"""What a committee types and uploads for its report."""

from __future__ import annotations

from typing import Any

from django import forms

from .forms import refuse_nik
from .models import Box, ReportAttachment
from .services.report_files import MAX_UPLOAD_BYTES, MOST_PHOTOS

HELP = {
    Box.BACKGROUND: "Mengapa kegiatan ini diadakan, dan atas permintaan siapa.",
    Box.PURPOSE: "Apa yang ingin dicapai.",
    Box.COURSE: "Pembukaan, materi, tanya jawab, dan penutupan, dengan kata-kata Anda.",
    Box.OBSTACLES: "Apa yang menghambat, dan bagaimana diatasi.",
    Box.CONCLUSION: "Apa yang tercapai. Angkanya diisi sistem.",
    Box.ADVICE: "Apa yang perlu dilakukan berikutnya, oleh siapa.",
}


class TextForm(forms.Form):
    """One box. ``seen``: the mark of the text that the page was opened with; ``continues``: the row that it wrote since."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}))
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    continues = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, box: Box, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{box.value}-%s", **kwargs})
        self.fields["text"].label = box.label
        self.fields["text"].help_text = HELP[box]


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one field; whoever takes them reads one after the other."""

    widget = _ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(each, initial) for each in (data or [None])]


def bounded(uploaded: Any) -> tuple[str, bytes]:
    """Name and content; one byte more than we take says enough about a larger file."""
    return uploaded.name, uploaded.read(MAX_UPLOAD_BYTES + 1)


class PhotosForm(forms.Form):
    photos = FilesField(
        label="Tambah foto",
        allow_empty_file=True,  # the service says it in a whole sentence
        help_text=f"JPEG, PNG, atau WebP, paling banyak {MOST_PHOTOS} foto. Kami mengecilkannya dan menghapus data lokasi.",
        error_messages={"required": "Pilih sedikitnya satu foto."},
    )


class CaptionForm(forms.Form):
    caption = forms.CharField(
        validators=[refuse_nik],
        label="Keterangan",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Apa yang terlihat, kapan"}),
        error_messages={"max_length": "Keterangan paling panjang 200 huruf."},
    )


class AttachmentForm(forms.Form):
    kind = forms.ChoiceField(label="Jenis", choices=ReportAttachment.Kind.choices)
    title = forms.CharField(
        validators=[refuse_nik],
        label="Judul atau nomor",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Tulis judul atau nomornya, seperti akan tercantum di laporan."},
    )
    file = forms.FileField(
        label="Berkas PDF atau gambar",
        allow_empty_file=True,
        help_text="Paling besar 15 MB. Gambar kami kecilkan; PDF disimpan apa adanya.",
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Pilih berkasnya."},
    )
