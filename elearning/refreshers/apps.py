from django.apps import AppConfig


class RefreshersConfig(AppConfig):
    name = "elearning.refreshers"
    label = "refreshers"
    verbose_name = "Penyegaran"
