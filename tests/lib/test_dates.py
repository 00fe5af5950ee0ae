"""Dates as they are written in Indonesia, in the zone of the place."""

from datetime import UTC, date, datetime

import pytest

from elearning.lib import dates


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2024, 10, 3), "Kamis, 3 Oktober 2024"),
        (date(2024, 5, 19), "Minggu, 19 Mei 2024"),
        (date(2023, 5, 19), "Jumat, 19 Mei 2023"),
        (date(2024, 2, 29), "Kamis, 29 Februari 2024"),
        (date(2026, 1, 1), "Kamis, 1 Januari 2026"),
    ],
)
def test_a_day_carries_its_weekday(day, written):
    assert dates.long_date(day) == written


def test_every_month_and_weekday_has_its_name():
    assert [dates.plain_date(date(2024, month, 1)).split()[1] for month in range(1, 13)] == list(dates.MONTHS)
    assert [dates.long_date(date(2024, 1, day)).split(",")[0] for day in range(1, 8)] == list(dates.DAYS)
    assert len(dates.ROMAN_MONTHS) == 12


@pytest.mark.parametrize(
    ("zone", "written"), [(dates.WIB, "23.30 WIB"), (dates.WITA, "00.30 WITA"), (dates.WIT, "01.30 WIT")]
)
def test_one_moment_has_three_clocks(zone, written):
    assert dates.clock(datetime(2024, 12, 31, 16, 30, tzinfo=UTC), zone) == written


def test_the_year_changes_earlier_in_the_east():
    moment = datetime(2024, 12, 31, 16, 30, tzinfo=UTC)
    assert dates.local_day(moment, dates.WIB) == date(2024, 12, 31)
    assert dates.local_day(moment, dates.WITA) == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("days", "written"),
    [
        ([date(2024, 10, 3)], "3 Oktober 2024"),
        ([date(2024, 10, 3), date(2024, 10, 3)], "3 Oktober 2024"),
        ([date(2024, 10, 5), date(2024, 10, 3), date(2024, 10, 4)], "3 s.d. 5 Oktober 2024"),
        ([date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 2)], "30 September s.d. 2 Oktober 2024"),
        ([date(2024, 12, 31), date(2025, 1, 1)], "31 Desember 2024 s.d. 1 Januari 2025"),
        ([date(2024, 10, 3), date(2024, 10, 10)], "3 dan 10 Oktober 2024"),
        ([date(2024, 10, 3), date(2024, 10, 10), date(2024, 11, 1)], "3 Oktober, 10 Oktober dan 1 November 2024"),
        ([date(2024, 12, 3), date(2025, 1, 10)], "3 Desember 2024 dan 10 Januari 2025"),
    ],
)
def test_several_days_are_one_phrase(days, written):
    assert dates.day_span(days) == written


def test_no_day_is_no_phrase():
    with pytest.raises(ValueError, match="at least one"):
        dates.day_span([])
