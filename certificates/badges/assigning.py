"""Which achievement and which bit a new paper gets, inside the transaction that issues it (ADR 0035)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from ..claims import CertificateClaim
from ..errors import CertificateError
from ..models import Achievement, Badge, Certificate, StatusList
from ..models.badges import SIZE
from ..numbering import hours_in_words

FULL = SIZE // 2  # a list that is half full takes no more: a free bit is found at once, and nobody can count papers
TRIES = 5
CRITERIA = {
    Certificate.Kind.ATTENDED: "Hadir sesuai syarat yang ditetapkan penyelenggara.",
    Certificate.Kind.PASSED: "Menyelesaikan kegiatan dan lulus ujinya sesuai syarat yang ditetapkan penyelenggara.",
}
CRITERIA_OF_OTHERS = "Bertugas dalam kegiatan ini menurut catatan penyelenggara."


def keep_badges(certificates: Sequence[Certificate], claims: Sequence[CertificateClaim], *, at: datetime) -> None:
    """One badge per paper; ``claims`` in the order of ``certificates``. A constant number of queries.

    Raises CertificateError: code_exhausted.
    """
    wanted = [
        _achievement(certificate, claim.programme) for certificate, claim in zip(certificates, claims, strict=True)
    ]
    Achievement.objects.bulk_create({each.sha256: each for each in wanted}.values(), ignore_conflicts=True)
    kept = Achievement.objects.in_bulk({each.sha256 for each in wanted}, field_name="sha256")
    _assign(certificates, [kept[each.sha256] for each in wanted], at)


def copy_badge(old: Certificate, new: Certificate, *, at: datetime) -> None:
    """A revision attests the same achievement with a bit of its own; one from before badges attests none."""
    before = Badge.objects.filter(certificate=old).select_related("achievement").first()
    if before:
        _assign([new], [before.achievement], at)


def _achievement(certificate: Certificate, programme: str) -> Achievement:
    facts = certificate.facts
    hours = (
        f", {hours_in_words(facts['lesson_hours'])} jam pelajaran menurut penyelenggara"
        if facts["lesson_hours"]
        else ""
    )
    content = {
        "programme": programme or certificate.source,
        "kind": certificate.kind,
        "name": facts["title"],
        "description": f"{facts['activity']}: {facts['title']}. Diselenggarakan oleh {facts['organiser']}{hours}.",
        "criteria": CRITERIA.get(Certificate.Kind(certificate.kind), CRITERIA_OF_OTHERS),
    }
    told = json.dumps([certificate.unit_id, content], sort_keys=True, ensure_ascii=False).encode()
    return Achievement(sha256=hashlib.sha256(told).hexdigest(), unit_id=certificate.unit_id, content=content)


def _assign(certificates: Sequence[Certificate], achievements: Sequence[Achievement], at: datetime) -> None:
    """All of ``certificates`` are of one unit."""
    for _ in range(TRIES):
        status_list = _open_list(certificates[0].unit_id, at)
        rows = [
            Badge(certificate=certificate, achievement=achievement, status_list=status_list, status_index=index)
            for certificate, achievement, index in zip(
                certificates, achievements, _free_bits(status_list, len(certificates)), strict=True
            )
        ]
        try:
            with transaction.atomic():
                Badge.objects.bulk_create(rows)
        except IntegrityError:  # somebody else drew one of these bits a moment ago
            continue
        return
    raise CertificateError("code_exhausted")


def _open_list(unit: int, at: datetime) -> StatusList:
    newest = StatusList.objects.filter(unit=unit).order_by("-pk").first()
    has_room = newest is not None and newest.badges.count() < FULL
    return newest if newest and has_room else StatusList.objects.create(unit_id=unit, created_at=at)


def _free_bits(status_list: StatusList, count: int) -> list[int]:
    """Random bits that no paper has; twice as many are drawn as are needed, and more when that was bad luck."""
    free: list[int] = []
    while len(free) < count:
        drawn = {secrets.randbelow(SIZE) for _ in range(2 * count + 16)} - set(free)
        taken = Badge.objects.filter(status_list=status_list, status_index__in=drawn)
        free += drawn - set(taken.values_list("status_index", flat=True))
    return free[:count]
