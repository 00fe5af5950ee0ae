"""The one page by mail, once a month for each leader and unit (ADR 0043)."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from elearning.lib import dates
from elearning.lib.addresses import absolute
from elearning.mailing.models import Message
from elearning.mailing.services import Attachment, post
from elearning.people.models import OfficeHolding, OfficeRole, Unit

from . import leadership, sheet

RULE, TOPIC = "ringkasan-bulanan", "ringkasan bulanan"


def send_due(*, at: datetime) -> int:
    """Write this month's mail to every leader with an address who has none yet; how many were written.

    A leader who took office this month begins with the next. Killed in between and run again, what is written stays one:
    the outbox holds one row per person, unit and month. Raises OSError where PDFs cannot be made.
    """
    month = timezone.localdate(at).replace(day=1)
    held = OfficeHolding.objects.in_force(timezone.localdate(at)).filter(role=OfficeRole.LEADER, starts_on__lte=month)
    held = held.filter(person__is_active=True, person__email__isnull=False).exclude(person__email="")
    written = Message.objects.filter(rule=RULE, due_on=month).values_list("person", "key")
    known = set(written)
    papers: dict[int, bytes | None] = {}
    count = 0
    for holding in held.select_related("person", "unit").order_by("unit__path", "pk"):
        unit = holding.unit
        if (holding.person_id, unit.public_id.hex) in known:
            continue
        if unit.pk not in papers:
            papers[unit.pk] = _paper(unit)
        if paper := papers[unit.pk]:
            count += _write(holding, paper, month, at=at)
    return count


def _paper(unit: Unit) -> bytes | None:
    """None while nothing of the unit was counted."""
    counted = leadership.courses_of(unit)
    return sheet.pdf(counted[0]) if counted else None


def _write(holding: OfficeHolding, paper: bytes, month: date, *, at: datetime) -> bool:
    unit, name = holding.unit, dates.plain_date(month).split(" ", 1)[1]
    return bool(
        post(
            holding.person,
            rule=RULE,
            key=unit.public_id.hex,
            due_on=month,
            topic=TOPIC,
            subject=f"Ringkasan {name}: {unit.name}",
            body=(
                f"Bapak/Ibu {holding.person.display_name},\n\n"
                f"Terlampir ringkasan pembelajaran netralitas ASN di {unit.name}, satu halaman. "
                "Lampiran ini memuat angka, tanpa nama orang.\n\n"
                f"Angka terbaru: {absolute(reverse('reports:overview'))}?unit={unit.public_id}\n"
            ),
            at=at,
            attachment=Attachment(f"ringkasan-{month:%Y-%m}.pdf", paper),
        )
    )
