"""Which edition of a course paper carries, and what changed since it was printed."""

from datetime import date, timedelta

import pytest

from elearning.distribution import editions
from elearning.distribution.models import KitEdition
from elearning.regulations import services as regulations
from tests.factories.lessons import CoursePageFactory, LessonPageFactory
from tests.factories.people import UserFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db


def body_of(*cards):
    return [("card", card) for card in cards]


@pytest.fixture
def cards(noon):
    made = [RuleCardFactory(title=f"Kartu {letter}") for letter in "ABC"]
    for card in made:
        regulations.record_publication(card, by=None, at=noon - timedelta(days=30))
    return made


@pytest.fixture
def course(home, cards):
    course = CoursePageFactory()
    LessonPageFactory(parent=course, body=body_of(*cards))
    return course


def changes(before, after):
    return [(one.kind, one.title, one.on) for one in editions.differences(before, after)]


def republish(card, *, at, effect, **words):
    for name, value in words.items():
        setattr(card, name, value)
    card.save()
    return regulations.record_publication(card, by=None, at=at, effect=effect)


def test_an_edition_is_made_once_by_two_runs(course, noon, django_assert_max_num_queries):
    first, is_new = editions.renew_edition(course, at=noon)
    assert (first.number, is_new) == (1, True)
    with django_assert_max_num_queries(8):
        assert editions.renew_edition(course, at=noon + timedelta(minutes=1)) == (first, False)
    assert KitEdition.objects.count() == 1


def test_a_number_that_another_worker_took_is_read_not_doubled(course, noon, monkeypatch):
    made, _ = editions.renew_edition(course, at=noon)
    answers = iter([None])  # what this worker saw before the other one wrote
    really = editions.current_edition
    monkeypatch.setattr(editions, "current_edition", lambda course: next(answers, None) or really(course))
    assert editions.renew_edition(course, at=noon) == (made, False)


def test_a_changed_rule_makes_an_edition_and_is_named_with_its_day(course, cards, noon):
    first, _ = editions.renew_edition(course, at=noon)
    republish(cards[1], at=noon + timedelta(hours=1), effect="membalik", verdict="boleh")
    second, is_new = editions.renew_edition(course, at=noon + timedelta(hours=1))
    assert (second.number, is_new, second.effective_on) == (2, True, date(2024, 10, 3))
    assert changes(first, second) == [("berubah", "Kartu B", date(2024, 10, 3))]
    assert changes(second, first) == changes(second, second) == []


def test_other_words_make_an_edition_but_no_change_of_a_rule(course, cards, noon):
    first, _ = editions.renew_edition(course, at=noon)
    republish(cards[0], at=noon, effect="redaksional", reason="Alasan yang sama dengan kata lain.")
    second, is_new = editions.renew_edition(course, at=noon)
    assert is_new
    assert changes(first, second) == []
    republish(cards[0], at=noon, effect="memperjelas", act="Perbuatan yang lebih jelas.")
    third, _ = editions.renew_edition(course, at=noon)
    assert [kind for kind, _, _ in changes(second, third)] == ["berubah"]
    assert [kind for kind, _, _ in changes(first, third)] == ["berubah"]


def test_a_rule_that_holds_later_is_printed_later(course, cards, noon):
    first, _ = editions.renew_edition(course, at=noon)
    cards[2].valid_from = date(2024, 10, 6)
    republish(cards[2], at=noon, effect="membalik", verdict="boleh")
    assert editions.renew_edition(course, at=noon + timedelta(days=1)) == (first, False)
    second, is_new = editions.renew_edition(course, at=noon + timedelta(days=3))
    assert is_new
    assert changes(first, second) == [("berubah", "Kartu C", date(2024, 10, 6))]


def test_a_card_that_came_and_one_that_went_are_named(course, cards, noon):
    first, _ = editions.renew_edition(course, at=noon)
    regulations.withdraw(
        cards[0], reason="Tidak berlaku lagi.", effective_on=date(2024, 10, 3), by=UserFactory(), at=noon
    )
    fresh = RuleCardFactory(title="Kartu D")
    regulations.record_publication(fresh, by=None, at=noon)
    LessonPageFactory(parent=course, body=body_of(fresh))
    second, _ = editions.renew_edition(course, at=noon)
    assert [(kind, title) for kind, title, _ in changes(first, second)] == [("baru", "Kartu D"), ("ditarik", "Kartu A")]


def test_paper_of_today_or_of_no_edition_says_nothing(course, noon):
    editions.renew_edition(course, at=noon)
    assert editions.changed_since(course, 1) is None
    assert editions.changed_since(course, 7) is None
