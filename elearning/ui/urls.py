from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("sehat/", views.health, name="health"),
    path("tema/", views.theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("gaya/", views.gallery, name="gallery"),
    path("media/images/<path:name>", views.picture, name="picture"),
]
