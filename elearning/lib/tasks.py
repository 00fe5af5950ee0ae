"""The one place that names the task library: Django 6 will bring this decorator itself (ADR 0010)."""

from django_tasks import task

__all__ = ["task"]
