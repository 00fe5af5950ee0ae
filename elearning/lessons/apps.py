from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "elearning.lessons"
    label = "lessons"
    verbose_name = "Materi"
