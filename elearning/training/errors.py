"""The refusals of this room."""

from collections.abc import Sequence
from typing import ClassVar

from elearning.lib.errors import DomainError


class TrainingError(DomainError):
    """A session is not in the state that a change needs."""

    messages: ClassVar[dict[str, str]] = {
        "not_ready": "Sosialisasi belum siap dijalankan. Lengkapi dulu: {gaps}.",
        "already_open": "Sosialisasi ini sudah pernah dibuka.",
        "not_open": "Sosialisasi ini belum dibuka. Buka dulu dari halaman ringkasan.",
        "already_issued": "Sertifikat sudah terbit. Daftar hadir tidak bisa diubah lagi.",
        "list_open": "Daftar hadir masih terbuka. Tutup daftar hadir, lalu terbitkan sertifikat.",
        "list_closed": "Daftar hadir sudah ditutup. Buka lagi daftar hadir bila ada yang perlu diubah.",
        "no_test": "Sosialisasi ini tidak memakai uji tersebut.",
        "no_layout": "Tampilan ini tidak ada. Layar ruangan tidak berubah.",
        "test_closed": "Uji ini belum dibuka atau sudah ditutup panitia.",
        "no_confirmed": (
            "Belum ada nama yang dikonfirmasi di antara yang memenuhi syarat. Tidak ada sertifikat yang diterbitkan."
        ),
        "paper_missing": "Berkas PDF nomor {number} tidak ditemukan di server. Minta pengelola memeriksa penyimpanan.",
        "nothing_made": "Belum ada PDF yang jadi. Tunggu sampai pembuatan selesai, lalu coba lagi.",
        "approval_needed": (
            "Di sini sertifikat terbit sesudah disetujui anggota lain. Belum ada yang terbit. Tekan «Usulkan penerbitan»."
        ),
        "approval_not_needed": "Di sini penerbitan tidak memerlukan usulan. Terbitkan langsung dari halaman sertifikat.",
        "mail_missing": "Server surel belum diatur. Belum ada yang dikirim. Minta pengelola mengisi EMAIL_URL.",
        "no_claimants": "Belum ada peserta yang memenuhi syarat. Tidak ada sertifikat yang diterbitkan.",
        "no_certificate": "Peserta ini belum punya sertifikat.",
        "number_mismatch": "Nomor yang diketik tidak sama dengan nomor sertifikat. Tidak ada yang diubah.",
        "reason_missing": "Tulis alasannya. Alasan disimpan bersama perubahan ini.",
    }

    def __init__(self, code: str, *, gaps: Sequence[str] = (), **context: object) -> None:
        self.gaps = tuple(gaps)
        super().__init__(code, gaps=", ".join(gaps), **context)


class ParticipantError(DomainError):
    """A person cannot be put on the list, or taken off it."""

    messages: ClassVar[dict[str, str]] = {
        "already_listed": "{name} sudah ada di daftar dengan nomor {line}. Tidak ada yang ditambahkan.",
        "already_present": "{name} sudah tercatat hadir sendiri. Catat orang ini sebagai tambahan.",
        "already_represented": "{name} sudah diwakili. Buka nomor {line} untuk memeriksa wakilnya.",
        "deputy_of_deputy": "Orang ini sendiri hadir sebagai wakil. Catat orang baru sebagai tambahan.",
        "in_use": "Impor ini tidak bisa dibatalkan: {count} peserta sudah hadir, mengerjakan uji, atau memakai kodenya.",
        "already_undone": "Impor ini sudah dibatalkan.",
        "no_decision": "Baris ini tidak lagi menunggu keputusan itu. Belum ada yang diubah. Periksa barisnya sekali lagi.",
        "draft_gone": "Impor ini sudah selesai atau sudah dibuang. Tidak ada yang disimpan dua kali. Lihat daftar peserta.",
        "draft_busy": "Daftar ini sedang dikerjakan. Belum ada yang diubah. Tunggu sampai selesai, lalu coba lagi.",
        "nip_of_another": (
            "NIP ini sudah tercatat pada orang lain di sini. Belum ada yang diubah. "
            "Periksa kartu pegawainya, atau biarkan belum lengkap."
        ),
        "nip_complete": "NIP peserta ini tidak perlu dilengkapi. Tidak ada yang diubah.",
    }


class NamingError(DomainError):
    """A name cannot be confirmed or changed this way."""

    messages: ClassVar[dict[str, str]] = {
        "not_open": "Sosialisasi ini belum dibuka. Belum ada yang dicatat.",
        "name_same": "Nama dan jabatan itu sama dengan yang akan tercetak. Bila sudah benar, tekan «Ya, sudah benar».",
        "name_moved": "Nama ini berubah sejak halaman dibuka. Belum ada yang dicatat. Periksa nama yang baru di bawah.",
        "name_printed": (
            "Sertifikat orang ini sudah terbit, jadi nama di sini tidak diubah lagi. "
            "Minta perbaikan dari halaman sertifikatnya."
        ),
        "change_waiting": "Usul perubahan lain untuk nama ini masih menunggu keputusan. Putuskan usul itu dahulu.",
        "change_decided": "Usul ini sudah diputuskan. Muat ulang halaman untuk melihatnya.",
        "own_change": "Anda sendiri yang mengusulkan perubahan ini. Minta panitia lain menyetujui atau menolaknya.",
        "old_name_moved": (
            "Nama di daftar sudah berbeda dari saat perubahan ini diusulkan. Belum ada yang diubah. "
            "Tolak usul ini, lalu usulkan lagi bila masih perlu."
        ),
        "reason_missing": "Tulis alasannya. Orang yang mengusulkan membacanya.",
    }


class OverrideError(DomainError):
    """The committee cannot decide beside the conditions this way."""

    messages: ClassVar[dict[str, str]] = {
        "not_open": "Sosialisasi ini belum dibuka. Belum ada yang diputuskan.",
        "reason_missing": "Tulis alasannya. Alasan disimpan bersama keputusan ini.",
        "decision_unknown": "Pilih salah satu keputusan.",
        "never_present": "Orang ini belum tercatat hadir. Sertifikat menyebut hari hadir, jadi catat kehadirannya dahulu.",
        "has_certificate": "Sertifikat orang ini sudah terbit. Cabut sertifikatnya bila tidak seharusnya diberikan.",
        "no_override": "Tidak ada keputusan yang bisa ditarik. Muat ulang halaman untuk melihat keadaannya.",
    }


class RegistrationError(DomainError):
    """Somebody cannot put himself on the list, or take himself off it (ADR 0029)."""

    messages: ClassVar[dict[str, str]] = {
        "inactive": "Akun ini sudah tidak aktif, jadi tidak bisa didaftarkan. Hubungi pengelola unit Anda.",
        "not_offered": "Sosialisasi ini tidak menerima pendaftaran lewat tautan. Hubungi penyelenggara.",
        "closed": "Pendaftaran sudah ditutup. Anda belum terdaftar. Hubungi penyelenggara bila Anda diundang.",
        "full": "Kuota sudah penuh. Anda belum terdaftar. Coba lagi nanti: tempat bisa kosong bila ada yang batal.",
        "list_closed": "Daftar hadir sudah ditutup. Pendaftaran ini tetap tercatat, dan kehadirannya tidak berubah.",
        "not_registered": "Orang ini tidak mendaftar sendiri. Daftar hadir tidak diubah.",
        "in_use": "Pendaftaran ini tidak bisa dibatalkan lagi: orangnya sudah hadir, mengerjakan uji, atau memakai kodenya.",
    }


class OfficeError(DomainError):
    """What a unit holds at its own office cannot be changed or entered this way (ADR 0042)."""

    messages: ClassVar[dict[str, str]] = {
        "list_closed": "Daftar hadir sudah ditutup. Isian tidak diubah. Buka lagi daftar hadir bila perlu.",
        "day_attended": "Sudah ada yang hadir pada {day}. Tanggalnya tidak diubah. Buat sosialisasi baru untuk hari lain.",
        "not_at_office": "Di ruangan ini kehadiran dicatat panitia. Datang ke meja registrasi.",
    }


class AttendanceError(DomainError):
    """An attendance cannot be recorded or taken back."""

    messages: ClassVar[dict[str, str]] = {
        "not_open": "Sosialisasi ini belum dibuka. Belum ada yang dicatat.",
        "session_closed": "Daftar hadir sudah ditutup. Belum ada yang dicatat.",
        "other_session": "Kode ini milik sosialisasi lain.",
        "day_ahead": "{day} belum tiba. Pilih hari yang sedang berjalan atau sudah lewat.",
        "nonce_reused": "Halaman ini sudah dipakai untuk orang lain. Belum ada yang dicatat. Tekan «Hadir» sekali lagi.",
        "withdrawn": "Kehadiran ini sudah dibatalkan panitia. Pindai lagi bila orangnya hadir.",
        "not_present": "Orang ini tidak tercatat hadir pada hari itu.",
        "reason_missing": "Tulis alasan pembatalan. Catatan kehadiran belum diubah.",
    }


class PaperError(DomainError):
    """What was typed from a signed sheet, or photographed of it, cannot be taken."""

    messages: ClassVar[dict[str, str]] = {
        "empty": "Tulis nomor urut yang menandatangani, misalnya 1-40, 42. Belum ada yang dicatat.",
        "unreadable": "«{part}» tidak terbaca sebagai nomor. Tulis seperti 1-40, 42. Belum ada yang dicatat.",
        "reversed": "«{part}» terbalik. Mungkin maksudnya {turned}. Belum ada yang dicatat.",
        "unknown": "Tidak ada peserta bernomor {numbers}. Periksa lembarnya. Belum ada yang dicatat.",
        "too_many": "Paling banyak {count} nomor sekali simpan. Belum ada yang dicatat.",
        "too_many_photos": "Paling banyak {count} foto untuk satu hari. Hapus yang tidak perlu.",
        "photo_too_large": "Foto ini lebih dari 20 MB. Potret ulang dengan ukuran lebih kecil.",
    }


class BadgeError(DomainError):
    """A badge opens nothing. Wordings: experience.md §4 and §5."""

    messages: ClassVar[dict[str, str]] = {
        "length": "Kode kehadiran terdiri atas 8 huruf dan angka. Contoh: K7M4-Q2R9.",
        "alphabet": "Kode kami tidak memakai O, I, L, 0, dan 1.",
        "unknown": "Kode ini tidak kami temukan. Periksa lagi huruf dan angkanya. Contoh: K7M4-Q2R9.",
        "claimed": (
            "Kode ini sudah dipakai di HP lain. Masuk dengan kode peserta Anda, atau minta panitia/camat memindahkan."
        ),
        "not_running": "Kode ini hanya bisa dipakai selama sosialisasi berjalan.",
        "inactive": "Akun ini sudah tidak aktif. Minta bantuan panitia di meja registrasi.",
    }


class ReportError(DomainError):
    """Something cannot become part of a report."""

    messages: ClassVar[dict[str, str]] = {
        "written_meanwhile": (
            "{name} menyimpan tulisan lain di kotak ini pukul {clock}. Tulisan Anda belum tersimpan, dan masih ada di kotak. "
            "Bandingkan keduanya, lalu tekan Simpan."
        ),
        "text_too_long": "Paling panjang {most} huruf. Tulisan Anda {length} huruf dan belum tersimpan. Pendekkan dulu.",
        "file_empty": "Berkas {file} kosong. Tidak ada yang disimpan dari berkas ini.",
        "file_too_large": "Berkas {file} lebih besar dari {most} MB. Kecilkan dulu, lalu unggah lagi.",
        "photo_unreadable": "Berkas {file} bukan foto JPEG, PNG, atau WebP yang bisa dibuka. Pilih foto lain.",
        "photo_too_many_pixels": "Foto {file} terlalu besar untuk dibuka dengan aman. Kecilkan dulu, lalu unggah lagi.",
        "too_many_photos": "Laporan memuat paling banyak {most} foto. Foto {file} tidak disimpan. Hapus satu foto dulu.",
        "attachment_unreadable": "Berkas {file} bukan PDF atau gambar yang bisa dibuka. Pilih berkas lain.",
        "attachment_locked": "Berkas {file} dikunci kata sandi. Simpan salinan tanpa kata sandi, lalu unggah lagi.",
        "too_many_attachments": "Laporan memuat paling banyak {most} lampiran. Hapus satu lampiran dulu.",
    }


class RoomError(DomainError):
    """The code of a room opens nothing."""

    messages: ClassVar[dict[str, str]] = {
        "length": "Kode ruangan terdiri atas 4 huruf dan angka. Contoh: M4Q7.",
        "alphabet": "Kode kami tidak memakai O, I, L, 0, dan 1.",
        "unknown": "Ruangan ini tidak kami temukan, atau sosialisasinya sudah selesai. Periksa lagi kode di layar.",
    }
