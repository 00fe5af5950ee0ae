"""The tour. These addresses exist only when settings.DEMO_MODE is on, which production settings refuse."""

from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [
    path("demo", views.tour),
    path("demo/", views.tour, name="tour"),
    path("demo/masuk/<slug:key>/", views.enter, name="enter"),
    path("demo/simulasi/", views.simulate, name="simulate"),
    path("demo/peserta-kotor.xlsx", views.dirty, name="dirty"),
]
