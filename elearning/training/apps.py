from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "elearning.training"
    label = "training"
    verbose_name = "Sosialisasi"

    def ready(self) -> None:
        from certificates import reactions as on_papers
        from elearning.regulations import uses

        from .checking import register_texts
        from .services.handing_on import note_completions
        from .uses import ComingSessionUses

        uses.register(ComingSessionUses())
        on_papers.register(note_completions)
        register_texts()
