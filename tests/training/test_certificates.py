from datetime import date, timedelta
from uuid import uuid4

import pytest

from certificates.models import Batch, Certificate, RenderJob
from certificates.services import CertificateError
from elearning.people.models import User
from elearning.training import services
from elearning.training.errors import TrainingError
from elearning.training.models import TrainingSession
from elearning.training.services.certificates import certificate_of, certificates_of, next_sequence
from quizzes.services import start_attempt
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuizFactory, finish
from tests.factories.training import ParticipantFactory, attend

pytestmark = pytest.mark.django_db


@pytest.fixture
def closing(noon):
    """The evening of the last day."""
    return noon + timedelta(days=2, hours=5)


@pytest.fixture
def closed(session, committee, noon, closing):
    """Three people: two came every day, one only on the first."""
    session.min_days_attended = 3
    session.save(update_fields=["min_days_attended"])
    names = ("Arif Contoh, M.Si.", "Rina Contoh, S.Pd.", "Made Contoh")
    for name, days in zip(names, (3, 3, 1), strict=True):
        participant = ParticipantFactory(session=session, person=UserFactory(display_name=name))
        for day in list(session.days.all())[:days]:
            attend(participant, day, by=committee, at=noon)
    return services.close_list(session, by=committee, at=closing)


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises((TrainingError, CertificateError)) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def issue(session, committee, closing):
    return services.issue_certificates(session, by=committee, at=closing)


def test_exactly_those_who_earned_one_get_one_in_the_order_of_the_list(closed, committee, closing):
    batch = issue(closed, committee, closing)
    rows = batch.certificates.order_by("sequence")
    assert [(row.sequence, row.facts["name"]) for row in rows] == [
        (1, "Arif Contoh, M.Si."), (2, "Rina Contoh, S.Pd."),
    ]  # fmt: skip
    assert RenderJob.objects.count() == 2
    assert TrainingSession.objects.get().state == TrainingSession.State.ISSUED


def test_who_is_not_eligible_is_told_why(closed):
    appraisals = {one.participant.person.display_name: one.verdict for one in services.appraise(closed)}
    assert appraisals["Made Contoh"].words == "belum hadir hari ke-2, belum hadir hari ke-3"


def test_the_facts_are_those_of_the_session_and_the_person(closed, committee, closing):
    facts = issue(closed, committee, closing).certificates.first().facts
    assert facts["days"] == ["2024-10-03", "2024-10-04", "2024-10-05"]
    assert (facts["kind"], facts["lesson_hours"]) == ("mengikuti", 4)
    assert (facts["issued_on"], facts["organiser"]) == ("2024-10-05", "Lembaga Pengawas Pemilihan Contoh")
    assert facts["materials"][0]["speaker"] == "Narasumber Contoh, S.H."


def test_issuing_twice_gives_the_same_certificates(closed, committee, closing):
    first, second = issue(closed, committee, closing), issue(closed, committee, closing)
    assert first == second
    assert Certificate.objects.count() == 2
    assert Batch.objects.count() == 1


def test_an_open_list_issues_nothing(session, committee, closing):
    assert refused(issue, session, committee, closing) == "list_open"


def test_a_session_nobody_earned_issues_nothing(session, committee, closing):
    ParticipantFactory(session=session)
    services.close_list(session, by=committee, at=closing)
    assert refused(issue, session, committee, closing) == "no_claimants"
    assert TrainingSession.objects.get().state == TrainingSession.State.CLOSED


def test_a_name_that_does_not_fit_the_paper_stops_all_and_takes_no_number(closed, committee, closing):
    User.objects.filter(display_name="Rina Contoh, S.Pd.").update(display_name="W" * 120)
    assert refused(issue, closed, committee, closing) == "name_too_long"
    assert not Certificate.objects.exists()
    assert next_sequence(closed, on=date(2024, 10, 5)) == 1
    assert TrainingSession.objects.get().state == TrainingSession.State.CLOSED


def test_a_name_changed_after_issue_changes_no_fact(closed, committee, closing):
    before = dict(issue(closed, committee, closing).certificates.values_list("code", "facts_sha256"))
    User.objects.update(display_name="Nama Baru Contoh")
    TrainingSession.objects.update(title="Tema Baru", organiser="Penyelenggara Baru")
    issue(closed, committee, closing)
    assert dict(Certificate.objects.values_list("code", "facts_sha256")) == before


def test_issued_means_eligible_and_eligible_means_issued(closed, committee, closing):
    eligible = {one.participant.source for one in services.appraise(closed) if one.verdict.eligible}
    assert set(issue(closed, committee, closing).certificates.values_list("source", flat=True)) == eligible


def test_a_deputy_gets_the_certificate_of_the_deputy(session, committee, participant, day, noon, closing):
    services.welcome_deputy(
        participant, display_name="Wakil Contoh", day=day, by=committee, nonce=uuid4(), at=noon
    )  # fmt: skip
    services.close_list(session, by=committee, at=closing)
    assert [row.facts["name"] for row in issue(session, committee, closing).certificates.all()] == ["Wakil Contoh"]
    assert services.appraise(session)[0].verdict.reasons[0].code == "represented"


@pytest.mark.parametrize("people", [1, 30])
def test_appraising_a_session_costs_seven_queries(session, committee, noon, day, people, django_assert_num_queries):
    session.post_test = QuizFactory()
    session.save(update_fields=["post_test"])
    for _ in range(people):
        attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    session = TrainingSession.objects.get()
    with django_assert_num_queries(7):
        assert len(services.appraise(session)) == people


# The post-test


@pytest.fixture
def tested(session):
    session.post_test, session.needs_post_test_passed = QuizFactory(), True
    session.save(update_fields=["post_test", "needs_post_test_passed"])
    return session


def sit(participant, *, correct, at):
    session = participant.session
    attempt = start_attempt(session.post_test, mode="post", at=at, person=participant.person, context=session.context)
    return finish(attempt, correct=correct, at=at)


def test_who_passed_the_required_post_test_gets_lulus_and_the_others_a_reason(tested, committee, day, noon, closing):
    people = [ParticipantFactory(session=tested) for _ in range(3)]
    for participant in people:
        attend(participant, day, by=committee, at=noon)
    sit(people[0], correct=2, at=noon)
    sit(people[1], correct=0, at=noon)
    reasons = [[reason.code for reason in one.verdict.reasons] for one in services.appraise(tested)]
    assert reasons == [[], ["post_test_failed"], ["post_test_missing"]]
    services.close_list(tested, by=committee, at=closing)
    assert issue(tested, committee, closing).certificates.get().kind == Certificate.Kind.PASSED


def test_the_post_test_of_another_session_counts_for_nothing(tested, committee, day, noon):
    participant = ParticipantFactory(session=tested)
    attend(participant, day, by=committee, at=noon)
    attempt = start_attempt(
        tested.post_test, mode="post", at=noon, person=participant.person, context="session:lain"
    )  # fmt: skip
    finish(attempt, correct=2, at=noon)
    assert services.appraise(tested)[0].verdict.reasons[0].code == "post_test_missing"


def test_passing_what_was_not_asked_for_is_still_mengikuti(tested, committee, day, noon, closing):
    tested.needs_post_test_passed = False
    tested.save(update_fields=["needs_post_test_passed"])
    participant = ParticipantFactory(session=tested)
    attend(participant, day, by=committee, at=noon)
    sit(participant, correct=2, at=noon)
    services.close_list(tested, by=committee, at=closing)
    assert issue(tested, committee, closing).certificates.get().kind == Certificate.Kind.ATTENDED


# Correct, revoke, restore


@pytest.fixture
def holder(closed, committee, closing):
    issue(closed, committee, closing)
    return closed.participants.order_by("line").first()


def test_a_corrected_name_keeps_the_number(holder, committee, closing):
    old = certificate_of(holder)
    new = services.replace_certificate(
        holder, recipient_name="Arif Contoh, S.Sos., M.Si.", reason="Salah tulis nama", by=committee, at=closing
    )
    old.refresh_from_db()
    assert (new.number, new.revision, new.facts["name"]) == (old.number, 1, "Arif Contoh, S.Sos., M.Si.")
    assert old.state == Certificate.State.REPLACED
    assert certificate_of(holder) == new
    assert certificates_of([holder]) == {holder.source: new}


def test_a_revocation_wants_the_number_typed(holder, committee, closing):
    certificate = certificate_of(holder)
    arguments = {"reason": "Ganda", "by": committee, "at": closing}
    assert refused(services.revoke_certificate, holder, typed_number="002", **arguments) == "number_mismatch"
    revoked = services.revoke_certificate(holder, typed_number=f" {certificate.number.lower()} ", **arguments)
    assert revoked.state == Certificate.State.REVOKED


def test_a_revoked_certificate_comes_back_within_a_day_and_not_by_issuing_again(holder, closed, committee, closing):
    number = certificate_of(holder).number
    services.revoke_certificate(holder, reason="Ganda", typed_number=number, by=committee, at=closing)
    issue(closed, committee, closing)
    assert certificate_of(holder).state == Certificate.State.REVOKED
    late = closing + timedelta(hours=25)
    assert refused(services.restore_certificate, holder, by=committee, at=late) == "restore_too_late"
    assert services.restore_certificate(holder, by=committee, at=closing).state == Certificate.State.VALID


def test_who_has_no_certificate_has_none_to_change(closed, committee, closing):
    made = closed.participants.order_by("line").last()
    arguments = {"by": committee, "at": closing}
    assert refused(services.replace_certificate, made, recipient_name="X", reason="Y", **arguments) == "no_certificate"
    assert refused(services.revoke_certificate, made, reason="Ganda", typed_number="1", **arguments) == "no_certificate"
    assert refused(services.restore_certificate, made, **arguments) == "no_certificate"
