from django.urls import path

from . import views

app_name = "regulations"
urlpatterns = [
    path("kartu/", views.card_list, name="cards"),
    path("kartu/<slug:slug>/", views.card, name="card"),
    path("peraturan/", views.regulation_list, name="regulations"),
    path("peraturan/<slug:slug>/", views.regulation, name="regulation"),
    path("cari/", views.search, name="search"),
    path("saya-adalah/", views.choose_reader, name="choose_reader"),
]
