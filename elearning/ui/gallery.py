"""What the style guide shows: one form with every kind of field, clean and with faults."""

from datetime import UTC, datetime

from django import forms
from django.core.paginator import Paginator


class GalleryForm(forms.Form):
    """Every kind of field that our screens use."""

    name = forms.CharField(
        label="Nama lengkap dengan gelar", max_length=120, help_text="Disimpan dan dicetak persis seperti ditulis."
    )
    code = forms.CharField(label="Kode peserta", help_text="Contoh: H7M4-Q2R9-T5W6.", required=False)
    status = forms.ChoiceField(
        label="Status kepegawaian",
        choices=[("pns", "PNS"), ("pppk", "PPPK"), ("non-asn", "Bukan ASN")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih status kepegawaian Anda."},
    )
    unit = forms.ChoiceField(label="Unit kerja", choices=[("a", "Kecamatan Kenanga Contoh"), ("b", "SMP Contoh")])
    topics = forms.MultipleChoiceField(
        label="Topik yang ingin dibaca",
        choices=[("medsos", "Media sosial"), ("foto", "Foto dan gestur")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    document = forms.FileField(
        label="Berkas daftar peserta", required=False, help_text="XLSX atau CSV, paling besar 5 MB."
    )
    shared = forms.BooleanField(label="Ini komputer bersama", required=False, help_text="Keluar saat peramban ditutup.")


def gallery_context() -> dict:
    faulty = GalleryForm({"name": "", "status": ""}, auto_id="salah_%s")
    faulty.is_valid()
    return {
        "form": GalleryForm(),
        "faulty": faulty,
        "moment": datetime(2024, 10, 3, 2, 14, tzinfo=UTC),
        "verdicts": ("boleh", "tidak-boleh", "boleh-dengan-syarat"),
        "page_of_rows": Paginator(range(120), 50).page(2),
        "step_names": ("Unggah", "Kenali kolom", "Periksa", "Perbaiki", "Simpan"),
        "icons": ("search", "download", "printer", "share-2", "copy", "clock", "book-open", "users", "qr-code", "lock"),
    }
