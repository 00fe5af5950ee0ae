"""What becomes of an answer around the closing of a test."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.timing import GRACE, Standing, standing

CLOSES = datetime(2024, 10, 3, 3, 30, tzinfo=UTC)
spans = st.timedeltas(timedelta(hours=-2), timedelta(hours=30))


def minutes(number: float) -> datetime:
    return CLOSES + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("made", "received", "expected"),
    [
        (-10, -10, Standing.COUNTS),
        (-10, 0, Standing.COUNTS),
        (5, 0, Standing.COUNTS),  # the phone's clock is fast: received in time is in time
        (-10, 5, Standing.COUNTS),  # the page held it back itself
        (-10, 5.1, Standing.LATE),
        (0, 15, Standing.LATE),
        (-10, 15.1, Standing.WAITS),
        (-10, 600, Standing.WAITS),
        (1, 1, Standing.TOO_LATE),
        (61 / 60, 61 / 60, Standing.TOO_LATE),
    ],
)
def test_what_was_made_before_closing_and_arrives_within_a_quarter_of_an_hour_counts(made, received, expected):
    found = standing(occurred_at=minutes(made), received_at=minutes(received), deadline_at=CLOSES, ended_at=None)
    assert found is expected


@given(spans, spans)
def test_self_study_knows_no_late_answer(made, received):
    found = standing(occurred_at=CLOSES + made, received_at=CLOSES + received, deadline_at=None, ended_at=None)
    assert found is Standing.COUNTS


@given(spans, spans)
def test_what_its_owner_has_sent_is_closed(made, received):
    found = standing(occurred_at=CLOSES + made, received_at=CLOSES + received, deadline_at=CLOSES, ended_at=minutes(-1))
    assert found is Standing.CLOSED


@given(spans, st.timedeltas(timedelta(seconds=1), timedelta(days=2)))
def test_nothing_made_after_closing_counts_once_it_is_received_after_closing(made, after):
    found = standing(occurred_at=CLOSES + made, received_at=CLOSES + after, deadline_at=CLOSES, ended_at=None)
    assert (found is Standing.TOO_LATE) == (made > timedelta(0))


def test_an_attempt_closed_for_its_owner_still_takes_what_waits():
    found = standing(occurred_at=minutes(-5), received_at=minutes(60), deadline_at=CLOSES, ended_at=CLOSES + GRACE)
    assert found is Standing.WAITS


def test_an_attempt_closed_with_the_list_within_the_grace_still_takes_what_a_phone_kept():
    found = standing(occurred_at=minutes(-1), received_at=minutes(3), deadline_at=CLOSES, ended_at=minutes(2))
    assert found is Standing.WAITS
