"""Two members of a committee, and two presses of one phone, at the same moment, on PostgreSQL."""

import pytest

from elearning.training import services
from elearning.training.errors import NamingError, OverrideError
from elearning.training.models import NameProof, Participant
from elearning.training.services.certificates import certificate_of
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, attend
from tests.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WANTED = "Drs. H. Arief Contoh, M.Si."


def outcome(verb, *args, **kwargs) -> str:
    try:
        verb(*args, **kwargs)
    except (NamingError, OverrideError) as error:
        return error.code
    return "done"


def test_two_members_decide_once(participant, committee, noon):
    proof = services.propose_name(participant, name=WANTED, position="", by=participant.person, at=noon)
    members = [committee, UserFactory(), UserFactory(), UserFactory()]

    def decide(number):
        if number % 2:
            return outcome(services.decline_name, proof, answer="x", by=members[number], at=noon)
        return outcome(services.approve_name, proof, by=members[number], at=noon)

    assert sorted(at_once(decide, range(4))) == ["change_decided"] * 3 + ["done"]


def test_a_name_confirmed_by_six_presses_is_one_answer(participant, noon):
    shown = participant.person.display_name

    def confirm(_):
        return services.confirm_name(Participant.objects.get(pk=participant.pk), shown=shown, at=noon).pk

    assert len(set(at_once(confirm, range(6)))) == NameProof.objects.count() == 1


def test_of_four_members_one_proposes(participant, noon):
    people = [UserFactory() for _ in range(4)]

    def propose(number):
        one = Participant.objects.get(pk=participant.pk)
        return outcome(
            services.propose_name, one, name=f"Arif {'I' * number} Contoh", position="", by=people[number], at=noon
        )

    assert sorted(at_once(propose, range(4))) == ["change_waiting"] * 3 + ["done"]


def test_a_name_agreed_to_while_papers_are_issued_is_on_the_valid_paper(session, committee, day, noon):
    proofs = []
    for _ in range(6):
        one = ParticipantFactory(session=session)
        attend(one, day, by=committee, at=noon)
        proofs.append(services.propose_name(one, name=f"Baru {one.line} Contoh", position="", by=one.person, at=noon))
    services.close_list(session, by=committee, at=noon)

    def act(number):
        if number == 0:
            return services.issue_certificates(session, by=committee, at=noon)
        return services.approve_name(proofs[number - 1], by=committee, at=noon)

    at_once(act, range(7))
    for proof in proofs:
        proof.participant.refresh_from_db()
        assert certificate_of(proof.participant).facts["name"] == proof.name


def test_the_same_override_pressed_by_four_is_one_row(participant, committee, day, noon):
    attend(participant, day, by=committee, at=noon)

    def override(_):
        one = Participant.objects.get(pk=participant.pk)
        return services.override_eligibility(one, decision="jangan", reason="x", by=committee, at=noon).pk

    assert len(set(at_once(override, range(4)))) == 1
