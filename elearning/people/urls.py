from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("masuk/", views.login, name="login"),
    path("masuk/lupa-kode/", views.forgotten_code, name="forgotten_code"),
    path("keluar/", views.logout, name="logout"),
    path("bukan-saya/", views.not_me, name="not_me"),
]
