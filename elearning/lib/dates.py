"""Dates as Indonesians write them, in the zone of the place (experience.md §1.8, ADR 0009)."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
ZONES = {WIB: "WIB", WITA: "WITA", WIT: "WIT"}


def long_date(day: date) -> str:
    """«Kamis, 3 Oktober 2024»."""
    return f"{DAYS[day.weekday()]}, {plain_date(day)}"


def plain_date(day: date) -> str:
    """«3 Oktober 2024»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def clock(moment: datetime, zone: str) -> str:
    """«09.14 WIB»: ``moment`` is aware; ``zone`` is one of ZONES."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H.%M} {ZONES[zone]}"


def moment(moment: datetime, zone: str) -> str:
    """«3 Oktober 2024 pukul 09.14 WIB»."""
    return f"{plain_date(local_day(moment, zone))} pukul {clock(moment, zone)}"


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day on which ``moment`` falls at the place."""
    return moment.astimezone(ZoneInfo(zone)).date()


def day_span(days: Sequence[date]) -> str:
    """One or several days in one phrase: «3 s.d. 5 Oktober 2024», «30 September s.d. 2 Oktober 2024».

    Days that do not follow each other are listed: «3 dan 10 Oktober 2024». Raises ValueError when ``days`` is empty.
    """
    ordered = sorted(set(days))
    if not ordered:
        raise ValueError("A span needs at least one day.")
    first, last = ordered[0], ordered[-1]
    if first == last:
        return plain_date(first)
    if (last - first).days + 1 == len(ordered):
        return f"{_shortened(first, last)} s.d. {plain_date(last)}"
    head = ", ".join(_shortened(day, last) for day in ordered[:-1])
    return f"{head} dan {plain_date(last)}"


def _shortened(day: date, last: date) -> str:
    if day.year != last.year:
        return plain_date(day)
    return str(day.day) if day.month == last.month else f"{day.day} {MONTHS[day.month - 1]}"
