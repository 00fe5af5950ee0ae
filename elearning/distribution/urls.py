from django.urls import re_path

from . import views

app_name = "distribution"
urlpatterns = [
    re_path(r"^b/gambar/(?P<slug>[-\w]+)\.jpg$", views.preview_picture, name="preview"),
    re_path(r"^b/(?P<code>[^/]+)/?$", views.landing, name="landing"),
]
