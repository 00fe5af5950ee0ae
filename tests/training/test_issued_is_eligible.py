"""Issued ⇔ eligible at the moment of issue, whatever was attended, sat and decided (capabilities 2.5)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.models import Certificate
from elearning.training import services
from elearning.training.errors import TrainingError
from elearning.training.models import TrainingSession
from quizzes.services import start_attempt
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import QuizFactory, finish
from tests.factories.training import ParticipantFactory, SessionMaterialFactory, TrainingSessionFactory, attend

pytestmark = pytest.mark.django_db
DAYS = 3


@dataclass(frozen=True)
class Person:
    """``sat``: right answers of two in the post-test, None for not at all. ``decisions``: overrides in their order."""

    days: frozenset[int]
    sat: int | None
    decisions: tuple[str, ...]


PEOPLE = st.lists(
    st.builds(
        Person,
        days=st.frozensets(st.integers(0, DAYS - 1)),
        sat=st.sampled_from([None, 0, 2]),
        decisions=st.lists(st.sampled_from(["beri", "jangan", "tarik"]), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=4,
)


def has_earned(person: Person, needed_days: int, needs_pass: bool) -> bool:
    """The conditions once more, as a committee would say them; nothing of ``eligibility`` is used."""
    held = ""
    for decision in person.decisions:
        if decision == "beri" and not person.days:
            continue  # refused: nobody who never came is given a paper
        held = "" if decision == "tarik" else decision
    if held:
        return held == "beri" and bool(person.days)
    return len(person.days) >= needed_days and (not needs_pass or person.sat == 2)


@given(people=PEOPLE, needed_days=st.integers(1, DAYS), needs_pass=st.booleans())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_eligible_are_issued(noon, people, needed_days, needs_pass):
    with transaction.atomic():
        _issue_and_compare(noon, people, needed_days, needs_pass)
        transaction.set_rollback(True)


def _issue_and_compare(noon, people, needed_days, needs_pass):
    unit, by = UnitFactory(number_code="LPC"), UserFactory(email="panitia-uji@contoh.example")
    OfficeHoldingFactory(unit=unit, person=by, role="committee")
    quiz = QuizFactory()
    session = TrainingSessionFactory(
        unit=unit, day_count=DAYS, committee_people=[by], open=True, min_days_attended=needed_days,
        post_test=quiz, needs_post_test_passed=needs_pass,
    )  # fmt: skip
    SessionMaterialFactory(session=session)
    days, earned, rows = list(session.days.all()), set(), []
    for person in people:
        row = ParticipantFactory(session=session)
        rows.append(row)
        for day in person.days:
            attend(row, days[day], by=by, at=noon)
        if person.sat is not None:
            attempt = start_attempt(quiz, mode="post", at=noon, person=row.person, context=session.context)
            finish(attempt, correct=person.sat, at=noon)
        _decide(row, person.decisions, by, noon)
        if has_earned(person, needed_days, needs_pass):
            earned.add(row.source)
    late = noon + timedelta(days=2, hours=5)
    session = services.close_list(session, by=by, at=late)
    if earned:
        services.issue_certificates(session, by=by, at=late)
    else:
        with pytest.raises(TrainingError) as refusal:
            services.issue_certificates(session, by=by, at=late)
        assert refusal.value.code == "no_claimants"
    issued = Certificate.objects.filter(source__in=[row.source for row in rows])
    assert set(issued.values_list("source", flat=True)) == earned
    for paper in issued:
        row = next(one for one in rows if one.source == paper.source)
        assert len(paper.facts["days"]) == len(people[rows.index(row)].days), "the paper states the days of presence"
    assert TrainingSession.objects.get(pk=session.pk).state == ("terbit" if earned else "ditutup")


def _decide(row, decisions, by, at):
    for decision in decisions:
        with suppress(services.OverrideError):  # of somebody who never came, or with nothing to take back
            if decision == "tarik":
                services.withdraw_override(row, reason="Keliru", by=by, at=at)
            else:
                services.override_eligibility(row, decision=decision, reason="Keputusan panitia", by=by, at=at)
