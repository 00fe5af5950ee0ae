"""A card as one reader meets it: the example of the role, the sanctions and articles that can reach the status.

Works on a card read with ``RuleCard.objects.with_basis()`` (no further query) and on the unsaved card of a preview.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import prefetch_related_objects

from .dating import rule_on, spans_of
from .models import Certainty, Citation, Provision, ProvisionVersion, RuleCard, Sanction, Subject
from .querysets import RuleCardQuerySet, card_lookups, citation_lookup
from .readers import Reader

_SUBJECT_WORDS = {subject.value: str(subject.label) for subject in Subject}
_LEAST_SURE_FIRST = (Certainty.DOUBTFUL, Certainty.KNOWN, Certainty.VERIFIED)


@dataclass(frozen=True)
class Basis:
    """One line of «Dasar hukum»: the text of the provision on the day of reading; ``over_since``: it holds no more."""

    provision: Provision
    text: ProvisionVersion | None
    certainty: str
    over_since: date | None
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
    is_of_moment: bool = True

    @property
    def is_draft(self) -> bool:
        return self.card.pk is None or not self.card.live


def present(card: RuleCard, reader: Reader, *, on: date) -> ShownCard:
    """What ``card`` says to ``reader`` on a day. ``withheld`` counts the articles that do not apply to the reader.

    ``is_of_moment`` is false where the card speaks of another stage than the reader's; then nothing is taken away.
    """
    basis = [_basis(citation, on) for citation in card.citations.all()]
    sanctions = sorted(card.sanctions.all(), key=lambda one: (one.position, one.name))
    of_moment = _of_moment(card, basis, sanctions, reader)
    return ShownCard(
        card=card,
        reader=reader,
        situation=_situation(card, reader),
        conditions=tuple(condition.text for condition in card.conditions.all()),
        basis=tuple(line for line in of_moment[0] if _may_see(line, reader)),
        withheld=sum(not _may_see(line, reader) for line in basis),
        sanctions=_grouped(of_moment[1], reader),
        is_of_moment=reader.is_in_stage(card.stages),
    )


def bases_of(cards: RuleCardQuerySet, reader: Reader, *, on: date) -> dict[RuleCard, tuple[Basis, ...]]:
    """The «Dasar hukum» of each card as ``present`` shows it, without reading what else a card says."""
    found = cards.only("slug", "title", "stages").prefetch_related(citation_lookup())
    if reader.moment:  # else no sanction tells which article is of another moment
        found = found.prefetch_related("sanctions__provisions")
    return {card: _shown_basis(card, reader, on) for card in found}


def _shown_basis(card: RuleCard, reader: Reader, on: date) -> tuple[Basis, ...]:
    basis = [_basis(citation, on) for citation in card.citations.all()]
    sanctions = list(card.sanctions.all()) if reader.moment else []
    return tuple(line for line in _of_moment(card, basis, sanctions, reader)[0] if _may_see(line, reader))


def present_all(cards: Iterable[RuleCard], reader: Reader, *, on: date) -> dict[int, ShownCard]:
    """Many cards by their key, fetched in a constant number of queries; the caller leaves drafts out."""
    once = {card.pk: card for card in cards}
    prefetch_related_objects(list(once.values()), *card_lookups())
    return {key: present(card, reader, on=on) for key, card in once.items()}


def text_on(provision: Provision, on: date) -> tuple[ProvisionVersion | None, date | None]:
    """The text in force that day, else the latest; and since when that one no longer holds, where it does not."""
    rule = rule_on(provision, on)
    if rule.has_text:
        return rule.version, None
    spans = [span for span in spans_of(provision) if span.version.effect != ProvisionVersion.Effect.REPEAL]
    if not spans:
        return None, None
    latest = spans[-1]
    return latest.version, latest.ends if latest.ends and latest.ends <= on else None


def _of_moment(
    card: RuleCard, basis: Sequence[Basis], sanctions: Sequence[Sanction], reader: Reader
) -> tuple[Sequence[Basis], Sequence[Sanction]]:
    """Without what belongs to another moment than the reader's.

    The SKB names one act twice: towards somebody who means to stand (code of ethics), and towards a candidate (discipline).
    Only a card that cites both rows can be told apart; then a sanction follows its row, and an article its sanction.
    Source: SKB 2022, annex II; dasar-hukum.md §1 and §4.
    """
    if not reader.moment or not reader.is_in_stage(card.stages):
        return basis, sanctions
    towards = {line.provision.pk: line.text.towards if line.text else "" for line in basis}
    rows = {key for key, whom in towards.items() if whom}
    if len({towards[key] for key in rows}) < 2:
        return basis, sanctions
    other = {key for key in rows if towards[key] != reader.towards}
    follows = {one.pk: {provision.pk for provision in one.provisions.all()} & towards.keys() for one in sanctions}
    kept = [one for one in sanctions if not follows[one.pk] & rows or follows[one.pk] & rows - other]
    reached = set().union(*(follows[one.pk] for one in kept))
    gone = set().union(*(follows[one.pk] for one in sanctions if one not in kept)) - reached | other
    return [line for line in basis if line.provision.pk not in gone], kept


def _basis(citation: Citation, on: date) -> Basis:
    text, over_since = text_on(citation.provision, on)
    sureness = [citation.certainty, *([text.certainty] if text else [])]
    return Basis(
        provision=citation.provision,
        text=text,
        certainty=min(sureness, key=lambda value: _LEAST_SURE_FIRST.index(Certainty(value))),
        over_since=over_since,
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


def _grouped(sanctions: Iterable[Sanction], reader: Reader) -> tuple[SanctionGroup, ...]:
    groups: dict[str, list[Sanction]] = {}
    for sanction in sanctions:
        if reader.is_reached_by(sanction.subjects):
            groups.setdefault(subject_words(sanction.subjects), []).append(sanction)
    return tuple(SanctionGroup(subjects, tuple(members)) for subjects, members in groups.items())


def subject_words(subjects: Iterable[str]) -> str:
    """«PNS dan CPNS»; many subjects, or «siapa pun», become «Siapa pun»."""
    labels = [_SUBJECT_WORDS[subject] for subject in subjects if subject in _SUBJECT_WORDS]
    if not labels or Subject.ANYONE in subjects:
        return "Siapa pun"
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} dan {labels[-1]}"
