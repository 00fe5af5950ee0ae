"""An attempt starts, is sent, is given up for a new one, and finds its owner."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from elearning.lib import dates
from elearning.people.models import User

from .. import reactions
from ..drawing import Drawn, draw, pool_hash
from ..errors import AttemptError
from ..models import Attempt, AttemptItem, Counting, DrawRule, Mark, QuestionVersion, Quiz
from ..pools import candidates, fixed_versions, held_of, paper_from, pool_for
from ..querysets import AttemptQuerySet, QuestionQuerySet
from ..timing import ends_at
from ..voiding import void_questions
from .extensions import extended_until
from .marking import RESULT_FIELDS, mark


@dataclass(frozen=True, slots=True)
class Adopted:
    """``count``: attempts attached; ``used_up``: quizzes of which one more attempt than allowed was attached."""

    count: int
    used_up: tuple[Quiz, ...] = ()


def start_attempt(
    quiz: Quiz,
    *,
    mode: str,
    at: datetime,
    person: User | None = None,
    guest_key: UUID | None = None,
    context: str = "",
    deadline_at: datetime | None = None,
    time_zone: str = "",
    questions: QuestionQuerySet | None = None,
) -> Attempt:
    """The running attempt of this person (or guest) on this occasion; a new one where none runs.

    ``questions``: drawn instead of the quiz's own, as far as they are open.
    ``time_zone``: the place of the occasion, one of dates.ZONES; "" for the person's own. Pressing twice, on two devices at once, gives one attempt: the database is the referee.

    ``deadline_at``: when the occasion ends. The quiz's own limit and closing may end the attempt before; an extension
    moves the end later.

    Raises AttemptError: no_questions, questions_held, attempts_used, quiz_not_open, quiz_closed.
    """
    everything = _of_owner(person, guest_key)
    owned = everything.filter(quiz=quiz, mode=mode, context=context)
    before = list(owned.defer("pool"))
    running = next((each for each in before if each.is_running), None)
    if running:
        return running
    has_end = quiz.closes_at or quiz.time_limit_minutes or deadline_at
    extended = extended_until(quiz, person, mode=mode, context=context) if has_end else None
    _refuse_outside_hours(quiz, extended, time_zone, at)
    _refuse_when_used_up(before, quiz, mode)
    ends = ends_at(
        started_at=at,
        limit_minutes=quiz.time_limit_minutes,
        closes=(quiz.closes_at, deadline_at),
        extended_until=extended,
    )
    seed = secrets.randbits(63)
    paper = _draw(quiz, questions, seed, owner=everything, mode=mode, context=context, at=at, until=ends)
    if not paper.drawn:
        raise AttemptError("questions_held" if held_of(quiz, at=at).exists() else "no_questions")
    attempt = Attempt(
        quiz=quiz,
        person=person,
        guest_key=None if person else guest_key,
        mode=mode,
        context=context,
        number=max((each.number for each in before), default=0) + 1,
        seed=seed,
        pool_hash=paper.pool_hash,
        pool=paper.pool,
        pass_mark_percent=quiz.pass_mark_percent,
        started_at=at,
        deadline_at=ends,
        time_zone=time_zone,
        max_points=len(paper.drawn),
    )
    try:
        with transaction.atomic():
            attempt.save()
            _lay_out(attempt, paper.drawn)
    except IntegrityError:
        other = owned.running().first()  # somebody pressed at the same moment, and was first
        if other is None:
            raise
        return other
    return attempt


@transaction.atomic
def restart_attempt(attempt: Attempt, *, at: datetime) -> Attempt:
    """Give up a running self-study attempt and start another; the one given up counts as used.

    Raises AttemptError: not_self_study, attempt_closed, attempts_used, no_questions, questions_held, quiz_closed; the
    old one then runs on.
    """
    if attempt.mode != Attempt.Mode.SELF_STUDY:
        raise AttemptError("not_self_study")
    held = Attempt.objects.select_for_update(of=("self",)).select_related("quiz", "person").get(pk=attempt.pk)
    if not held.is_running:
        raise AttemptError("attempt_closed")
    owned = _of_owner(held.person, held.guest_key)
    _refuse_when_used_up(owned.filter(quiz=held.quiz, mode=held.mode, context=held.context), held.quiz, held.mode)
    _abandon(held)
    return start_attempt(
        held.quiz, mode=held.mode, at=at, person=held.person, guest_key=held.guest_key, context=held.context
    )


def submit_attempt(attempt: Attempt, *, at: datetime) -> Attempt:
    """Grade what is there and close the attempt. Sent twice, the first time counts.

    A question whose rule changed while the attempt ran is void in the learner's favour (ADR 0014).

    Raises AttemptError: attempt_closed (given up for another).
    """
    return submit_one(Attempt.objects.filter(pk=attempt.pk), at=at)


@transaction.atomic
def submit_one(one: AttemptQuerySet, *, at: datetime) -> Attempt:
    """``submit_attempt`` for the attempt that ``one`` finds: whose it is and the lock on it are one query.

    Raises Attempt.DoesNotExist, and AttemptError as ``submit_attempt``.
    """
    held = one.select_related(None).select_for_update().with_paper().get()
    if held.state == Attempt.State.SUBMITTED:
        return held
    if not held.is_running:
        raise AttemptError("attempt_closed")
    void = {question.position for question in void_questions(held, at=at)}
    mark(held, void=void, reason=Mark.Reason.AUTOMATIC, at=at)
    held.state, held.submitted_at = Attempt.State.SUBMITTED, at
    held.save(update_fields=["state", "submitted_at", *RESULT_FIELDS])
    reactions.react(held, at=at)
    return held


@transaction.atomic
def adopt_guest_attempts(guest_key: UUID, person: User, *, at: datetime) -> Adopted:
    """Attach what this browser did before its owner said who he is.

    Of two running attempts of one quiz the newer runs on. What goes beyond the attempts that the quiz allows is attached
    as given up: signing out does not make one more try. ``at`` is when it happened; nothing stores it yet.
    """
    guest = Attempt.objects.select_for_update().filter(person__isnull=True, guest_key=guest_key)
    adopted, used_up = 0, []
    for attempt in guest.select_related("quiz").order_by("started_at", "pk"):
        occasion = {"quiz_id": attempt.quiz_id, "mode": attempt.mode, "context": attempt.context}
        own = Attempt.objects.filter(person=person, **occasion)
        rival = own.running().first() if attempt.is_running else None
        if own.counting().count() >= attempts_allowed(attempt.quiz, attempt.mode):
            attempt.state = Attempt.State.ABANDONED
            used_up.append(attempt.quiz)
        elif rival:
            _abandon(min(rival, attempt, key=lambda each: each.started_at))
        attempt.person = person
        attempt.number = _next_number(own)
        attempt.save(update_fields=["person", "number", "state"])
        adopted += 1
        reactions.react(attempt, at=at)
    return Adopted(adopted, tuple(used_up))


def attempts_allowed(quiz: Quiz, mode: str) -> int:
    """Self-study and refreshers as the quiz says; a test in a session once (experience-reasons.md step 5)."""
    repeatable = (Attempt.Mode.SELF_STUDY, Attempt.Mode.REFRESHER)
    return quiz.attempts_allowed if mode in repeatable else 1


def _of_owner(person: User | None, guest_key: UUID | None) -> AttemptQuerySet:
    if person is not None:
        return Attempt.objects.filter(person=person)
    if guest_key is None:
        raise ValueError("An attempt belongs to a person or to a guest.")
    return Attempt.objects.filter(person__isnull=True, guest_key=guest_key)


def _refuse_when_used_up(before: Iterable[Attempt], quiz: Quiz, mode: str) -> None:
    # Every start counts, also one given up: else looking at the questions and starting over would be free.
    allowed = attempts_allowed(quiz, mode)
    if sum(not each.is_void for each in before) >= allowed:
        raise AttemptError("attempts_used", allowed=allowed, counts=Counting(quiz.counting).words)


def _refuse_outside_hours(quiz: Quiz, extended: datetime | None, time_zone: str, at: datetime) -> None:
    zone = time_zone or dates.WIB
    if quiz.opens_at and at < quiz.opens_at:
        raise AttemptError("quiz_not_open", opens=dates.moment(quiz.opens_at, zone))
    ends = max((moment for moment in (quiz.closes_at, extended) if moment), default=None) if quiz.closes_at else None
    if ends and at >= ends:
        raise AttemptError("quiz_closed", closed=dates.moment(ends, zone))


def _next_number(owned: AttemptQuerySet) -> int:
    return (owned.aggregate(last=Max("number"))["last"] or 0) + 1


def _abandon(attempt: Attempt) -> None:
    attempt.state = Attempt.State.ABANDONED
    attempt.save(update_fields=["state"])


@dataclass(frozen=True, slots=True)
class _Paper:
    drawn: tuple[Drawn, ...]
    pool_hash: str
    pool: dict[str, Any] | list


def _draw(
    quiz: Quiz,
    questions: QuestionQuerySet | None,
    seed: int,
    *,
    owner: AttemptQuerySet,
    mode: str,
    context: str,
    at: datetime,
    until: datetime | None,
) -> _Paper:
    """The paper of a new attempt; by the quiz's rules where it has any and nobody says which questions."""
    rules = [] if questions is not None else list(DrawRule.objects.filter(quiz=quiz))
    if rules:
        pool = pool_for(quiz, rules, owned=owner, mode=mode, context=context, at=at, until=until)
        return _Paper(paper_from(pool, seed=seed), pool.hash, pool.written())
    if questions is None:
        versions = fixed_versions(quiz, at=at, until=until)
    else:
        versions = _newest(questions.open_at(at, until=until))
    found = candidates(versions)
    return _Paper(draw(found, seed=seed, shuffle=quiz.shuffle), pool_hash(found), [])


def _newest(questions: QuestionQuerySet) -> list[int]:
    """Their newest editions, in the same order; a question without an edition offers nothing."""
    asked = list(questions.values_list("pk", flat=True))
    newest = dict(QuestionVersion.objects.newest().filter(question__in=asked).values_list("question", "pk"))
    return [newest[question] for question in asked if question in newest]


def _lay_out(attempt: Attempt, drawn: tuple[Drawn, ...]) -> None:
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version_id=item.version,
            option_order=list(item.options),
            match_order=list(item.matches),
        )
        for position, item in enumerate(drawn, 1)
    )
