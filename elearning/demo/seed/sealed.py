"""A small sosialisasi of an office that has a key: its papers are sealed, with a key that says it is for trying out (ADR 0032)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from certificates.sealing.testkeys import make_test_key
from elearning.lib import dates
from elearning.people.models import IdentityLevel, Unit, UnitKind, User
from elearning.training import services as training
from elearning.training.models import CommitteeMember, SessionDay, SessionMaterial, SessionSignatory, TrainingSession

from .. import cast
from .people import crowd
from .sessions import attend, enrol, local
from .units import Places

SLUG = "netralitas-asn-bersegel-contoh"
PEOPLE = 6


@transaction.atomic
def session(places: Places, *, cast_of: dict[str, User], at: datetime, dice: random.Random) -> TrainingSession:
    """Six people, one morning, certificates issued the same afternoon."""
    by = cast_of["panitia"]
    unit = Unit.objects.get(pk=places.supervisor.pk).add_child(
        name=cast.SEALING_OFFICE, kind=UnitKind.SUPERVISOR, number_code="SEKR", public_id=cast.SEALING_UNIT
    )
    places.regency_of[unit.pk] = "Kota Banyu Contoh"
    day = at.astimezone(ZoneInfo(dates.WIB)).date() - timedelta(days=4)
    made = TrainingSession(
        slug=SLUG, title="Netralitas ASN bagi Sekretariat Contoh", unit=unit, organiser=cast.SEALING_OFFICE,
        venue="Ruang Rapat Contoh", city="Banyu Contoh", state=TrainingSession.State.CLOSED,
        list_closed_at=local(day, 12, 30), created_by=by,
    )  # fmt: skip
    made.days = [SessionDay(date=day, starts_at=time(8), ends_at=time(12))]
    made.materials = [
        SessionMaterial(title="Netralitas ASN dalam satu pagi", speaker="Hadi Contoh, S.H., M.H.", lesson_hours=4)
    ]
    made.signatories = [SessionSignatory(name="Ir. Laksmi Contoh, M.M.", title=f"Kepala {cast.SEALING_OFFICE}")]
    made.committee = [CommitteeMember(person=by)]
    made.save()
    people = [
        (replace(one, nip=""), unit, "")
        for one in islice(cast.people(9, ("Staf Sekretariat", "Kepala Subbagian")), PEOPLE)
    ]
    guests = crowd(people, level=IdentityLevel.COMMITTEE_CHECKED, at=local(day, 7))
    came = enrol(made, guests, places=places, origin="undangan", first_line=1)
    attend(came, made.days.get(), by=by, dice=dice)
    training.issue_certificates(made, by=by, at=local(day, 13))
    return made


def make_key(at: datetime) -> None:
    """The key that the settings of the demo name, where they name one."""
    entry = settings.SEAL_KEYS.get(str(cast.SEALING_UNIT))
    if entry:
        make_test_key(Path(entry["key"]).parent, organisation=cast.SEALING_OFFICE, at=at)
