"""lencana/: what verifiers of badges ask. No slash at the end: these addresses stand inside signed credentials."""

from django.urls import path

from . import views

urlpatterns = [
    path("lencana/penerbit/<uuid:public_id>", views.issuer, name="badge_issuer"),
    path("lencana/capaian/<str:sha256>", views.achievement, name="badge_achievement"),
    path("lencana/kunci/<str:thumbprint>", views.key, name="badge_key"),
    path("lencana/status/<uuid:public_id>", views.status_list, name="badge_status"),
    path("lencana/gambar.png", views.picture, name="badge_picture"),
    path("sertifikat/<str:code>/lencana.jwt", views.download, name="badge"),
    path("sertifikat/<str:code>/lencana.png", views.download_picture, name="badge_in_picture"),
]
