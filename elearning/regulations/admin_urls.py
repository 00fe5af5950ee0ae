"""/admin/aturan/…: our own screens of the register."""

from django.urls import path

from .admin import changes, dated, uses
from .checking.urls import urlpatterns as checking

app_name = "regulations_admin"
urlpatterns = [
    path("kartu/<int:pk>/tanggal/", dated.card_on_day, name="card_on_day"),
    path("dampak/<slug:source>/", uses.use_list, name="uses"),
    # perubahan/<nomor>/: one change of a regulation
    path("perubahan/", changes.change_list, name="changes"),
    path("perubahan/buka/", changes.open_change, name="change_open"),
    path("perubahan/<int:change_pk>/", changes.change_detail, name="change"),
    path("perubahan/<int:change_pk>/setujui/", changes.agree, name="change_agree"),
    path("perubahan/<int:change_pk>/jadwalkan/", changes.schedule, name="change_schedule"),
    path("perubahan/<int:change_pk>/terapkan/", changes.apply, name="change_apply"),
    path("perubahan/<int:change_pk>/batalkan/", changes.drop, name="change_drop"),
    *checking,
]
