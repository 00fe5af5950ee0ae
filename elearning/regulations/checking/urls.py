"""Addresses of checking in the admin, included by regulations.admin_urls under /admin/aturan/."""

from django.urls import path

from . import views

urlpatterns = [
    path("periksa/<str:model>/<str:pk>/", views.check, name="check"),
    path("nama-yang-dijaga/impor/", views.import_names, name="names_import"),
    path("nama-yang-dijaga/simpan/", views.confirm_names, name="names_confirm"),
    path("nama-yang-dijaga/akhiri/", views.end_names, name="names_end"),
    path("nama-yang-dijaga/lanjutkan/", views.resume_names, name="names_resume"),
]
