"""«Dampak»: one function answers for every room, and every number is the number of rows behind it (ADR 0013).

A source that a room registers needs its line in USES: what makes a row, and how to find the rows without the source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.claims import TaughtRule
from certificates.models import Certificate
from elearning.lessons import services as lessons
from elearning.lessons.models import CardUse, LessonPage
from elearning.people.models import User
from elearning.regulations import services, uses
from elearning.regulations.impact import impact_of
from elearning.regulations.models import RuleCard
from elearning.training.models import TrainingSession
from quizzes.bank import OptionContent
from quizzes.models import Attempt, DrawRule, Question, Quiz
from quizzes.services import publish_version
from tests.factories.certificates import make_certificate
from tests.factories.lessons import LessonPageFactory
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import (
    NOON,
    AttemptFactory,
    DrawRuleFactory,
    QuestionFactory,
    QuizFactory,
    content,
    finish,
)
from tests.factories.regulations import RuleCardFactory
from tests.factories.training import TrainingSessionFactory

pytestmark = pytest.mark.django_db


# What makes a row of each kind. Each rests on ``card``.


def lesson(card: RuleCard) -> None:
    page = LessonPageFactory(
        body=[("card", card), ("quick_check", {"situation": "S", "answer": "boleh", "reason": "R", "card": card})]
    )
    page.save_revision().publish()


def question(card: RuleCard) -> Question:
    return QuestionFactory(card=card)


def feedback(card: RuleCard) -> Question:
    found, other = QuestionFactory(), RuleCardFactory()
    options = (OptionContent("Boleh", feedback_card_id=card.pk), *content().options[1:])
    publish_version(found, content(options=options, card_ids=(other.pk,)), by=None, at=NOON)
    return found


def quiz(card: RuleCard) -> Quiz:
    return QuizFactory(questions=[question(card), feedback(card)])


def running(card: RuleCard) -> None:
    AttemptFactory(quiz=quiz(card))


def session(card: RuleCard) -> None:
    TrainingSessionFactory(unit=UnitFactory(), open=True, pre_test=quiz(card), post_test=quiz(card))


def person(card: RuleCard) -> None:
    attempt = AttemptFactory(quiz=quiz(card), person=UserFactory(unit=UnitFactory()))
    finish(attempt, correct=2)


def certificate(card: RuleCard) -> None:
    make_certificate(rules=(TaughtRule(card.slug, 1),))


# How to find the rows by looking at everything there is.


def teaches(found: Question, cards: set[int], *, key_only: bool = False) -> bool:
    newest = found.versions.order_by("-number").first()
    keys = {basis.card_id for basis in newest.bases.all()}
    said = set() if key_only else {option.feedback_card_id for option in newest.options.all()}
    return found.status == "terbit" and bool((keys | said) & cards)


def questions_scanned(cards: set[int], *, key_only: bool = False) -> set[int]:
    return {one.pk for one in Question.objects.all() if teaches(one, cards, key_only=key_only)}


def quizzes_scanned(cards: set[int]) -> set[int]:
    touched = questions_scanned(cards)
    return {one.pk for one in Quiz.objects.all() if touched & asked_by(one)}


def asked_by(one: Quiz) -> set[int]:
    return {row.question_id for row in one.quiz_questions.all()} | {
        found.pk for rule in one.draw_rules.all() for found in Question.objects.all() if is_drawn_by(rule, found)
    }


def is_drawn_by(rule: DrawRule, found: Question) -> bool:
    newest = found.versions.order_by("-number").first()
    return (
        rule.level in ("", newest.level)
        and (rule.topic_id is None or rule.topic_id in {topic.pk for topic in found.topics.all()})
        and (rule.card_id is None or rule.card_id in {basis.card_id for basis in newest.bases.all()})
    )


def items_rest_on(attempt: Attempt, cards: set[int]) -> bool:
    return any(
        {basis.card_id for basis in item.version.bases.all()} & cards
        or {option.feedback_card_id for option in item.version.options.all()} & cards
        for item in attempt.items.all()
    )


def people_scanned(cards: set[int]) -> set[int]:
    slugs = {card.slug for card in RuleCard.objects.filter(pk__in=cards)}
    tested = {
        attempt.person_id
        for attempt in Attempt.objects.finished().filter(person__isnull=False)
        if attempt.passed and attempt.mode != "pre" and items_rest_on(attempt, cards)
    }
    holders = {
        paper.holder_id for paper in Certificate.objects.all() if {rule.rule for rule in paper.rules.all()} & slugs
    }
    readers = {
        reading.person_id
        for page in LessonPage.objects.live()
        if {card.pk for card in page.rule_cards()} & cards
        for reading in page.readings.all()
    }
    return {one.pk for one in User.objects.all()} & (tested | holders | readers)


@dataclass(frozen=True)
class Kind:
    make: Callable[[RuleCard], object]
    scan: Callable[[set[int]], Iterable[int]]


USES = {
    "pelajaran": Kind(
        lesson, lambda cards: {p.pk for p in LessonPage.objects.live() if {c.pk for c in p.rule_cards()} & cards}
    ),
    "soal": Kind(feedback, questions_scanned),
    "kunci": Kind(question, lambda cards: questions_scanned(cards, key_only=True)),
    "kuis": Kind(quiz, quizzes_scanned),
    "pengerjaan": Kind(running, lambda cards: {a.pk for a in Attempt.objects.all() if a.is_running and items_rest_on(a, cards)}),
    "sosialisasi": Kind(
        session,
        lambda cards: {
            one.pk
            for one in TrainingSession.objects.all()
            if one.state in ("draf", "berjalan") and {one.pre_test_id, one.post_test_id} & quizzes_scanned(cards)
        },
    ),
    "orang": Kind(person, people_scanned),
    "sertifikat": Kind(
        certificate,
        lambda cards: {
            paper.pk
            for paper in Certificate.objects.all()
            if {rule.rule for rule in paper.rules.all()} & {card.slug for card in RuleCard.objects.filter(pk__in=cards)}
        },
    ),
}  # fmt: skip


def published_card() -> RuleCard:
    card = RuleCardFactory()
    services.record_publication(card, by=None, at=NOON)
    return card


@pytest.fixture
def editor(home):
    found = UserFactory(password="rahasia-contoh", email="redaksi@contoh.example")
    found.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", "view_rulecard")))
    return found


def address(source: str, *cards: RuleCard) -> str:
    return f"{reverse('regulations_admin:uses', args=[source])}?{'&'.join(f'kartu={card.pk}' for card in cards)}"


def test_every_source_is_tried_here():
    assert {source.key for source in uses.sources()} == set(USES)


def test_every_number_is_what_a_scan_of_everything_finds(home):
    touched, second, other = published_card(), published_card(), published_card()
    for card in (touched, second, other, touched):
        for kind in USES.values():
            kind.make(card)
    Question.objects.filter(pk=QuestionFactory(card=touched, topics=["usang"]).pk).update(status="pensiun")
    QuestionFactory(card=touched, topics=["undian"])
    DrawRuleFactory(card=touched)
    DrawRuleFactory(topic="undian", quiz=QuizFactory(questions=1))
    DrawRuleFactory(topic="usang")
    DrawRuleFactory(level="sulit")
    DrawRuleFactory(level="sedang", card=second)
    finish(AttemptFactory(quiz=quiz(touched), person=UserFactory()), correct=0)
    TrainingSessionFactory(unit=UnitFactory(), closed=True, post_test=quiz(touched))
    LessonPage.objects.last().unpublish()
    for cards in ([touched], [touched, second], [other], [RuleCardFactory()]):
        keys = {card.pk for card in cards}
        for tally in uses.tallies(keys):
            rows = list(uses.source_of(tally.key).resting_on(sorted(keys)))
            scanned = set(USES[tally.key].scan(keys))
            assert len(rows) == len({row.pk for row in rows}) == tally.count, tally.key
            assert {row.pk for row in rows} == scanned, tally.key


@pytest.mark.once
@pytest.mark.parametrize("source", USES)
def test_a_list_costs_the_same_for_one_row_and_for_thirty(client, editor, source):
    client.force_login(editor)
    card = published_card()

    def cost() -> int:
        client.get(address(source, card))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address(source, card))
        assert response.status_code == 200
        return len(captured)

    USES[source].make(card)
    one = cost()
    for _ in range(29):
        USES[source].make(card)
    assert cost() == one


def test_the_whole_panel_costs_one_query_for_each_source(home, django_assert_num_queries):
    card = published_card()
    for kind in USES.values():
        kind.make(card)
    with django_assert_num_queries(len(USES)):
        assert all(tally.count for tally in uses.tallies([card.pk]))


def test_each_number_leads_to_the_list_it_counted(client, editor):
    client.force_login(editor)
    cards = [published_card(), published_card()]
    for card in cards:
        for kind in USES.values():
            kind.make(card)
    for tally in uses.tallies([card.pk for card in cards]):
        page = client.get(tally.url).content.decode()
        assert f"{tally.count} {tally.label}" in page
        assert page.count('<td class="title">') == min(tally.count, 50)


def test_a_long_list_has_pages(client, editor):
    client.force_login(editor)
    card = published_card()
    for _ in range(51):
        question(card)
    first, second = (client.get(f"{address('soal', card)}&p={page}").content.decode() for page in (1, 2))
    assert (first.count('<td class="title">'), second.count('<td class="title">')) == (50, 1)


@pytest.mark.parametrize("query", ["", "?kartu=x", "?kartu=-1", "?kartu=99999999999999999999", "?kartu=٣"])
def test_what_is_no_card_has_no_uses(client, editor, query):
    client.force_login(editor)
    page = client.get(reverse("regulations_admin:uses", args=["soal"]) + query)
    assert page.status_code == 200
    assert "0 soal aktif" in page.content.decode()


def test_an_unknown_source_is_not_found(client, editor):
    client.force_login(editor)
    assert client.get(reverse("regulations_admin:uses", args=["tidak-ada"])).status_code == 404


def test_nobody_is_named_in_a_list(client, editor):
    client.force_login(editor)
    card, name = published_card(), "Kirana Tertutup Contoh"
    finish(AttemptFactory(quiz=quiz(card), person=UserFactory(display_name=name)), correct=2)
    AttemptFactory(quiz=quiz(card), person=UserFactory(display_name=name))
    make_certificate(holder=UserFactory(display_name=name), rules=(TaughtRule(card.slug, 1),))
    for source in USES:
        assert name not in client.get(address(source, card)).content.decode()


# Lessons keep their uses


def test_a_published_lesson_keeps_which_edition_its_author_saw(home):
    card = published_card()
    lesson(card)
    rows = CardUse.objects.order_by("role")
    assert [(row.role, row.card, row.publication) for row in rows] == [
        ("cek-cepat", card, card.versions.get()), ("kartu", card, card.versions.get()),
    ]  # fmt: skip


def test_a_draft_of_a_lesson_changes_no_use(home):
    card, other = published_card(), published_card()
    lesson(card)
    page = LessonPage.objects.get()
    page.body = [("card", other)]
    revision = page.save_revision()
    assert set(CardUse.objects.values_list("card", flat=True)) == {card.pk}
    revision.publish()
    assert set(CardUse.objects.values_list("card", flat=True)) == {other.pk}


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_a_lesson_that_is_gone_uses_nothing(home, how):
    lesson(published_card())
    getattr(LessonPage.objects.get(), how)()
    assert not CardUse.objects.exists()


def test_a_case_uses_each_of_its_cards_once(home):
    card, other = published_card(), published_card()
    case = {"title": "T", "situation": "S", "question": "Q", "discussion": "D", "cards": [card, other, card]}
    LessonPageFactory(body=[("case", case)]).save_revision().publish()
    assert sorted(CardUse.objects.values_list("card", "role")) == [(card.pk, "kasus"), (other.pk, "kasus")]


def test_lessons_from_before_uses_were_kept_get_theirs_once(home):
    card = published_card()
    LessonPageFactory(body=[("card", card)])
    LessonPageFactory(body=[])
    assert lessons.record_missing_card_uses(at=NOON) == 1
    assert lessons.record_missing_card_uses(at=NOON) == 0
    assert CardUse.objects.get().block_id != uuid4()


# The panel


def test_the_panel_says_the_change_of_label_and_from_when_keys_are_held():
    card = published_card()
    question(card)
    card.verdict, card.valid_from = "boleh", date(2025, 3, 1)
    impact = impact_of(card, on=NOON.date())
    assert impact.verdicts == ("Tidak boleh", "Boleh")
    assert (impact.effect, impact.since) == ("membalik", date(2025, 3, 1))
    notes = {tally.key: tally.note for tally in impact.tallies}
    assert notes["kunci"] == "perlu diperiksa, ditahan mulai 1 Maret 2025"


def test_the_panel_of_words_alone_holds_nothing():
    card = published_card()
    card.advice = "Tanyakan dahulu."
    impact = impact_of(card, on=NOON.date())
    assert (impact.effect, impact.since, impact.verdicts, impact.touches_nobody) == ("redaksional", None, None, True)
    assert not any("ditahan mulai" in tally.note for tally in impact.tallies)


def test_the_panel_of_a_new_card_counts_nothing():
    impact = impact_of(RuleCardFactory(), on=NOON.date())
    assert (impact.is_first, impact.tallies) == (True, ())
