"""A device's clock is believed as far as it can be right."""

from datetime import UTC, datetime, timedelta

import pytest

from elearning.training.clocks import happened

pytestmark = pytest.mark.once

DAWN = datetime(2024, 10, 2, 17, tzinfo=UTC)  # midnight in WIB
NOW = datetime(2024, 10, 3, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def moment(told, *, clock_ahead=timedelta(0)):
    return happened(told, sent_at=NOW + clock_ahead, received_at=NOW, not_before=DAWN)


def test_a_right_clock_is_believed():
    assert moment(NOW - 46 * MINUTE) == NOW - 46 * MINUTE


def test_the_seconds_of_an_ordinary_clock_are_left_alone():
    assert moment(NOW - 46 * MINUTE, clock_ahead=timedelta(seconds=-40)) == NOW - 46 * MINUTE


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(hours=-3), timedelta(days=-400)])
def test_a_clock_that_is_wrong_while_it_reports_was_wrong_at_the_scan(ahead):
    assert moment(NOW - 46 * MINUTE + ahead, clock_ahead=ahead) == NOW - 46 * MINUTE


@pytest.mark.parametrize("told", [NOW + timedelta(hours=3), DAWN - MINUTE])
def test_a_clock_that_was_set_after_the_scan_tells_nothing_but_that_it_came_by_now(told):
    assert moment(told) == NOW
