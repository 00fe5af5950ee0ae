"""How a card came to say what it says: its publications with what each changed, and the dated texts of its articles.

Works on a card read with ``RuleCard.objects.with_dated_basis()``; what a reader's status does not concern is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from elearning.lib.dates import local_day

from .comparing import Difference, basis_key, differences
from .dating import LegalEvent, RuleOfDay, Taught, events_of, rule_on, taught_on
from .models import Effect, Provision, RuleCard, RuleCardVersion, Sanction
from .readers import Reader


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """The two answers for one day; ``known_on``: by what the register knew then, where that was asked."""

    card: RuleCard
    day: date
    known_on: date | None
    rules: tuple[RuleOfDay, ...]
    withheld: int
    taught: Taught
    taught_basis: tuple[Provision, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A publication and what it changed; ``is_first``: there was none before it to compare with."""

    publication: RuleCardVersion
    differences: tuple[Difference, ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: something we published, or something that happened in law. Undated ones come last."""

    day: date | None
    edition: Edition | None = None
    event: LegalEvent | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    entries: tuple[Entry, ...]
    zone: str
    withheld: int


def answer_on(card: RuleCard, day: date, reader: Reader, *, known_on: date | None = None) -> DayAnswer:
    """What the rule was on ``day`` and what this site taught on it."""
    zone = timezone.get_default_timezone_name()
    cited = [citation.provision for citation in card.citations.all()]
    seen = [provision for provision in cited if may_see(provision, reader)]
    taught = taught_on(card.versions.all(), day, zone)
    content = taught.publication.content if taught.publication else {}
    provisions = _provisions([content])
    return DayAnswer(
        card=card,
        day=day,
        known_on=known_on,
        rules=tuple(
            rule_on(provision, day, known_on=known_on, revoked=provision.regulation.revokes.all()) for provision in seen
        ),
        withheld=len(cited) - len(seen),
        taught=taught,
        taught_basis=tuple(
            provisions[key]
            for line in content.get("basis", ())
            if (key := basis_key(line)) in provisions and may_see(provisions[key], reader)
        ),
        zone=zone,
    )


def timeline_of(card: RuleCard, reader: Reader) -> Timeline:
    """Publications and dated texts together, the latest first."""
    zone = timezone.get_default_timezone_name()
    cited = list(dict.fromkeys(citation.provision for citation in card.citations.all()))
    seen = [provision for provision in cited if may_see(provision, reader)]
    entries = [
        Entry(local_day(edition.publication.published_at, zone), edition=edition)
        for edition in _editions(card.versions.all(), reader)
    ]
    entries += [Entry(event.day, event=event) for provision in seen for event in events_of(provision)]
    entries.sort(key=lambda entry: (entry.day or date.min, entry.edition.publication.number if entry.edition else 0))
    return Timeline(tuple(reversed(entries)), zone, len(cited) - len(seen))


def may_see(provision: Provision, reader: Reader) -> bool:
    subjects = {subject for version in provision.versions.all() for subject in version.subjects}
    return reader.may_see(provision.regulation.slug, subjects)


def _editions(publications: Iterable[RuleCardVersion], reader: Reader) -> list[Edition]:
    ordered = sorted(publications, key=lambda one: one.number)
    provisions = _provisions([one.content for one in ordered])
    sanctions = {sanction.slug: sanction for sanction in Sanction.objects.all()}
    names = {f"sanksi:{slug}": sanction.name for slug, sanction in sanctions.items()}
    names |= {key: str(provision) for key, provision in provisions.items()}

    def concerning(content: Mapping[str, Any]) -> dict[str, Any]:
        """The content without what the reader's status hides from him."""
        return {
            **content,
            "basis": [
                line
                for line in content.get("basis", ())
                if basis_key(line) not in provisions or may_see(provisions[basis_key(line)], reader)
            ],
            "sanctions": [
                slug
                for slug in content.get("sanctions", ())
                if slug not in sanctions or reader.is_reached_by(sanctions[slug].subjects)
            ],
        }

    editions = []
    before: dict[str, Any] | None = None
    for publication in ordered:
        if publication.effect == Effect.WITHDRAWN:  # its content is what it took away
            editions.append(Edition(publication, (), before is None))
            continue
        after = concerning(publication.content)
        found = differences(before, after, names) if before is not None else []
        editions.append(Edition(publication, tuple(found), before is None))
        before = after
    return editions


def _provisions(contents: Iterable[Mapping[str, Any]]) -> dict[str, Provision]:
    """The provisions that contents name, by «<regulation>#<key>»; one that the register no longer has is absent."""
    lines = [line for content in contents for line in content.get("basis", ())]
    found = Provision.objects.filter(
        regulation__slug__in={line["regulation"] for line in lines}, key__in={line["provision"] for line in lines}
    )
    found = found.select_related("regulation").prefetch_related("versions")
    wanted = {basis_key(line) for line in lines}
    named = {f"{provision.regulation.slug}#{provision.key}": provision for provision in found}
    return {key: provision for key, provision in named.items() if key in wanted}
