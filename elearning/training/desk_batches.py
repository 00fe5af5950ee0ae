"""A desk's queue as it travels: a batch as JSON, read row by row, so that one bad row hinders no other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from elearning.lib import codes

from .importing.grids import plain
from .models import AttendanceEvent
from .services import Scan

MOST_SCANS = 100
KINDS = (AttendanceEvent.Kind.IN, AttendanceEvent.Kind.OUT)
METHODS = (AttendanceEvent.Method.SCAN, AttendanceEvent.Method.CODE, AttendanceEvent.Method.NAME)


class BatchRefused(ValueError):
    """The body is not a batch of scans."""


@dataclass(frozen=True, slots=True)
class Batch:
    """``unreadable``: the nonces of rows, as they were written, that say nothing we could keep."""

    sent_at: datetime
    scans: list[Scan]
    unreadable: list[str]


def read_batch(body: bytes) -> Batch:
    """``{"sent_at", "scans": [{"nonce", "code", "on", "kind", "method", "desk", "occurred_at"}]}``. Raises BatchRefused."""
    try:
        told = json.loads(body)
        rows, sent_at = told["scans"], _moment(told["sent_at"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BatchRefused from error
    if not isinstance(rows, list) or len(rows) > MOST_SCANS:
        raise BatchRefused
    batch = Batch(sent_at, [], [])
    for row in rows:
        try:
            batch.scans.append(_scan(row))
        except (ValueError, TypeError, KeyError, AttributeError):
            nonce = row.get("nonce") if isinstance(row, dict) else None
            batch.unreadable.append(str(nonce)[:40])
    return batch


def _scan(row: dict[str, str]) -> Scan:
    if row["kind"] not in KINDS or row["method"] not in METHODS:
        raise BatchRefused
    return Scan(
        nonce=UUID(row["nonce"]),
        code=_code(row["code"]),
        on=_day(row["on"]),
        kind=row["kind"],
        method=row["method"],
        desk=_plain(row.get("desk", "")),
        occurred_at=_moment(row["occurred_at"]),
    )


def _code(text: str) -> str:
    """A badge's code as we store it; else what was scanned, for the committee to read."""
    last = text.strip().rstrip("/").rsplit("/", 1)[-1]
    try:
        return codes.normalise(last, codes.BADGE_LENGTH)
    except codes.CodeError:
        return f"{_plain(last) or '-'}"


def _plain(text: str) -> str:
    """Printable, and without a NIK: a desk is shown identity cards."""
    return plain("".join(character for character in text.strip() if character.isprintable()))[:40]


def _day(text: str) -> date:
    day = parse_date(text)
    if day is None or not 2000 <= day.year <= 2100:
        raise BatchRefused
    return day


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or timezone.is_naive(moment) or not 1970 <= moment.year <= 2200:
        raise BatchRefused
    return moment.astimezone(UTC)
