from django.urls import path

from . import news_views, views

app_name = "regulations"
urlpatterns = [
    path("kartu/", views.card_list, name="cards"),
    path("kartu/<slug:slug>/", views.card, name="card"),
    path("peraturan/", views.regulation_list, name="regulations"),
    path("peraturan/<slug:slug>/", views.regulation, name="regulation"),
    path("cari/", views.search, name="search"),
    # yang-berubah/: a change is named by its card and its edition
    path("yang-berubah/", news_views.change_list, name="changes"),
    path("yang-berubah/umpan.atom", news_views.change_feed, name="change_feed"),
    path("yang-berubah/<slug:publication>/", news_views.change, name="change"),
    path("saya-adalah/", views.choose_reader, name="choose_reader"),
]
