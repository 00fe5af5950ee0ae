"""The texts of this room that are checked (ADR 0016). A session is never published, so its findings only advise."""

from elearning.regulations.checking.passages import register

from .models import TrainingSession


def register_texts() -> None:
    register(TrainingSession, fields=("title", "activity", "venue", "materials"), is_published=False)
