"""The name-proofing round: confirm, correct, agree, decline (ADR 0027)."""

import unicodedata

import pytest
from django.db import IntegrityError, transaction

from certificates.services import CertificateError
from elearning.people.services import PeopleError
from elearning.training import naming, services
from elearning.training.errors import NamingError
from elearning.training.models import NameProof
from elearning.training.naming import Said, Standing
from elearning.training.proofing import confirmed_participants, counts, naming_of, namings
from elearning.training.services.certificates import certificate_of
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db

NAME = "Drs. H. Arif Contoh, M.Si."
WANTED = "Drs. H. Arief Contoh, M.Si."


@pytest.fixture
def second(session):
    """Another member of the committee."""
    person = UserFactory(display_name="Dewi Contoh")
    services.join_committee(session, person)
    return person


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises((NamingError, PeopleError, CertificateError)) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def confirm(participant, noon, shown=NAME):
    return services.confirm_name(participant, shown=shown, at=noon)


def propose(participant, by, noon, name=WANTED, position=""):
    return services.propose_name(participant, name=name, position=position, by=by, at=noon)


def where(participant) -> str:
    participant.refresh_from_db()
    return naming_of(participant).standing


# What is asked about a name


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Suharto", []), ("Al", []), ("Drs. Arif Contoh, M.Si.", []), ("ARIF CONTOH", ["all_capitals"]),
        ("Arif  Contoh", ["double_space"]), ("ARIF  CONTOH", ["double_space", "all_capitals"]), ("R.A. AD", []),
    ],
)  # fmt: skip
def test_capitals_and_double_spaces_are_asked_about_and_a_single_name_is_not(name, codes):
    assert [doubt.code for doubt in naming.doubts(name)] == codes


def test_a_question_about_spaces_brings_the_better_name_and_never_touches_the_letters():
    assert naming.doubts("ARIF   B  CONTOH")[0].better == "ARIF B CONTOH"


def test_the_same_letters_written_in_two_ways_are_one_name(participant, noon):
    decomposed = unicodedata.normalize("NFD", "Drs. H. Árif Contoh, M.Si.")
    assert propose(participant, participant.person, noon, name=decomposed).name == "Drs. H. Árif Contoh, M.Si."


@pytest.mark.parametrize(
    ("answers", "standing"),
    [
        ([], Standing.SILENT),
        ([Said("dikonfirmasi", "A", "", True)], Standing.CONFIRMED),
        ([Said("dikonfirmasi", "B", "", True)], Standing.SILENT),
        ([Said("dikonfirmasi", "A", "", True), Said("diubah", "B", "", True)], Standing.CHANGED),
        ([Said("diubah", "A", "disetujui", True)], Standing.CONFIRMED),
        ([Said("dikonfirmasi", "B", "", True), Said("diubah", "A", "disetujui", False)], Standing.SILENT),
        ([Said("diubah", "B", "ditolak", True)], Standing.CHANGED),
        ([Said("diubah", "B", "ditolak", True), Said("dikonfirmasi", "A", "", True)], Standing.CONFIRMED),
        ([Said("dikonfirmasi", "A", "", True), Said("diubah", "B", "ditolak", False)], Standing.CONFIRMED),
        ([Said("dikonfirmasi", "A", "", True), Said("diubah", "B", "ditarik", True)], Standing.CONFIRMED),
        ([Said("diperbaiki", "A", "", False)], Standing.SILENT),
    ],
)
def test_a_name_is_confirmed_while_it_is_the_one_its_owner_agreed_to(answers, standing):
    assert naming.standing(answers, name="A") == standing


# The participant


def test_a_confirmed_name_is_counted_once_however_often_it_is_confirmed(participant, noon):
    assert where(participant) == Standing.SILENT
    assert confirm(participant, noon) == confirm(participant, noon)
    assert where(participant) == Standing.CONFIRMED
    assert confirmed_participants(participant.session) == {participant.pk}


def test_a_name_that_changed_while_the_page_was_open_is_not_confirmed(participant, noon):
    assert refused(confirm, participant, noon, shown="Nama Lama") == "name_moved"


def test_a_change_waits_and_leaves_the_name_as_it_is(participant, noon):
    proof = propose(participant, participant.person, noon, position="Camat Contoh")
    participant.person.refresh_from_db()
    assert (participant.person.display_name, proof.old_name, proof.position) == (NAME, NAME, "Camat Contoh")
    assert where(participant) == Standing.CHANGED


def test_a_second_thought_takes_the_first_one_back(participant, noon):
    first = propose(participant, participant.person, noon)
    propose(participant, participant.person, noon, name="Arif Contoh")
    first.refresh_from_db()
    assert first.outcome == "ditarik"
    confirm(participant, noon)
    assert where(participant) == Standing.CONFIRMED
    assert not NameProof.objects.filter(kind="diubah", outcome="").exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (" ", "name_missing"), ("A" * 121, "name_too_long"), ("W" * 120, "name_too_long"), ("Arif 😀", "name_signs"),
        ("Arif 漢", "character_missing"), (NAME, "name_same"),
    ],
)  # fmt: skip
def test_what_the_paper_cannot_show_is_refused(participant, noon, name, code):
    assert refused(propose, participant, participant.person, noon, name=name) == code
    assert where(participant) == Standing.SILENT


def test_a_refused_character_is_named_with_the_name(participant, noon):
    with pytest.raises(CertificateError) as refusal:
        propose(participant, participant.person, noon, name="Arif 漢 Contoh")
    assert refusal.value.context == {"text": "Arif 漢 Contoh", "character": "漢"}


def test_a_name_on_the_list_that_cannot_be_printed_is_not_confirmed(session, noon):
    participant = ParticipantFactory(session=session, person=UserFactory(display_name="Li 漢"))
    assert refused(confirm, participant, noon, shown="Li 漢") == "character_missing"


def test_nobody_is_asked_about_a_draft(draft, noon):
    participant = ParticipantFactory(session=draft, person=UserFactory(display_name=NAME))
    assert refused(confirm, participant, noon) == "not_open"
    assert refused(propose, participant, participant.person, noon) == "not_open"


def test_after_issue_the_paper_is_what_counts(issued, committee, noon):
    assert refused(confirm, issued, noon) == "name_printed"
    assert refused(propose, issued, committee, noon) == "name_printed"


# The committee


def test_an_agreed_change_is_the_name_and_its_owner_has_confirmed_it(participant, committee, noon):
    services.approve_name(propose(participant, participant.person, noon, position="Camat"), by=committee, at=noon)
    participant.person.refresh_from_db()
    assert (participant.person.display_name, participant.person.position_title) == (WANTED, "Camat")
    assert where(participant) == Standing.CONFIRMED


def test_a_declined_change_says_why_and_is_not_confirmed(participant, committee, noon):
    proof = propose(participant, participant.person, noon)
    assert refused(services.decline_name, proof, answer=" ", by=committee, at=noon) == "reason_missing"
    services.decline_name(proof, answer="Gelar belum tercatat.", by=committee, at=noon)
    row = naming_of(participant)
    assert (row.standing, row.declined.answer) == (Standing.CHANGED, "Gelar belum tercatat.")


def test_nobody_agrees_to_the_own_change(participant, committee, second, noon):
    confirm(participant, noon)
    proof = propose(participant, committee, noon)
    assert refused(services.approve_name, proof, by=committee, at=noon) == "own_change"
    assert refused(services.decline_name, proof, answer="x", by=committee, at=noon) == "own_change"
    services.approve_name(proof, by=second, at=noon)
    assert where(participant) == Standing.SILENT, "its owner has not seen the new name"


def test_the_database_refuses_what_the_service_refuses(participant, committee, noon):
    proof = propose(participant, committee, noon)
    rows = NameProof.objects.filter(pk=proof.pk)
    for change in (
        {"outcome": "disetujui", "decided_by": committee, "decided_at": noon},
        {"outcome": "ditolak", "answer": "x", "decided_by": committee, "decided_at": noon},
        {"outcome": "ditolak", "answer": "", "decided_by": participant.person, "decided_at": noon},
        {"outcome": "disetujui"},
        {"kind": "dikonfirmasi", "outcome": "disetujui", "decided_by": participant.person, "decided_at": noon},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_a_typing_mistake_of_the_own_list_is_put_right_by_one_person(participant, committee, noon):
    participant.person_was_new = True
    participant.save(update_fields=["person_was_new"])
    assert propose(participant, committee, noon).kind == "diperbaiki"
    participant.person.refresh_from_db()
    assert participant.person.display_name == WANTED
    assert where(participant) == Standing.SILENT


def test_what_its_owner_has_confirmed_needs_a_second_person(participant, committee, noon):
    participant.person_was_new = True
    participant.save(update_fields=["person_was_new"])
    confirm(participant, noon)
    assert propose(participant, committee, noon).is_waiting
    assert where(participant) == Standing.CHANGED


def test_what_its_owner_has_confirmed_elsewhere_needs_a_second_person_here(participant, committee, noon):
    participant.person_was_new = True
    participant.save(update_fields=["person_was_new"])
    confirm(ParticipantFactory(session=TrainingSessionFactory(open=True), person=participant.person), noon)
    assert propose(participant, committee, noon).is_waiting
    participant.person.refresh_from_db()
    assert participant.person.display_name == NAME


def test_a_name_that_others_recorded_needs_a_second_person_too(participant, committee, noon):
    assert propose(participant, committee, noon).is_waiting


def test_two_people_cannot_propose_over_each_other(participant, committee, second, noon):
    propose(participant, committee, noon)
    assert refused(propose, participant, second, noon, name="Lain Contoh") == "change_waiting"


def test_a_change_is_decided_once(participant, committee, second, noon):
    proof = propose(participant, participant.person, noon)
    services.approve_name(proof, by=committee, at=noon)
    assert refused(services.decline_name, proof, answer="x", by=second, at=noon) == "change_decided"


def test_a_name_changed_elsewhere_meanwhile_is_not_written_over(participant, committee, noon):
    proof = propose(participant, participant.person, noon)
    participant.person.display_name = "Nama Dari Data Pegawai"
    participant.person.save(update_fields=["display_name"])
    assert refused(services.approve_name, proof, by=committee, at=noon) == "old_name_moved"
    proof.refresh_from_db()
    assert proof.is_waiting


def test_a_change_agreed_after_issue_is_a_new_paper_with_the_same_number(participant, day, committee, noon):
    from tests.factories.training import attend

    attend(participant, day, by=committee, at=noon)
    proof = propose(participant, participant.person, noon)
    services.close_list(participant.session, by=committee, at=noon)
    services.issue_certificates(participant.session, by=committee, at=noon)
    old = certificate_of(participant)
    assert old.facts["name"] == NAME
    services.approve_name(proof, by=committee, at=noon)
    new = certificate_of(participant)
    assert (new.number, new.revision, new.facts["name"]) == (old.number, 1, WANTED)


def test_the_round_counts_everybody_once(session, committee, noon):
    people = [ParticipantFactory(session=session) for _ in range(5)]
    for one in people[:3]:
        confirm(one, noon, shown=one.person.display_name)
    propose(people[3], people[3].person, noon)
    assert dict(counts(namings(session))) == {Standing.CONFIRMED: 3, Standing.CHANGED: 1, Standing.SILENT: 1}
