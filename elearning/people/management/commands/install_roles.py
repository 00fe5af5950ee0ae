from django.core.management.base import BaseCommand

from elearning.people.roles import ROLES, install_roles


class Command(BaseCommand):
    help = "Makes the groups of the admin, their permissions and the workflow. Run it at every deployment."

    def handle(self, *args: object, **options: object) -> None:
        for name in install_roles():
            self.stderr.write(f"Unknown permission, left out: {name}")
        self.stdout.write(f"Roles: {', '.join(role.name for role in ROLES)}")
