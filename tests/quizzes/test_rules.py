"""A quiz with rules: what is drawn, counted, told to the editor, and repeated in a dispute."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from elearning.regulations import services as register
from quizzes import services
from quizzes.drawing import Pool
from quizzes.editions import editions
from quizzes.errors import AttemptError
from quizzes.models import ItemStatistic, QuestionHold, QuestionVersion, Quiz, QuizStatistic
from quizzes.pools import paper_from, quizzes_asking, size_of, stocks
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    NOON,
    AttemptFactory,
    DrawRuleFactory,
    QuestionFactory,
    QuizFactory,
    QuizPageFactory,
    content,
)
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


def bank(number, topic="topik", level="sedang"):
    card = RuleCardFactory()
    found = [QuestionFactory(card=card, topics=[topic]) for _ in range(number)]
    if level != "sedang":
        for question in found:
            services.publish_version(question, content(level=level, card_ids=(card.pk,)), by=None, at=NOON)
    return found


def publication(at):
    return register.record_publication(RuleCardFactory(), by=None, at=at)


def start(quiz, at, mode="mandiri", **owner):
    return services.start_attempt(quiz, mode=mode, at=at, **owner)


def asked(attempt) -> set:
    return {item.version.question for item in attempt.items.select_related("version__question")}


def test_fixed_questions_come_with_those_that_the_rules_draw(person, noon):
    fixed, tagged, hard = QuestionFactory(), bank(6), bank(4, "lain", "sulit")
    quiz = QuizFactory(questions=[fixed])
    DrawRuleFactory(quiz=quiz, count=3, topic="topik")
    DrawRuleFactory(quiz=quiz, count=2, level="sulit", sort_order=1)
    attempt = start(quiz, noon, person=person)
    shown = asked(attempt)
    assert (len(shown), len(shown & set(tagged)), len(shown & set(hard)), fixed in shown) == (6, 3, 2, True)
    assert (attempt.max_points, size_of(quiz, at=noon)) == (6, 6)


def test_a_card_is_a_stratum_too(person, noon):
    card = RuleCardFactory()
    own = {QuestionFactory(card=card), QuestionFactory(card=card)}
    QuestionFactory()
    assert asked(start(DrawRuleFactory(count=5, card=card).quiz, noon, person=person)) == own


@pytest.mark.parametrize("status", ["draf", "ditahan", "pensiun"])
def test_a_question_that_is_not_published_is_never_drawn(person, noon, status):
    closed, shown = bank(2)
    closed.status = status
    closed.save()
    assert asked(start(DrawRuleFactory(count=2, topic="topik").quiz, noon, person=person)) == {shown}


@pytest.mark.parametrize(("begins_in", "is_drawn"), [(-1, False), (29, False), (31, True)])
def test_a_question_whose_rule_changes_before_the_deadline_is_not_drawn(person, noon, begins_in, is_drawn):
    changing, other = bank(2)
    QuestionHold.objects.create(
        question=changing, publication=publication(noon), created_at=noon,
        held_from=noon + timedelta(minutes=begins_in),
    )  # fmt: skip
    quiz = DrawRuleFactory(count=2, topic="topik", quiz=QuizFactory(questions=0, time_limit_minutes=30)).quiz
    assert asked(start(quiz, noon, person=person)) == ({changing, other} if is_drawn else {other})


def test_who_comes_again_meets_other_questions_first(person, noon):
    bank(6)
    quiz = DrawRuleFactory(count=3, topic="topik").quiz
    first = start(quiz, noon, person=person)
    services.submit_attempt(first, at=noon)
    assert asked(first).isdisjoint(asked(start(quiz, noon, person=person)))


def test_a_guest_who_comes_again_meets_other_questions_too(noon):
    bank(6)
    quiz, key = DrawRuleFactory(count=3, topic="topik").quiz, uuid4()
    first = start(quiz, noon, guest_key=key)
    services.submit_attempt(first, at=noon)
    assert asked(first).isdisjoint(asked(start(quiz, noon, guest_key=key)))


def test_a_post_test_asks_other_questions_of_the_same_levels(person, noon):
    bank(8, "topik", "mudah")
    bank(8, "topik", "sulit")
    quiz = DrawRuleFactory(count=4, topic="topik").quiz
    for occasion in ("session:1", "session:2", "session:3"):
        before = start(quiz, noon, "pre", person=person, context=occasion)
        after = start(quiz, noon, "post", person=person, context=occasion)
        levels = [sorted(each.items.values_list("version__level", flat=True)) for each in (before, after)]
        assert levels[0] == levels[1]
        assert asked(before).isdisjoint(asked(after))


def test_a_post_test_of_another_quiz_asks_other_questions_as_well(person, noon):
    bank(6)
    before = start(DrawRuleFactory(count=3, topic="topik").quiz, noon, "pre", person=person, context="session:1")
    after = start(DrawRuleFactory(count=3, topic="topik").quiz, noon, "post", person=person, context="session:1")
    assert asked(before).isdisjoint(asked(after))


def test_what_everybody_has_met_often_comes_seldom(noon):
    often, seldom = bank(2)
    quiz = DrawRuleFactory(count=1, topic="topik").quiz
    for mode in ("mandiri", "pre"):
        counted = QuizStatistic.objects.create(quiz=quiz, mode=mode, attempts=500, computed_at=noon)
        ItemStatistic.objects.create(quiz_statistic=counted, question=often, answers=500)
    drawn = [asked(start(quiz, noon, person=UserFactory())) for _ in range(8)]
    assert drawn.count({seldom}) >= 7
    exposure = Pool.read(quiz.attempts.first().pool).strata[0].tickets
    assert sorted(ticket.exposure for ticket in exposure) == [0, 1000]


def test_an_attempt_keeps_what_draws_its_paper_again(person, noon):
    bank(9)
    quiz = QuizFactory(questions=2)
    DrawRuleFactory(quiz=quiz, count=4, topic="topik")
    attempt = start(quiz, noon, person=person)
    bank(5)
    Quiz.objects.update(shuffle=False)
    pool = Pool.read(attempt.pool)
    shown = [(item.version_id, tuple(item.option_order), tuple(item.match_order)) for item in attempt.items.all()]
    again = paper_from(pool, seed=attempt.seed)
    assert [(item.version, item.options, item.matches) for item in again] == shown
    assert pool.hash == attempt.pool_hash


def test_rules_that_find_nothing_start_nothing(person, noon):
    quiz = DrawRuleFactory(count=2, topic="topik").quiz
    with pytest.raises(AttemptError) as refusal:
        start(quiz, noon, person=person)
    assert refusal.value.code == "no_questions"
    (only,) = bank(1)
    QuestionHold.objects.create(question=only, publication=publication(noon), created_at=noon, held_from=noon)
    with pytest.raises(AttemptError) as refusal:
        start(quiz, noon, person=person)
    assert refusal.value.code == "questions_held"


def cost_of_start(questions, noon, mode) -> int:
    bank(2 * questions)
    quiz = QuizFactory(questions=questions)
    DrawRuleFactory(quiz=quiz, count=questions, topic="topik")
    DrawRuleFactory(quiz=quiz, count=questions, level="sedang")
    person = UserFactory()
    if mode == "post":
        start(quiz, noon, "pre", person=person, context="session:1")
    editions(QuestionVersion.objects.values_list("pk", flat=True))  # the process has met them before
    with CaptureQueriesContext(connection) as captured:
        attempt = start(quiz, noon, mode, person=person, context="session:1" if mode == "post" else "")
    assert attempt.items.count() >= 2 * questions
    return len(captured)


@pytest.mark.parametrize("mode", ["mandiri", "post"])
def test_a_start_by_rules_costs_the_same_at_10_and_at_60_questions(noon, mode):
    assert cost_of_start(5, noon, mode) == cost_of_start(20, noon, mode) <= 20


def test_the_editor_reads_which_rule_finds_too_little(client, superuser, home, noon):
    bank(3)
    quiz = QuizFactory(questions=1)
    DrawRuleFactory(quiz=quiz, count=1, level="sedang")
    DrawRuleFactory(quiz=quiz, count=5, topic="topik", sort_order=1)
    assert [(stock.number, stock.found, stock.is_short) for stock in stocks(quiz, at=noon)] == [
        (1, 3, False), (2, 2, True),
    ]  # fmt: skip
    client.force_login(superuser)
    page = client.get(reverse("quiz:edit", args=[quiz.pk])).content.decode()
    assert "Aturan 2 hanya punya 2 soal yang cocok dari 5" in page


def test_the_usage_of_a_question_names_quizzes_that_may_draw_it():
    question, other = bank(2)
    drawing = DrawRuleFactory(topic="topik").quiz
    DrawRuleFactory(topic="lain")
    DrawRuleFactory(topic="topik", level="sulit")
    fixed = QuizFactory(questions=[question])
    assert set(quizzes_asking(question)) == {drawing, fixed}
    assert set(quizzes_asking(other)) == {drawing}


def test_the_page_of_a_quiz_says_how_many_questions_will_come(client, home):
    bank(12)
    page = QuizPageFactory(quiz=DrawRuleFactory(count=10, topic="topik").quiz)
    assert "10 soal" in client.get(page.url).content.decode()


def formsets(rules=(), questions=()) -> dict:
    posted = {}
    for name, rows in (("draw_rules", rules), ("quiz_questions", questions)):
        posted |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            posted |= {f"{name}-{number}-{field}": value for field, value in row.items()}
            posted[f"{name}-{number}-ORDER"] = number
    return posted


PLAIN = {
    "title": "Kuis undian", "slug": "kuis-undian", "pass_mark_percent": 70, "attempts_allowed": 3,
    "counting": "terbaik", "explanations": "kirim",
}  # fmt: skip


def test_a_quiz_may_be_made_of_rules_alone(client, superuser, home):
    client.force_login(superuser)
    posted = {**PLAIN, **formsets(rules=[{"count": 5, "level": "sedang"}])}
    assert client.post(reverse("quiz:add"), posted).status_code == 302
    assert Quiz.objects.get().draw_rules.get().count == 5


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        (formsets(), "Pilih paling sedikit satu soal tetap"),
        (formsets(rules=[{"count": 5}]), "Isi topik, tingkat, atau kartu"),
        ({**formsets(rules=[{"count": 5, "level": "sedang"}]), "explanations": "tutup"}, "Isi kapan kuis ditutup"),
    ],
)
def test_a_quiz_that_says_too_little_is_not_saved(client, superuser, home, posted, words):
    client.force_login(superuser)
    reply = client.post(reverse("quiz:add"), {**PLAIN, **posted})
    assert words in reply.content.decode()
    assert not Quiz.objects.exists()


def test_a_running_attempt_is_not_touched_by_a_new_rule(person, noon):
    bank(4)
    quiz = DrawRuleFactory(count=2, topic="topik").quiz
    attempt = AttemptFactory(quiz=quiz, person=person)
    DrawRuleFactory(quiz=quiz, count=2, topic="topik")
    assert attempt.items.count() == 2
