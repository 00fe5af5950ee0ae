"""An attempt is worth the sum of its questions, each counted once, rounded down."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import Item, grade, needed
from quizzes.types import Choice

RIGHT, WRONG = {"options": [1]}, {"options": [2]}


def item(position: int, max_mark: Decimal = Decimal(1)) -> Item:
    return Item(position, "pilihan-tunggal", (Choice(1, is_correct=True), Choice(2)), max_mark)


@given(st.integers(1, 60), st.integers(0, 60))
def test_percent_is_the_share_of_right_answers_rounded_down(count, right):
    right = min(right, count)
    result = grade([item(n) for n in range(count)], {n: RIGHT if n < right else WRONG for n in range(count)})
    assert result.percent == right * 100 // count
    assert result.points == right
    assert set(result.fractions) == set(range(count))


@given(st.lists(st.decimals("0.01", "9.99", places=2), min_size=1, max_size=20), st.data())
def test_points_never_exceed_what_there_is(marks, data):
    items = [item(position, mark) for position, mark in enumerate(marks)]
    result = grade(items, {n: data.draw(st.sampled_from([{}, RIGHT, WRONG])) for n in range(len(items))})
    assert 0 <= result.points <= result.max_points == sum(marks)
    assert 0 <= result.percent <= 100


def test_just_below_the_mark_is_not_rounded_up():
    assert grade([item(n) for n in range(3)], {0: RIGHT, 1: RIGHT}).percent == 66


def test_blank_answers_earn_nothing():
    assert grade([item(1)], {}).percent == 0


def test_an_answer_to_no_question_earns_nothing():
    assert grade([item(1)], {2: RIGHT}).percent == 0


@pytest.mark.parametrize("items", [[], [item(1), item(1)]])
def test_a_question_counts_once(items):
    with pytest.raises(ValueError, match="one per position"):
        grade(items, {})


@given(st.integers(1, 100), st.integers(1, 60))
def test_as_many_as_needed_pass_and_one_less_does_not(mark, count):
    enough = needed(mark, count)
    assert enough * 100 // count >= mark
    assert (enough - 1) * 100 // count < mark
