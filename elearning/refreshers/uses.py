"""Whom and which papers a change of cards concerns, answered to the register (ADR 0013)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from certificates.models import Certificate
from elearning.lib.dates import local_day, plain_date
from elearning.people.models import User
from elearning.regulations.models import RuleCard
from elearning.regulations.uses import Use

from .querysets import people_covering


class PeopleSource:
    """Whoever has a valid result that rests on the cards. The list names offices; an editor needs no names."""

    key, label, note, position = "orang", "orang yang perlu penyegaran", "", 60

    def resting_on(self, cards: Collection[int]) -> QuerySet[User]:
        return people_covering(cards).select_related("unit").order_by("unit__name", "pk")

    def describe(self, row: User) -> Use:
        title = row.unit_label or "Unit kerja belum diisi"
        return Use(title, detail=row.get_employment_status_display(), person=row.display_name)


class CertificatesSource:
    """Papers that stay what they are, by number."""

    key, label, note, position = "sertifikat", "sertifikat", "tetap sah, tidak berubah", 70

    def resting_on(self, cards: Collection[int]) -> QuerySet[Certificate]:
        slugs = RuleCard.objects.filter(pk__in=cards).values("slug")
        found = Certificate.objects.valid().resting_on(slugs).select_related("unit")
        return found.order_by("-issued_at", "-pk")

    def describe(self, row: Certificate) -> Use:
        issued_on = plain_date(local_day(row.issued_at, row.facts["time_zone"]))
        return Use(f"Nomor {row.number}", detail=f"{row.unit}, terbit {issued_on}", person=row.facts["name"])
