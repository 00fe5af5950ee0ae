"""Which file, where its codes come from, and which clock its units follow."""

from __future__ import annotations

from django import forms

from elearning.lib import dates


class UnitsFileForm(forms.Form):
    file = forms.FileField(
        label="Berkas unit kerja",
        help_text="CSV, XLSX, XLS, atau ODS; paling besar 5 MB. Kolom: Kode, Nama, dan untuk unit tanpa kode Jenis dan Induk.",
        error_messages={"required": "Pilih berkasnya dahulu.", "empty": "Berkas ini kosong. Pilih berkas lain."},
    )
    code_edition = forms.CharField(
        label="Sumber data kode",
        max_length=60,
        required=False,
        help_text="Tercatat pada setiap unit, misalnya Kepmendagri tentang kode wilayah dengan nomor dan tahunnya.",
    )
    time_zone = forms.ChoiceField(
        label="Zona waktu",
        choices=list(dates.ZONES.items()),
        initial=dates.WIB,
        help_text="Untuk provinsi baru. Unit di bawah unit lain mengikuti zona waktu unit itu.",
    )
