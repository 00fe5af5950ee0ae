from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "elearning.content"
    label = "content"
    verbose_name = "Isi"
