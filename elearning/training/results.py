"""What a session taught: the figures of its class, for its committee, its report and its leader."""

from __future__ import annotations

from datetime import datetime

from quizzes.class_results import ClassResult, class_result
from quizzes.models import Attempt, Opening

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
    return class_result(session.context, tells_answers=not _is_asked_again(session))


def _is_asked_again(session: TrainingSession) -> bool:
    """The post-test, with the same questions or their like, is still to come."""
    is_over = session.state in (State.CLOSED, State.ISSUED)
    return session.post_test_id is not None and session.post_test_opened_at is None and not is_over


def open_tests(session: TrainingSession, *, at: datetime) -> list[str]:
    """The names of the tests that people are in now."""
    return [NAMES[kind] for kind in TESTS if session.test_is_open(kind, at)]


def discussion_closed(session: TrainingSession, kind: str, *, at: datetime) -> str:
    """Why the answers of a test may not be looked at together yet, as a sentence; "" when they may.

    Only after it was closed for everybody, and a pre-test only after the post-test; then as its quiz says.
    """
    quiz = session.test(kind)
    if quiz is None:
        return "Sosialisasi ini tidak memakai uji tersebut."
    if not session.test_was_opened(kind):
        return f"{NAMES[kind]} belum dibuka."
    if open_tests(session, at=at):
        return "Pembahasan dibuka sesudah uji ditutup, supaya tidak ada jawaban yang bocor."
    if kind == "pre" and _is_asked_again(session):
        return "Pembahasan pre-test dibuka setelah post-test."
    still_in = Attempt.objects.running().filter(context=session.context, mode=TESTS[kind], deadline_at__gt=at)
    if still_in.exists():
        return "Masih ada orang yang mendapat tambahan waktu. Pembahasan dibuka sesudah waktunya habis."
    is_ahead = quiz.explanations == Opening.CLOSED and (quiz.closes_at is None or at < quiz.closes_at)
    if quiz.explanations == Opening.NEVER or is_ahead:
        return "Kuis ini menyimpan pembahasannya. Ubah pada isian kuis bila pembahasan boleh dibuka."
    return ""
