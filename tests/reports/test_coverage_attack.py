"""Coverage has two sums along the tree, the stated staff and who is known; no unit can be worked out of both together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.reports.counting import Counts
from elearning.reports.figures import Tallied
from elearning.reports.suppression import LEAST
from elearning.reports.units import Node, Place, UnitTree, spread_of

from .test_suppression import solved

pytestmark = pytest.mark.once
STEP = "0001"


@st.composite
def provinces(draw):
    """Kecamatan of one province, some of which state their staff, with their schools."""
    places, nodes, own = [Place(1, STEP, "provinsi")], {}, {}
    few = st.one_of(st.integers(0, 6), st.integers(0, 30))
    for number in range(draw(st.integers(1, 5))):
        key, path = len(places) + 1, f"{STEP}{number + 1:04}"
        places.append(Place(key, path, "kecamatan"))
        if draw(st.booleans()):
            nodes[key] = Node(draw(st.one_of(st.none(), st.integers(1, 12))), 0, False, None)
        for school in range(draw(st.integers(0, 3))):
            places.append(Place(len(places) + 1, f"{path}{school + 1:04}", "sekolah"))
    for place in places:
        own[place.key] = Counts()
        own[place.key].people["registered"] = draw(few)
    tree = UnitTree(places)
    totals = tree.rolled_up(own)
    return Tallied(tree, totals, spread_of(tree, totals, nodes, {}), {}), set(nodes)


@settings(max_examples=300, deadline=None)
@given(provinces())
def test_no_hidden_unit_is_worked_out_of_both_sums(made):
    tallied, _ = made
    concealed = tallied.concealed()
    for size_of, is_sum in (
        (lambda cell: tallied.totals[cell].people["registered"], lambda whole: True),
        (lambda cell: base(tallied, cell), lambda whole: not has_own_base(tallied, whole)),
    ):
        equations = []
        for whole, parts in tallied.tree.parts_of.items():
            if not is_sum(whole):
                continue
            cells = [(part, 1) for part in parts if part in concealed] + [(whole, -1)] * (whole in concealed)
            shown = sum(size_of(part) for part in parts if part not in concealed)
            if cells:
                equations.append((cells, (0 if whole in concealed else size_of(whole)) - shown))
        assert solved(sorted(concealed), equations) == []


@settings(max_examples=300, deadline=None)
@given(provinces())
def test_no_unit_of_a_small_base_is_shown(made):
    tallied, _ = made
    for cell in set(tallied.totals) - tallied.concealed():
        assert not 0 < base(tallied, cell) < LEAST


def base(tallied: Tallied, cell) -> int:
    unit, is_direct = cell
    return 0 if is_direct else tallied.spread[unit].base or 0


def has_own_base(tallied: Tallied, whole) -> bool:
    return base(tallied, whole) != sum(base(tallied, part) for part in tallied.tree.parts_of[whole])
