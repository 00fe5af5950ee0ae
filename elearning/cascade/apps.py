from django.apps import AppConfig


class CascadeConfig(AppConfig):
    name = "elearning.cascade"
    label = "cascade"
    verbose_name = "Teruskan ke jajaran"

    def ready(self) -> None:
        from quizzes import reactions as on_attempts

        from .reactions import attempt_finished

        on_attempts.register(attempt_finished)
