import hashlib
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from certificates.services import CertificateError
from elearning.people.models import User
from elearning.people.services import PeopleError
from elearning.training import services
from elearning.training.errors import AttendanceError, ParticipantError, TrainingError
from elearning.training.importing import Row
from elearning.training.models import Contributor, ImportBatch, Participant, TrainingSession
from elearning.training.services.matching import Decided, Fate, plan_import
from quizzes.services import start_attempt
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

from .spreadsheets import ARIF, MADE, RINA, read, xlsx

pytestmark = pytest.mark.django_db
NIP = "197809122005011901"


@pytest.fixture
def add(session, committee, noon):
    def put(**changes):
        values = {"display_name": "Rina Contoh, S.Pd.", "by": committee, "at": noon}
        return services.add_participant(session, **(values | changes))

    return put


@pytest.fixture
def take_in(session, committee, noon):
    """Import a file as the preview hands it over."""

    def save(*rows, into=session):
        sheet = read(xlsx(*rows), "peserta.xlsx")
        return services.import_participants(
            into, sheet.ready, file_name="peserta.xlsx", sha256="0" * 64, by=committee, at=noon
        )

    return save


def refused(kind, verb, *args, **kwargs) -> str:
    with pytest.raises(kind) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


# One by one


def test_a_new_person_gets_the_next_line_and_a_badge_code(add):
    first, second = add(), add(display_name="Made Contoh")
    assert (first.line, second.line) == (1, 2)
    assert len(first.badge_code) == 8
    assert first.badge_code != second.badge_code
    assert first.person.display_name == "Rina Contoh, S.Pd."
    assert not first.person.has_usable_password()


def test_a_known_nip_links_the_person_under_the_stored_name(add):
    known = UserFactory(display_name="Drs. H. Arif Contoh, M.Si.", nip=NIP)
    added = add(display_name="ARIF CONTOH", nip="19780912 200501 1 901")
    assert added.person == known
    assert not added.person_was_new
    known.refresh_from_db()
    assert known.display_name == "Drs. H. Arif Contoh, M.Si."


def test_nobody_is_listed_twice(add):
    add(nip=NIP)
    assert refused(ParticipantError, add, nip=NIP) == "already_listed"


def test_a_broken_nip_is_refused_by_the_rules_of_people(add):
    assert refused(PeopleError, add, nip="1671011209780001") == "nip_nik"
    assert not Participant.objects.exists()


@pytest.mark.parametrize("state", ["ditutup", "terbit"])
def test_a_closed_list_takes_nobody(add, take_in, state):
    TrainingSession.objects.update(state=state)
    assert refused(TrainingError, add) == "list_closed"
    assert refused(TrainingError, take_in, ARIF) == "list_closed"


def test_a_name_that_no_certificate_can_carry_is_refused_when_it_is_written_down(session, committee, noon):
    with pytest.raises(CertificateError) as refusal:
        services.add_participant(session, display_name="Нина Contoh", employment_status="pns", by=committee, at=noon)
    assert refusal.value.code == "character_missing"
    assert not User.objects.filter(display_name="Нина Contoh").exists()


# Many at once


def test_an_import_makes_people_and_lines_in_the_order_of_the_file(take_in, session):
    result = take_in(ARIF, RINA, MADE)
    assert (result.added, result.already_listed) == (3, 0)
    lines = session.participants.order_by("line").values_list("line", "person__display_name", "group")
    assert list(lines) == [
        (1, "Drs. H. Arif Contoh, M.Si.", "Tirta"), (2, "Rina Contoh, S.Pd.", "Tirta"), (3, "Made Contoh", "Wana"),
    ]  # fmt: skip
    assert set(session.participants.values_list("imported_by", flat=True)) == {result.batch.pk}


def test_a_unit_is_linked_only_where_its_name_is_exact_and_alone(take_in, session):
    kenanga = UnitFactory(name="Kecamatan Kenanga Contoh")
    UnitFactory(name="SD Negeri 1 Contoh")
    UnitFactory(name="SD Negeri 1 Contoh")
    take_in(ARIF, RINA)
    arif, rina = (participant.person for participant in session.participants.order_by("line"))
    assert (arif.unit, arif.unit_name) == (kenanga, "")
    assert (rina.unit, rina.unit_name) == (None, "SD Negeri 1 Contoh")


def test_the_same_file_twice_adds_nobody(take_in):
    take_in(ARIF, RINA, MADE)
    before = list(Participant.objects.values_list("pk", flat=True)), User.objects.count()
    again = take_in(ARIF, RINA, MADE)
    assert (again.batch, again.added, again.already_listed) == (None, 0, 3)
    assert (list(Participant.objects.values_list("pk", flat=True)), User.objects.count()) == before
    assert ImportBatch.objects.count() == 1


BROKEN = [*ARIF[:2], 197809122005011901, *ARIF[3:]]  # Excel keeps fifteen of its digits


def test_a_nip_that_excel_ate_is_asked_for_at_the_desk(take_in, session, committee):
    take_in(BROKEN)
    arif = session.participants.get()
    assert (arif.person.nip, arif.nip_is_incomplete, arif.nip_hint) == (None, True, "19780912200501")
    services.complete_nip(arif, typed="19 01", by=committee)
    arif = session.participants.select_related("person").get()
    assert (arif.person.nip, arif.nip_is_incomplete, arif.nip_hint) == (NIP, False, "")
    assert refused(ParticipantError, services.complete_nip, arif, typed="1901", by=committee) == "nip_complete"
    assert take_in(BROKEN).already_listed == 1


def test_all_eighteen_digits_may_be_told_instead(take_in, session, committee):
    take_in([*ARIF[:2], "1.98E+17", *ARIF[3:]])
    arif = services.complete_nip(session.participants.get(), typed="19780912 200501 1 901", by=committee)
    assert arif.person.nip == NIP


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("19", "nip_length"),
        ("1234567890123456", "nip_nik"),
        ("satu", "nip_digits"),
        ("  ", "nip_missing"),
        ("1901", "nip_of_another"),
    ],
)
def test_what_completes_no_nip_changes_nothing(take_in, session, committee, typed, code):
    take_in(BROKEN)
    UserFactory(nip=NIP)
    arif = session.participants.get()
    assert refused((PeopleError, ParticipantError), services.complete_nip, arif, typed=typed, by=committee) == code
    arif.refresh_from_db()
    assert (arif.person.nip, arif.nip_is_incomplete) == (None, True)


def test_a_nip_is_never_written_over_another(take_in, session, committee):
    take_in(BROKEN)
    arif = session.participants.get()
    arif.person.nip = "199002142021212902"
    arif.person.save(update_fields=["nip"])
    assert refused(PeopleError, services.complete_nip, arif, typed="1901", by=committee) == "nip_known"


def test_part_of_a_nip_is_kept_only_while_it_is_incomplete(session):
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=ParticipantFactory(session=session).pk).update(nip_hint="19780912200501")


def test_a_mended_file_doubles_nobody_who_is_known_elsewhere(take_in, session):
    """The list came with a broken NIP, then with the whole one, and that belongs to somebody of former years."""
    UserFactory(nip=NIP, display_name=ARIF[1])
    take_in(BROKEN)
    assert take_in(ARIF).added == 0
    assert session.participants.count() == 1


def test_a_broken_nip_that_contradicts_the_list_is_somebody_else(take_in, session):
    take_in(ARIF)
    namesake = [9, ARIF[1], 198812122015011003, *ARIF[3:]]
    assert take_in(namesake).added == 1
    assert take_in(namesake, ARIF).added == 0
    assert session.participants.count() == 2


def test_a_longer_file_adds_only_the_newcomers(take_in):
    take_in(ARIF)
    assert take_in(ARIF, RINA).added == 1


def test_somebody_known_by_nip_is_linked_and_a_different_name_is_asked_about(take_in, session):
    known = UserFactory(display_name="H. Arif Contoh", nip=NIP)
    row = Row(2, "Drs. H. Arif Contoh, M.Si.", NIP)
    (asked,), (decided,) = plan_import(session, [row]), plan_import(session, [row], Decided(same={2}))
    assert (asked.fate, asked.person, asked.asks) == (Fate.ASKED, known, "known_name")
    assert (decided.fate, decided.person) == (Fate.LINKED, known)
    assert (take_in(ARIF).asked, session.participants.count()) == (1, 0)
    User.objects.update(display_name=ARIF[1])
    take_in(ARIF)
    assert session.participants.get().person == known
    assert User.objects.filter(nip=NIP).count() == 1


def test_a_person_in_two_sessions_is_one_person(take_in, province):
    take_in(ARIF)
    take_in(ARIF, into=TrainingSessionFactory(unit=province, open=True))
    assert User.objects.filter(nip=NIP).count() == 1
    assert Participant.objects.count() == 2


@pytest.mark.parametrize("people", [1, 30])
def test_holding_a_file_against_the_list_costs_two_queries(session, people, django_assert_num_queries):
    for _ in range(people):
        ParticipantFactory(session=session)
    rows = [Row(number, f"Orang Contoh {number}", f"19780912200501{number:04d}") for number in range(people)]
    with django_assert_num_queries(2):
        assert len(plan_import(session, rows)) == people


def test_an_import_is_all_or_nothing(take_in, monkeypatch):
    UserFactory(nip=RINA[2].strip("'"))  # known, so linked; then the third row fails
    monkeypatch.setattr("elearning.training.services.imports.register_participant", _broken)
    with pytest.raises(PeopleError):
        take_in(RINA, MADE)
    assert not Participant.objects.exists()
    assert not ImportBatch.objects.exists()


def _broken(**fields):
    raise PeopleError("name_missing")


# Undo


def fingerprint() -> str:
    """Every row of the people and of the sessions, but for the record of the imports themselves."""
    models = [model for app in ("people", "training") for model in apps.get_app_config(app).get_models()]
    rows = [
        (model._meta.label, sorted(map(repr, model._base_manager.values_list())))
        for model in models
        if model is not ImportBatch
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_undo_leaves_people_and_list_as_they_were(add, take_in, committee, noon):
    add(display_name="Sudah Ada Contoh")
    before = fingerprint()
    result = take_in(ARIF, RINA, MADE)
    assert services.undo_import(result.batch, by=committee, at=noon) == 3
    assert fingerprint() == before
    result.batch.refresh_from_db()
    assert result.batch.undone_at == noon


def test_undo_takes_a_completed_nip_back(take_in, session, committee, noon):
    take_in(BROKEN)
    before = fingerprint()
    result = take_in(ARIF, RINA)
    assert (result.added, result.completed) == (1, 1)
    assert session.participants.get(line=1).person.nip == NIP
    services.undo_import(result.batch, by=committee, at=noon)
    assert fingerprint() == before
    arif = session.participants.get()
    assert (arif.person.nip, arif.nip_is_incomplete, arif.nip_hint) == (None, True, "19780912200501")


def test_a_nip_that_the_desk_wrote_meanwhile_stays(take_in, session, committee, noon):
    take_in(BROKEN)
    batch = take_in(ARIF).batch
    User.objects.filter(nip=NIP).update(nip="197809122005011999")
    services.undo_import(batch, by=committee, at=noon)
    assert session.participants.get().person.nip == "197809122005011999"


def test_undo_keeps_a_person_who_was_known_before(take_in, committee, noon):
    known = UserFactory(nip=NIP, display_name=ARIF[1])
    services.undo_import(take_in(ARIF).batch, by=committee, at=noon)
    assert User.objects.filter(pk=known.pk).exists()


def test_undo_keeps_the_account_that_a_paper_of_a_speaker_is_for(take_in, session, committee, noon):
    batch = take_in(ARIF, RINA).batch
    person = User.objects.get(nip=NIP)
    Contributor.objects.create(session=session, name=person.display_name, person=person)
    assert services.undo_import(batch, by=committee, at=noon) == 2
    assert User.objects.filter(display_name__in=(ARIF[1], RINA[1])).get() == person
    assert session.contributors.get().person == person


def test_undo_keeps_a_person_on_whom_somebody_built_meanwhile(take_in, committee, noon, province):
    batch = take_in(ARIF).batch
    take_in(ARIF, into=TrainingSessionFactory(unit=province, open=True))
    services.undo_import(batch, by=committee, at=noon)
    assert User.objects.filter(nip=NIP).exists()
    assert Participant.objects.count() == 1


def test_an_import_is_undone_once(take_in, committee, noon):
    batch = take_in(ARIF).batch
    services.undo_import(batch, by=committee, at=noon)
    assert refused(ParticipantError, services.undo_import, batch, by=committee, at=noon) == "already_undone"


@pytest.mark.parametrize("use", ["presence", "phone", "deputy", "attempt"])
def test_an_import_on_which_something_rests_stays(take_in, session, committee, noon, day, use):
    batch = take_in(ARIF).batch
    participant = session.participants.get()
    match use:
        case "presence":
            attend(participant, day, by=committee, at=noon)
        case "phone":
            services.claim_badge(participant, at=noon)
        case "deputy":
            ParticipantFactory(session=session, origin="wakil", deputy_for=participant)
        case "attempt":
            start_attempt(QuizFactory(), mode="pre", at=noon, person=participant.person, context=session.context)
    assert refused(ParticipantError, services.undo_import, batch, by=committee, at=noon) == "in_use"
    assert session.participants.filter(pk=participant.pk).exists()


def test_an_import_into_a_closed_list_stays(take_in, committee, noon):
    batch = take_in(ARIF).batch
    TrainingSession.objects.update(state="ditutup")
    assert refused(TrainingError, services.undo_import, batch, by=committee, at=noon) == "list_closed"


# At the door


@pytest.fixture
def deputise(participant, committee, day, noon):
    def welcome(**changes):
        values = {
            "display_name": "Wakil Contoh, S.E.", "day": day, "by": committee, "nonce": uuid4(), "at": noon,
        }  # fmt: skip
        return services.welcome_deputy(changes.pop("principal", participant), **(values | changes))

    return welcome


@pytest.fixture
def walk_in(session, committee, day, noon):
    def welcome(**changes):
        values = {
            "display_name": "Tambahan Contoh", "day": day, "by": committee, "nonce": uuid4(), "at": noon,
        }  # fmt: skip
        return services.welcome_walk_in(session, **(values | changes))

    return welcome


def test_a_deputy_joins_the_list_is_present_and_stands_for_somebody(deputise, participant):
    deputy = deputise(position_title="Sekretaris Camat").participant
    assert (deputy.origin, deputy.deputy_for, deputy.line) == ("wakil", participant, 2)
    assert deputy.person.position_title == "Sekretaris Camat"
    assert deputy.attendances.exists()
    assert not participant.attendances.exists()


def test_one_press_sent_twice_makes_one_deputy_and_one_walk_in(deputise, walk_in):
    nonce, other = uuid4(), uuid4()
    assert deputise(nonce=nonce) == deputise(nonce=nonce)
    assert walk_in(nonce=other) == walk_in(nonce=other)
    assert Participant.objects.count() == 3


def test_somebody_is_represented_once(deputise):
    deputise()
    assert refused(ParticipantError, deputise, display_name="Wakil Kedua Contoh") == "already_represented"


def test_who_came_is_not_represented(deputise, participant, committee, day, noon):
    attend(participant, day, by=committee, at=noon)
    assert refused(ParticipantError, deputise) == "already_present"


def test_a_deputy_has_no_deputy(deputise):
    deputy = deputise().participant
    assert refused(ParticipantError, deputise, principal=deputy) == "deputy_of_deputy"


def test_a_deputy_who_is_invited_already_is_not_listed_twice(deputise, session):
    ParticipantFactory(session=session, person=UserFactory(nip=NIP))
    assert refused(ParticipantError, deputise, nip=NIP) == "already_listed"


def test_a_walk_in_is_listed_as_such_and_present(walk_in):
    participant = walk_in(unit_name="Kecamatan Seroja Contoh").participant
    assert (participant.origin, participant.person.unit_name) == ("tambahan", "Kecamatan Seroja Contoh")
    assert participant.attendances.exists()


def test_nobody_is_added_when_presence_is_refused(walk_in, session):
    assert refused(AttendanceError, walk_in, day=session.days.last()) == "day_ahead"
    assert not Participant.objects.exists()
    assert not User.objects.filter(display_name="Tambahan Contoh").exists()


@pytest.mark.parametrize("verb", ["deputise", "walk_in"])
def test_the_door_adds_nobody_to_a_closed_list(verb, request):
    TrainingSession.objects.update(state="ditutup")
    welcome = request.getfixturevalue(verb)
    TrainingSession.objects.update(state="ditutup")
    assert refused(TrainingError, welcome) == "list_closed"


def test_undoing_asks_as_much_of_the_database_for_few_as_for_many(
    take_in, session, committee, noon, django_assert_max_num_queries
):
    many = take_in(*([number, f"Peserta {number} Contoh", "", "", "Lurah", "", ""] for number in range(30)))
    with django_assert_max_num_queries(130):  # every table that names a person is asked
        services.undo_import(many.batch, by=committee, at=noon)
    assert not User.objects.filter(display_name__startswith="Peserta ").exists()


def test_undoing_leaves_only_those_on_whom_something_rests(take_in, session, committee, noon):
    batch = take_in(*([number, f"Peserta {number} Contoh", "", "", "Lurah", "", ""] for number in range(9))).batch
    kept = User.objects.get(display_name="Peserta 4 Contoh")
    ParticipantFactory(session=TrainingSessionFactory(), person=kept)
    services.undo_import(batch, by=committee, at=noon)
    assert list(User.objects.filter(display_name__startswith="Peserta ")) == [kept]
