from django.apps import AppConfig


class CascadeConfig(AppConfig):
    name = "elearning.cascade"
    label = "cascade"
    verbose_name = "Teruskan ke jajaran"

    def ready(self) -> None:
        from elearning.regulations import reactions as on_rules
        from quizzes import reactions as on_attempts

        from .kit.services import on_publication
        from .reactions import attempt_finished

        on_attempts.register(attempt_finished)
        on_rules.register(on_publication)
