"""What a person meets at «Pembaruan aturan»: from what was learnt to what holds today, card by card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, CertificateRule
from elearning.lessons.models import Reading
from elearning.lessons.notices import Notice
from elearning.people.models import User
from elearning.regulations import news
from elearning.regulations.editions import Editions
from elearning.regulations.models import RuleCardVersion, Verdict
from elearning.regulations.readers import Reader
from quizzes.models import QuestionBasis

from .models import Refresher
from .pool import PER_CARD, Stock, stocks_of
from .querysets import passed_by_people
from .services import is_settled_by_reading, pending_of

LEAST_MINUTES = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One changed card. ``questions``: how many will be asked; ``waits``: all of them are being checked."""

    change: news.Change
    questions: int
    is_read_only: bool

    @property
    def waits(self) -> bool:
        return not self.questions and not self.is_read_only

    @property
    def meaning(self) -> str:
        """«Apa artinya bagi Anda», in one sentence."""
        before, after = self.change.before, self.change.after
        if after is None:
            return "Yang dulu Anda pelajari tidak berlaku lagi. Bila ragu, tanyakan dulu kepada atasan."
        if before is None or before.verdict == after.verdict:
            return f"Labelnya tetap {_word(after)}. Isinya kini lebih jelas."
        return f"Dulu Anda pelajari {_word(before)}. Sekarang {_word(after)}."


@dataclass(frozen=True, slots=True)
class Sitting:
    items: tuple[Item, ...]

    @property
    def questions(self) -> int:
        return sum(item.questions for item in self.items)

    @property
    def only_waits(self) -> bool:
        """Nothing can be done today but read."""
        return all(item.waits for item in self.items)

    @property
    def minutes(self) -> int:
        return minutes_for(len(self.items))


def sitting_of(person: User, reader: Reader, *, at: datetime) -> Sitting:
    """Everything that ``person`` has to refresh, in a constant number of queries."""
    pending = pending_of(person)
    cards = [refresher.publication.card_id for refresher in pending]
    if not cards:
        return Sitting(())
    editions, stocks = Editions(cards), stocks_of(cards)
    learnt = _learnt(person, pending, editions)
    triples = [
        (_before(refresher, learnt, editions), refresher.publication, _today(refresher, editions, at))
        for refresher in pending
    ]
    changes = news.compared(triples, reader, on=timezone.localdate(at))
    pairs = zip(pending, changes, strict=True)
    return Sitting(tuple(_item(one, change, stocks[one.publication.card_id]) for one, change in pairs))


def _item(refresher: Refresher, change: news.Change, stock: Stock) -> Item:
    read_only = is_settled_by_reading(refresher, has_questions=not stock.is_empty)
    return Item(change, 0 if read_only else min(PER_CARD, len(stock.open)), read_only)


def _today(refresher: Refresher, editions: Editions, at: datetime) -> RuleCardVersion:
    held = editions.in_effect(refresher.publication.card_id, at)
    return held if held and held.number >= refresher.publication.number else refresher.publication


def _before(refresher: Refresher, learnt: Mapping[int, set[int]], editions: Editions) -> RuleCardVersion | None:
    """The newest edition that the person is known to have learnt; else the one before the change."""
    change = refresher.publication
    number = max((one for one in learnt.get(change.card_id, ()) if one < change.number), default=None)
    return editions.numbered(change.card_id, number) or editions.before(change)


def _learnt(person: User, pending: Sequence[Refresher], editions: Editions) -> dict[int, set[int]]:
    """The numbers of the editions that were the rule when ``person`` passed, read or refreshed, by card."""
    slugs = {refresher.publication.card.slug: refresher.publication.card_id for refresher in pending}
    cards = list(slugs.values())
    found: dict[int, set[int]] = {card: set() for card in cards}
    attempts = passed_by_people().filter(person=person)
    passed = QuestionBasis.objects.filter(card__in=cards, version__items__attempt__in=attempts)
    read = Reading.objects.filter(person=person, lesson__card_uses__card__in=cards)
    moments = [
        *passed.values_list("card", "version__items__attempt__started_at").distinct(),
        *read.values_list("lesson__card_uses__card", "read_at").distinct(),
    ]
    for card, moment in moments:
        held = editions.in_effect(card, moment) if card in found else None
        if held:
            found[card].add(held.number)
    papers = CertificateRule.objects.filter(certificate__holder=person, rule__in=slugs)
    for slug, number in papers.values_list("rule", "edition"):
        found[slugs[slug]].add(number)
    settled = Refresher.objects.filter(person=person, settled_at__isnull=False, publication__card__in=cards)
    for card, number in settled.values_list("publication__card", "publication__number"):
        found[card].add(number)
    return found


def minutes_for(cards: int) -> int:
    return max(LEAST_MINUTES, cards)


def notice_for(request: HttpRequest) -> Notice | None:
    """«2 aturan berubah sejak sertifikat Anda. Baca 2 menit.»"""
    person = request.user
    if not person.is_authenticated:
        return None
    cards = Refresher.objects.open().filter(person=person).values("publication__card").distinct().count()
    if not cards:
        return None
    since = "sertifikat Anda" if Certificate.objects.valid().filter(holder=person).exists() else "Anda lulus"
    return Notice(
        text=f"{cards} aturan berubah sejak {since}.",
        action=f"Baca {minutes_for(cards)} menit",
        url=reverse("refreshers:pending"),
    )


def _word(side: news.Side) -> str:
    return str(Verdict(side.verdict).label).lower()
