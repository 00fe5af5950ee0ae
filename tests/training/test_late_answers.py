"""Answers that a phone brought long after closing: the committee sees whose and when, and decides."""

from datetime import timedelta
from uuid import uuid4

import pytest
from wagtail.log_actions import registry

from elearning.training import services
from elearning.training.models import TrainingSession
from quizzes.models import Answer, Attempt, LateDecision
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuizFactory, answer, right, waiting_answer
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def test_session(session, committee, noon):
    """With a post-test of one question, open, which must be passed."""
    session.post_test, session.needs_post_test_passed = QuizFactory(questions=1, pass_mark_percent=100), True
    session.min_days_attended = 1
    session.save(update_fields=["post_test", "needs_post_test_passed", "min_days_attended"])
    return services.open_test(session, "post", by=committee, at=noon)


@pytest.fixture
def late(test_session, participant, committee, noon):
    """Made before the test was closed, received an hour after."""
    participant.refresh_from_db()
    attempt = services.start_test(participant, "post", at=noon)
    services.close_test(test_session, "post", by=committee, at=noon + timedelta(minutes=10))
    return answer(
        attempt, 1, right(attempt.items.get()), at=noon + timedelta(minutes=70), occurred_at=noon + timedelta(minutes=9)
    )


@pytest.fixture
def address(session, late):
    return page("decide_late_answer", session, late.client_id)


def test_the_overview_says_how_many_wait_and_leads_there(desk_client, session, late):
    text = words(desk_client.get(page("overview", session)))
    assert "1 jawaban terlambat menunggu keputusan" in text
    assert page("late_answers", session) in text


def test_the_list_says_whose_which_and_when_and_never_what(desk_client, session, late):
    text = words(desk_client.get(page("late_answers", session)))
    assert "Drs. H. Arif Contoh, M.Si." in text
    assert "Post-test, soal 1" in text
    assert "12.09 WIB" in text
    assert "13.10 WIB" in text
    option = late.item.version.options.get(is_correct=True)
    assert option.text not in text
    assert late.item.version.prompt not in text


def test_without_any_the_list_says_so(desk_client, session):
    assert "Tidak ada jawaban terlambat" in words(desk_client.get(page("late_answers", session)))


def test_counting_an_answer_marks_the_test_again_and_is_logged(desk_client, committee, session, late, address, noon):
    services.close_list(session, by=committee, at=noon + timedelta(minutes=80))
    assert not Attempt.objects.get().passed
    response = desk_client.post(address, {"decision": "hitung"})
    assert response.url == page("late_answers", session)
    assert Attempt.objects.get().passed
    entry = registry.get_logs_for_instance(session).get(action="training.late_answer.decide")
    assert (entry.user, entry.data["counts"], entry.data["question"]) == (committee, True, 1)
    desk_client.post(address, {"decision": "hitung"})
    assert LateDecision.objects.count() == 1
    assert registry.get_logs_for_instance(session).filter(action="training.late_answer.decide").count() == 1


def test_leaving_it_aside_can_be_taken_back(desk_client, session, late, address):
    desk_client.post(address, {"decision": "biarkan"})
    text = words(desk_client.get(page("late_answers", session)))
    assert "tidak dihitung" in text
    assert "Hitung jawaban ini" in text
    assert not Answer.objects.undecided().exists()
    desk_client.post(address, {"decision": "hitung"})
    assert [decision.counts for decision in LateDecision.objects.all()] == [False, True]


@pytest.mark.parametrize("decision", ["", "hapus"])
def test_any_other_decision_is_refused(desk_client, late, address, decision):
    assert desk_client.post(address, {"decision": decision}).status_code == 400
    assert not LateDecision.objects.exists()


def test_an_answer_that_does_not_wait_is_not_found(desk_client, session, test_session, participant, noon):
    participant.refresh_from_db()
    attempt = services.start_test(participant, "post", at=noon)
    in_time = answer(attempt, 1, right(attempt.items.get()), at=noon)
    for client_id in (in_time.client_id, uuid4()):
        address = page("decide_late_answer", session, client_id)
        assert desk_client.post(address, {"decision": "hitung"}).status_code == 404


def test_an_answer_of_another_session_is_not_found(desk_client, session, noon):
    other = ParticipantFactory(session__post_test=QuizFactory())
    services.open_test(other.session, "post", by=UserFactory(), at=noon)
    other.refresh_from_db()
    late = waiting_answer(services.start_test(other, "post", at=noon))
    address = page("decide_late_answer", session, late.client_id)
    assert desk_client.post(address, {"decision": "hitung"}).status_code == 404
    assert not LateDecision.objects.exists()


def test_whoever_passes_after_the_issue_gets_a_certificate_by_issuing_again(
    desk_client, committee, session, late, address, participant, day, noon
):
    other = ParticipantFactory(session=session)
    for person in (participant, other):
        attend(person, day, by=committee, at=noon)
    session.refresh_from_db()
    Attempt.objects.create(
        quiz=session.post_test, person=other.person, mode="post", context=session.context, number=1, state="terkirim",
        seed=1, pool_hash="0", pass_mark_percent=50, started_at=noon, submitted_at=noon, score_percent=100, max_points=1,
    )  # fmt: skip
    services.close_list(session, by=committee, at=noon + timedelta(minutes=80))
    assert "1 jawaban terlambat belum diputuskan" in words(desk_client.get(page("issue", session)))
    services.issue_certificates(session, by=committee, at=noon)
    assert TrainingSession.objects.get(pk=session.pk).state == "terbit"
    desk_client.post(address, {"decision": "hitung"})
    assert "Sertifikat yang sudah terbit tidak berubah" in words(desk_client.get(page("late_answers", session)))
    assert "Terbitkan 1 sertifikat?" in words(desk_client.get(page("issue", session)))
