"""``manage.py demo_reset``: forgets the demo's database and files, so that ``demo_data`` starts from nothing."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from elearning.demo.lock import ServingLock


class Command(BaseCommand):
    help = "Deletes the demo's SQLite file, uploads and certificates. Refuses while the demo runs."

    def handle(self, **options: object) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("DATABASE_URL names a server. Empty that database with its own tools.")
        with ServingLock():
            database = Path(connection.settings_dict["NAME"])
            connection.close()
            for leftover in ("", "-wal", "-shm"):
                database.with_name(database.name + leftover).unlink(missing_ok=True)
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            shutil.rmtree(settings.STORAGES["private"]["OPTIONS"]["location"], ignore_errors=True)
        self.stdout.write("The old demo data are gone.")
