from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    label = "certificates"
    verbose_name = "Sertifikat"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system check
