from django.urls import path

from .views import cards, finder, news, register

app_name = "regulations"
urlpatterns = [
    path("kartu/", cards.card_list, name="cards"),
    path("kartu/<slug:slug>/", cards.card, name="card"),
    path("kartu/<slug:slug>/riwayat/", cards.card_history, name="card_history"),
    path("peraturan/", register.regulation_list, name="regulations"),
    path("peraturan/<slug:slug>/", register.regulation, name="regulation"),
    path("peraturan/<slug:slug>/<slug:key>/", register.provision, name="provision"),
    # boleh-atau-tidak/: the finder, the file it lives from, and the worker whose reach is this folder
    path("boleh-atau-tidak/", finder.finder, name="finder"),
    path("boleh-atau-tidak/kartu.json", finder.finder_file, name="finder_file"),
    path("boleh-atau-tidak/pekerja.js", finder.finder_worker, name="finder_worker"),
    path("cari/", finder.search_moved),  # printed and shared before the finder had its own name
    # yang-berubah/: a change is named by its card and its edition
    path("yang-berubah/", news.change_list, name="changes"),
    path("yang-berubah/umpan.atom", news.change_feed, name="change_feed"),
    path("yang-berubah/<slug:publication>/", news.change, name="change"),
    path("saya-adalah/", cards.choose_reader, name="choose_reader"),
]
