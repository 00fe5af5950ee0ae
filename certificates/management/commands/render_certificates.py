"""Make the PDFs that wait: once, or as the loop of a worker that needs no queue."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from certificates.tasks import render_due, try_again


class Command(BaseCommand):
    help = (
        "Membuat PDF sertifikat yang menunggu, juga yang tadinya gagal lima kali. "
        "Aman dijalankan kapan saja, juga oleh beberapa proses sekaligus."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Ulangi terus dengan jeda ini.")

    def handle(self, *args: Any, **options: Any) -> None:
        if again := try_again():
            self.stdout.write(f"{again} sertifikat yang gagal dicoba lagi.")
        while True:
            made = render_due()
            if made or not options["every"]:
                self.stdout.write(f"{made} sertifikat dibuat.")
            if not options["every"]:
                return
            close_old_connections()
            time.sleep(options["every"])
