from django.urls import path, re_path

from .views import (
    attendance,
    badges,
    calendar,
    certificates,
    extensions,
    late,
    participants,
    polling,
    printouts,
    results,
    sessions,
    taking_part,
)

app_name = "training"

_PERSON = "sesi/<slug:slug>/peserta/<uuid:public_id>/"
urlpatterns = [
    re_path(r"^p/(?P<code>[^/]+)/?$", badges.badge, name="badge"),
    # anybody
    path("sosialisasi/", calendar.coming, name="calendar"),
    path("sosialisasi/jadwal.ics", calendar.coming_file, name="calendar_file"),
    path("sosialisasi/<slug:slug>/", calendar.announcement, name="announcement"),
    path("sosialisasi/<slug:slug>/jadwal.ics", calendar.session_file, name="session_file"),
    path("sosialisasi/<slug:slug>/daftar/", calendar.register, name="register"),
    path("sosialisasi/<slug:slug>/batal/", calendar.cancel, name="cancel_registration"),
    # the committee
    path("sesi/<slug:slug>/", sessions.overview, name="overview"),
    path("sesi/<slug:slug>/buka/", sessions.open_session, name="open"),
    path("sesi/<slug:slug>/tutup/", sessions.close_list, name="close"),
    path("sesi/<slug:slug>/buka-lagi/", sessions.reopen_list, name="reopen"),
    path("sesi/<slug:slug>/uji/<slug:kind>/buka/", sessions.open_test, name="open_test"),
    path("sesi/<slug:slug>/uji/<slug:kind>/tutup/", sessions.close_test, name="close_test"),
    path("sesi/<slug:slug>/uji/<slug:kind>/perpanjang/", extensions.extend_test, name="extend_test"),
    path("sesi/<slug:slug>/hasil/", results.results, name="results"),
    path("sesi/<slug:slug>/jawaban-terlambat/", late.late_answers, name="late_answers"),
    path("sesi/<slug:slug>/jawaban-terlambat/<uuid:client_id>/", late.decide_late_answer, name="decide_late_answer"),
    path("sesi/<slug:slug>/peserta/", participants.participants, name="participants"),
    path("sesi/<slug:slug>/peserta/tambah/", participants.add_participant, name="add_participant"),
    path("sesi/<slug:slug>/peserta/impor/", participants.import_participants, name="import"),
    path("sesi/<slug:slug>/peserta/impor/simpan/", participants.save_import, name="save_import"),
    path("sesi/<slug:slug>/peserta/impor/templat/", participants.template_file, name="import_template"),
    path("sesi/<slug:slug>/peserta/impor/<uuid:public_id>/", participants.undo_import, name="undo_import"),
    path(_PERSON, participants.participant, name="participant"),
    path(f"{_PERSON}batal-hadir/<slug:on>/", participants.withdraw_attendance, name="withdraw_attendance"),
    path(f"{_PERSON}nip/", participants.complete_nip, name="complete_nip"),
    path(f"{_PERSON}pindah-hp/", participants.release_badge, name="release_badge"),
    path(f"{_PERSON}kode-baru/", participants.new_code, name="new_code"),
    path(f"{_PERSON}sertifikat/unduh/", certificates.download, name="download_certificate"),
    path(f"{_PERSON}sertifikat/perbaiki/", certificates.correct, name="correct_certificate"),
    path(f"{_PERSON}sertifikat/cabut/", certificates.revoke, name="revoke_certificate"),
    path(f"{_PERSON}sertifikat/pulihkan/", certificates.restore, name="restore_certificate"),
    path("sesi/<slug:slug>/presensi/", attendance.desk, name="desk"),
    path("sesi/<slug:slug>/presensi/meja/", attendance.name_desk, name="name_desk"),
    path("sesi/<slug:slug>/presensi/tambahan/", attendance.walk_in, name="walk_in"),
    path("sesi/<slug:slug>/presensi/<uuid:public_id>/", attendance.check_in, name="check_in"),
    path("sesi/<slug:slug>/presensi/<uuid:public_id>/wakil/", attendance.deputy, name="deputy"),
    path("sesi/<slug:slug>/cetak/daftar-hadir/<slug:on>/", printouts.attendance_sheet, name="attendance_sheet"),
    path("sesi/<slug:slug>/cetak/kode/", badges.badges_pdf, name="badges"),
    path("sesi/<slug:slug>/sertifikat/", certificates.certificates, name="certificates"),
    path("sesi/<slug:slug>/sertifikat/terbitkan/", certificates.issue, name="issue"),
    # the participant
    path("kabar/<str:ticket>/", polling.phone, name="phone"),
    path("sesi/<slug:slug>/ikut/", taking_part.taking_part, name="taking_part"),
    path("sesi/<slug:slug>/ikut/<slug:kind>/", taking_part.start_test, name="start_test"),
]
