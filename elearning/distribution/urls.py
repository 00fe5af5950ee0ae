from django.urls import re_path

from . import views

app_name = "distribution"
urlpatterns = [
    re_path(r"^b/(?P<code>[^/]+)/?$", views.landing, name="landing"),
]
