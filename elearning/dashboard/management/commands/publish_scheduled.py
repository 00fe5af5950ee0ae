"""``manage.py publish_scheduled`` in place of Wagtail's, which ends at the first card that may not be published."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from elearning.regulations.heartbeat import PUBLISHING, beat
from elearning.regulations.scheduling import publish_due


class Command(BaseCommand):
    help = "Menerbitkan yang sudah waktunya dan menarik yang masanya habis. Termasuk dalam every_minute."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        now = timezone.now()
        published, refused = publish_due(at=now)
        beat(PUBLISHING, at=now)
        if verbosity:
            self.stdout.write(f"{published} diterbitkan, {refused} ditolak dan kembali menjadi draf.")
