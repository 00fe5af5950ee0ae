"""«Hasil kelas»: what the committee reads of its class, and what it does not."""

import re
from html import unescape

import pytest

from elearning.training import services
from elearning.training.results import result_of
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, finish, waiting_answer
from tests.factories.training import ParticipantFactory

from .web import page, words

SECRET = "Orang Rahasia Contoh"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def tests(session):
    """Pre-test and post-test of the session: one quiz of two questions, the second of which has a topic."""
    quiz = QuizFactory(questions=[QuestionFactory(), QuestionFactory(topics=["foto"])], shuffle=False)
    session.pre_test = session.post_test = quiz
    session.save()
    return quiz


def sit(session, mode, correct, count=1, people=None):
    people = people or [ParticipantFactory(session=session, person__display_name=SECRET).person for _ in range(count)]
    for person in people:
        attempt = AttemptFactory(quiz=session.test(mode), person=person, mode=mode, context=session.context)
        finish(attempt, correct=correct)
    return people


def shown(client, session):
    """The words of the page, without its marks."""
    body = words(client.get(page("results", session))).split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_a_class_is_told_before_and_after_without_names(desk_client, session, tests):
    people = sit(session, "pre", 1, count=30)
    sit(session, "post", 2, people=people)
    text = shown(desk_client, session)
    assert "30 orang mengerjakan pre-test dan post-test" in text
    assert "50% menjadi 100%" in text
    assert "kisaran 100% sampai 100%" in text
    assert "naik 30 tetap 0 turun 0" in text
    assert "30 orang menjadi benar, 0 orang menjadi salah" in text
    assert SECRET not in text


def test_twelve_people_are_counted_and_nothing_is_concluded(desk_client, session, tests):
    people = sit(session, "pre", 1, count=12)
    sit(session, "post", 2, people=people)
    text = shown(desk_client, session)
    assert "Belum cukup data (n = 12)" in text
    assert "50% menjadi 100%" in text


def test_four_people_are_not_told(desk_client, session, tests):
    people = sit(session, "pre", 1, count=4)
    sit(session, "post", 2, people=people)
    text = shown(desk_client, session)
    assert "Belum cukup orang" in text
    assert "%" not in text.split("Belum cukup orang")[1]


def test_a_session_with_only_a_post_test_is_told_alone(desk_client, session, tests):
    session.pre_test = None
    session.save()
    sit(session, "post", 1, count=5)
    text = shown(desk_client, session)
    assert "5 orang mengerjakan post-test." in text
    assert "Topik yang perlu dibahas lagi" in text
    assert "menjadi" not in text


def test_nobody_sat_a_test_yet(desk_client, session, tests):
    assert "Belum ada peserta yang selesai mengerjakan uji." in shown(desk_client, session)


def test_a_session_without_tests_says_so(desk_client, session):
    assert "Sosialisasi ini tidak memakai uji" in shown(desk_client, session)


def test_while_a_test_is_open_no_figure_is_told(desk_client, session, tests, committee, noon):
    sit(session, "pre", 1, count=5)
    services.open_test(session, "pre", by=committee, at=noon)
    text = shown(desk_client, session)
    assert "Pre-test masih terbuka" in text
    assert "%" not in text
    session.refresh_from_db()
    assert result_of(session, at=noon) is None


def test_before_the_post_test_no_wrong_option_is_told(desk_client, session, tests, committee, noon):
    people = sit(session, "pre", 1, count=5)
    assert "Boleh, asal luar jam kerja" not in shown(desk_client, session)
    sit(session, "post", 1, people=people)
    session.post_test_opened_at = session.post_test_closed_at = noon
    session.save()
    assert "Boleh, asal luar jam kerja" in shown(desk_client, session)


def test_answers_that_wait_for_a_decision_are_named(desk_client, session, tests):
    person = sit(session, "pre", 1)[0]
    waiting_answer(person.attempts.get())
    assert "1 jawaban terlambat menunggu keputusan Anda." in shown(desk_client, session)


def test_the_page_stands_in_the_tabs_of_the_session(desk_client, session):
    assert page("results", session) in desk_client.get(page("overview", session)).content.decode()
