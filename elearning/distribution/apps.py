from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "elearning.distribution"
    label = "distribution"
    verbose_name = "Sebaran"
