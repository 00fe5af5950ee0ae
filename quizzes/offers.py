"""What a quiz page offers to the visitor in front of it: a start, a return, or his best result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from .grading import needed
from .guests import guest_key
from .models import Attempt, Question, QuizPage
from .services.attempts import attempts_allowed


@dataclass(frozen=True, slots=True)
class Offer:
    """``answered`` of ``asked`` questions of ``running``; ``best`` is the finished attempt that counts.

    ``held``: questions that wait until somebody has seen to their key.
    """

    questions: int
    held: int
    needed: int
    attempts_allowed: int
    attempts_used: int
    running: Attempt | None
    answered: int
    asked: int
    best: Attempt | None

    @property
    def next_number(self) -> int:
        return min(self.attempts_used + (0 if self.running else 1), self.attempts_allowed)

    @property
    def attempts_left(self) -> int:
        return max(0, self.attempts_allowed - self.attempts_used)


def offer_on(page: QuizPage, request: HttpRequest, *, at: datetime) -> Offer:
    """Read in a constant number of queries; starts no session."""
    quiz, mode = page.quiz, Attempt.Mode.SELF_STUDY
    owned = Attempt.objects.owned_by(request.user, guest_key(request)).filter(quiz=quiz, mode=mode, context="")
    attempts = list(owned)
    running = next((attempt for attempt in attempts if attempt.is_running), None)
    items = list(running.items.select_related("version").prefetch_related("answers")) if running else []
    of_quiz = Question.objects.filter(quiz_questions__quiz=quiz)
    questions, held = of_quiz.open_at(at).count(), of_quiz.held_at(at).count()
    finished = [attempt for attempt in attempts if attempt.state == Attempt.State.SUBMITTED and not attempt.is_void]
    return Offer(
        questions=questions,
        held=held,
        needed=needed(quiz.pass_mark_percent, questions),
        attempts_allowed=attempts_allowed(quiz, mode),
        attempts_used=sum(not attempt.is_void for attempt in attempts),
        running=running,
        answered=sum(item.kind.is_complete(item.response, item.shown) for item in items),
        asked=len(items),
        best=max(finished, key=lambda attempt: attempt.score_percent or 0, default=None),
    )
