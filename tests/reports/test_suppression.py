"""An attacker reads everything that is published, knows the rule, and still cannot tell one hidden group."""

from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.reports.suppression import LEAST, hidden

pytestmark = pytest.mark.once


def tree(shape, numbers):
    """``shape``: nested lists; leaves take ``numbers`` in turn. Gives the root, the parts and the sizes."""
    numbers, parts_of, sizes = iter(numbers), {}, {}

    def build(node, name):
        if not node:
            sizes[name] = next(numbers)
            return
        parts_of[name] = [(*name, place) for place in range(len(node))]
        for part, below in zip(parts_of[name], node, strict=True):
            build(below, part)
        sizes[name] = sum(sizes[part] for part in parts_of[name])

    build(shape, ())
    return (), parts_of, sizes


def leaves(shape) -> int:
    return sum(map(leaves, shape)) if shape else 1


def published(root, parts_of, sizes):
    """What everybody may read: the sizes of the cells that are not hidden."""
    found = hidden([root], parts_of, sizes)
    return {cell: size for cell, size in sizes.items() if cell not in found}


@st.composite
def trees(draw):
    shape = draw(st.recursive(st.just([]), lambda below: st.lists(below, min_size=1, max_size=5), max_leaves=20))
    few = st.one_of(st.integers(0, 6), st.integers(0, 40))
    return tree(shape, [draw(few) for _ in range(leaves(shape))])


def solved(unknown, equations):
    """The unknowns that linear algebra alone determines, by elimination over fractions."""
    columns = {cell: place for place, cell in enumerate(unknown)}
    rows = []
    for cells, total in equations:
        row = [Fraction(0)] * (len(columns) + 1)
        for cell, sign in cells:
            row[columns[cell]] += sign
        row[-1] = Fraction(total)
        rows.append(row)
    pivot_rows = []
    for column in range(len(columns)):
        found = next((row for row in rows if row[column]), None)
        if found is None:
            continue
        rows.remove(found)
        found = [value / found[column] for value in found]
        rows = [[a - row[column] * b for a, b in zip(row, found, strict=True)] for row in rows]
        pivot_rows = [[a - row[column] * b for a, b in zip(row, found, strict=True)] for row in pivot_rows]
        pivot_rows.append(found)
    return [row for row in pivot_rows if sum(map(bool, row[:-1])) == 1]


def equations_of(parts_of, shown, unknown):
    for whole, parts in parts_of.items():
        cells = [(part, 1) for part in parts if part in unknown] + [(whole, -1)] * (whole in unknown)
        if cells:
            yield cells, shown.get(whole, 0) - sum(shown.get(part, 0) for part in parts)


@settings(max_examples=300, deadline=None)
@given(trees())
def test_no_hidden_cell_can_be_worked_out_of_all_that_is_published(made):
    root, parts_of, sizes = made
    shown = published(root, parts_of, sizes)
    unknown = set(sizes) - set(shown)
    assert solved(unknown, equations_of(parts_of, shown, unknown)) == []


@settings(max_examples=300, deadline=None)
@given(trees())
def test_no_bound_tells_that_a_hidden_group_is_small(made):
    """Whoever knows that hidden parts of a shown whole are at least one still cannot hold any of them below five."""
    root, parts_of, sizes = made
    shown = published(root, parts_of, sizes)
    for whole, parts in parts_of.items():
        concealed = [part for part in parts if part not in shown]
        if whole not in shown or not concealed:
            continue
        left = shown[whole] - sum(shown.get(part, 0) for part in parts)
        every_part = len(concealed) == len(parts)  # then an empty one is hidden too, and may be zero
        assert len(concealed) >= 2
        assert left - (0 if every_part else len(concealed) - 1) >= LEAST


@settings(max_examples=300, deadline=None)
@given(trees())
def test_nothing_small_is_published_and_nothing_below_what_is_hidden(made):
    root, parts_of, sizes = made
    shown = published(root, parts_of, sizes)
    assert all(size == 0 or size >= LEAST for size in shown.values())
    assert all(part not in shown for whole in set(sizes) - set(shown) for part in parts_of.get(whole, ()))


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_whoever_also_knows_the_rule_finds_two_worlds_for_each_hidden_part(parts):
    """Every world of up to nine people in each part: those that publish the same leave each hidden part two sizes at least."""
    worlds = defaultdict(list)
    for numbers in product(range(10), repeat=parts):
        made = tree([[]] * parts, numbers)
        shown = published(*made)
        if () in shown:
            worlds[tuple(sorted(shown.items()))].append(numbers)
    for shown, alike in worlds.items():
        concealed = [place for place in range(parts) if (place,) not in dict(shown)]
        assert all(len({numbers[place] for numbers in alike}) > 1 for place in concealed), (shown, alike)


def test_five_parts_of_one_person_are_not_told_apart_from_an_empty_one():
    crowd, mixed = tree([[]] * 5, [1] * 5), tree([[]] * 5, [2, 3, 0, 0, 0])
    assert published(*crowd) == published(*mixed) == {(): 5}


def test_what_is_large_enough_is_shown():
    assert len(published(*tree([[[], []], [], []], [5, 6, 9, 0]))) == 6
