"""``manage.py every_minute``: the recurring work once, or as the clock that does it each minute."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from elearning.dashboard.clockwork import run_due

MINUTE = 60


class Command(BaseCommand):
    help = (
        "Terbitan terjadwal, perubahan peraturan, uji yang waktunya habis, PDF sertifikat, dan sekali sehari merapikan. "
        "Jalankan tiap menit, atau sekali dengan --forever."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="Ulangi tiap menit sampai dihentikan.")

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        while True:
            failed = run_due(at=timezone.now())
            if failed and verbosity:
                self.stderr.write(f"Gagal: {', '.join(failed)}. Sebabnya ada di catatan.")
            if not options["forever"]:
                return
            close_old_connections()
            time.sleep(MINUTE)
