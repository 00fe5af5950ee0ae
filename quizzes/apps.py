from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    label = "quizzes"
    verbose_name = "Kuis"

    def ready(self) -> None:
        from elearning.regulations import reactions, uses

        from . import reactions as on_attempts
        from .checking import register_texts
        from .services.completing import note_completion
        from .services.holding import hold_questions
        from .uses import SOURCES

        for source in SOURCES:
            uses.register(source)
        reactions.register(hold_questions)
        on_attempts.register(note_completion)
        register_texts()
