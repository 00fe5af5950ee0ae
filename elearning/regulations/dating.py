"""What the rule was on a day, and what this site taught on it. Pure: rows already read in, answers in words out.

Two time axes (ADR 0005): ``valid_*`` says when a text held in law, ``known_from`` since when the register knew it. An unknown
date stays unknown: what the register cannot say, it says that it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from elearning.lib.dates import local_day, plain_date

from .models import Effect, Provision, ProvisionVersion, Regulation, RuleCardVersion


class Standing(StrEnum):
    HELD = "berlaku"
    UNDATED = "tanpa-tanggal"  # the text is known, since when it holds is not
    REPEALED = "dicabut"
    UNKNOWN = "tidak-termuat"


@dataclass(frozen=True, slots=True)
class Span:
    """A text and the days for which the register has it: from ``starts`` until the day before ``ends``."""

    version: ProvisionVersion
    starts: date | None
    ends: date | None
    not_before_year: int | None

    def covers(self, day: date) -> bool:
        """No instrument holds before the year it is of, also where the day is unknown."""
        if self.starts is None and self.not_before_year is not None and day.year < self.not_before_year:
            return False
        return (self.starts is None or self.starts <= day) and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class RuleOfDay:
    """What the register knows of one provision on one day. ``instead``: instruments that held in its place."""

    provision: Provision
    day: date
    standing: Standing
    span: Span | None
    sentences: tuple[str, ...]
    instead: tuple[Regulation, ...] = ()

    @property
    def version(self) -> ProvisionVersion | None:
        return self.span.version if self.span else None

    @property
    def legal_force(self) -> str:
        """schema.org's word for it; empty where the register cannot say."""
        return {Standing.HELD: "InForce", Standing.REPEALED: "NotInForce"}.get(self.standing, "")

    @property
    def has_text(self) -> bool:
        return self.standing in (Standing.HELD, Standing.UNDATED)


def spans_of(provision: Provision, known_on: date | None = None) -> list[Span]:
    """The dated texts of a provision, oldest first.

    With ``known_on``, a text that came to be known later falls away, and the one that it ended goes on until the next
    known one: «menurut yang kami ketahui pada hari itu». A text whose ``known_from`` is empty counts as known.
    """
    regulation = provision.regulation
    ordered = sorted(provision.versions.all(), key=lambda one: (one.valid_from or date.min, one.number))
    known = [one for one in ordered if known_on is None or one.known_from is None or one.known_from <= known_on]
    starts_not_known = {one.valid_from for one in ordered if one not in known and one.valid_from}
    spans = []
    for place, one in enumerate(known):
        ends = one.valid_to
        if ends in starts_not_known:
            ends = known[place + 1].valid_from if place + 1 < len(known) else None
        if one.effect != ProvisionVersion.Effect.REPEAL:  # what ends the instrument does not end with it
            ends = ends or regulation.valid_to
        spans.append(Span(one, one.valid_from or regulation.valid_from, ends, regulation.year))
    return spans


def rule_on(
    provision: Provision, day: date, *, known_on: date | None = None, revoked: Iterable[Regulation] = ()
) -> RuleOfDay:
    """What ``provision`` said on ``day``. ``revoked``: the instruments that its regulation revoked."""
    spans = spans_of(provision, known_on)
    covering = next((span for span in reversed(spans) if span.covers(day)), None)
    if covering is None:
        instead = tuple(one for one in revoked if _held_before(one, provision.regulation, day))
        return RuleOfDay(provision, day, Standing.UNKNOWN, None, _unknown_words(provision, spans, day), instead)
    standing = _standing(covering)
    words = _known_words(covering, standing, day)
    if known_on is not None and covering.version.known_from is None:
        words = (*words, "Sejak kapan kami mengetahuinya tidak tercatat.")
    return RuleOfDay(provision, day, standing, covering, words)


def _standing(span: Span) -> Standing:
    if span.version.effect == ProvisionVersion.Effect.REPEAL:
        return Standing.REPEALED
    return Standing.HELD if span.starts else Standing.UNDATED


def _known_words(span: Span, standing: Standing, day: date) -> tuple[str, ...]:
    if standing == Standing.REPEALED:
        since = f" sejak {plain_date(span.starts)}" if span.starts else ""
        return (f"Pasal ini tidak berlaku lagi{since}.",)
    if standing == Standing.HELD:
        until = f" sampai sebelum {plain_date(span.ends)}" if span.ends else ""
        return (f"Berlaku sejak {plain_date(span.starts)}{until}.",)
    words = ["Tanggal mulai berlakunya tidak tercatat di register kami."]
    if span.not_before_year == day.year:
        words.append(f"Kami tidak tahu apakah sudah berlaku pada {plain_date(day)}.")
    if span.ends:
        words.append(f"Berlaku sampai sebelum {plain_date(span.ends)}.")
    return tuple(words)


def _unknown_words(provision: Provision, spans: Sequence[Span], day: date) -> tuple[str, ...]:
    words = [f"Register kami tidak memuat bunyi pasal ini pada {plain_date(day)}."]
    later = next((span for span in spans if span.starts and span.starts > day), None)
    ended = next((span for span in reversed(spans) if span.ends and span.ends <= day), None)
    regulation = provision.regulation
    if regulation.year and day.year < regulation.year:
        words.append(f"{regulation.short_title} baru ada pada tahun {regulation.year}.")
    elif later:
        words.append(f"Bunyi yang kami muat berlaku sejak {plain_date(later.starts)}.")
    elif ended:
        words.append(f"Bunyi terakhir yang kami muat berlaku sampai sebelum {plain_date(ended.ends)}.")
    return tuple(words)


def _held_before(old: Regulation, new: Regulation, day: date) -> bool:
    """Whether what ``new`` revoked still held that day, as far as the register's dates say so for certain."""
    ended = old.valid_to or new.valid_from
    if ended is None or day >= ended:
        return False
    return old.valid_from <= day if old.valid_from else old.year is not None and old.year < day.year


@dataclass(frozen=True, slots=True)
class Taught:
    """What this site taught at the end of a day; ``publication`` is empty before the first one."""

    publication: RuleCardVersion | None
    first: RuleCardVersion | None

    @property
    def is_withdrawn(self) -> bool:
        return self.publication is not None and self.publication.effect == Effect.WITHDRAWN


def taught_on(publications: Iterable[RuleCardVersion], day: date, zone: str) -> Taught:
    """The publication that stood at the end of ``day`` at the place of the site."""
    ordered = sorted(publications, key=lambda one: (one.published_at, one.number))
    standing = [one for one in ordered if local_day(one.published_at, zone) <= day]
    return Taught(standing[-1] if standing else None, ordered[0] if ordered else None)


@dataclass(frozen=True, slots=True)
class LegalEvent:
    """A text of a provision begins (``is_end`` false) or ends without another one in its place."""

    provision: Provision
    version: ProvisionVersion
    day: date | None
    is_end: bool = False


def events_of(provision: Provision) -> list[LegalEvent]:
    """When its texts began and ended, oldest first; a beginning that is not known comes first, without a day."""
    spans = spans_of(provision)
    starts = {span.starts for span in spans}
    events = []
    for span in spans:
        events.append(LegalEvent(provision, span.version, span.starts))
        if span.ends and span.ends not in starts:
            events.append(LegalEvent(provision, span.version, span.ends, is_end=True))
    return events
