from django.urls import path

from .views import heads, leaders, learners

app_name = "dashboard"
urlpatterns = [
    path("beranda/", learners.home, name="home"),
    path("data-diri/", learners.identity, name="identity"),
    path("kode/", learners.code, name="code"),
    path("kode/gambar.png", learners.code_picture, name="code_picture"),
    # saya/: what a person has done and holds
    path("saya/", learners.profile, name="profile"),
    path("saya/kode-baru/", learners.new_code, name="new_code"),
    path("saya/sertifikat/", learners.claim_certificate, name="claim_certificate"),
    # camat/: the head of a unit
    path("camat/", heads.overview, name="head"),
    path("camat/bagikan/", heads.sharing, name="sharing"),
    path("camat/bagikan/ganti/", heads.replace_link, name="replace_link"),
    path("camat/bagikan/selebaran.pdf", heads.handout_pdf, name="handout_pdf"),
    path("camat/daftar/", heads.staff, name="staff"),
    path("camat/daftar/<uuid:person>/pegawai/", heads.decide, name="decide"),
    path("camat/daftar/<uuid:person>/kode-baru/", heads.staff_code, name="staff_code"),
    # pimpinan/: numbers without names
    path("pimpinan/", leaders.overview, name="leader"),
    # panitia/: the sessions of a committee
    path("panitia/", learners.committee, name="committee"),
]
