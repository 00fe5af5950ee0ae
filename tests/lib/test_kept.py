import pytest

from elearning.lib.kept import Kept

pytestmark = pytest.mark.once


@pytest.fixture
def asked():
    return []


@pytest.fixture
def squares(asked):
    def fetch(keys):
        asked.append(list(keys))
        return {key: key * key for key in keys if key < 100}

    return Kept(fetch, most=3)


def test_what_is_missing_is_fetched_once_and_all_at_once(squares, asked):
    assert squares([1, 2, 1]) == {1: 1, 2: 4}
    assert squares([2, 1, 3]) == {1: 1, 2: 4, 3: 9}
    assert asked == [[1, 2], [3]]


def test_no_more_is_kept_than_allowed_and_the_least_wanted_goes_first(squares, asked):
    squares([1, 2, 3])
    squares([1])
    squares([4])
    assert len(squares) == 3
    squares([1, 3, 4])
    squares([2])
    assert asked == [[1, 2, 3], [4], [2]]


def test_more_than_fits_is_answered_all_the_same(squares):
    assert squares(range(1, 8))[7] == 49
    assert len(squares) == 3


def test_what_nobody_knows_is_left_out_and_asked_for_again(squares, asked):
    assert squares([100]) == squares([100]) == {}
    assert asked == [[100], [100]]
