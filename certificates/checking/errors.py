"""Why a file or a stack was not checked. Nothing is kept either way."""

from typing import ClassVar

from elearning.lib.errors import DomainError


class CheckError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "no_file": "Belum ada berkas yang dipilih. Pilih berkas PDF sertifikat.",
        "no_pdf": "Berkas ini bukan PDF. Tidak ada yang disimpan. Pilih berkas PDF yang Anda terima, atau ketik kodenya.",
        "too_large": (
            "Berkas ini lebih besar dari {limit} MB, jadi bukan berkas dari kami. Tidak ada yang disimpan. "
            "Pilih berkas PDF yang asli."
        ),
        "locked": (
            "Berkas ini terkunci dengan sandi, jadi isi dan segelnya tidak bisa dibaca. Itu bukan berarti sertifikatnya tidak sah. "
            "Tidak ada yang disimpan. Pilih berkas PDF asli tanpa sandi, atau ketik kodenya."
        ),
        "unreadable": "Kiriman ini tidak terbaca. Tidak ada yang disimpan. Muat ulang halaman, lalu coba lagi.",
        "no_codes": "Belum ada kode yang ditulis. Tulis satu kode pada setiap baris.",
        "too_many_codes": (
            "Ada {count} kode; paling banyak {limit} sekali periksa. Belum ada yang diperiksa. Bagi menjadi beberapa kali."
        ),
    }
