from django.core.management.base import BaseCommand
from django.utils import timezone

from quizzes import services


class Command(BaseCommand):
    help = "Kirim uji yang waktunya habis dan tutup kuis yang lama ditinggalkan. Jalankan tiap beberapa menit."

    def handle(self, *args, verbosity: int = 1, **options) -> None:
        now = timezone.now()
        sent, given_up = services.close_overdue(at=now), services.give_up_forgotten(at=now)
        if verbosity:
            self.stdout.write(f"{sent} uji dikirim, {given_up} kuis ditinggalkan.")
