from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "elearning.dashboard"
    label = "dashboard"
    verbose_name = "Beranda"
