from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "elearning.regulations"
    label = "regulations"
    verbose_name = "Peraturan dan kartu aturan"
