"""Every type keeps its contract: what is shown comes back, the key earns all, noise is refused."""

import contextlib
import string
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from elearning.lib import numbers
from quizzes.types import KINDS, Choice, ResponseRefused, Shown
from quizzes.types.short_answer import fold

IN_PARTS = ["pilihan-banyak", "bagian-gambar"]
CHOOSING = ["pilihan-tunggal", "benar-salah", *IN_PARTS]


@st.composite
def questions(draw, types=tuple(KINDS)):
    """A kind, a key without faults, and an order in which it is shown."""
    type = draw(st.sampled_from(types))
    kind = KINDS[type]
    count = 2 if type == "benar-salah" else draw(st.integers(2, 8))
    ids = draw(st.lists(st.integers(1, 10_000), min_size=count, max_size=count, unique=True))
    if type == "jodohkan":
        texts = draw(st.lists(st.sampled_from("PQRS"), min_size=count, max_size=count))
        assume(len(set(texts)) > 1)
        choices = [Choice(each, match=text) for each, text in zip(ids, texts, strict=True)]
    elif type == "urutkan":
        choices = [Choice(each, rank=rank) for rank, each in enumerate(ids, 1)]
    else:
        most = 1 if kind.type in ("pilihan-tunggal", "benar-salah") else count - 1
        right = draw(st.integers(1, most))
        choices = [Choice(each, number < right, **draw(details(type))) for number, each in enumerate(ids)]
    shown = Shown(tuple(draw(st.permutations(ids))))
    if type == "jodohkan":
        first = {choice.match: choice.id for choice in sorted(choices, key=lambda each: -each.id)}
        shown = Shown(shown.options, tuple(draw(st.permutations(sorted(first.values())))))
    return kind, tuple(choices), shown


NUMBERS = st.decimals(-999_999, 999_999, places=4).map(numbers.write)
FORMS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), min_size=1, max_size=30)


@st.composite
def details(draw, type):
    """What an option of this type has beside being right or wrong."""
    if type == "angka":
        return {"text": draw(NUMBERS), "tolerance": draw(st.none() | st.decimals(0, 5, places=2))}
    if type == "isian-singkat":
        return {"text": draw(FORMS.filter(fold))}
    if type == "bagian-gambar":
        x, y = draw(st.integers(0, 60)), draw(st.integers(0, 60))
        return {"region": {"x": x, "y": y, "width": draw(st.integers(1, 40)), "height": draw(st.floats(1, 40))}}
    return {}


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
    if kind.type == "angka":
        return kind.read_form({"number": [draw(NUMBERS)]}, shown)
    if kind.type == "isian-singkat":
        return {"text": draw(st.text(max_size=40))}
    most = kind.most_chosen
    return {"options": draw(st.lists(st.sampled_from(options), unique=True, max_size=most))}


@given(questions())
def test_the_right_answer_earns_everything_and_is_complete(question):
    kind, choices, shown = question
    assert kind.faults(choices) == ()
    right = kind.parse(kind.right(choices), shown)
    assert kind.grade(right, choices) == kind.grade_in_parts(right, choices) == 1
    assert kind.is_complete(right, shown)


@given(st.data())
def test_a_grade_is_between_nothing_and_everything(data):
    kind, choices, shown = data.draw(questions())
    response = kind.parse(data.draw(responses(kind, shown)), shown)
    assert 0 <= kind.grade(response, choices) <= kind.grade_in_parts(response, choices) <= 1
    assert kind.picked(response, choices) <= set(shown.options)


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
        assert kind.grade_in_parts(kind.parse(everything, shown), choices) == 0


@given(st.data())
def test_part_marks_are_full_only_for_the_right_answer(data):
    kind, choices, shown = data.draw(questions(types=IN_PARTS))
    response = kind.parse(data.draw(responses(kind, shown)), shown)
    is_full = kind.grade_in_parts(response, choices) == 1
    assert is_full == (kind.grade(response, choices) == 1)


def test_a_wrong_tick_takes_away_what_a_right_one_gave():
    choices = [Choice(1, True), Choice(2, True), Choice(3), Choice(4), Choice(5)]
    worth = {(1,): Fraction(1, 2), (1, 2, 3): Fraction(2, 3), (1, 3, 4): 0, (3,): 0, (1, 3): Fraction(1, 6)}
    for ticked, mark in worth.items():
        assert KINDS["pilihan-banyak"].grade_in_parts({"options": list(ticked)}, choices) == mark


@given(questions(types=["pilihan-tunggal", "benar-salah"]))
def test_a_single_choice_never_accepts_two(question):
    kind, _, shown = question
    with pytest.raises(ResponseRefused) as refusal:
        kind.parse({"options": list(shown.options[:2])}, shown)
    assert refusal.value.code == "too_many"


WORDS = st.text(string.ascii_letters + string.digits, max_size=3)
PLAIN = st.none() | st.booleans() | st.integers(-1, 20) | WORDS
JSON = PLAIN | st.lists(PLAIN, max_size=4) | st.dictionaries(WORDS, PLAIN, max_size=4)
NAMES = st.sampled_from(["options", "pairs", "order", "number", "text", "x"])


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
    st.sampled_from(
        ["options", "number", "text", *(f"{name}-{letter}" for name in ("pair", "rank") for letter in "ABZ")]
    ),
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
        ("angka", {"number": 3}, "malformed"),
        ("angka", {"number": "3,1"}, "malformed"),
        ("angka", {"number": "1e9"}, "malformed"),
        ("isian-singkat", {"text": ["a"]}, "malformed"),
        ("isian-singkat", {"text": "a" * 201}, "too_long"),
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
        ("angka", [Choice(1, True, text="1.000")], "number_unreadable"),
        ("angka", [Choice(1, text="5")], "no_right_option"),
        ("isian-singkat", [Choice(1, True, text=" ... ")], "form_unreadable"),
        ("isian-singkat", [], "option_count"),
        ("bagian-gambar", [Choice(1, True), Choice(2)], "region_missing"),
        (
            "bagian-gambar",
            [Choice(1, True, region={"x": 90, "y": 0, "width": 20, "height": 5}), Choice(2)],
            "region_outside",
        ),
        (
            "bagian-gambar",
            [Choice(1, True, region={"x": "a", "y": 0, "width": 20, "height": 5}), Choice(2)],
            "region_outside",
        ),
    ],
)
def test_a_key_that_does_not_fit_its_type_is_named(type, choices, code):
    assert code in KINDS[type].faults(choices)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3,14", "3.14"), ("3.14", "3.14"), (" 42 ", "42"), ("-0,5", "-0.5"), ("\u22125", "-5"), ("+7", "7"), (",5", "0.5"),
        ("0,125", "0.125"), ("1234,567", "1234.567"), ("1.000.000", "1000000"), ("1.000,5", "1000.5"), ("1,000.5", "1000.5"),
        ("1 000", "1000"), ("1,1250", "1.125"), ("0", "0"), ("-0", "0"),
    ],
)  # fmt: skip
def test_a_number_may_be_written_with_a_comma_or_a_point(typed, number):
    assert KINDS["angka"].read_form({"number": [typed]}, Shown(())) == {"number": number}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.000", "number_ambiguous"), ("1,000", "number_ambiguous"), ("-12.500", "number_ambiguous"),
        ("seribu", "number_unreadable"), ("1e5", "number_unreadable"), ("5%", "number_unreadable"), ("1.2.3", "number_unreadable"),
        ("1.000,", "number_unreadable"), (",", "number_unreadable"), ("-", "number_unreadable"), ("9" * 16, "number_unreadable"),
        ("\u0663", "number_unreadable"), ("1,00,5", "number_unreadable"), ("NaN", "number_unreadable"),
    ],
)  # fmt: skip
def test_a_number_with_two_readings_or_none_is_refused(typed, code):
    with pytest.raises(ResponseRefused) as refusal:
        KINDS["angka"].read_form({"number": [typed]}, Shown(()))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "picked", "worth"), [("3,15", {1}, 1), ("3.13", {1}, 1), ("3,16", set(), 0), ("31,4", {2}, 0)]
)
def test_a_number_may_be_off_by_the_tolerance(typed, picked, worth):
    choices = [Choice(1, True, text="3,14", tolerance=Decimal("0.01")), Choice(2, text="31,4")]
    response = KINDS["angka"].read_form({"number": [typed]}, Shown((1, 2)))
    assert (KINDS["angka"].picked(response, choices), KINDS["angka"].grade(response, choices)) == (picked, worth)


@pytest.mark.parametrize("typed", ["netral", " NETRAL. ", "Netral\u00a0", "netral\u200b", "Netral…"])
def test_a_short_answer_is_compared_without_case_spaces_and_closing_marks(typed):
    choices = [Choice(1, True, text="Netral"), Choice(2, text="tidak netral")]
    assert (
        KINDS["isian-singkat"].grade(KINDS["isian-singkat"].read_form({"text": [typed]}, Shown((1, 2))), choices) == 1
    )


def test_letters_with_marks_are_the_same_however_they_were_typed():
    assert KINDS["isian-singkat"].grade({"text": "cafe\u0301"}, [Choice(1, True, text="CAF\u00c9")]) == 1


def test_a_mistake_that_was_foreseen_is_known():
    choices = [Choice(1, True, text="netral"), Choice(2, text="memihak")]
    assert KINDS["isian-singkat"].picked({"text": "Memihak"}, choices) == {2}
