"""Why a paper cannot be sealed yet, or why a signed file was not taken in."""

from typing import ClassVar

from elearning.lib.errors import DomainError


class SealError(DomainError):
    """A key of a sealing unit cannot be used: its papers wait. ``unit`` is the name of the entry in SEAL_KEYS."""

    messages: ClassVar[dict[str, str]] = {
        "key_setting": "Pengaturan kunci segel «{unit}» tidak lengkap: {detail}. PDF menunggu; nomor dan data aman.",
        "key_unreadable": "Kunci segel «{unit}» tidak terbaca: {detail}. PDF menunggu; nomor dan data aman.",
        "key_mismatch": "Kunci segel «{unit}» bukan pasangan sertifikatnya. PDF menunggu; nomor dan data aman.",
        "key_weak": "Kunci segel «{unit}» terlalu lemah. Pakai EC P-256 atau RSA 2048 bit ke atas. PDF menunggu.",
        "key_unsuited": "Sertifikat kunci segel «{unit}» tidak boleh dipakai untuk menandatangani. PDF menunggu.",
        "key_not_yet": "Sertifikat kunci segel «{unit}» baru berlaku mulai {day}. PDF menunggu; nomor dan data aman.",
        "key_expired": "Sertifikat kunci segel «{unit}» kedaluwarsa sejak {day}. PDF menunggu; nomor dan data aman.",
        "time_stamp": "Layanan stempel waktu untuk segel «{unit}» tidak menjawab dengan benar. PDF menunggu.",
        "token": "Perangkat kunci segel «{unit}» tidak menjawab: {detail}. PDF menunggu; nomor dan data aman.",
    }


class ExchangeError(DomainError):
    """One file, or the whole ZIP, that came back from the provider and is not taken in."""

    messages: ClassVar[dict[str, str]] = {
        "no_provider": (
            "Penyelenggara tanda tangan elektronik belum diatur. Tidak ada yang disimpan. Hubungi pengelola aplikasi."
        ),
        "nothing_to_sign": "Tidak ada PDF yang menunggu tanda tangan elektronik.",
        "no_zip": "Berkas ini bukan ZIP yang terbaca. Tidak ada yang disimpan. Unggah ZIP berisi PDF bertanda tangan.",
        "zip_too_large": "ZIP lebih besar dari {limit} MB. Tidak ada yang disimpan. Bagi menjadi beberapa ZIP.",
        "too_many_files": "ZIP memuat lebih dari {limit} berkas. Tidak ada yang disimpan. Bagi menjadi beberapa ZIP.",
        "zip_bomb": "Isi ZIP jauh lebih besar daripada berkasnya. Tidak ada yang disimpan. Buat ZIP itu lagi.",
        "unsafe_path": "Nama berkas menunjuk ke luar ZIP. Berkas ini dilewati.",
        "unreadable_entry": "Berkas ini rusak atau dikunci sandi di dalam ZIP. Berkas ini dilewati.",
        "not_ours": "Nama berkas tidak cocok dengan satu pun PDF yang diunduh. Berkas ini dilewati.",
        "duplicate": "Berkas dengan nama ini ada lebih dari sekali dalam ZIP. Semuanya dilewati.",
        "too_large": "PDF ini lebih besar dari {limit} MB. Berkas ini dilewati.",
        "not_valid": "Sertifikat ini tidak berlaku lagi. Berkas ini dilewati.",
        "unsigned": "PDF ini belum ditandatangani. Tanda tangani, lalu unggah lagi.",
        "changed_bytes": "Isi PDF ini bukan yang diunduh dari sini. Tanda tangani berkas asli, lalu unggah lagi.",
        "altered_content": "Sesudah diunduh, isi PDF ini diubah, bukan hanya ditandatangani. Berkas ini dilewati.",
        "broken_signature": "Tanda tangan dalam PDF ini tidak sah. Berkas ini dilewati.",
        "unknown_signer": (
            "Penanda tangan PDF ini tidak diketahui: sertifikatnya bukan dari {provider}. Berkas ini dilewati."
        ),
        "already_signed": "PDF bertanda tangan untuk nomor ini sudah ada dan tidak diganti. Berkas ini dilewati.",
    }
