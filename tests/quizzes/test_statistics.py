"""Item analysis: the printed figures of capabilities.md 4.5, and the same answer as working it out the long way."""

import math
import statistics as plain
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import Scored, Tally, gain_of
from quizzes.statistics.flow import Fate, flow_of
from quizzes.statistics.items import LONGEST_SECONDS, UNIT
from quizzes.statistics.words import figure

pytestmark = pytest.mark.once

GOLDEN = ["1111", "1110", "1101", "1011", "1001", "0101", "0001", "0001"]
PRINTED = {  # facility, SD, discrimination, efficiency, weight
    0: (0.625, 0.5175, 48.795, 55.556, 35.044),
    1: (0.500, 0.5345, 16.013, 20.000, 31.344),
    2: (0.375, 0.5175, 36.515, 50.000, 33.613),
    3: (0.875, 0.3536, -50.709, -100.000, None),
}


def figures_of(rows):
    """``rows``: the marks of each person, from 0 to 1."""
    tally = Tally()
    for row in rows:
        tally.add([Scored(number, 1, round(mark * UNIT)) for number, mark in enumerate(row)])
    return tally.figures()


def rounded(value, places):
    return None if value is None else round(value, places)


def test_the_golden_vector_to_the_printed_digits():
    found = figures_of([[int(mark) for mark in row] for row in GOLDEN])
    assert {
        item.question: (
            round(item.facility, 3), round(item.sd, 4), round(item.discrimination_percent, 3),
            round(item.efficiency_percent, 3), rounded(item.weight_percent, 3),
        )
        for item in found.items
    } == PRINTED  # fmt: skip
    assert found.mean_percent == 100 * 2.375 / 4
    assert round(found.sd_percent, 4) == round(100 * 1.06066 / 4, 4)
    assert round(found.alpha_percent, 3) == 21.164
    assert round(found.error_ratio_percent, 3) == 88.790
    assert round(found.standard_error, 5) == 0.94176
    assert found.distribution == (0, 0, 2, 0, 0, 2, 0, 3, 0, 1)


def test_the_gain_of_a_class_as_printed():
    pre, post = (3, 5, 4, 8, 9, 6), (7, 6, 9, 9, 10, 5)
    found = gain_of(list(zip(pre, post, strict=True)), maximum=10)
    assert round(found.gain, 10) == 0.44
    assert found.low < 0.44 < found.high
    assert found == gain_of(list(zip(pre, post, strict=True)), maximum=10)


def test_a_gain_of_four_people_is_not_shown():
    assert gain_of([(1, 2)] * 4, maximum=10) is None


def test_where_nothing_was_left_to_learn_there_is_no_gain():
    assert gain_of([(10, 10)] * 5, maximum=10).gain is None


def test_what_does_not_vary_has_no_figure():
    found = figures_of([[1, 1]] * 40)
    assert [(item.facility, item.discrimination_percent, item.efficiency_percent, item.weight_percent) for item in found.items] == [
        (1.0, None, None, None)
    ] * 2  # fmt: skip
    assert (found.alpha_percent, found.error_ratio_percent, found.standard_error) == (None, None, None)


def test_without_attempts_there_is_nothing():
    found = Tally().figures()
    assert (found.attempts, found.mean_percent, found.alpha_percent, found.items) == (0, None, None, ())


marks = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 2 / 3, 1.0])
papers = st.integers(1, 6).flatmap(
    lambda questions: st.lists(st.lists(marks, min_size=questions, max_size=questions), min_size=2, max_size=30)
)


@given(papers)
def test_one_pass_finds_what_the_long_way_finds(rows):
    rows = [[round(mark * UNIT) / UNIT for mark in row] for row in rows]
    found, columns, totals = figures_of(rows), list(zip(*rows, strict=True)), [sum(row) for row in rows]
    for item in found.items:
        marks, rest = (
            columns[item.question],
            [total - row[item.question] for total, row in zip(totals, rows, strict=True)],
        )
        assert item.facility == pytest.approx(plain.fmean(marks))
        assert item.sd == pytest.approx(plain.stdev(marks), abs=1e-7)
        if plain.stdev(marks) < 1e-6 or plain.stdev(rest) < 1e-6:
            continue
        assert item.discrimination_percent == pytest.approx(100 * plain.correlation(marks, rest), abs=1e-3)
        best = plain.covariance(sorted(marks), sorted(rest))
        assert item.efficiency_percent == pytest.approx(100 * plain.covariance(marks, rest) / best, abs=1e-3)
    if len(columns) > 1 and plain.stdev(totals) > 1e-6:
        spread = sum(map(plain.variance, columns)) / plain.variance(totals)
        assert found.alpha_percent == pytest.approx(100 * len(columns) / (len(columns) - 1) * (1 - spread), abs=1e-3)
    assert sum(found.distribution) == len(rows)


@given(papers)
def test_weights_are_shares_of_one_whole(rows):
    weights = [item.weight_percent for item in figures_of(rows).items if item.weight_percent is not None]
    assert not weights or sum(weights) == pytest.approx(100)
    assert all(weight >= 0 for weight in weights)


@given(papers, st.randoms())
def test_the_order_of_attempts_changes_nothing(rows, random):
    mixed = random.sample(rows, len(rows))
    assert figures_of(rows) == figures_of(mixed)


def test_memory_does_not_grow_with_the_attempts():
    tally, random, sizes = Tally(), Random(1), []
    for count in range(1, 8001):
        able = random.random()
        tally.add([Scored(n, 1, UNIT * (random.random() < able), seconds=random.randrange(60)) for n in range(5)])
        if count in (4000, 8000):
            sizes.append(tally.size)
    assert sizes[0] == sizes[1]


def test_an_option_knows_how_well_those_did_who_chose_it():
    tally = Tally()
    for chosen, other in (("a", 1), ("a", 1), ("b", 0), ("b", 1)):
        tally.add([Scored(1, 1, 0, chosen=(chosen,)), Scored(2, 1, other * UNIT)])
    item = tally.figures().items[0]
    assert {key: (option.chosen, option.rest_percent) for key, option in item.options.items()} == {
        "a": (2, 100.0), "b": (2, 50.0),
    }  # fmt: skip
    assert item.rest_percent == 75.0


def test_the_median_time_leaves_out_pauses():
    tally = Tally()
    for seconds in (10, 20, 90, None, LONGEST_SECONDS + 1):
        tally.add([Scored(1, 1, 0, seconds=seconds)])
    assert tally.figures().items[0].median_seconds == 20


def test_of_a_question_the_newest_edition_is_told_and_the_paper_as_a_whole():
    tally = Tally()
    for edition, mark in ((1, 0), (1, 0), (2, 1), (2, 0)):
        tally.add([Scored(1, edition, mark * UNIT), Scored(2, 1, mark * UNIT)])
    found = tally.figures()
    assert [(item.edition, item.answers, item.facility) for item in found.items] == [(2, 2, 0.5), (1, 4, 0.25)]
    assert found.alpha_percent == pytest.approx(100)


def test_where_people_had_different_questions_nothing_is_said_about_the_paper():
    tally = Tally()
    tally.add([Scored(1, 1, UNIT), Scored(2, 1, 0)])
    tally.add([Scored(1, 1, 0), Scored(3, 1, UNIT)])
    found = tally.figures()
    assert found.alpha_percent is None
    assert {item.weight_percent for item in found.items} == {None}


def test_wrong_beliefs_are_followed_by_option_and_by_their_name():
    pairs = [("a", "a"), ("a", "b"), ("a", "c"), ("a", "x"), ("x", "a"), ("x", "x"), ("", "a"), ("", "")]
    found = flow_of(pairs, right={"x"}, beliefs={"a": "like itu bukan dukungan", "b": "like itu bukan dukungan"})
    assert found.fates == {Fate.KEPT: 1, Fate.CORRECTED: 1, Fate.SAME: 2, Fate.MOVED: 3, Fate.SPOILED: 1}
    assert found.cells["a", "c"] == 1


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b", "x"]), st.sampled_from(["", "a", "b", "x"]))))
def test_everybody_has_one_fate(pairs):
    found = flow_of(pairs, right={"x"}, beliefs={})
    assert sum(found.fates.values()) == sum(found.cells.values()) == found.people == len(pairs)


@pytest.mark.parametrize(
    ("value", "count", "said"),
    [
        (48.795, 30, "48,8"), (48.795, 12, "belum cukup data (n = 12)"), (None, 30, "tidak dapat dihitung"),
        (-0.04, 30, "0,0"), (-50.7, 30, "−50,7"), (-10, 30, "−10,0"),
    ],
)  # fmt: skip
def test_figures_in_words(value, count, said):
    assert figure(value, count=count, places=1) == said


def test_golden_totals_are_what_they_say():
    assert math.isclose(plain.stdev([sum(map(int, row)) for row in GOLDEN]), 1.06066, abs_tol=1e-5)
