"""Registers what this room brings to the admin; what it is stands in viewsets.py."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from .models import TrainingSession
from .permissions import SessionPolicy

register_permission_policy(TrainingSession, SessionPolicy(TrainingSession))


@hooks.register("register_admin_viewset")
def sessions_viewset():
    from .viewsets import TrainingSessionViewSet

    return TrainingSessionViewSet("trainingsession", url_prefix="sosialisasi")


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("training.session.open", "Buka sosialisasi", "Sosialisasi dibuka")
    actions.register_action("training.office.hold", "Sosialisasi di kantor", "Sosialisasi di kantor dibuat")
    actions.register_action("training.office.change", "Ubah sosialisasi di kantor", "Sosialisasi di kantor diubah")
    actions.register_action("training.list.close", "Tutup daftar hadir", "Daftar hadir ditutup")
    actions.register_action("training.list.reopen", "Buka lagi daftar hadir", "Daftar hadir dibuka lagi")
    actions.register_action("training.test.open", "Buka uji", "Uji dibuka")
    actions.register_action("training.test.close", "Tutup uji", "Uji ditutup")
    actions.register_action("training.test.announce_closing", "Umumkan penutupan uji", "Penutupan uji diumumkan")
    actions.register_action("training.test.extend", "Perpanjang uji", "Waktu uji diperpanjang")
    actions.register_action("training.screen.new_link", "Ganti tautan layar", "Tautan layar ruangan diganti")
    actions.register_action("training.late_answer.decide", "Putuskan jawaban terlambat", "Jawaban terlambat diputuskan")
    actions.register_action("training.participant.add", "Tambah peserta", "Peserta ditambahkan")
    actions.register_action("training.participant.register", "Mendaftar sendiri", "Orang mendaftar sendiri")
    actions.register_action("training.participant.cancel", "Batalkan pendaftaran", "Pendaftaran dibatalkan")
    actions.register_action("training.participant.import", "Impor peserta", "Peserta diimpor")
    actions.register_action("training.participant.undo_import", "Batalkan impor", "Impor dibatalkan")
    actions.register_action("training.participant.nip", "Lengkapi NIP", "NIP dilengkapi di meja registrasi")
    actions.register_action("training.participant.deputy", "Catat wakil", "Wakil dicatat")
    actions.register_action("training.participant.walk_in", "Catat tambahan", "Peserta tambahan dicatat")
    actions.register_action("training.attendance.paper", "Isi dari kertas", "Kehadiran diisi dari kertas")
    actions.register_action("training.sheet_photo.add", "Tambah foto daftar hadir", "Foto daftar hadir ditambahkan")
    actions.register_action("training.sheet_photo.remove", "Hapus foto daftar hadir", "Foto daftar hadir dihapus")
    actions.register_action("training.badge.release", "Pindahkan kartu", "Kartu dilepas dari HP")
    actions.register_action("training.certificates.issue", "Terbitkan sertifikat", "Sertifikat diterbitkan")
    actions.register_action("training.certificates.export", "Unduh daftar sertifikat", "Daftar sertifikat diunduh")
    actions.register_action("training.certificates.mail", "Kirim surel sertifikat", "Surel sertifikat dikirim")
    actions.register_action("training.certificates.retry", "Ulangi PDF yang gagal", "PDF yang gagal diulangi")
    actions.register_action("training.name.propose", "Usulkan nama", "Perubahan nama diusulkan")
    actions.register_action("training.name.correct", "Perbaiki nama di daftar", "Nama di daftar diperbaiki")
    actions.register_action("training.name.approve", "Setujui nama", "Perubahan nama disetujui")
    actions.register_action("training.name.decline", "Tolak nama", "Perubahan nama ditolak")
    actions.register_action("training.override.grant", "Tetap beri sertifikat", "Sertifikat tetap diberikan")
    actions.register_action("training.override.withhold", "Jangan beri sertifikat", "Sertifikat tidak diberikan")
    actions.register_action("training.override.withdraw", "Tarik pengecualian", "Pengecualian syarat ditarik")
    actions.register_action("training.report.make", "Susun laporan", "Laporan kegiatan disusun")
    actions.register_action("training.report.download", "Unduh laporan", "Laporan kegiatan diunduh")
    actions.register_action("training.report.add_photo", "Tambah foto laporan", "Foto laporan ditambahkan")
    actions.register_action("training.report.remove_photo", "Hapus foto laporan", "Foto laporan dihapus")
    actions.register_action("training.report.add_attachment", "Tambah lampiran laporan", "Lampiran laporan ditambahkan")
    actions.register_action("training.report.remove_attachment", "Hapus lampiran laporan", "Lampiran laporan dihapus")
