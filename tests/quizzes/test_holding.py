"""«Ditahan sampai kunci diperiksa»: which questions, from when, until when, and what it means for who is taking a quiz."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from elearning.regulations import services as regulations
from elearning.regulations.models import Effect
from quizzes import services
from quizzes.errors import AttemptError, QuestionError
from quizzes.models import Mark, OptionText, Question, QuestionHold, QuizQuestion
from quizzes.services.holding import BY_NEW_VERSION
from quizzes.voiding import void_questions
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    NOON,
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    QuizPageFactory,
    answer,
    content,
    finish,
    right,
    wrong,
)
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def card():
    card = RuleCardFactory()
    regulations.record_publication(card, by=None, at=NOON - timedelta(days=30))
    return card


@pytest.fixture
def editor():
    person = UserFactory(password="rahasia-contoh", email="redaksi@contoh.example")
    names = ("access_admin", "publish_question", "change_question", "view_question")
    person.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return person


def republish(card, *, at=NOON, **changes):
    """Another edition of ``card``; without changes it is reversed."""
    for name, value in (changes or {"verdict": "boleh", "next_reason": "Putusan baru."}).items():
        setattr(card, name, value)
    card.save()
    return regulations.record_publication(card, by=None, at=at)


def holds():
    return QuestionHold.objects.values_list("question", flat=True)


def test_a_reversal_holds_the_published_questions_whose_key_rests_on_the_card(card):
    held, draft = QuestionFactory(card=card), QuestionFactory(card=card, status="draf")
    QuestionFactory()
    publication = republish(card)
    hold = QuestionHold.objects.get()
    assert (hold.question, hold.publication, hold.held_from) == (held, publication, NOON)
    assert Question.objects.open_at(NOON - timedelta(seconds=1)).filter(pk=held.pk).exists()
    assert not Question.objects.open_at(NOON).filter(pk=held.pk).exists()
    assert list(Question.objects.held_at(NOON)) == [held]
    assert draft.status == "draf"


@pytest.mark.parametrize(
    ("changes", "effect"),
    [({"advice": "Tanyakan dahulu."}, "redaksional"), ({"certainty": "pengetahuan"}, "memperjelas")],
)
def test_less_than_a_reversal_holds_nothing(card, changes, effect):
    QuestionFactory(card=card)
    assert republish(card, **changes).effect == effect
    assert not holds()


def test_a_withdrawal_holds_as_a_reversal_does(card):
    question = QuestionFactory(card=card)
    by = UserFactory()
    publication = regulations.withdraw(card, reason="Dicabut.", effective_on=date(2024, 10, 3), by=by, at=NOON)
    assert publication.effect == Effect.WITHDRAWN
    assert list(holds()) == [question.pk]


def test_feedback_alone_rests_on_a_card_without_being_held(card):
    option = content().options[0]
    other = RuleCardFactory()
    question = QuestionFactory(card=other)
    options = (*content().options[1:], type(option)("Boleh", feedback="Lihat kartu.", feedback_card_id=card.pk))
    services.publish_version(question, content(options=options, card_ids=(other.pk,)), by=None, at=NOON)
    stored = OptionText.objects.get(feedback_card=card)
    assert stored.feedback_card_version == card.versions.get()
    republish(card)
    assert not holds()


def test_a_rule_that_changes_later_holds_from_its_day_in_the_zone_of_the_site(card):
    question = QuestionFactory(card=card)
    republish(card, verdict="boleh", valid_from=date(2025, 3, 1))
    hold = QuestionHold.objects.get()
    midnight = datetime(2025, 2, 28, 17, 0, tzinfo=UTC)  # 00.00 WIB
    assert hold.held_from == midnight
    assert question in Question.objects.open_at(midnight - timedelta(seconds=1))
    assert question not in Question.objects.open_at(midnight)


def test_the_next_edition_of_the_question_ends_the_hold(card, editor):
    question = QuestionFactory(card=card)
    publication = republish(card)
    services.publish_version(question, content(prompt="Pertanyaan baru?", card_ids=(card.pk,)), by=editor, at=LATER)
    hold = QuestionHold.objects.get()
    assert (hold.released_at, hold.released_by, hold.release_reason) == (LATER, editor, BY_NEW_VERSION)
    assert question.current.bases.get().card_version == publication
    assert question in Question.objects.open_at(LATER)


def test_a_question_that_already_rests_on_the_new_edition_is_not_held_again(card):
    question = QuestionFactory(card=card)
    publication = republish(card)
    services.publish_version(question, content(prompt="Pertanyaan baru?", card_ids=(card.pk,)), by=None, at=LATER)
    from quizzes.services.holding import hold_questions

    hold_questions(publication, by=None, at=LATER)
    assert QuestionHold.objects.unreleased().count() == 0


def test_whoever_may_publish_says_that_the_key_still_holds(card, editor):
    question = QuestionFactory(card=card)
    republish(card)
    for reason, code in [("  ", "reason_missing")]:
        with pytest.raises(QuestionError) as refused:
            services.release_hold(question, reason=reason, by=editor, at=LATER)
        assert refused.value.code == code
    services.release_hold(question, reason="Kuncinya tidak berubah.", by=editor, at=LATER)
    assert question in Question.objects.open_at(LATER)
    assert question not in Question.objects.open_at(NOON)  # what was held on that day stays answerable
    with pytest.raises(QuestionError) as refused:
        services.release_hold(question, reason="Lagi.", by=editor, at=LATER)
    assert refused.value.code == "not_held"


def test_a_quiz_goes_on_with_what_is_open(card):
    quiz = QuizFactory(questions=[QuestionFactory(card=card), QuestionFactory(), QuestionFactory()])
    republish(card)
    attempt = finish(AttemptFactory(quiz=quiz, at=LATER), correct=2, at=LATER)
    assert (attempt.items.count(), attempt.score_percent, attempt.max_points) == (2, 100, 2)


def test_a_quiz_without_an_open_question_says_so_kindly(client, home, card):
    quiz = QuizFactory(questions=[QuestionFactory(card=card)])
    page = QuizPageFactory(quiz=quiz)
    republish(card)
    with pytest.raises(AttemptError) as refused:
        AttemptFactory(quiz=quiz, at=LATER)
    assert refused.value.code == "questions_held"
    assert "Aturannya berubah, jadi soalnya kami periksa dahulu." in client.get(page.url).content.decode()


# Attempts that run while a rule changes


@pytest.fixture
def running(card):
    quiz = QuizFactory(questions=[QuestionFactory(card=card), QuestionFactory(), QuestionFactory()], shuffle=False)
    return AttemptFactory(quiz=quiz)


def send(attempt, *, right_on, at=LATER):
    for item in attempt.items.all():
        answer(attempt, item.position, right(item) if item.position in right_on else wrong(item), at=at)
    return services.submit_attempt(attempt, at=at)


@pytest.mark.parametrize(
    ("right_on", "percent", "points", "most"),
    [({1, 2, 3}, 100, 3, 3), ({2, 3}, 100, 2, 2), ({2}, 50, 1, 2), ({1}, 33, 1, 3), (set(), 0, 0, 2)],
)
def test_a_question_whose_rule_changed_counts_when_right_and_costs_nothing_when_wrong(
    running, card, right_on, percent, points, most
):
    versions = list(running.items.values_list("version", flat=True))
    republish(card, at=NOON + timedelta(minutes=10))
    sent = send(running, right_on=right_on)
    assert (sent.score_percent, sent.points, sent.max_points) == (percent, points, most)
    assert list(running.items.values_list("version", flat=True)) == versions
    assert [mark.reason for mark in Mark.objects.order_by("item__position")] == ["batal", "otomatis", "otomatis"]


def test_a_hold_that_was_lifted_meanwhile_still_costs_nothing(running, card, editor):
    republish(card, at=NOON + timedelta(minutes=10))
    question = running.items.get(position=1).version.question
    services.release_hold(question, reason="Kuncinya tetap.", by=editor, at=NOON + timedelta(minutes=20))
    assert send(running, right_on={2, 3}).score_percent == 100


def test_a_hold_that_begins_after_sending_changes_nothing(running, card):
    republish(card, verdict="boleh", valid_from=date(2025, 3, 1))
    assert void_questions(running, at=LATER) == ()
    assert send(running, right_on={2, 3}).max_points == 3


def test_a_hold_that_never_took_effect_changes_nothing(running, card, editor):
    republish(card, verdict="boleh", valid_from=date(2024, 10, 4))
    question = running.items.get(position=1).version.question
    services.release_hold(question, reason="Kuncinya tetap.", by=editor, at=LATER)
    assert void_questions(running, at=NOON + timedelta(days=2)) == ()


def test_an_attempt_of_which_nothing_can_be_judged_is_not_counted(card):
    person = UserFactory()
    quiz = QuizFactory(questions=[QuestionFactory(card=card)], attempts_allowed=1)
    attempt = AttemptFactory(quiz=quiz, person=person)
    republish(card, at=NOON + timedelta(minutes=10))
    sent = send(attempt, right_on=set())
    assert (sent.score_percent, sent.max_points, sent.passed, sent.is_void) == (0, Decimal(0), False, True)
    QuizQuestion.objects.create(quiz=quiz, question=QuestionFactory(), sort_order=1)
    again = AttemptFactory(quiz=quiz, person=person, at=LATER)
    assert (again.is_running, again.number) == (True, 2)


def test_running_pages_and_result_tell_their_owner(client, running, card):
    session = client.session
    session["quiz_guest"] = str(running.guest_key)
    session.save()
    notice = "Soal 1 tidak mengurangi nilai: aturannya berubah 3 Oktober 2024."
    address = {name: reverse(f"quizzes:{name}", args=[running.public_id]) for name in ("attempt", "review", "result")}
    address["question"] = reverse("quizzes:question", args=[running.public_id, 2])
    assert notice not in client.get(address["attempt"]).content.decode()
    republish(card, at=NOON + timedelta(minutes=10))
    for name in ("attempt", "review", "question"):
        assert notice in client.get(address[name]).content.decode(), name
    send(running, right_on={2, 3})
    page = client.get(address["result"]).content.decode()
    assert notice in page
    assert "2 dari 2 benar" in page
    assert "Kunci dan pembahasannya sedang diperiksa" in page
    assert page.count("Pembahasan contoh") == 2  # the explanation of the old rule is not taught


# The bank


def test_the_bank_shows_and_finds_what_is_held(client, home, card, editor):
    client.force_login(editor)
    held, free = QuestionFactory(card=card, name="Soal tertahan"), QuestionFactory(name="Soal bebas")
    republish(card)
    everything = client.get(reverse("question:index")).content.decode()
    assert "sejak 3 Oktober 2024" in everything
    only = client.get(reverse("question:index"), {"held": "ya"}).content.decode()
    assert held.name in only
    assert free.name not in only
    assert held.name not in client.get(reverse("question:index"), {"held": "tidak"}).content.decode()


def test_the_editor_reads_what_changed_and_lifts_the_hold(client, home, card, editor):
    client.force_login(editor)
    question = QuestionFactory(card=card)
    assert (
        "Ditahan sampai kunci diperiksa</h3>"
        not in client.get(reverse("question:edit", args=[question.pk])).content.decode()
    )
    republish(card)
    for name in ("edit", "inspect", "release"):
        page = client.get(reverse(f"question:{name}", args=[question.pk])).content.decode()
        assert "Dulu: <strong>Tidak boleh</strong>. Sekarang: <strong>Boleh</strong>. Putusan baru." in page
    release = reverse("question:release", args=[question.pk])
    assert "Tulis mengapa kuncinya tetap benar." in client.post(release, {"reason": ""}).content.decode()
    assert client.post(release, {"reason": "Tetap."}).status_code == 302
    assert QuestionHold.objects.unreleased().count() == 0


def test_who_may_not_publish_lifts_no_hold(client, home, card, editor):
    editor.user_permissions.remove(Permission.objects.get(codename="publish_question"))
    client.force_login(editor)
    question = QuestionFactory(card=card)
    republish(card)
    response = client.post(reverse("question:release", args=[question.pk]), {"reason": "Tetap."})
    assert response.status_code == 302
    assert QuestionHold.objects.unreleased().count() == 1


def test_an_option_names_the_card_of_its_feedback(client, home, card, editor):
    client.force_login(editor)
    page = client.get(reverse("question:edit", args=[QuestionFactory().pk])).content.decode()
    assert "Umpan balik ini bersandar pada kartu" in page
    assert card.title in page
