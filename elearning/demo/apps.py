from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "elearning.demo"
    label = "demo"
    verbose_name = "Contoh"
