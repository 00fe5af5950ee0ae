"""«Siapa melihat data saya»: noted where a list of persons is opened or taken away, read by each of them (ADR 0041)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from .models import DataAccess, OfficeHolding, OfficeRole, ShownPerson, User


@transaction.atomic
def note(
    viewer: User, *, office: str, unit: str, purpose: DataAccess.Purpose, people: QuerySet[User], at: datetime
) -> DataAccess:
    """``viewer`` saw the list of ``people`` now; the same list again on that day is the same row.

    A constant number of statements for any number of people: they never leave the database.
    """
    access, _ = DataAccess.objects.get_or_create(
        viewer=viewer,
        unit=unit[:160],
        purpose=purpose,
        day=timezone.localdate(at),
        defaults={"office": office[:200], "first_at": at, "last_at": at},
    )
    DataAccess.objects.filter(pk=access.pk).update(last_at=at, times=F("times") + 1)
    _show(access, people)
    return access


def _show(access: DataAccess, people: QuerySet[User]) -> None:
    try:
        wanted, values = people.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # nobody stands on the list
        return
    table = ShownPerson._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'WITH listed (id) AS ({wanted}) INSERT INTO "{table}" (access_id, person_id) '  # noqa: S608 - no words of a visitor
            "SELECT %s, id FROM listed WHERE true ON CONFLICT DO NOTHING",  # SQLite needs the WHERE before ON CONFLICT
            [*values, access.pk],
        )


def office_words(viewer: User, *, on: date, roles: tuple[OfficeRole, ...], otherwise: str) -> str:
    """As whom somebody looks: the office that is held on that day, else ``otherwise``."""
    holding = OfficeHolding.objects.of(viewer, on=on, roles=roles).select_related("unit").first()
    if holding:
        return holding.title
    return "Pengelola situs" if viewer.sees_everything else otherwise


def seen(person: User) -> QuerySet[DataAccess]:
    """Every time that a list with ``person`` on it was open, the last day first."""
    return DataAccess.objects.filter(shown__person=person)
