"""Who is invited to learn a changed rule again, the sitting, and what settles it (ADR 0017)."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from certificates import services as certificates
from certificates.models import Certificate, CertificateRule
from elearning.people.models import User
from elearning.regulations.models import Effect, RuleCardVersion
from quizzes import services as quizzes
from quizzes.models import Attempt, Question, Quiz

from .errors import RefresherError
from .models import Refresher
from .pool import chosen, stocks_of
from .querysets import persons_to_refresh
from .words import change_sentence, refreshed_sentence

CHUNK = 500
CATCH_UP = timedelta(days=7)
QUIZ = "pembaruan-aturan"
PASS_MARK_PERCENT = 66  # 2 of 3, 4 of 6
WITHOUT_END = 32_767  # a refresher may be tried until it is passed


def invite(publication: RuleCardVersion, *, at: datetime) -> int:
    """A refresher for everybody who learnt the card before this publication held; how many are new.

    Written in chunks, each with its notes on certificates: killed in the middle, the next run goes on.
    """
    return _invite(publication, persons_to_refresh(publication), at=at)


def invite_missed(*, at: datetime) -> int:
    """The next run: the queue forgets a task whose worker was killed (ADR 0010). Of the changes of late; how many are new."""
    since = at - CATCH_UP
    late = Q(published_at__gte=since) | Q(effective_on__gte=timezone.localdate(since))
    changes = RuleCardVersion.objects.asking_to_learn_again().filter(late).select_related("card")
    return sum(invite(change, at=at) for change in changes if change.takes_effect_at <= at)


def _invite(publication: RuleCardVersion, people: QuerySet[User], *, at: datetime) -> int:
    invited = Refresher.objects.filter(publication=publication).values("person")
    keys = list(people.exclude(pk__in=invited).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        with transaction.atomic():
            # Two workers may be here at once: one_refresher_per_person_and_change has the last word.
            Refresher.objects.bulk_create(
                [Refresher(person_id=key, publication=publication, created_at=at) for key in chunk],
                ignore_conflicts=True,
            )
            _note_change(publication, chunk, at=at)
    return len(keys)


def _note_change(publication: RuleCardVersion, holders: Collection[int], *, at: datetime) -> None:
    certificates.note_rule_change(
        holders, rule=publication.card.slug, edition=publication.number, sentence=change_sentence(publication), at=at
    )


@transaction.atomic
def start_sitting(person: User, *, at: datetime) -> Attempt:
    """One attempt over everything that ``person`` has to refresh and that can be asked; a running one is resumed.

    Raises RefresherError: nothing_to_refresh, questions_held.
    """
    quiz, _ = Quiz.objects.get_or_create(
        slug=QUIZ,
        defaults={
            "title": "Pembaruan aturan", "pass_mark_percent": PASS_MARK_PERCENT, "attempts_allowed": WITHOUT_END,
        },
    )  # fmt: skip
    running = Attempt.objects.running().filter(person=person, quiz=quiz, mode=Attempt.Mode.REFRESHER).first()
    if running:
        return running
    cards = [refresher.publication.card_id for refresher in pending_of(person)]
    if not cards:
        raise RefresherError("nothing_to_refresh")
    asked = chosen(stocks_of(cards), cards, secrets.SystemRandom())
    if not asked:
        raise RefresherError("questions_held")
    questions = Question.objects.filter(pk__in=asked).order_by("pk")
    return quizzes.start_attempt(quiz, mode=Attempt.Mode.REFRESHER, at=at, person=person, questions=questions)


def pending_of(person: User) -> list[Refresher]:
    """What a person has to refresh: the newest change of each card, oldest first. A later change takes in the earlier."""
    newest: dict[int, Refresher] = {}
    for refresher in Refresher.objects.open().of(person).order_by("publication__number"):
        newest[refresher.publication.card_id] = refresher
    return sorted(newest.values(), key=lambda refresher: (refresher.created_at, refresher.pk))


@transaction.atomic(savepoint=False)
def settle(attempt: Attempt, *, at: datetime) -> int:
    """A passed refresher settles the cards on which its questions rest; how many cards.

    Not a change that began to hold after the attempt had started: its questions are older than the rule.
    """
    if attempt.mode != Attempt.Mode.REFRESHER or not attempt.passed or attempt.person is None:
        return 0
    asked = Refresher.objects.open().of(attempt.person)
    asked = asked.filter(publication__card__question_uses__version__items__attempt=attempt).distinct()
    ready = [refresher for refresher in asked if refresher.publication.takes_effect_at <= attempt.started_at]
    return _settle(attempt.person, ready, attempt=attempt, at=at)


@transaction.atomic
def settle_by_reading(person: User, *, at: datetime) -> int:
    """What no question can be asked about, a withdrawn card or one without any question, is settled by reading."""
    pending = pending_of(person)
    stocks = stocks_of([refresher.publication.card_id for refresher in pending])
    read = {
        refresher.publication.card_id
        for refresher in pending
        if is_settled_by_reading(refresher, has_questions=not stocks[refresher.publication.card_id].is_empty)
    }
    ready = Refresher.objects.open().of(person).filter(publication__card__in=read)
    return _settle(person, list(ready), attempt=None, at=at)


def is_settled_by_reading(refresher: Refresher, *, has_questions: bool) -> bool:
    return refresher.publication.effect == Effect.WITHDRAWN or not has_questions


def _settle(person: User, refreshers: Iterable[Refresher], *, attempt: Attempt | None, at: datetime) -> int:
    newest: dict[int, RuleCardVersion] = {}
    keys = []
    for refresher in sorted(refreshers, key=lambda each: each.publication.number):
        newest[refresher.publication.card_id] = refresher.publication
        keys.append(refresher.pk)
    Refresher.objects.open().filter(pk__in=keys).update(settled_at=at, attempt=attempt)
    for publication in newest.values():
        _note_refreshed(person, publication, at=at)
    return len(newest)


def _note_refreshed(person: User, publication: RuleCardVersion, *, at: datetime) -> None:
    certificates.note_refreshed(
        person,
        rule=publication.card.slug,
        edition=publication.number,
        sentence=refreshed_sentence(publication),
        at=at,
    )


@transaction.atomic(savepoint=False)
def invite_straggler(attempt: Attempt, *, at: datetime) -> int:
    """Whoever passes with the old rule after it changed (the attempt was running, or a guest's) is invited as well."""
    if not attempt.passed or attempt.person_id is None:
        return 0
    changes = RuleCardVersion.objects.asking_to_learn_again().select_related("card")
    changes = changes.filter(card__question_uses__version__items__attempt=attempt, published_at__lte=at).distinct()
    found = [change for change in changes if attempt.started_at < change.takes_effect_at <= at]
    own = attempt.person_id
    return sum(_invite(change, persons_to_refresh(change).filter(pk=own), at=at) for change in _newest(found))


@transaction.atomic
def note_on_issue(papers: Sequence[Certificate], *, at: datetime) -> None:
    """A paper issued after a rule changed, for what was learnt before, says so from its first day."""
    rules = CertificateRule.objects.filter(certificate__in=papers, certificate__holder__isnull=False)
    learnt = list(rules.values_list("rule", "edition", "certificate__holder"))
    changes = RuleCardVersion.objects.asking_to_learn_again().select_related("card")
    changes = changes.filter(card__slug__in={rule for rule, _, _ in learnt}, published_at__lte=at)
    for change in _newest(change for change in changes if change.takes_effect_at <= at):
        holders = {holder for rule, edition, holder in learnt if rule == change.card.slug and edition < change.number}
        if not holders:
            continue
        _invite(change, persons_to_refresh(change).filter(pk__in=holders), at=at)
        invited = Refresher.objects.filter(publication=change, person__in=holders).select_related("person")
        _note_change(change, [refresher.person_id for refresher in invited], at=at)
        for refresher in invited:
            if refresher.settled_at:
                _note_refreshed(refresher.person, change, at=at)


def _newest(changes: Iterable[RuleCardVersion]) -> list[RuleCardVersion]:
    """One change of each card: the last."""
    by_card = {change.card_id: change for change in sorted(changes, key=lambda change: change.number)}
    return list(by_card.values())
