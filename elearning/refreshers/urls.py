from django.urls import path

from . import views

app_name = "refreshers"
urlpatterns = [
    # pembaruan/: what has changed since somebody learnt it
    path("pembaruan/", views.pending, name="pending"),
]
