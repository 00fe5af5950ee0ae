"""«Ganti camat»: who heads a unit from when; the office goes on, its data stay where they are (ADR 0004, 0039)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from wagtail.log_actions import log

from elearning.lib import dates
from elearning.lib.errors import DomainError

from . import services
from .models import OfficeHolding, OfficeKind, OfficeRole, Unit, User


class HandoverError(DomainError):
    """``field`` is the form field it belongs to."""

    messages: ClassVar[dict[str, str]] = {
        "person_missing": "Orang dengan NIP ini belum tercatat. Tulis juga namanya agar dicatat sebagai orang baru.",
        "name_missing": "Tulis nama lengkap dengan gelar, atau NIP orang yang sudah tercatat.",
        "end_missing": "Tulis sampai kapan {name} menjabat. Hanya Plh. yang bisa menjabat bersama pejabat lama.",
        "dates_overlap": (
            "Masa jabatan bertumpuk: {name} menjabat sampai {day}. Ubah tanggal mulai, atau tanggal akhir pejabat lama."
        ),
        "never_held": "{name} baru mulai menjabat {day}. Tanggal akhirnya harus sesudah itu.",
        "holds_already": "{name} sudah tercatat sebagai kepala unit ini pada tanggal itu. Tidak ada yang diubah.",
        "inactive": "{name} tidak aktif di situs ini. Minta pengelola mengaktifkannya lebih dulu.",
    }

    @property
    def field(self) -> str | None:
        fields = {
            "person_missing": "display_name", "name_missing": "display_name", "end_missing": "old_ends_on",
            "never_held": "old_ends_on", "dates_overlap": "starts_on", "holds_already": "nip", "inactive": "nip",
        }  # fmt: skip
        return fields[self.code]


@dataclass(frozen=True, slots=True)
class NewHead:
    """Who takes over: somebody on record by NIP, or a new person by name. ``old_ends_on`` is the last day of the former."""

    kind: str
    starts_on: date
    nip: str = ""
    display_name: str = ""
    old_ends_on: date | None = None


def heads_of(unit: Unit) -> QuerySet[OfficeHolding]:
    """Everybody who headed the unit, the newest first."""
    held = OfficeHolding.objects.filter(unit=unit, role=OfficeRole.HEAD)
    return held.select_related("person", "unit").order_by("-starts_on", "-pk")


def standing_heads(unit: Unit, *, on: date) -> list[OfficeHolding]:
    """Those whose office has no end before ``on``, also when it only begins later."""
    return list(heads_of(unit).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)))


def person_named(new: NewHead) -> User | None:
    """Somebody on record, or None for whoever is to be written down.

    Raises HandoverError: person_missing, name_missing, inactive; PeopleError about the NIP.
    """
    number = services.clean_nip(new.nip)
    found = User.objects.filter(nip=number).first() if number else None
    if found is None and not new.display_name.strip():
        raise HandoverError("person_missing" if number else "name_missing")
    if found is not None and not found.is_active:
        raise HandoverError("inactive", name=found.display_name)
    return found


@transaction.atomic
def check(unit: Unit, new: NewHead) -> tuple[User | None, list[OfficeHolding]]:
    """Who takes over (None: a new person) and whose office ends, before anything is changed.

    Raises HandoverError: see ``hand_over``; PeopleError about the NIP.
    """
    person = person_named(new)
    last_day = new.old_ends_on
    ending = []
    for held in standing_heads(unit, on=new.starts_on):
        name = held.person.display_name
        if held.person_id == (person and person.pk) and held.kind == new.kind:
            raise HandoverError("holds_already", name=name)
        if last_day is None:
            if new.kind != OfficeKind.DAILY_ACTING and held.starts_on <= new.starts_on:
                raise HandoverError("end_missing", name=name)
            continue
        if last_day < held.starts_on:
            raise HandoverError("never_held", name=name, day=dates.plain_date(held.starts_on))
        if new.kind == OfficeKind.DEFINITIVE == held.kind and last_day >= new.starts_on:
            raise HandoverError("dates_overlap", name=name, day=dates.plain_date(last_day))
        ending.append(held)
    _refuse_definitive_overlap(unit, new, ending)
    return person, ending


def _refuse_definitive_overlap(unit: Unit, new: NewHead, ending: list[OfficeHolding]) -> None:
    if new.kind != OfficeKind.DEFINITIVE:
        return
    others = heads_of(unit).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=new.starts_on), kind=OfficeKind.DEFINITIVE)
    other = others.exclude(pk__in=[held.pk for held in ending]).first()
    if other is not None:
        day = dates.plain_date(other.last_day) if other.last_day else "tanpa batas"
        raise HandoverError("dates_overlap", name=other.person.display_name, day=day)


@transaction.atomic
def hand_over(unit: Unit, new: NewHead, *, by: User, at: datetime) -> OfficeHolding:
    """The office passes on: the former one ends after ``old_ends_on``, and with it his card; nothing else moves.

    Nodes, links, receipts and numbers belong to the unit, so the successor finds all of it.

    Raises HandoverError: person_missing, name_missing, inactive, end_missing, never_held, dates_overlap, holds_already;
    PeopleError about name and NIP.
    Source: docs/adr/0039-access-cards-and-handover.md
    """
    Unit.objects.select_for_update().get(pk=unit.pk)  # two handovers of one office take turns
    person, ending = check(unit, new)
    over_on = new.old_ends_on and new.old_ends_on + timedelta(days=1)  # exclusive; only a Plh. leaves it open
    for held in ending:
        held.ends_on = over_on
        held.save(update_fields=["ends_on"])
        log(held, "people.office.end", user=by)
    made = OfficeHolding(unit=unit, role=OfficeRole.HEAD, kind=new.kind, starts_on=new.starts_on)
    if person is None:
        person = services.register_participant(
            display_name=new.display_name,
            employment_status="",
            nip=new.nip,
            position_title=made.title,
            unit=unit,
            at=at,
        )
    made.person = person
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:  # the database is the referee (ADR 0004)
        raise HandoverError("holds_already", name=person.display_name) from error
    log(made, "people.office.begin", user=by, data={"kind": str(new.kind)})
    return made
