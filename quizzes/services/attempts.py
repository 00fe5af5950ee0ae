"""An attempt starts, is sent, is given up for a new one, and finds its owner."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Prefetch

from elearning.people.models import User

from .. import reactions
from ..drawing import Candidate, Drawn, draw, pool_hash
from ..errors import AttemptError
from ..models import Attempt, AttemptItem, Mark, Question, QuestionVersion, Quiz
from ..querysets import AttemptQuerySet, QuestionQuerySet
from ..voiding import void_questions
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

    Raises AttemptError: no_questions, questions_held, attempts_used.
    """
    owned = _of_owner(person, guest_key).filter(quiz=quiz, mode=mode, context=context)
    running = owned.running().first()
    if running:
        return running
    _refuse_when_used_up(owned, quiz, mode)
    seed = secrets.randbits(63)
    pool = _pool(quiz, questions, at)
    drawn = draw(pool, seed=seed, shuffle=quiz.shuffle)
    if not drawn:
        held = Question.objects.held_at(at).filter(quiz_questions__quiz=quiz)
        raise AttemptError("questions_held" if held.exists() else "no_questions")
    attempt = Attempt(
        quiz=quiz,
        person=person,
        guest_key=None if person else guest_key,
        mode=mode,
        context=context,
        number=_next_number(owned),
        seed=seed,
        pool_hash=pool_hash(pool),
        pass_mark_percent=quiz.pass_mark_percent,
        started_at=at,
        deadline_at=deadline_at,
        time_zone=time_zone,
        max_points=len(drawn),
    )
    try:
        with transaction.atomic():
            attempt.save()
            _lay_out(attempt, drawn)
    except IntegrityError:
        other = owned.running().first()  # somebody pressed at the same moment, and was first
        if other is None:
            raise
        return other
    return attempt


@transaction.atomic
def restart_attempt(attempt: Attempt, *, at: datetime) -> Attempt:
    """Give up a running self-study attempt and start another; the one given up counts as used.

    Raises AttemptError: not_self_study, attempt_closed, attempts_used, no_questions, questions_held; the old one then
    runs on.
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


@transaction.atomic
def submit_attempt(attempt: Attempt, *, at: datetime) -> Attempt:
    """Grade what is there and close the attempt. Sent twice, the first time counts.

    A question whose rule changed while the attempt ran is void in the learner's favour (ADR 0014).

    Raises AttemptError: attempt_closed (given up for another).
    """
    held = Attempt.objects.select_for_update(of=("self",)).with_paper().get(pk=attempt.pk)
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
        if rival:
            _abandon(min(rival, attempt, key=lambda each: each.started_at))
        if own.counting().count() >= attempts_allowed(attempt.quiz, attempt.mode):
            attempt.state = Attempt.State.ABANDONED
            used_up.append(attempt.quiz)
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


def _refuse_when_used_up(owned: AttemptQuerySet, quiz: Quiz, mode: str) -> None:
    # Every start counts, also one given up: else looking at the questions and starting over would be free.
    allowed = attempts_allowed(quiz, mode)
    if owned.counting().count() >= allowed:
        raise AttemptError("attempts_used", allowed=allowed)


def _next_number(owned: AttemptQuerySet) -> int:
    return (owned.aggregate(last=Max("number"))["last"] or 0) + 1


def _abandon(attempt: Attempt) -> None:
    attempt.state = Attempt.State.ABANDONED
    attempt.save(update_fields=["state"])


def _pool(quiz: Quiz, questions: QuestionQuerySet | None, at: datetime) -> list[Candidate]:
    """Newest versions of the quiz's questions that are open now; one without a version offers nothing."""
    if questions is None:
        questions = Question.objects.filter(quiz_questions__quiz=quiz)
        questions = questions.order_by("quiz_questions__sort_order", "quiz_questions__pk")
    versions = QuestionVersion.objects.order_by("-number").prefetch_related("options")
    asked = questions.open_at(at).prefetch_related(Prefetch("versions", queryset=versions))
    return [newest.candidate(is_open=True) for newest in (question.current for question in asked) if newest]


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
