from datetime import date, timedelta
from uuid import uuid4

import pytest

from elearning.training import progress, readiness, services
from elearning.training.errors import TrainingError
from elearning.training.models import CommitteeMember, Participant, TrainingSession
from quizzes import services as quizzes
from quizzes.models import Attempt
from quizzes.paper import closing_of
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.quizzes import QuizFactory, finish, right
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

pytestmark = pytest.mark.django_db
State = TrainingSession.State


def refused(verb, *args, **kwargs) -> TrainingError:
    with pytest.raises(TrainingError) as refusal:
        verb(*args, **kwargs)
    return refusal.value


# Opening


def test_a_session_that_lacks_nothing_opens(draft, committee, noon):
    ParticipantFactory(session=draft)
    opened = services.open_session(draft, by=committee, at=noon)
    assert opened.state == State.OPEN
    assert len(opened.room_code) == 4


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        (lambda session: session.days.all().delete(), "days"),
        (lambda session: session.materials.all().delete(), "materials"),
        (lambda session: session.signatories.all().delete(), "signatory"),
        (lambda session: session.committee.all().delete(), "committee"),
        (lambda session: session.participants.all().delete(), "participants"),
        (lambda session: TrainingSession.objects.filter(pk=session.pk).update(min_days_attended=4), "conditions"),
        (
            lambda session: TrainingSession.objects.filter(pk=session.pk).update(post_test=QuizFactory(questions=0)),
            "tests",
        ),
    ],
)
def test_each_gap_keeps_a_session_closed_and_is_named(draft, committee, noon, change, gap):
    ParticipantFactory(session=draft)
    change(draft)
    draft = TrainingSession.objects.get(pk=draft.pk)
    assert gap in [check.code for check in readiness.gaps(draft, at=noon)]
    refusal = refused(services.open_session, draft, by=committee, at=noon)
    assert refusal.code == "not_ready"
    assert refusal.gaps
    assert TrainingSession.objects.get(pk=draft.pk).state == State.DRAFT


@pytest.mark.parametrize(
    ("kind", "hours", "is_ready"),
    [
        ("pre", {"opens_at": 0}, True),
        ("pre", {"opens_at": 1}, False),
        ("pre", {"closes_at": 0}, True),
        ("pre", {"closes_at": -1}, False),
        ("post", {"opens_at": 2}, True),
        ("post", {"opens_at": 3}, False),
        ("post", {"closes_at": 1}, False),
    ],
)
def test_a_test_whose_quiz_is_closed_on_its_day_is_a_gap(draft, noon, kind, hours, is_ready):
    """Three days from the third of October; the pre-test on the first of them, the post-test on the last."""
    hours = {name: noon + timedelta(days=days) for name, days in hours.items()}
    setattr(draft, f"{kind}_test", QuizFactory(**hours))
    assert ("tests" not in [check.code for check in readiness.gaps(draft, at=noon)]) is is_ready


def test_a_session_opens_once(session, committee, noon):
    assert refused(services.open_session, session, by=committee, at=noon).code == "already_open"


# Closing and reopening


def test_a_closed_list_reopens_until_certificates_are_issued(session, committee, noon):
    closed = services.close_list(session, by=committee, at=noon)
    assert (closed.state, closed.list_closed_at) == (State.CLOSED, noon)
    assert services.reopen_list(closed, by=committee, at=noon).state == State.OPEN
    TrainingSession.objects.update(state=State.ISSUED)
    assert refused(services.reopen_list, session, by=committee, at=noon).code == "already_issued"
    assert refused(services.close_list, session, by=committee, at=noon).code == "already_issued"


def test_closing_twice_keeps_the_first_time(session, committee, noon):
    services.close_list(session, by=committee, at=noon)
    assert services.close_list(session, by=committee, at=noon.replace(hour=9)).list_closed_at == noon


def test_a_draft_has_no_list_to_close_or_reopen(draft, committee, noon):
    assert refused(services.close_list, draft, by=committee, at=noon).code == "not_open"
    assert refused(services.reopen_list, draft, by=committee, at=noon).code == "not_open"


# Tests in the room


@pytest.fixture
def tested(session):
    session.pre_test, session.post_test = QuizFactory(), QuizFactory()
    session.save(update_fields=["pre_test", "post_test"])
    return session


def test_a_test_is_begun_only_while_it_is_open(tested, committee, noon):
    participant = ParticipantFactory(session=tested)
    assert refused(services.start_test, participant, "pre", at=noon).code == "test_closed"
    participant.session = services.open_test(tested, "pre", by=committee, at=noon)
    attempt = services.start_test(participant, "pre", at=noon)
    assert (attempt.mode, attempt.context) == (Attempt.Mode.PRE_TEST, tested.context)
    assert services.start_test(participant, "pre", at=noon) == attempt
    participant.session = services.close_test(tested, "pre", by=committee, at=noon)
    assert refused(services.start_test, participant, "pre", at=noon).code == "test_closed"


def test_closing_a_test_ends_the_attempts_that_still_run(tested, committee, noon):
    participant = ParticipantFactory(session=tested)
    participant.session = services.open_test(tested, "post", by=committee, at=noon)
    attempt = services.start_test(participant, "post", at=noon)
    closing = noon.replace(minute=30)
    services.close_test(tested, "post", by=committee, at=closing)
    attempt.refresh_from_db()
    assert (attempt.deadline_at, attempt.state) == (closing, Attempt.State.IN_PROGRESS)
    services.open_test(tested, "post", by=committee, at=closing)
    attempt.refresh_from_db()
    assert attempt.deadline_at is None


def test_closing_the_list_takes_the_answers_that_are_there(tested, committee, noon):
    participant = ParticipantFactory(session=tested)
    participant.session = services.open_test(tested, "post", by=committee, at=noon)
    attempt = services.start_test(participant, "post", at=noon)
    closed = services.close_list(tested, by=committee, at=noon.replace(hour=9))
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.SUBMITTED
    assert closed.post_test_closed_at == noon.replace(hour=9)


def test_opening_twice_keeps_the_first_time(tested, committee, noon):
    services.open_test(tested, "pre", by=committee, at=noon)
    assert services.open_test(tested, "pre", by=committee, at=noon.replace(hour=9)).pre_test_opened_at == noon


@pytest.mark.parametrize("verb", [services.open_test, services.close_test])
def test_a_test_that_the_session_does_not_use_is_neither_opened_nor_closed(session, committee, noon, verb):
    assert refused(verb, session, "pre", by=committee, at=noon).code == "no_test"
    assert refused(verb, session, "lain", by=committee, at=noon).code == "no_test"


def test_a_participant_cannot_begin_a_test_that_is_not_there(session, participant, noon):
    assert refused(services.start_test, participant, "pre", at=noon).code == "no_test"
    assert refused(services.start_test, participant, "lain", at=noon).code == "no_test"


def test_tests_belong_to_a_running_session(tested, committee, noon):
    TrainingSession.objects.update(state=State.DRAFT)
    assert refused(services.open_test, tested, "pre", by=committee, at=noon).code == "not_open"
    TrainingSession.objects.update(state=State.CLOSED)
    assert refused(services.open_test, tested, "pre", by=committee, at=noon).code == "list_closed"


def test_a_test_that_is_not_open_is_not_closed(tested, committee, noon):
    assert refused(services.close_test, tested, "pre", by=committee, at=noon).code == "test_closed"


def test_live_counts_have_the_people_in_the_room_as_base(tested, committee, noon):
    day = tested.days.first()
    people = [ParticipantFactory(session=tested) for _ in range(4)]
    for participant in people[:3]:
        attend(participant, day, by=committee, at=noon)
    tested = services.open_test(tested, "pre", by=committee, at=noon)
    for participant in people[:2]:
        participant.session = tested
        attempt = services.start_test(participant, "pre", at=noon)
    finish(attempt, correct=1, at=noon)
    pre, post = progress.room_tests(tested, at=noon)
    assert (pre.started, pre.finished, pre.waiting, pre.working) == (2, 1, 1, 1)
    assert (post.started, post.finished, post.waiting) == (0, 0, 3)


# The next step


@pytest.mark.parametrize(
    ("state", "on", "code"),
    [("berjalan", 3, "desk"), ("berjalan", 1, "print"), ("berjalan", 9, "close"), ("ditutup", 9, "issue"),
     ("terbit", 9, "issued")],
)  # fmt: skip
def test_the_first_page_names_one_next_step(session, noon, state, on, code):
    session.state = state
    assert progress.next_step(session, has_gaps=False, at=noon.replace(day=on)).code == code


def test_a_draft_first_wants_people_then_the_rest_then_to_be_opened(draft, noon):
    assert progress.next_step(draft, has_gaps=True, at=noon).code == "add"
    ParticipantFactory(session=draft)
    assert progress.next_step(draft, has_gaps=True, at=noon).code == "fill"
    assert progress.next_step(draft, has_gaps=False, at=noon).code == "open"


# Reads


@pytest.mark.parametrize("people", [1, 30])
def test_turnout_costs_one_query(session, committee, noon, people, django_assert_num_queries):
    for _ in range(people):
        attend(ParticipantFactory(session=session), session.days.first(), by=committee, at=noon)
    ParticipantFactory(session=session)
    with django_assert_num_queries(1):
        found = TrainingSession.objects.with_turnout().get()
        assert (found.registered, found.present) == (people + 1, people)


def test_presence_on_several_days_counts_a_person_once(session, participant, committee, noon):
    for day in session.days.all():
        attend(participant, day, by=committee, at=noon)
    assert TrainingSession.objects.with_turnout().get().present == 1


def test_sessions_are_managed_by_their_committee_and_by_the_office_above(session, committee, other_committee, noon):
    on = noon.date()
    above = UserFactory()
    member = UserFactory()
    CommitteeMember.objects.create(session=session, person=member)
    OfficeHoldingFactory(unit=session.unit, person=above, role="committee")
    for person in (committee, above, member):
        assert TrainingSession.objects.managed_by(person, on=on).get() == session
    assert not TrainingSession.objects.managed_by(other_committee, on=on).exists()
    assert not TrainingSession.objects.managed_by(UserFactory(is_active=False), on=on).exists()


def test_the_head_of_a_unit_is_not_its_committee(session, noon):
    head = UserFactory()
    OfficeHoldingFactory(unit=session.unit, person=head, role="head")
    assert not TrainingSession.objects.managed_by(head, on=noon.date()).exists()


def test_an_office_that_ended_manages_nothing(session, noon):
    former = UserFactory()
    OfficeHoldingFactory(unit=session.unit, person=former, role="committee", ends_on=date(2024, 10, 3))
    assert not TrainingSession.objects.managed_by(former, on=noon.date()).exists()


def test_two_sessions_of_one_title_get_their_own_address(province, committee):
    first, second = (TrainingSession(title="Menjaga Netralitas ASN dalam Pemilu 2024") for _ in range(2))
    services.give_address(first, by=committee)
    TrainingSessionFactory(slug=first.slug, unit=province)
    services.give_address(second, by=committee)
    assert (first.slug, second.slug) == (
        "menjaga-netralitas-asn-dalam-pemilu-2024", "menjaga-netralitas-asn-dalam-pemilu-2024-2",
    )  # fmt: skip
    assert first.created_by == committee


def test_joining_a_committee_twice_is_joining_once(session, committee):
    assert services.join_committee(session, committee) == services.join_committee(session, committee)


def test_an_answer_made_in_time_still_arrives_after_the_list_was_closed(tested, committee, noon):
    services.open_test(tested, "post", by=committee, at=noon)
    attempt = services.start_test(ParticipantFactory(session=tested), "post", at=noon)
    item = attempt.items.first()
    services.close_test(tested, "post", by=committee, at=noon + timedelta(minutes=10))
    services.close_list(tested, by=committee, at=noon + timedelta(minutes=12))
    given = quizzes.GivenAnswer(uuid4(), item.position, noon + timedelta(minutes=9), response=right(item))
    (saved,) = quizzes.save_answers(attempt, [given], at=noon + timedelta(minutes=13))
    assert saved.answer is not None
    assert saved.answer.waits


@pytest.mark.parametrize(
    "close", [services.close_list, lambda session, **who: services.close_test(session, "post", **who)]
)
def test_a_test_that_closed_while_the_page_was_open_is_not_begun(tested, committee, noon, close):
    services.open_test(tested, "post", by=committee, at=noon)
    seen = Participant.objects.select_related("session").get(pk=ParticipantFactory(session=tested).pk)
    close(tested, by=committee, at=noon)
    with pytest.raises(TrainingError) as refusal:
        services.start_test(seen, "post", at=noon + timedelta(seconds=1))
    assert refusal.value.code == "test_closed"
    assert not Attempt.objects.running().exists()


def test_a_test_in_jayapura_closes_in_the_time_of_jayapura(committee, noon):
    session = TrainingSessionFactory(open=True, time_zone="Asia/Jayapura", post_test=QuizFactory())
    services.open_test(session, "post", by=committee, at=noon)
    session.refresh_from_db()
    traveller = UserFactory(unit_name="Distrik Contoh")
    attempt = services.start_test(ParticipantFactory(session=session, person=traveller), "post", at=noon)
    services.close_test(session, "post", by=committee, at=noon + timedelta(minutes=10))
    attempt.refresh_from_db()
    assert closing_of(attempt, at=noon).when == "pukul 14.10 WIT"
