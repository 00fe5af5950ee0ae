"""`manage.py seed_demo`: fictional people, three sessions, one kecamatan, certificates in each state."""

import json
import os
import random
import secrets

from django.core.management.base import BaseCommand
from django.utils import timezone

from elearning.demo.accounts import ACCOUNTS
from elearning.demo.seed import everything, is_seeded
from elearning.demo.seed.sessions import keep_running


class Command(BaseCommand):
    help = "Memuat data contoh sekali. Dijalankan lagi, ia hanya menjaga sosialisasi berjalan tetap «hari ini»."

    def handle(self, *args, **options):
        now = timezone.now()
        if is_seeded():
            keep_running(now)
            self.stdout.write("Data contoh sudah ada.")
            return
        passwords = {
            key: os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
            for key in ("camat", "panitia", "redaksi", "hukum", "pimpinan")
        }
        everything(at=now, dice=random.Random(2024), passwords=passwords)
        ACCOUNTS.parent.mkdir(exist_ok=True)
        ACCOUNTS.write_text(json.dumps(passwords))
        self.stdout.write("Data contoh dimuat.")
