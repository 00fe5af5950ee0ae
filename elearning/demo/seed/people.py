"""The seven people of the tiles, and everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from elearning.lib import codes
from elearning.people.models import IdentityLevel, OfficeHolding, OfficeRole, ParticipantCode, Unit, User

from .. import cast
from .units import Places

_GROUPS = {
    "panitia": ("Panitia",),
    "redaksi": ("Penulis", "Penerbit"),
    "hukum": ("Pemeriksa hukum",),
    "pimpinan": ("Pimpinan",),
}


def personas(places: Places, *, passwords: dict[str, str], at: datetime) -> dict[str, User]:
    """The cast by key, with offices, groups and the two known kode peserta."""
    found: dict[str, User] = {}
    school = next(unit for unit in places.kenanga_units if unit.name.startswith("SD"))
    village = next(unit for unit in places.kenanga_units if unit.name.startswith("Kelurahan Kenanga"))
    at_home = {"peserta": school, "lulus": village, "camat": places.kenanga}
    numbers = {"peserta": "199003122015032901", "lulus": "199408072019031902", "camat": "197209141998031903"}
    for role in cast.PERSONAS:
        person = User.objects.create_user(
            role.name,
            email=role.email or None,
            password=passwords.get(role.key),
            employment_status="pns",
            nip=numbers.get(role.key),
            position_title=role.position,
            unit=at_home.get(role.key, places.supervisor),
            identity_level=IdentityLevel.COMMITTEE_CHECKED if role.email else IdentityLevel.HEAD_CONFIRMED,
            date_joined=at,
        )
        person.groups.set(Group.objects.filter(name__in=_GROUPS.get(role.key, ())))
        found[role.key] = person
        # Their mails would go nowhere but on the terminal of whoever starts the demo.
        silent = {
            f"{event}_notifications": False for event in ("submitted", "approved", "rejected", "updated_comments")
        }
        UserProfile.objects.create(user=person, **silent)
    for key, code in cast.CODES.items():
        ParticipantCode.objects.create(
            person=found[key], digest=codes.digest(code, key=settings.CODE_PEPPER), created_at=at
        )
    starts_on = date(at.year - 1, 1, 2)
    hold(found["camat"], places.kenanga, OfficeRole.HEAD, starts_on)
    hold(found["panitia"], places.supervisor, OfficeRole.COMMITTEE, starts_on)
    hold(found["pimpinan"], places.province, OfficeRole.LEADER, starts_on)
    return found


def hold(person: User, unit: Unit, role: OfficeRole, starts_on: date) -> None:
    OfficeHolding.objects.create(unit=unit, person=person, role=role, starts_on=starts_on)


def crowd(rows: Iterable[tuple[cast.Person, Unit, str]], *, level: IdentityLevel, at: datetime) -> list[User]:
    """Many people at once: (person, unit, unit name as written)."""
    return User.objects.bulk_create(
        [
            User(
                display_name=row.name,
                employment_status=row.status,
                nip=row.nip or None,
                position_title=row.position,
                unit=unit,
                unit_name=unit_name,
                identity_level=level,
                password="!",
                date_joined=at,
            )
            for row, unit, unit_name in rows
        ]
    )
