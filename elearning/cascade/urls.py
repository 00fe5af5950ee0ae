from django.urls import path

from .views import below, exports, handover, heads, office, rosters, sharing, staff

app_name = "cascade"
urlpatterns = [
    # whoever looks after offices: panitia, pimpinan, superuser
    path("kepala-unit/", handover.units, name="heads"),
    path("kepala-unit/<uuid:unit>/", handover.office, name="office"),
    path("kepala-unit/<uuid:unit>/ganti/", handover.change, name="change_head"),
    path("kepala-unit/<uuid:unit>/kartu/<uuid:person>/", handover.new_card, name="new_card"),
    path("sesi/<slug:slug>/kartu-akses/", handover.session_cards, name="session_cards"),
    # the head
    path("camat/", heads.overview, name="home"),
    path("camat/jajaran/", below.tree, name="below"),
    path("camat/bagikan/", sharing.sharing, name="sharing"),
    path("camat/bagikan/ganti/", sharing.replace_link, name="replace_link"),
    path("camat/bagikan/ulangi/", sharing.make_again, name="make_again"),
    path("camat/bagikan/berkas/<slug:kind>/", sharing.kit_file, name="kit_file"),
    path("camat/bagikan/cetak/<slug:kind>/", sharing.print_preview, name="print_preview"),
    path("camat/bagikan/cetak/<slug:kind>/<int:position>.png", sharing.page_picture, name="page_picture"),
    path("camat/daftar/", staff.staff, name="staff"),
    path("camat/daftar/ekspor/", exports.export, name="export"),
    path("camat/daftar/pegawai/", rosters.roster, name="roster"),
    path("camat/daftar/pegawai/periksa/", rosters.check, name="roster_check"),
    path("camat/daftar/pegawai/buang/", rosters.discard, name="roster_discard"),
    path("camat/daftar/pegawai/jumlah/", rosters.take_number, name="roster_number"),
    path("camat/daftar/pegawai/<uuid:batch>/batal/", rosters.undo, name="roster_undo"),
    path("camat/daftar/nama/<uuid:entry>/", rosters.entry, name="roster_entry"),
    path("camat/daftar/<uuid:person>/pegawai/", staff.decide, name="decide"),
    path("camat/daftar/<uuid:person>/kode-baru/", staff.staff_code, name="staff_code"),
    path("camat/sosialisasi/", office.sessions, name="office_sessions"),
    path("camat/sosialisasi/baru/", office.hold, name="office_hold"),
    path("camat/sosialisasi/<slug:slug>/", office.session, name="office_session"),
    path("camat/sosialisasi/<slug:slug>/ubah/", office.change, name="office_change"),
]
