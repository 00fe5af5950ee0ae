"""«Yang berubah»: what a card said before and what it says now, for readers (experience.md L12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from elearning.lib.dates import plain_date

from .editions import Editions
from .models import Provision, RuleCard, RuleCardVersion
from .presenting import text_on
from .querysets import PublicationQuerySet
from .readers import Reader

TOLD_FOR = timedelta(days=365)  # «12 bulan terakhir»
FRESH_FOR = timedelta(days=60)  # so long the home page points at it

Provisions = Mapping[tuple[str, str], Provision]


@dataclass(frozen=True, slots=True)
class Side:
    """One block of «dulu / sekarang». ``verdict`` is empty where the card no longer holds."""

    verdict: str
    act: str
    conditions: tuple[str, ...]
    reason: str
    advice: str
    local_rule: str
    situation: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change as a reader meets it. ``after`` is None for a card that was withdrawn; ``basis`` is that of today."""

    title: str
    card_url: str
    url: str
    before: Side | None
    after: Side | None
    effective_on: date
    is_ahead: bool
    why: str
    basis: tuple[Provision, ...]
    publication: RuleCardVersion

    @property
    def before_words(self) -> str:
        return "Sampai saat itu" if self.is_ahead else "Dulu"

    @property
    def after_words(self) -> str:
        return f"Mulai {plain_date(self.effective_on)}" if self.is_ahead else "Sekarang"

    @property
    def verdict_changed(self) -> bool:
        return bool(self.before and self.after and self.before.verdict != self.after.verdict)


def told_on(day: date) -> PublicationQuerySet:
    """The changes of the last 12 months, newest first, with those that are ahead."""
    return RuleCardVersion.objects.told(day - TOLD_FOR)


def fresh_rules(day: date) -> list[tuple[int, str, date]]:
    """(card, title, since when) of the rules that changed lately, each once, newest first."""
    told = RuleCardVersion.objects.told(day - FRESH_FOR).filter(effective_on__lte=day)
    rows: dict[int, tuple[int, str, date]] = {}
    for card, title, effective_on in told.values_list("card", "card__title", "effective_on"):
        rows.setdefault(card, (card, title, effective_on))
    return list(rows.values())


def latest_change_of(card: RuleCard, *, on: date) -> RuleCardVersion | None:
    """What the card's own page points at."""
    return told_on(on).filter(card=card, effective_on__lte=on).first()


def changes_of(publications: Sequence[RuleCardVersion], reader: Reader, *, on: date) -> list[Change]:
    """Publications as a reader meets them, each against the one before it, in a constant number of queries."""
    editions = Editions(publication.card_id for publication in publications)
    pairs = [(editions.before(publication), publication, publication) for publication in publications]
    return compared(pairs, reader, on=on)


def compared(
    triples: Sequence[tuple[RuleCardVersion | None, RuleCardVersion, RuleCardVersion]], reader: Reader, *, on: date
) -> list[Change]:
    """Triples of (what was taught, the change, what is taught now); publications with their card. One query."""
    provisions = _provisions(now.content for _, _, now in triples)
    return [_change(before, change, now, provisions, reader, on) for before, change, now in triples]


def _change(
    before: RuleCardVersion | None,
    change: RuleCardVersion,
    now: RuleCardVersion,
    provisions: Provisions,
    reader: Reader,
    on: date,
) -> Change:
    effective_on = change.effective_on or change.published_at.date()
    return Change(
        title=now.content["title"],
        card_url=change.card.get_absolute_url() if change.card.live else "",
        url=change.get_absolute_url(),
        before=_side(before.content, reader) if before and before.effect != before.Effect.WITHDRAWN else None,
        after=None if now.effect == now.Effect.WITHDRAWN else _side(now.content, reader),
        effective_on=effective_on,
        is_ahead=effective_on > on,
        why=change.reason,
        basis=tuple(_basis(now.content, provisions, reader, on)),
        publication=change,
    )


def _side(content: Mapping[str, Any], reader: Reader) -> Side:
    return Side(
        verdict=content["verdict"],
        act=content["act"],
        conditions=tuple(content.get("conditions", ())),
        reason=content["reason"],
        advice=content.get("advice", ""),
        local_rule=content.get("local_rule", ""),
        situation=content.get("examples", {}).get(reader.role) or content.get("situation", ""),
    )


def _basis(content: Mapping[str, Any], provisions: Provisions, reader: Reader, on: date) -> Iterable[Provision]:
    """What the publication rests on, without articles that do not apply to this reader."""
    seen = set()
    for line in content.get("basis", ()):
        provision = provisions.get((line["regulation"], line["provision"]))
        if provision is None or provision.pk in seen or line.get("role") == "kontra":
            continue
        seen.add(provision.pk)
        text, _ = text_on(provision, on)
        if reader.may_see(line["regulation"], text.subjects if text else ()):
            yield provision


def _provisions(contents: Iterable[Mapping[str, Any]]) -> Provisions:
    wanted = {(line["regulation"], line["provision"]) for content in contents for line in content.get("basis", ())}
    found = Provision.objects.filter(
        regulation__slug__in={regulation for regulation, _ in wanted}, key__in={key for _, key in wanted}
    )
    found = found.select_related("regulation").prefetch_related("versions")
    return {(provision.regulation.slug, provision.key): provision for provision in found}


@dataclass(frozen=True, slots=True)
class Headline:
    """What the home page says: how many rules changed lately, and the latest."""

    count: int
    title: str
    effective_on: date


def headline_on(day: date) -> Headline | None:
    fresh = fresh_rules(day)
    if not fresh:
        return None
    _, title, effective_on = fresh[0]
    return Headline(len(fresh), title, effective_on)


def find(address: str) -> RuleCardVersion | None:
    """The change that «<kartu>-<terbitan>» names; only such as are told."""
    slug, _, number = address.rpartition("-")
    if not number.isdecimal() or len(number) > 6:
        return None
    return RuleCardVersion.objects.told(date.min).filter(card__slug=slug, number=int(number)).first()
