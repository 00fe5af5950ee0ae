"""/admin/aturan/…: our own screens of the register."""

from django.urls import path

from .admin import uses
from .checking.urls import urlpatterns as checking

app_name = "regulations_admin"
urlpatterns = [
    path("dampak/<slug:source>/", uses.use_list, name="uses"),
    *checking,
]
