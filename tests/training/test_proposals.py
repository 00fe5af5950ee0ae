"""An act of issue by two people: who may, what is refused, and what the database says (ADR 0034)."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from certificates import proposing
from certificates.models import Batch, Certificate, IssueProposal, ProposalDecision, TemplateVersion
from certificates.services import CertificateError, default_template
from elearning.training import services
from elearning.training.errors import TrainingError
from elearning.training.models import TrainingSession
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture(autouse=True)
def two_people_issue(settings):
    settings.CERTIFICATES_NEED_APPROVAL = True


@pytest.fixture
def colleague(province):
    """A second member with the same office."""
    person = UserFactory(display_name="Budi Contoh, S.E.", email="budi@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=province, person=person, role="committee")
    return person


@pytest.fixture
def closed(session, committee, day, noon):
    for name in ("Arif Contoh", "Rina Contoh", "Siti Contoh"):
        attend(
            ParticipantFactory(session=session, person=UserFactory(display_name=name)), day, by=committee, at=noon
        )  # fmt: skip
    return services.close_list(session, by=committee, at=noon)


@pytest.fixture
def proposal(closed, committee, noon):
    return services.propose_issue(closed, confirmed_only=False, by=committee, at=noon)


@pytest.fixture
def colleague_client(client, colleague):
    client.force_login(colleague)
    return client


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises((TrainingError, CertificateError)) as refusal:
        verb(*args, **kwargs)
    return refusal.value.code


def approve(closed, proposal, by, at):
    return services.approve_issue(closed, proposal, by=by, at=at)


# Who


def test_what_one_proposed_another_one_issues(closed, proposal, colleague, noon):
    batch = approve(closed, proposal, colleague, noon)
    assert [row.facts["name"] for row in batch.certificates.order_by("sequence")] == [
        line["name"] for line in proposal.people
    ]  # fmt: skip
    assert batch.created_by == colleague
    assert ProposalDecision.objects.get().batch == batch
    assert TrainingSession.objects.get().state == TrainingSession.State.ISSUED


def test_nobody_approves_or_returns_his_own_proposal(closed, proposal, committee, noon):
    assert refused(approve, closed, proposal, committee, noon) == "own_proposal"
    assert refused(services.return_proposal, closed, proposal, reason="x", by=committee, at=noon) == "own_proposal"
    assert not Certificate.objects.exists()


def test_one_person_alone_issues_nothing(closed, committee, noon):
    assert refused(services.issue_certificates, closed, by=committee, at=noon) == "approval_needed"
    assert refused(services.issue_confirmed, closed, by=committee, at=noon) == "approval_needed"


def test_without_the_setting_nothing_is_proposed_and_one_person_issues(closed, committee, noon, settings):
    settings.CERTIFICATES_NEED_APPROVAL = False
    assert refused(services.propose_issue, closed, confirmed_only=False, by=committee, at=noon) == "approval_not_needed"
    assert services.issue_certificates(closed, by=committee, at=noon).certificates.count() == 3


def test_only_the_proposer_withdraws_and_then_it_may_be_proposed_again(closed, proposal, committee, colleague, noon):
    assert refused(services.withdraw_proposal, closed, proposal, by=colleague, at=noon) == "not_own_proposal"
    services.withdraw_proposal(closed, proposal, by=committee, at=noon)
    assert refused(approve, closed, proposal, colleague, noon) == "proposal_decided"
    assert services.propose_issue(closed, confirmed_only=False, by=colleague, at=noon).round == 2


# What


def test_an_open_list_is_not_proposed(session, committee, noon):
    assert refused(services.propose_issue, session, confirmed_only=False, by=committee, at=noon) == "list_open"


def test_a_name_that_does_not_fit_is_refused_before_anybody_looks(closed, committee, noon):
    person = closed.participants.first().person
    person.display_name = "W" * 120
    person.save(update_fields=["display_name"])
    assert refused(services.propose_issue, closed, confirmed_only=False, by=committee, at=noon) == "name_too_long"


def test_one_proposal_waits_at_a_time(closed, proposal, colleague, noon):
    assert refused(services.propose_issue, closed, confirmed_only=False, by=colleague, at=noon) == "proposal_waiting"


def test_returned_with_a_reason_and_proposed_anew(closed, proposal, committee, colleague, noon):
    assert refused(services.return_proposal, closed, proposal, reason=" ", by=colleague, at=noon) == "reason_missing"
    services.return_proposal(closed, proposal, reason="Satu nama salah", by=colleague, at=noon)
    assert refused(approve, closed, proposal, colleague, noon) == "proposal_decided"
    again = services.propose_issue(closed, confirmed_only=False, by=committee, at=noon)
    assert approve(closed, again, colleague, noon).certificates.count() == 3


def test_a_list_that_changed_is_refused_with_what_changed(closed, proposal, committee, colleague, noon):
    first, second, third = closed.participants.order_by("line")
    services.override_eligibility(first, decision="jangan", reason="Kartu dipinjam", by=committee, at=noon)
    second.person.display_name = "Rina Contoh, S.Pd."
    second.person.save(update_fields=["display_name"])
    third.person.position_title = "Camat"
    third.person.save(update_fields=["position_title"])
    with pytest.raises(CertificateError) as refusal:
        approve(closed, proposal, colleague, noon)
    assert refusal.value.code == "list_changed"
    for said in ("Berkurang: Arif Contoh.", "Rina Contoh menjadi Rina Contoh, S.Pd.; Siti Contoh"):
        assert said in str(refusal.value)
    assert not Certificate.objects.exists()
    assert not hasattr(IssueProposal.objects.get(), "decision")


def test_a_changed_theme_changes_what_would_be_printed(closed, proposal, colleague, noon):
    TrainingSession.objects.update(title="Tema lain")
    assert refused(approve, closed, proposal, colleague, noon) == "list_changed"


def test_another_version_of_the_template_changes_what_would_be_printed(closed, proposal, colleague, noon):
    version = default_template(noon)
    TemplateVersion.objects.create(
        template=version.template, number=version.number + 1, design=version.design, content=version.content,
        created_at=noon,
    )  # fmt: skip
    assert refused(approve, closed, proposal, colleague, noon) == "list_changed"


def test_approving_on_a_later_day_is_the_same_list(closed, proposal, colleague, noon):
    from datetime import timedelta

    batch = approve(closed, proposal, colleague, noon + timedelta(days=3))
    assert batch.certificates.first().facts["issued_on"] == "2024-10-06"


def test_only_confirmed_names_are_proposed_when_so_chosen_and_the_rest_follows(closed, committee, colleague, noon):
    first = closed.participants.order_by("line").first()
    services.confirm_name(first, shown=first.person.display_name, at=noon)
    one = services.propose_issue(closed, confirmed_only=True, by=committee, at=noon)
    assert [line["name"] for line in one.people] == [first.person.display_name]
    approve(closed, one, colleague, noon)
    rest = services.propose_issue(closed, confirmed_only=False, by=colleague, at=noon)
    assert len(rest.people) == 2
    assert approve(closed, rest, committee, noon).certificates.count() == 2
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3]
    assert refused(services.propose_issue, closed, confirmed_only=False, by=committee, at=noon) == "nothing_to_issue"


def test_approving_twice_gives_the_one_batch(closed, proposal, colleague, noon):
    assert approve(closed, proposal, colleague, noon) == approve(closed, proposal, colleague, noon)
    assert Batch.objects.count() == 1
    assert Certificate.objects.count() == 3


# The database has the last word


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "disetujui", "decided_by": "committee", "batch": True},  # by the proposer
        {"outcome": "ditarik", "decided_by": "colleague"},  # by another one
        {"outcome": "disetujui", "decided_by": "colleague"},  # without a batch
        {"outcome": "dikembalikan", "decided_by": "colleague"},  # without a reason
    ],
)
def test_the_database_refuses_what_the_rules_refuse(changes, proposal, committee, colleague, province, noon):
    people = {"committee": committee, "colleague": colleague}
    batch = Batch.objects.create(source="s", unit=province, created_at=noon) if changes.get("batch") else None
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalDecision.objects.create(
            proposal=proposal, proposer=committee, decided_at=noon, batch=batch, outcome=changes["outcome"],
            decided_by=people[changes["decided_by"]],
        )  # fmt: skip


def test_a_list_put_in_another_order_is_another_list():
    lines = [{"source": name, "name": name, "kind": "mengikuti", "sha256": ""} for name in "AB"]
    assert proposing.changes(lines, lines[::-1]).words == "Urutan nama berubah."
    assert proposing.fingerprint(lines) != proposing.fingerprint(lines[::-1])
    assert not proposing.changes(lines, lines)


def test_many_changes_are_said_in_one_line():
    lines = [{"source": str(n), "name": f"Nama {n}", "kind": "mengikuti", "sha256": ""} for n in range(9)]
    assert proposing.changes([], lines).words.endswith("Nama 4; dan 4 lainnya.")


# The pages


def test_the_way_through_the_pages(desk_client, closed, committee, colleague):
    assert "Usulkan penerbitan 3 sertifikat" in words(desk_client.get(page("certificates", closed)))
    assert desk_client.get(page("issue", closed)).url == page("propose_issue", closed)
    assert "Usulkan penerbitan 3 sertifikat?" in words(desk_client.get(page("propose_issue", closed)))
    shown = desk_client.post(page("propose_issue", closed), {"names": "semua"}, follow=True)
    proposal = IssueProposal.objects.get()
    assert proposal.list_sha256 in words(shown)
    assert "Tarik usulan" in words(shown)
    assert "Setujui dan terbitkan" not in words(shown)
    here = page("approve_proposal", closed, proposal.public_id)
    assert "dari Anda sendiri" in words(desk_client.post(here, follow=True))
    desk_client.force_login(colleague)
    assert "Periksa usulan" in words(desk_client.get(page("certificates", closed)))
    seen = words(desk_client.get(page("proposal", closed, proposal.public_id)))
    assert "Setujui dan terbitkan" in seen
    assert "Nomor urut 1 sampai 3 tahun 2024" in seen
    assert "3 sertifikat terbit" in words(desk_client.post(here, follow=True))
    assert "3 sertifikat terbit" in words(desk_client.post(here, follow=True)), "pressed twice"
    assert Batch.objects.count() == 1


def test_returning_asks_for_a_reason_and_shows_it(colleague_client, closed, proposal):
    url = page("return_proposal", closed, proposal.public_id)
    assert colleague_client.post(url, {"reason": ""}).context["form"].errors["reason"]
    assert "Nama Arif keliru" in words(colleague_client.post(url, {"reason": "Nama Arif keliru"}, follow=True))
    assert "Usulan terakhir dikembalikan" in words(colleague_client.get(page("certificates", closed)))


def test_what_changed_stands_on_the_page_before_anybody_presses(colleague_client, closed, proposal, committee, noon):
    first = closed.participants.order_by("line").first()
    services.override_eligibility(first, decision="jangan", reason="Kartu dipinjam", by=committee, at=noon)
    shown = words(colleague_client.get(page("proposal", closed, proposal.public_id)))
    assert "Berkurang: Arif Contoh." in shown
    assert "Setujui dan terbitkan" not in shown


def test_a_proposal_of_another_session_is_not_found(colleague_client, closed, draft_elsewhere, proposal):
    assert colleague_client.get(page("proposal", closed, uuid4())).status_code == 404
    for name in ("proposal", "return_proposal"):
        assert colleague_client.get(page(name, draft_elsewhere, proposal.public_id)).status_code == 404


@pytest.fixture
def draft_elsewhere(province, colleague):
    from tests.factories.training import TrainingSessionFactory

    return TrainingSessionFactory(unit=province, committee_people=[colleague], slug="lain-2024")
