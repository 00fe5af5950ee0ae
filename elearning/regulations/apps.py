from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "elearning.regulations"
    label = "regulations"
    verbose_name = "Peraturan dan kartu aturan"

    def ready(self) -> None:
        from wagtail.signals import published, unpublished

        from .checking.texts import register_texts
        from .models import RuleCard
        from .publication import remember_publication, remember_withdrawal

        published.connect(remember_publication, sender=RuleCard, dispatch_uid="regulations.remember_publication")
        unpublished.connect(remember_withdrawal, sender=RuleCard, dispatch_uid="regulations.remember_withdrawal")
        register_texts()
