"""«Tetap beri sertifikat» and «Jangan beri sertifikat» (ADR 0027)."""

import pytest
from django.db import IntegrityError, transaction

from elearning.lib.frozen import FrozenError
from elearning.training import services
from elearning.training.errors import OverrideError, TrainingError
from elearning.training.models import EligibilityOverride
from elearning.training.services.certificates import certificate_of
from tests.factories.training import ParticipantFactory, attend

pytestmark = pytest.mark.django_db


@pytest.fixture
def short(session, participant, day, committee, noon):
    """Came on one day of three, and three are asked for."""
    session.min_days_attended = 3
    session.save(update_fields=["min_days_attended"])
    attend(participant, day, by=committee, at=noon)
    return participant


def decide(participant, committee, noon, decision="beri", reason="Surat tugas hari kedua"):
    return services.override_eligibility(participant, decision=decision, reason=reason, by=committee, at=noon)


def verdict(participant):
    return next(one.verdict for one in services.appraise(participant.session) if one.participant == participant)


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises((OverrideError, TrainingError)) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def test_who_lacks_a_day_is_given_a_certificate_with_a_reason(short, committee, noon):
    assert not verdict(short).eligible
    decide(short, committee, noon)
    found = verdict(short)
    assert found.eligible
    assert [reason.code for reason in found.waived] == ["absent_day", "absent_day"]
    assert found.override.reason == "Surat tugas hari kedua"


def test_who_has_earned_one_is_withheld_with_a_reason(participant, day, committee, noon):
    attend(participant, day, by=committee, at=noon)
    decide(participant, committee, noon, decision="jangan", reason="Kartu dipinjam")
    assert [reason.code for reason in verdict(participant).reasons] == ["withheld"]
    services.close_list(participant.session, by=committee, at=noon)
    assert refused(services.issue_certificates, participant.session, by=committee, at=noon) == "no_claimants"


def test_a_decision_is_taken_back_by_another_row(short, committee, noon):
    first = decide(short, committee, noon)
    services.withdraw_override(short, reason="Surat tidak ada", by=committee, at=noon)
    assert not verdict(short).eligible
    assert [row.decision for row in short.overrides.all()] == ["beri", "tarik"]
    with pytest.raises(FrozenError):
        first.save()
    assert refused(services.withdraw_override, short, reason="x", by=committee, at=noon) == "no_override"


def test_the_same_decision_twice_is_once(short, committee, noon):
    assert decide(short, committee, noon) == decide(short, committee, noon, reason="lagi")


def test_each_refusal_has_its_code(short, committee, noon):
    assert refused(decide, short, committee, noon, decision="mungkin") == "decision_unknown"
    assert refused(decide, short, committee, noon, reason="  ") == "reason_missing"
    absent = ParticipantFactory(session=short.session)
    assert refused(decide, absent, committee, noon) == "never_present"


def test_a_draft_has_nothing_to_decide(draft, committee, noon):
    assert refused(decide, ParticipantFactory(session=draft), committee, noon) == "not_open"


def test_a_paper_that_is_out_is_revoked_not_withheld(issued, committee, noon):
    assert refused(decide, issued, committee, noon, decision="jangan") == "has_certificate"


def test_a_reason_stands_behind_every_row(short, committee, noon):
    with pytest.raises(IntegrityError), transaction.atomic():
        EligibilityOverride.objects.create(participant=short, decision="beri", reason="", by=committee, at=noon)


def test_an_override_of_somebody_whose_presence_was_taken_back_gives_no_paper_without_days(short, committee, noon):
    decide(short, committee, noon)
    short.attendances.all().delete()
    assert [reason.code for reason in verdict(short).reasons] == ["never_present"]


def test_names_not_confirmed_can_wait_for_another_day(session, day, committee, noon):
    people = [ParticipantFactory(session=session) for _ in range(3)]
    for one in people:
        attend(one, day, by=committee, at=noon)
    services.close_list(session, by=committee, at=noon)
    assert refused(services.issue_confirmed, session, by=committee, at=noon) == "no_confirmed"
    services.confirm_name(people[1], shown=people[1].person.display_name, at=noon)
    services.issue_confirmed(session, by=committee, at=noon)
    assert [bool(certificate_of(one)) for one in people] == [False, True, False]
    services.issue_certificates(session, by=committee, at=noon)
    assert [certificate_of(one).sequence for one in people] == [2, 1, 3]
