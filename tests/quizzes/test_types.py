"""Every type keeps its contract: what is shown comes back, the key earns all, noise is refused."""

import contextlib
import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.types import KINDS, Choice, ResponseRefused, Shown

CHOOSING = ["pilihan-tunggal", "pilihan-banyak", "benar-salah"]


@st.composite
def questions(draw, types=tuple(KINDS)):
    """A kind, a key without faults, and an order in which it is shown."""
    type = draw(st.sampled_from(types))
    count = 2 if type == "benar-salah" else draw(st.integers(2, 8))
    ids = draw(st.lists(st.integers(1, 10_000), min_size=count, max_size=count, unique=True))
    if type == "jodohkan":
        texts = draw(st.lists(st.sampled_from("PQRS"), min_size=count, max_size=count))
        assume(len(set(texts)) > 1)
        choices = [Choice(each, match=text) for each, text in zip(ids, texts, strict=True)]
    elif type == "urutkan":
        choices = [Choice(each, rank=rank) for rank, each in enumerate(ids, 1)]
    else:
        most = 1 if type != "pilihan-banyak" else count - 1
        right = draw(st.integers(1, most))
        choices = [Choice(each, is_correct=number < right) for number, each in enumerate(ids)]
    shown = Shown(tuple(draw(st.permutations(ids))))
    if type == "jodohkan":
        first = {choice.match: choice.id for choice in sorted(choices, key=lambda each: -each.id)}
        shown = Shown(shown.options, tuple(draw(st.permutations(sorted(first.values())))))
    return KINDS[type], tuple(choices), shown


@st.composite
def responses(draw, kind, shown):
    """Any response that could be given to what is shown, also an unfinished one."""
    options = shown.options
    if kind.type == "jodohkan":
        pairs = draw(st.dictionaries(st.sampled_from(options), st.sampled_from(shown.matches)))
        return {"pairs": {str(left): side for left, side in pairs.items()}}
    if kind.type == "urutkan":
        keep = draw(st.sets(st.sampled_from(options)))
        return {"order": [each if each in keep else None for each in draw(st.permutations(options))]}
    most = kind.most_chosen
    return {"options": draw(st.lists(st.sampled_from(options), unique=True, max_size=most))}


@given(questions())
def test_the_right_answer_earns_everything_and_is_complete(question):
    kind, choices, shown = question
    assert kind.faults(choices) == ()
    right = kind.parse(kind.right(choices), shown)
    assert kind.grade(right, choices) == 1
    assert kind.is_complete(right, shown)


@given(st.data())
def test_a_grade_is_between_nothing_and_everything(data):
    kind, choices, shown = data.draw(questions())
    response = kind.parse(data.draw(responses(kind, shown)), shown)
    assert 0 <= kind.grade(response, choices) <= 1


@given(st.data())
def test_a_form_states_exactly_the_response_it_shows(data):
    kind, _, shown = data.draw(questions())
    response = kind.parse(data.draw(responses(kind, shown)), shown)
    assert kind.read_form(kind.write_form(response, shown), shown) == response


@given(questions())
def test_no_answer_earns_nothing_and_is_not_complete(question):
    kind, choices, shown = question
    assert kind.grade({}, choices) == 0
    assert not kind.is_complete({}, shown)
    assert kind.read_form({}, shown) == {}


@given(questions(types=CHOOSING))
def test_ticking_everything_never_passes(question):
    kind, choices, shown = question
    everything = {"options": list(shown.options)}
    with contextlib.suppress(ResponseRefused):  # a single choice does not even take it
        assert kind.grade(kind.parse(everything, shown), choices) == 0


@given(questions(types=["pilihan-tunggal", "benar-salah"]))
def test_a_single_choice_never_accepts_two(question):
    kind, _, shown = question
    with pytest.raises(ResponseRefused) as refusal:
        kind.parse({"options": list(shown.options[:2])}, shown)
    assert refusal.value.code == "too_many"


WORDS = st.text(string.ascii_letters + string.digits, max_size=3)
PLAIN = st.none() | st.booleans() | st.integers(-1, 20) | WORDS
JSON = PLAIN | st.lists(PLAIN, max_size=4) | st.dictionaries(WORDS, PLAIN, max_size=4)
NAMES = st.sampled_from(["options", "pairs", "order", "x"])


@given(questions(), st.dictionaries(NAMES, JSON, max_size=2))
def test_noise_is_refused_or_becomes_an_answer_that_can_be_graded(question, noise):
    kind, choices, shown = question
    try:
        response = kind.parse(noise, shown)
    except ResponseRefused:
        return
    assert kind.grade(response, choices) in (0, 1)
    assert kind.parse(response, shown) == response


FIELDS = st.dictionaries(
    st.sampled_from(["options", *(f"{name}-{letter}" for name in ("pair", "rank") for letter in "ABZ")]),
    st.lists(WORDS, max_size=3),
)


@given(questions(), FIELDS)
def test_a_forged_form_is_refused_or_read(question, fields):
    kind, choices, shown = question
    try:
        response = kind.read_form(fields, shown)
    except ResponseRefused:
        return
    assert kind.grade(response, choices) in (0, 1)


@pytest.mark.parametrize(
    ("type", "raw", "code"),
    [
        ("pilihan-banyak", {"options": [1, 9]}, "unknown_option"),
        ("pilihan-banyak", {"options": [1, 1]}, "repeated"),
        ("pilihan-banyak", {"options": [True]}, "malformed"),
        ("pilihan-banyak", {"options": "1"}, "malformed"),
        ("pilihan-banyak", {"options": [1], "order": []}, "malformed"),
        ("jodohkan", {"pairs": {"1": 9}}, "unknown_option"),
        ("jodohkan", {"pairs": {"9": 1}}, "unknown_option"),
        ("jodohkan", {"pairs": {"1": True}}, "malformed"),
        ("jodohkan", {"pairs": [1]}, "malformed"),
        ("urutkan", {"order": [1, 1, 2]}, "repeated"),
        ("urutkan", {"order": [1, 2]}, "malformed"),
        ("urutkan", {"order": [1, 2, 9]}, "unknown_option"),
    ],
)
def test_what_was_never_shown_is_refused(type, raw, code):
    with pytest.raises(ResponseRefused) as refusal:
        KINDS[type].parse(raw, Shown((1, 2, 3), (1, 2, 3)))
    assert refusal.value.code == code


def test_two_rows_of_an_order_cannot_share_a_place():
    with pytest.raises(ResponseRefused) as refusal:
        KINDS["urutkan"].read_form({"rank-A": ["1"], "rank-B": ["1"]}, Shown((1, 2)))
    assert refusal.value.code == "repeated"


def test_right_hand_sides_that_read_alike_are_interchangeable():
    choices = [Choice(1, match="sama"), Choice(2, match="lain"), Choice(3, match="sama")]
    assert KINDS["jodohkan"].grade({"pairs": {"1": 3, "2": 2, "3": 1}}, choices) == 1


@pytest.mark.parametrize(
    ("type", "choices", "code"),
    [
        ("pilihan-tunggal", [Choice(1)], "option_count"),
        ("pilihan-tunggal", [Choice(1), Choice(2)], "no_right_option"),
        ("pilihan-tunggal", [Choice(1, True), Choice(2, True), Choice(3)], "several_right_options"),
        ("pilihan-banyak", [Choice(1, True), Choice(2, True)], "no_wrong_option"),
        ("benar-salah", [Choice(1, True), Choice(2), Choice(3)], "option_count"),
        ("jodohkan", [Choice(1, match="a"), Choice(2)], "match_missing"),
        ("jodohkan", [Choice(1, match="a"), Choice(2, match="a")], "matches_alike"),
        ("urutkan", [Choice(1, rank=1), Choice(2, rank=1)], "ranks_incomplete"),
        ("urutkan", [Choice(number, rank=number) for number in range(1, 14)], "option_count"),
    ],
)
def test_a_key_that_does_not_fit_its_type_is_named(type, choices, code):
    assert code in KINDS[type].faults(choices)
