from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "elearning.mailing"
    label = "mailing"
    verbose_name = "Surel keluar"
