"""Below the admin's address (wagtail_hooks.py)."""

from django.urls import path

from . import views

app_name = "people_admin"
urlpatterns = [
    path("", views.imports, name="unit_imports"),
    path("templat.xlsx", views.template, name="unit_template"),
    path("<uuid:public_id>/", views.import_detail, name="unit_import"),
    path("<uuid:public_id>/simpan/", views.apply_import, name="unit_import_apply"),
    path("<uuid:public_id>/batalkan/", views.undo_import, name="unit_import_undo"),
]
