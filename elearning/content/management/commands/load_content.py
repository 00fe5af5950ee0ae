"""`manage.py load_content`: regulations, rule cards, questions and courses from the data files."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from elearning.content.kinds import ALL
from elearning.content.loading import load
from elearning.lessons.services import record_missing_card_uses


class Command(BaseCommand):
    help = "Memuat isi bawaan. Aman diulang: yang diubah redaksi tidak disentuh dan disebutkan."

    def handle(self, *args, **options):
        now = timezone.now()
        report = load([kind() for kind in ALL], at=now)
        record_missing_card_uses(at=now)
        self.stdout.write(
            f"Isi: {len(report.created)} baru, {len(report.updated)} diperbarui, {len(report.same)} tetap, "
            f"{len(report.left)} dibiarkan karena diubah redaksi."
        )
        for label in report.left:
            self.stdout.write(f"  dibiarkan: {label}")
