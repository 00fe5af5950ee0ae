"""What a session taught: the figures of its class, for its committee, its report and its leader."""

from __future__ import annotations

from datetime import datetime

from quizzes.class_results import ClassResult, class_result

from .models import TrainingSession
from .services.sessions import TESTS

State = TrainingSession.State
NAMES = {"pre": "Pre-test", "post": "Post-test"}


def result_of(session: TrainingSession, *, at: datetime) -> ClassResult | None:
    """The class before and after, of people who did both tests, without names; None while a test is open.

    Figures that still move say little, and would tell those inside what is right. Until the post-test has been opened no
    wrong option is told. Whoever has done only one test is counted only where too few did both.
    """
    if open_tests(session, at=at):
        return None
    is_over = session.state in (State.CLOSED, State.ISSUED)
    is_asked_again = session.post_test_id is not None and session.post_test_opened_at is None and not is_over
    return class_result(session.context, tells_answers=not is_asked_again)


def open_tests(session: TrainingSession, *, at: datetime) -> list[str]:
    """The names of the tests that people are in now."""
    return [NAMES[kind] for kind in TESTS if session.test_is_open(kind, at)]
