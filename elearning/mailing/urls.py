from django.urls import path

from . import views

app_name = "mailing"
urlpatterns = [
    path("surel/berhenti/<str:token>/", views.stop, name="stop"),
]
