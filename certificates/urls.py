from django.urls import path, re_path

from . import views

app_name = "certificates"
urlpatterns = [
    # v/<kode> cek: public, short, with or without a closing slash
    re_path(r"^v/(?P<code>[^/]+)/?$", views.verify, name="verify"),
    re_path(r"^cek/?$", views.check, name="check"),
    # sertifikat/: the holder's own papers
    path("sertifikat/", views.mine, name="mine"),
    # sertifikat/kelola/: the register of a committee, one paper
    path("sertifikat/kelola/<str:code>/", views.keep, name="keep"),
    path("sertifikat/kelola/<str:code>/terbitkan-ulang/", views.replace, name="replace"),
    path("sertifikat/kelola/<str:code>/cabut/", views.revoke, name="revoke"),
    path("sertifikat/kelola/<str:code>/pulihkan/", views.restore, name="restore"),
    path("sertifikat/kelola/<str:code>/tolak-perbaikan/", views.decline, name="decline"),
    path("sertifikat/<str:code>/", views.detail, name="detail"),
    path("sertifikat/<str:code>/perbaikan/", views.ask_correction, name="ask_correction"),
    path("sertifikat/<str:code>/unduh/", views.download, name="download"),
]
