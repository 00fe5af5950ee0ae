"""``manage.py install_templates``: one certificate template for each shipped design."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates.services import install_templates


class Command(BaseCommand):
    help = "Makes the shipped certificate templates. Those that exist, changed or not, stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        install_templates(timezone.now())
