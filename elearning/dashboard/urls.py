from django.urls import path

from .views import learners, privacy

app_name = "dashboard"
urlpatterns = [
    path("beranda/", learners.home, name="home"),
    path("data-diri/", learners.identity, name="identity"),
    path("kode/", learners.code, name="code"),
    path("kode/gambar.png", learners.code_picture, name="code_picture"),
    # saya/: what a person has done and holds
    path("saya/", learners.profile, name="profile"),
    path("saya/siapa-melihat/", privacy.who_saw, name="who_saw"),
    path("saya/kode-baru/", learners.new_code, name="new_code"),
    path("saya/sertifikat/", learners.claim_certificate, name="claim_certificate"),
    # panitia/: the sessions of a committee
    path("panitia/", learners.committee, name="committee"),
]
