"""What may speak against a file of units, against one of its lines, and against a press of a button."""

from __future__ import annotations

from typing import ClassVar

from elearning.lib.errors import DomainError

_SAFE = "Belum ada unit yang berubah."


class UnitImportError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        # the file
        "empty": f"Berkas ini kosong. {_SAFE} Pilih berkas yang berisi daftar unit.",
        "too_large": f"Berkas lebih dari 5 MB. {_SAFE} Bagi menjadi beberapa berkas.",
        "too_many_rows": f"Berkas berisi lebih dari {{limit}} baris. {_SAFE} Bagi menjadi beberapa berkas.",
        "too_wide": f"Ada sel terisi jauh di luar daftar. {_SAFE} Salin daftarnya ke berkas baru, lalu unggah.",
        "type": f"Berkas ini bukan CSV, XLSX, XLS, atau ODS. {_SAFE} Simpan sebagai XLSX, lalu unggah lagi.",
        "locked": f"Berkas terkunci kata sandi. {_SAFE} Simpan ulang tanpa kata sandi.",
        "unreadable": f"Berkas ini tidak bisa dibaca. {_SAFE} Simpan ulang sebagai XLSX, lalu unggah lagi.",
        "no_header": (
            f"Judul kolom «Kode» dan «Nama» tidak ditemukan di 20 baris pertama. {_SAFE} "
            "Tulis judul kolom Kode, Nama, Jenis, Induk, lalu unggah lagi."
        ),
        # one line
        "name_missing": "Nama unit kosong.",
        "name_long": "Nama lebih dari 160 huruf.",
        "code_form": "Ini bukan kode Kemendagri. Contoh: 16.01.02 dengan titik. Kode BPS tidak dipakai.",
        "kind_unknown": "Jenis ini tidak dikenal. Pakai misalnya Kecamatan, Kelurahan, Sekolah, Puskesmas.",
        "kind_missing": "Unit tanpa kode perlu kolom Jenis.",
        "kind_differs": "Jenis tidak cocok dengan kodenya.",
        "parent_missing": "Unit tanpa kode perlu kolom Induk: kode atau nama unit di atasnya.",
        "parent_unknown": "Unit di atasnya tidak ada, di situs ini maupun di berkas ini.",
        "parent_unclear": "Ada lebih dari satu unit dengan nama induk itu. Tulis kode induknya.",
        "parent_village": "Desa adalah mitra: tidak ada unit kerja ASN di bawahnya. Letakkan di bawah kecamatan.",
        "code_twice": "Kode ini sudah ada di baris {line} dengan nama lain.",
        "name_twice": "Unit ini sudah ada di baris {line}.",
        "code_elsewhere": "Unit dengan kode ini ada di bawah «{parent}». Pindahkan dulu di daftar unit.",
        # a press
        "taken_back": f"Impor ini sudah dibatalkan. {_SAFE} Unggah berkasnya lagi bila masih diperlukan.",
        "nothing_new": f"Tidak ada yang baru di berkas ini. {_SAFE}",
        "meanwhile": f"Pohon unit sedang diubah orang lain. {_SAFE} Tekan «Simpan» sekali lagi.",
        "not_applied": f"Impor ini belum disimpan, jadi tidak ada yang dibatalkan. {_SAFE}",
        "in_use": f"Unit dari impor ini sudah dipakai: {{uses}}. {_SAFE} Nonaktifkan unit yang keliru satu per satu.",
        "changed_since": f"«{{unit}}» sudah diubah sesudah impor. {_SAFE} Perbaiki unit itu di daftar unit.",
    }
