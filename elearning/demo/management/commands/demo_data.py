"""``manage.py demo_data``: tables, roles, the real content and the demo people; safe to run again."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

STEPS = {
    "install_roles": "Roles and their permissions",
    "install_templates": "Certificate templates",
    "load_content": "Regulations, rule cards, questions and courses",
    "seed_demo": "Demo people and sessions",
}


class Command(BaseCommand):
    help = "Brings the database to the state in which the demo starts. A second run is quick and loses nothing."

    def handle(self, **options: object) -> None:
        self.migrate()
        for command, subject in STEPS.items():
            self.stdout.write(f"{subject} …")
            call_command(command, stdout=self.stdout, stderr=self.stderr)

    def migrate(self) -> None:
        """Apply what is missing, with a count that moves: a first run takes half a minute."""
        executor = MigrationExecutor(connection)
        total = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if total:
            call_command("migrate", interactive=False, stdout=Progress(self.stdout, total))
            self.stdout.write("")


class Progress:
    """Stands where ``migrate`` expects its output and turns 200 lines into a count."""

    def __init__(self, stdout, total: int) -> None:
        self.stdout, self.total, self.done = stdout, total, 0

    def write(self, text: str) -> None:
        if text.strip() == "OK":
            self.done += 1
            if self.stdout.isatty():
                self.stdout.write(f"\rTables … {self.done} of {self.total}", ending="")
                self.stdout.flush()
            elif self.done % 50 == 0 or self.done == self.total:
                self.stdout.write(f"Tables … {self.done} of {self.total}")

    def flush(self) -> None:
        self.stdout.flush()
