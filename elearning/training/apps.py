from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "elearning.training"
    label = "training"
    verbose_name = "Sosialisasi"

    def ready(self) -> None:
        from elearning.regulations import uses

        from .checking import register_texts
        from .uses import ComingSessionUses

        uses.register(ComingSessionUses())
        register_texts()
