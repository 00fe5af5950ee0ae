"""Every change of what people have read."""

from __future__ import annotations

from datetime import datetime

from elearning.people.models import User

from .models import LessonPage, Reading


def mark_read(person: User, lesson: LessonPage, *, at: datetime) -> Reading:
    """``person`` has read ``lesson`` to its end. A second time returns the first: the day it was first read stays."""
    reading, _ = Reading.objects.get_or_create(person=person, lesson=lesson, defaults={"read_at": at})
    return reading
