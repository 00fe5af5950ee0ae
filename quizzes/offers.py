"""What a quiz page offers to the visitor in front of it: a start, a return, or the result that counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from elearning.lib import dates

from .grading import needed
from .guests import guest_key
from .models import Attempt, Counting, Quiz, QuizPage
from .pools import held_of, size_of
from .services.attempts import attempts_allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """How often this visitor may still start. ``opens`` and ``closed``: when, while the quiz takes nobody."""

    attempts_allowed: int
    attempts_used: int
    running: Attempt | None
    counts: str
    opens: str
    closed: str

    @property
    def next_number(self) -> int:
        return min(self.attempts_used + (0 if self.running else 1), self.attempts_allowed)

    @property
    def may_start(self) -> bool:
        return bool(self.attempts_left and not self.opens and not self.closed)

    @property
    def attempts_left(self) -> int:
        return max(0, self.attempts_allowed - self.attempts_used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer(Chances):
    """``answered`` of ``asked`` questions of ``running``; ``result`` is the finished attempt that counts, ``counts`` says why.

    ``held``: where there are no questions, how many wait until somebody has seen to their key.
    """

    questions: int
    held: int
    needed: int
    answered: int
    asked: int
    result: Attempt | None
    terms: tuple[str, ...]


def offer_on(page: QuizPage, request: HttpRequest, *, at: datetime) -> Offer:
    """Read in a constant number of queries; starts no session."""
    quiz, attempts = page.quiz, _attempts(page.quiz, request)
    running = _running(attempts)
    items = list(running.items.with_editions().prefetch_related("answers")) if running else []
    questions = size_of(quiz, at=at)
    finished = [attempt for attempt in attempts if attempt.state == Attempt.State.SUBMITTED and not attempt.is_void]
    return Offer(
        **_chances(quiz, attempts, at=at),
        questions=questions,
        held=0 if questions else held_of(quiz, at=at).count(),
        needed=needed(quiz.pass_mark_percent, questions),
        answered=sum(item.kind.is_complete(item.response, item.shown) for item in items),
        asked=len(items),
        result=_result(finished, quiz.counting),
        terms=_terms(quiz, at=at),
    )


def chances_in(quiz: Quiz, request: HttpRequest, *, at: datetime) -> Chances:
    """In one query."""
    return Chances(**_chances(quiz, _attempts(quiz, request), at=at))


def _attempts(quiz: Quiz, request: HttpRequest) -> list[Attempt]:
    owned = Attempt.objects.owned_by(request.user, guest_key(request)).defer("pool")
    return list(owned.filter(quiz=quiz, mode=Attempt.Mode.SELF_STUDY, context=""))


def _running(attempts: Iterable[Attempt]) -> Attempt | None:
    return next((attempt for attempt in attempts if attempt.is_running), None)


def _chances(quiz: Quiz, attempts: Iterable[Attempt], *, at: datetime) -> dict[str, Any]:
    return {
        "attempts_allowed": attempts_allowed(quiz, Attempt.Mode.SELF_STUDY),
        "attempts_used": sum(not attempt.is_void for attempt in attempts),
        "running": _running(attempts),
        "counts": Counting(quiz.counting).words,
        "opens": _moment(quiz.opens_at) if quiz.opens_at and at < quiz.opens_at else "",
        "closed": _moment(quiz.closes_at) if quiz.closes_at and at >= quiz.closes_at else "",
    }


def _result(finished: list[Attempt], counting: str) -> Attempt | None:
    """As ``AttemptQuerySet.results`` has it."""
    finished = sorted(finished, key=lambda attempt: attempt.number)
    if not finished:
        return None
    if counting == Counting.FIRST:
        return finished[0]
    return finished[-1] if counting == Counting.LAST else max(finished, key=lambda attempt: attempt.score_percent or 0)


def _terms(quiz: Quiz, *, at: datetime) -> tuple[str, ...]:
    """What a learner must know about time before he begins."""
    limit = quiz.time_limit_minutes
    return (
        f"Batas waktu {limit} menit sejak Anda mulai." if limit else "Tidak ada batas waktu.",
        *([f"Ditutup {_moment(quiz.closes_at)}."] if quiz.closes_at and at < quiz.closes_at else []),
    )


def _moment(moment: datetime) -> str:
    return dates.moment(moment, dates.WIB)
