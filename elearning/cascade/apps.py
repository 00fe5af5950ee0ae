from django.apps import AppConfig


class CascadeConfig(AppConfig):
    name = "elearning.cascade"
    label = "cascade"
    verbose_name = "Teruskan ke jajaran"
