import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.training.eligibility import Conditions, Facts, PostTest, assess

THREE_DAYS = Conditions(day_count=3, min_days_attended=3)


def codes(conditions, facts):
    return [reason.code for reason in assess(conditions, facts).reasons]


def test_who_was_there_every_day_has_earned_it():
    assert assess(THREE_DAYS, Facts(frozenset({1, 2, 3}))).eligible


def test_a_missing_day_is_named():
    verdict = assess(THREE_DAYS, Facts(frozenset({1, 3})))
    assert not verdict.eligible
    assert verdict.words == "belum hadir hari ke-2"


def test_who_never_came_is_told_once():
    assert codes(THREE_DAYS, Facts()) == ["never_present"]


def test_who_sent_a_deputy_is_told_so():
    assert codes(THREE_DAYS, Facts(is_represented=True)) == ["represented"]


def test_two_of_three_days_are_enough_when_the_session_says_so():
    two = Conditions(day_count=3, min_days_attended=2)
    assert assess(two, Facts(frozenset({1, 3}))).eligible
    assert codes(two, Facts(frozenset({2}))) == ["too_few_days"]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (PostTest.NOT_TAKEN, ["post_test_missing"]),
        (PostTest.FAILED, ["post_test_failed"]),
        (PostTest.PASSED, []),
    ],
)
def test_a_required_post_test_must_be_passed(result, expected):
    conditions = Conditions(1, 1, needs_post_test_passed=True)
    assert codes(conditions, Facts(frozenset({1}), result)) == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [(PostTest.NOT_TAKEN, ["post_test_missing"]), (PostTest.FAILED, []), (PostTest.PASSED, [])],
)
def test_a_post_test_that_must_be_taken_need_not_be_passed(result, expected):
    conditions = Conditions(1, 1, needs_post_test_taken=True)
    assert codes(conditions, Facts(frozenset({1}), result)) == expected


def test_every_reason_is_told_at_once():
    conditions = Conditions(2, 2, needs_post_test_passed=True)
    assert codes(conditions, Facts(frozenset({1}), PostTest.FAILED)) == ["absent_day", "post_test_failed"]


@st.composite
def situations(draw):
    days = draw(st.integers(1, 10))
    conditions = Conditions(days, draw(st.integers(1, days)), draw(st.booleans()), draw(st.booleans()))
    attended = draw(st.frozensets(st.integers(-2, 14)))
    return conditions, Facts(attended, draw(st.sampled_from(PostTest)), draw(st.booleans()))


@given(situations())
def test_eligible_means_exactly_enough_days_and_the_test_that_was_asked_for(situation):
    conditions, facts = situation
    present = len(facts.days_attended & set(range(1, conditions.day_count + 1)))
    enough = set(PostTest)
    if conditions.needs_post_test_taken:
        enough -= {PostTest.NOT_TAKEN}
    if conditions.needs_post_test_passed:
        enough = {PostTest.PASSED}
    expected = present >= conditions.min_days_attended and facts.post_test in enough
    verdict = assess(conditions, facts)
    assert verdict.eligible == expected
    assert verdict.eligible == (not verdict.reasons)
    assert all(reason.words for reason in verdict.reasons)


@given(situations(), st.integers(1, 10))
def test_one_more_day_never_takes_a_certificate_away(situation, extra):
    conditions, facts = situation
    more = Facts(facts.days_attended | {extra}, facts.post_test, facts.is_represented)
    assert assess(conditions, more).eligible >= assess(conditions, facts).eligible
