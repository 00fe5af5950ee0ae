from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("pimpinan/", views.overview, name="overview"),
    path("pimpinan/topik/", views.topics, name="topics"),
    path("pimpinan/sosialisasi/", views.sessions, name="sessions"),
    path("pimpinan/ringkasan.xlsx", views.spreadsheet, name="spreadsheet"),
    path("pimpinan/ringkasan.pdf", views.paper, name="paper"),
]
