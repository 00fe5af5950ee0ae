from django.urls import path

from . import views

app_name = "lessons"
urlpatterns = [
    path("baca/", views.mark_read, name="mark_read"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
