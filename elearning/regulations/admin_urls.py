"""/admin/aturan/…: our own screens of the register."""

from django.urls import path

from .admin import changes, uses
from .checking.urls import urlpatterns as checking

app_name = "regulations_admin"
urlpatterns = [
    path("dampak/<slug:source>/", uses.use_list, name="uses"),
    # perubahan/<nomor>/: one change of a regulation
    path("perubahan/", changes.change_list, name="changes"),
    path("perubahan/buka/<int:regulation>/", changes.open_change, name="change_open"),
    path("perubahan/<int:pk>/", changes.change, name="change"),
    path("perubahan/<int:pk>/setujui/", changes.agree, name="change_agree"),
    path("perubahan/<int:pk>/jadwalkan/", changes.schedule, name="change_schedule"),
    path("perubahan/<int:pk>/terapkan/", changes.apply, name="change_apply"),
    path("perubahan/<int:pk>/batalkan/", changes.drop, name="change_drop"),
    *checking,
]
