from django.urls import path, re_path

from . import views
from .cards import views as cards

app_name = "people"
urlpatterns = [
    re_path(r"^k/(?P<token>[^/]+)/?$", cards.card, name="card"),
    path("kartu-akses/baru/", cards.fresh_cards, name="fresh_cards"),
    path("kartu-akses/baru/slip.pdf", cards.slips, name="card_slips"),
    path("masuk/", views.login, name="login"),
    path("masuk/lupa-kode/", views.forgotten_code, name="forgotten_code"),
    path("keluar/", views.logout, name="logout"),
    path("bukan-saya/", views.not_me, name="not_me"),
]
