from pathlib import Path

from django.core.management.base import BaseCommand

from elearning.distribution.pictures import draw_preview

TARGET = Path(__file__).resolve().parents[2] / "static" / "distribution" / "pratinjau.jpg"


class Command(BaseCommand):
    help = "Draws the preview picture of share links again. The file is part of the repository; run it after a change."

    def handle(self, *args: object, **options: object) -> None:
        TARGET.write_bytes(draw_preview())
        self.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size} bytes")
