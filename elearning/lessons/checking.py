"""The texts of this room that are checked before they are published (ADR 0016)."""

from elearning.regulations.checking.passages import register

from .models import CoursePage, HomePage, LessonPage, TextPage


def register_texts() -> None:
    for page in (HomePage, TextPage, CoursePage, LessonPage):
        register(page)
