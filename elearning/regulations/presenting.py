"""A card as one reader meets it: the example of the role, the sanctions and articles that can reach the status.

Works on a card read with ``RuleCard.objects.with_basis()`` (no further query) and on the unsaved card of a preview.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import prefetch_related_objects

from .models import Certainty, Citation, Provision, ProvisionVersion, RuleCard, Sanction, Subject
from .querysets import card_lookups
from .readers import Reader

_LEAST_SURE_FIRST = (Certainty.DOUBTFUL, Certainty.KNOWN, Certainty.VERIFIED)


@dataclass(frozen=True)
class Basis:
    """One line of «Dasar hukum»: the text of the provision on the day of reading."""

    provision: Provision
    text: ProvisionVersion | None
    certainty: str
    is_over: bool
    is_counter: bool

    @property
    def certainty_words(self) -> str:
        return Certainty(self.certainty).sentence


@dataclass(frozen=True)
class SanctionGroup:
    """Consequences that reach the same people: «PNS dan CPNS»."""

    subjects: str
    sanctions: tuple[Sanction, ...]


@dataclass(frozen=True)
class ShownCard:
    card: RuleCard
    reader: Reader
    situation: str
    conditions: tuple[str, ...]
    basis: tuple[Basis, ...]
    withheld: int
    sanctions: tuple[SanctionGroup, ...] = field(default=())

    @property
    def is_draft(self) -> bool:
        return self.card.pk is None or not self.card.live


def present(card: RuleCard, reader: Reader, *, on: date) -> ShownCard:
    """What ``card`` says to ``reader`` on a day. ``withheld`` counts the articles that do not apply to the reader."""
    citations = list(card.citations.all())
    basis = [_basis(citation, on) for citation in citations]
    shown = tuple(line for line in basis if _may_see(line, reader))
    return ShownCard(
        card=card,
        reader=reader,
        situation=_situation(card, reader),
        conditions=tuple(condition.text for condition in card.conditions.all()),
        basis=shown,
        withheld=len(basis) - len(shown),
        sanctions=_sanctions(card, reader),
    )


def present_all(cards: Iterable[RuleCard], reader: Reader, *, on: date) -> dict[int, ShownCard]:
    """Many cards by their key, fetched in a constant number of queries; the caller leaves drafts out."""
    once = {card.pk: card for card in cards}
    prefetch_related_objects(list(once.values()), *card_lookups())
    return {key: present(card, reader, on=on) for key, card in once.items()}


def text_on(provision: Provision, on: date) -> tuple[ProvisionVersion | None, bool]:
    """The version in force that day, else the latest known; and whether that one no longer holds."""
    versions = list(provision.versions.all())
    for version in reversed(versions):
        if version.holds_on(on):
            return version, False
    latest = versions[-1] if versions else None
    return latest, bool(latest and latest.valid_to and latest.valid_to <= on)


def _basis(citation: Citation, on: date) -> Basis:
    text, is_over = text_on(citation.provision, on)
    sureness = [citation.certainty, *([text.certainty] if text else [])]
    return Basis(
        provision=citation.provision,
        text=text,
        certainty=min(sureness, key=lambda value: _LEAST_SURE_FIRST.index(Certainty(value))),
        is_over=is_over,
        is_counter=citation.role == Citation.Role.COUNTER,
    )


def _may_see(line: Basis, reader: Reader) -> bool:
    subjects = line.text.subjects if line.text else ()
    return reader.may_see(line.provision.regulation.slug, subjects)


def _situation(card: RuleCard, reader: Reader) -> str:
    for example in card.examples.all():
        if example.role == reader.role:
            return example.situation
    return card.situation


def _sanctions(card: RuleCard, reader: Reader) -> tuple[SanctionGroup, ...]:
    groups: dict[str, list[Sanction]] = {}
    for sanction in sorted(card.sanctions.all(), key=lambda one: (one.position, one.name)):
        if reader.is_reached_by(sanction.subjects):
            groups.setdefault(subject_words(sanction.subjects), []).append(sanction)
    return tuple(SanctionGroup(subjects, tuple(sanctions)) for subjects, sanctions in groups.items())


def subject_words(subjects: Iterable[str]) -> str:
    """«PNS dan CPNS»; many subjects, or «siapa pun», become «Siapa pun»."""
    known = [Subject(subject) for subject in subjects if subject in Subject.values]
    if not known or Subject.ANYONE in known:
        return "Siapa pun"
    labels = [str(subject.label) for subject in known]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} dan {labels[-1]}"
