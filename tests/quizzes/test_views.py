"""The learner's way through a quiz in a browser without JavaScript, and what each visitor may see."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from elearning.regulations.models import RuleCard
from quizzes.guests import SESSION_KEY
from quizzes.models import Answer, Attempt
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, QuizPageFactory, right

from .web import batch, form_of, row, secrets_of, start, url

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("seams")]


def test_a_quiz_that_two_courses_offer_is_begun_from_either(client, quiz_page):
    QuizPageFactory(quiz=quiz_page.quiz)
    assert start(client, quiz_page).is_running


def test_looking_at_a_quiz_starts_nothing(client, quiz_page):
    reply = client.get(quiz_page.url)
    assert reply.status_code == 200
    assert "sessionid" not in client.cookies
    assert not Attempt.objects.exists()


def test_starting_needs_a_post(client, quiz_page):
    assert client.get(reverse("quizzes:start", args=[quiz_page.quiz.slug])).status_code == 405


def test_a_guest_takes_the_whole_quiz_without_javascript(client, quiz_page):
    attempt = start(client, quiz_page)
    assert str(attempt.guest_key) == client.session[SESSION_KEY]
    for position in range(1, 6):
        reply = client.post(url("question", attempt, position), form_of(attempt, position))
        onward = url("question", attempt, position + 1) if position < 5 else url("review", attempt)
        assert reply.url == onward
    assert "Belum dijawab" not in client.get(url("review", attempt)).content.decode()
    assert "Kirim 5 jawaban?" in client.get(url("submit", attempt)).content.decode()
    assert client.post(url("submit", attempt)).url == url("result", attempt)
    text = client.get(url("result", attempt)).content.decode()
    assert "5 dari 5 benar. Anda lulus." in text
    assert "Hasil belum tercatat. Isi data (1 menit) agar tercatat dan sertifikat terbit." in text
    assert 'href="/data-diri/"' in text


def test_a_question_can_be_skipped_and_gone_back_to(client, quiz_page):
    attempt = start(client, quiz_page)
    assert client.post(url("question", attempt, 1), {"go": "skip"}).url == url("question", attempt, 2)
    assert client.post(url("question", attempt, 2), {"go": "back"}).url == url("question", attempt, 1)
    assert client.post(url("question", attempt, 1), {"go": "back"}).url == url("question", attempt, 1)
    assert not Answer.objects.exists()


def test_going_back_keeps_what_was_chosen(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("question", attempt, 2), {**form_of(attempt, 2), "go": "back"})
    assert attempt.items.get(position=2).response


def test_sending_the_same_form_twice_stores_one_answer(client, quiz_page):
    attempt = start(client, quiz_page)
    for _ in range(2):
        client.post(url("question", attempt, 1), form_of(attempt, 1))
    assert Answer.objects.count() == 1


def test_a_refused_form_keeps_what_was_chosen_and_says_what_to_do(client, quiz_page):
    attempt = start(client, quiz_page)
    item = next(each for each in attempt.items.all() if each.kind.type == "urutkan")
    reply = client.post(url("question", attempt, item.position), {"rank-A": "2", "rank-B": "2"})
    assert reply.status_code == 409
    assert reply.content.decode().count('<option value="2" selected>') == 2
    assert not Answer.objects.exists()


def test_unanswered_questions_are_named_before_sending(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("question", attempt, 2), form_of(attempt, 2))
    text = client.get(url("submit", attempt)).content.decode()
    assert "Kirim 1 jawaban?" in text
    assert "Soal 1, 3, 4, 5. Soal tanpa" in text


def test_a_running_quiz_is_offered_again_with_its_state(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("question", attempt, 1), form_of(attempt, 1))
    text = client.get(quiz_page.url).content.decode()
    assert "Anda punya kuis yang belum selesai: 1 dari 5 terjawab." in text
    assert url("attempt", attempt) in text
    assert url("restart", attempt) in text


def test_starting_over_asks_once(client, quiz_page):
    attempt = start(client, quiz_page)
    assert client.get(url("restart", attempt)).status_code == 200
    attempt.refresh_from_db()
    assert attempt.is_running
    fresh = client.post(url("restart", attempt)).url
    assert fresh != url("attempt", attempt)
    assert client.get(fresh).status_code == 200
    assert client.get(url("attempt", attempt)).status_code == 404


def test_used_up_attempts_are_refused_in_plain_words(client, quiz_page):
    for _ in range(3):
        client.post(url("submit", start(client, quiz_page)))
    reply = client.post(reverse("quizzes:start", args=[quiz_page.quiz.slug]))
    assert reply.status_code == 409
    assert "Anda sudah memakai semua percobaan (3)." in reply.content.decode()
    assert "Anda sudah memakai 3 percobaan." in client.get(quiz_page.url).content.decode()


def test_starting_over_is_refused_when_attempts_are_used_up(client, quiz_page):
    for _ in range(2):
        client.post(url("submit", start(client, quiz_page)))
    attempt = start(client, quiz_page)
    assert client.post(url("restart", attempt)).status_code == 409
    attempt.refresh_from_db()
    assert attempt.is_running


def test_a_quiz_on_no_live_page_cannot_be_started(client, quiz_page):
    hidden = QuizFactory()
    assert client.post(reverse("quizzes:start", args=[hidden.slug])).status_code == 404
    quiz_page.unpublish()
    assert client.post(reverse("quizzes:start", args=[quiz_page.quiz.slug])).status_code == 404


def test_a_quiz_without_open_questions_says_so(client, home):
    quiz_page = QuizPageFactory(quiz=QuizFactory(questions=0))
    assert "Kuis ini sedang diperiksa" in client.get(quiz_page.url).content.decode()
    assert client.post(reverse("quizzes:start", args=[quiz_page.quiz.slug])).status_code == 409


def owned_urls(attempt) -> list[tuple[str, str]]:
    """Every address of an attempt, with how it is asked for."""
    return [
        ("get", url("attempt", attempt)),
        ("get", url("question", attempt, 1)),
        ("post", url("question", attempt, 1)),
        ("post", url("answers", attempt)),
        ("get", url("review", attempt)),
        ("get", url("submit", attempt)),
        ("post", url("submit", attempt)),
        ("get", url("restart", attempt)),
        ("post", url("restart", attempt)),
        ("get", url("result", attempt)),
        ("get", url("report", attempt, 1)),
        ("post", url("report", attempt, 1)),
    ]


@pytest.mark.parametrize("owner", ["guest", "person"])
@pytest.mark.parametrize("visitor", ["anonymous", "other guest", "stranger", "other unit", "staff"])
def test_an_attempt_exists_for_its_owner_only(client, quiz_page, person, owner, visitor, superuser):
    if owner == "person":
        client.force_login(person)
    attempt = start(client, quiz_page)
    other = Client()
    if visitor == "other guest":
        start(other, quiz_page)
    elif visitor != "anonymous":
        people = {"stranger": UserFactory(), "other unit": UserFactory(unit=UnitFactory()), "staff": superuser}
        other.force_login(people[visitor])
    for method, address in owned_urls(attempt):
        assert getattr(other, method)(address).status_code == 404, address
    attempt.refresh_from_db()
    assert attempt.is_running


def test_the_owner_reaches_every_step(client, quiz_page, person):
    client.force_login(person)
    attempt = start(client, quiz_page)
    assert attempt.person == person
    for name in ("attempt", "review", "submit", "restart"):
        assert client.get(url(name, attempt)).status_code == 200
    assert client.get(url("result", attempt)).url == url("attempt", attempt)
    client.post(url("submit", attempt))
    for name in ("attempt", "review", "submit", "restart"):
        assert client.get(url(name, attempt)).url == url("result", attempt)
    assert client.get(url("question", attempt, 1)).url == url("result", attempt)
    assert client.get(url("result", attempt)).status_code == 200


def test_no_question_beyond_the_last(client, quiz_page):
    attempt = start(client, quiz_page)
    assert client.get(url("question", attempt, 6)).status_code == 404
    assert client.get(url("question", attempt, 0)).status_code == 404


def test_a_guest_who_signs_in_still_sees_what_he_did(client, quiz_page, person):
    attempt = start(client, quiz_page)
    client.force_login(person)
    assert client.get(url("attempt", attempt)).status_code == 200


def test_no_page_of_an_unfinished_quiz_holds_a_key(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("question", attempt, 1), form_of(attempt, 1))
    pages = [
        client.get(quiz_page.url),
        *[client.get(url(name, attempt)) for name in ("attempt", "review", "submit", "restart")],
        *[client.get(url("question", attempt, position)) for position in range(1, 6)],
        client.post(url("answers", attempt), **batch(row(attempt, 2), row(attempt, 3, fields={"options": ["Z"]}))),
    ]
    for reply in pages:
        text = reply.content.decode()
        assert not [secret for secret in secrets_of(quiz_page.quiz) if secret in text]


def test_a_page_speaks_of_options_in_letters_only(client, quiz_page):
    text = client.get(url("attempt", start(client, quiz_page))).content.decode()
    controls = re.findall(r'<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"', text)
    assert {name for name, _ in controls} == {"options"}
    assert {value for _, value in controls} <= set("ABC")
    pairs = re.findall(r'<select [^>]*name="pair-([^"]+)">(.*?)</select>', text, re.DOTALL)
    assert [letter for letter, _ in pairs] == ["A", "B", "C"]
    assert {value for _, inner in pairs for value in re.findall(r'value="([^"]*)"', inner)} == {"", "A", "B"}


def test_the_order_of_a_matching_question_does_not_betray_its_key(client, quiz_page):
    seen = set()
    for _ in range(6):
        attempt = start(Client(), quiz_page)
        item = next(each for each in attempt.items.all() if each.kind.type == "jodohkan")
        seen.add(json.dumps(item.kind.write_form(right(item), item.shown), sort_keys=True))
    assert len(seen) > 1


def test_all_questions_come_in_one_response_and_one_is_shown(client, quiz_page):
    attempt = start(client, quiz_page)
    client.post(url("question", attempt, 1), form_of(attempt, 1))
    text = client.get(url("attempt", attempt)).content.decode()
    assert text.count('<form class="question"') == 5
    shown = [line for line in text.splitlines() if '<form class="question"' in line and not line.endswith(" hidden>")]
    assert len(shown) == 1
    assert 'id="soal-2"' in shown[0]


def test_the_phone_sends_a_batch_and_learns_what_became_of_it(client, quiz_page):
    attempt = start(client, quiz_page)
    sent = row(attempt, 1)
    reply = client.post(url("answers", attempt), **batch(sent, row(attempt, 9, fields={})))
    assert [each["status"] for each in reply.json()["answers"]] == ["stored", "no_such_question"]
    assert reply.json()["answers"][0]["client_id"] == sent["client_id"]
    client.post(url("answers", attempt), **batch(sent))
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "null",
        '{"answers": 1}',
        '{"answers": [1]}',
        '{"answers": [{}]}',
        json.dumps({"answers": [{"client_id": "x", "position": 1, "occurred_at": NOON.isoformat(), "fields": {}}]}),
        json.dumps({"answers": [{"client_id": str(uuid4()), "position": 1, "occurred_at": "now", "fields": {}}]}),
        json.dumps({"answers": [{"client_id": str(uuid4()), "position": True, "occurred_at": NOON.isoformat(), "fields": {}}]}),
        json.dumps({"answers": [{"client_id": str(uuid4()), "position": 1, "occurred_at": NOON.isoformat(), "fields": {"options": "A"}}]}),
        json.dumps({"answers": [{"client_id": 5, "position": 1, "occurred_at": NOON.isoformat(), "fields": {}}]}),
        json.dumps({"answers": [{"client_id": str(uuid4()), "position": 1, "occurred_at": 5, "fields": {}}]}),
        json.dumps({"answers": [{"client_id": str(uuid4()), "position": 1, "occurred_at": "0001-01-01T00:00:00+14:00", "fields": {}}]}),
        json.dumps({"answers": [{"client_id": str(uuid4()), "position": 1, "occurred_at": "9999-12-31T23:59:59-14:00", "fields": {}}]}),
        json.dumps({"answers": [{}] * 201}),
        "[" * 50_000,
    ],
)  # fmt: skip
def test_a_malformed_batch_is_refused_whole(client, quiz_page, body):
    attempt = start(client, quiz_page)
    reply = client.post(url("answers", attempt), body, content_type="application/json")
    assert reply.status_code == 400
    assert not Answer.objects.exists()


def test_a_clock_with_an_impossible_zone_loses_no_answer(client, quiz_page):
    """PostgreSQL takes no offset beyond sixteen hours, and the phone would send it again for ever."""
    attempt = start(client, quiz_page)
    told = {"occurred_at": "2024-10-03T05:00:00+23:59", "fields": form_of(attempt, 1)}
    reply = client.post(url("answers", attempt), **batch(row(attempt, 1, **told)))
    assert reply.json()["answers"][0]["status"] == "stored"


def test_answers_need_the_token_of_the_page(quiz_page):
    strict = Client(enforce_csrf_checks=True)
    attempt = AttemptFactory(quiz=quiz_page.quiz)
    session = strict.session
    session[SESSION_KEY] = str(attempt.guest_key)
    session.save()
    assert strict.post(url("answers", attempt), **batch(row(attempt, 1))).status_code == 403


def test_a_test_in_a_session_says_when_it_closes(client, home):
    person = UserFactory(unit=UnitFactory(time_zone="Asia/Makassar"))
    attempt = AttemptFactory(person=person, mode="post", context="session:1", deadline_at=NOON + timedelta(minutes=30))
    client.force_login(person)
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        text = client.get(url("attempt", attempt)).content.decode()
        assert "Ditutup pukul 13.30 WITA" in text
        assert "Sisa" not in text
    with time_machine.travel(NOON + timedelta(minutes=25), tick=False):
        assert "Sisa ± 5 menit" in client.get(url("attempt", attempt)).content.decode()
    with time_machine.travel(NOON + timedelta(minutes=36), tick=False):
        assert "Sudah ditutup pukul 13.30 WITA" in client.get(url("question", attempt, 1)).content.decode()
        reply = client.post(url("question", attempt, 1), form_of(attempt, 1))
        assert reply.status_code == 409
        client.post(url("answers", attempt), **batch(row(attempt, 2)))
    assert Answer.objects.get().is_late
    assert client.post(url("submit", attempt)).status_code == 302


def test_self_study_names_no_time(client, quiz_page):
    assert "Ditutup" not in client.get(url("attempt", start(client, quiz_page))).content.decode()


def test_a_test_in_a_session_is_not_started_over(client, home, person):
    attempt = AttemptFactory(person=person, mode="post", context="session:1")
    client.force_login(person)
    assert client.get(url("restart", attempt)).status_code == 404


def test_a_closed_page_offers_its_quiz_to_nobody(client, quiz_page):
    course = quiz_page.get_parent()
    closed = PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.LOGIN)
    assert client.post(reverse("quizzes:start", args=[quiz_page.quiz.slug])).status_code == 404
    closed.delete()
    assert client.post(reverse("quizzes:start", args=[quiz_page.quiz.slug])).status_code == 302


def test_a_quiz_may_be_offered_on_two_pages(client, quiz_page):
    QuizPageFactory(quiz=quiz_page.quiz)
    attempt = start(client, quiz_page)
    client.post(url("submit", attempt))
    assert client.get(url("result", attempt)).status_code == 200


def test_a_result_names_a_card_as_it_is_called_now(client, quiz_page):
    """Editions are kept by the process; what they rest on is read anew."""
    attempt = start(client, quiz_page)
    client.post(url("submit", attempt))
    assert "Nama baru kartu" not in client.get(url("result", attempt)).content.decode()
    RuleCard.objects.update(title="Nama baru kartu")
    assert "Nama baru kartu" in client.get(url("result", attempt)).content.decode()


@pytest.mark.parametrize("attempts", [1, 30])
def test_the_page_of_a_quiz_costs_the_same_after_many_attempts(
    client, home, person, attempts, django_assert_max_num_queries
):
    quiz_page = QuizPageFactory(quiz=QuizFactory(attempts_allowed=31))
    client.force_login(person)
    for _ in range(attempts):
        client.post(url("submit", start(client, quiz_page)))
    with django_assert_max_num_queries(25):
        client.get(quiz_page.url)


def test_what_another_tab_gives_up_in_the_same_moment_is_gone(client, quiz_page, monkeypatch):
    attempt = start(client, quiz_page)

    def a_moment_later():
        Attempt.objects.update(state=Attempt.State.ABANDONED)
        return attempt.started_at

    monkeypatch.setattr("quizzes.views.timezone.now", a_moment_later)
    assert client.post(url("submit", attempt)).status_code == 404
