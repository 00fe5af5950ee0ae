"""Many hands at once, on PostgreSQL: SQLite has one writer and cannot show these races."""

import random

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from certificates import sending, services, tasks
from certificates.models import (
    Batch,
    Certificate,
    CertificateFile,
    Letter,
    NumberCounter,
    ProposalDecision,
    RenderJob,
    TemplateVersion,
)
from certificates.printing import rendering
from tests.factories.certificates import AT, make_claim
from tests.factories.people import UnitFactory, UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_twenty_parallel_issues_of_one_source_make_one_certificate():
    claim = make_claim()
    issued = at_once(lambda _: services.issue(claim, by=None, at=AT).pk, range(20))
    assert len(set(issued)) == 1
    assert Certificate.objects.count() == RenderJob.objects.count() == 1
    assert NumberCounter.objects.get().value == 1
    assert TemplateVersion.objects.count() == 1


def test_one_source_claimed_by_two_units_at_once_makes_one_certificate():
    units = [UnitFactory(number_code=code) for code in ("SATU", "DUA")]
    services.default_template(AT)
    claims = [make_claim(unit=unit, source="test:satu-orang") for unit in units] * 5
    issued = at_once(lambda claim: services.issue(claim, by=None, at=AT).pk, claims)
    assert len(set(issued)) == 1
    assert sum(NumberCounter.objects.values_list("value", flat=True)) == 1


def test_a_batch_pressed_by_four_people_at_once_is_issued_once():
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit) for _ in range(30)]
    batches = at_once(
        lambda _: services.issue_batch(claims, source="s", unit=unit, by=None, at=AT).pk, range(4)
    )  # fmt: skip
    assert len(set(batches)) == 1
    assert Batch.objects.count() == 1
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == list(range(1, 31))


def test_twenty_parallel_issues_of_one_batch_give_each_person_one_paper():
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit) for _ in range(5)]
    at_once(lambda _: services.issue_batch(claims, source="s", unit=unit, by=None, at=AT).pk, range(20))
    assert sorted(Certificate.objects.values_list("source", flat=True)) == sorted(claim.source for claim in claims)
    assert NumberCounter.objects.get().value == 5


def test_four_workers_times_a_hundred_with_thirty_rollbacks_leave_no_hole():
    unit, holder = UnitFactory(number_code="KKC"), UserFactory()
    lots = [[make_claim(unit=unit, holder=holder) for _ in range(100)] for _ in range(4)]

    def work(lot):
        failing = set(random.Random(lot[0].source).sample(range(len(lot)), 30))
        for position, claim in enumerate(lot):
            if position in failing:
                with transaction.atomic():
                    services.issue(claim, by=None, at=AT)
                    transaction.set_rollback(True)
            services.issue(claim, by=None, at=AT)

    at_once(work, lots)
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == list(range(1, 401))
    assert NumberCounter.objects.get().value == 400


def test_two_who_approve_at_once_get_the_one_batch():
    unit, proposer, approvers = UnitFactory(number_code="KKC"), UserFactory(), UserFactory.create_batch(4)
    claims = [make_claim(unit=unit) for _ in range(10)]
    proposal = services.propose(claims, source="s", unit=unit, by=proposer, at=AT)
    batches = at_once(lambda by: services.approve(proposal, claims, by=by, at=AT).pk, approvers)
    assert len(set(batches)) == Batch.objects.count() == ProposalDecision.objects.count() == 1
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == list(range(1, 11))


def test_of_an_approval_and_a_return_at_once_one_holds():
    unit, proposer, (first, second) = UnitFactory(number_code="KKC"), UserFactory(), UserFactory.create_batch(2)
    claims = [make_claim(unit=unit) for _ in range(3)]
    proposal = services.propose(claims, source="s", unit=unit, by=proposer, at=AT)

    def decide(by):
        try:
            if by == first:
                services.approve(proposal, claims, by=by, at=AT)
            else:
                services.send_back(proposal, reason="Nama salah", by=by, at=AT)
        except services.CertificateError as error:
            return error.code
        return "held"

    assert sorted(at_once(decide, [first, second])) == ["held", "proposal_decided"]
    is_approved = ProposalDecision.objects.get().outcome == "disetujui"
    assert Certificate.objects.count() == (3 if is_approved else 0)


def test_two_who_propose_at_once_make_one_proposal():
    unit, people = UnitFactory(number_code="KKC"), UserFactory.create_batch(4)
    claims = [make_claim(unit=unit)]

    def propose(by):
        try:
            return services.propose(claims, source="s", unit=unit, by=by, at=AT).round
        except services.CertificateError as error:
            return error.code

    answers = at_once(propose, people)
    assert sorted(answers, key=str) == [1, "proposal_waiting", "proposal_waiting", "proposal_waiting"]


def test_three_workers_send_each_letter_once():
    by = UserFactory()
    for number in range(12):
        paper = services.issue(
            make_claim(holder=UserFactory(email=f"orang{number}@contoh.example")), by=None, at=AT
        )  # fmt: skip
        CertificateFile.objects.create(
            certificate=paper, pdf=f"{paper.code}.pdf", sha256="0", size=1, rendered_at=AT
        )  # fmt: skip
    papers = list(Certificate.objects.select_related("file", "holder"))
    assert sum(at_once(lambda _: services.write_letters(papers, by=by, at=AT) >= 0, range(3))) == 3
    assert Letter.objects.count() == 12
    assert sum(at_once(lambda _: sending.send_due(lambda: AT), range(3))) == 12
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == 12


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
def test_workers_share_the_papers_without_making_one_twice(monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 3)
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit, materials=()) for _ in range(12)]
    services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
    made = at_once(lambda _: tasks.render_due(), range(3))
    assert sum(made) == CertificateFile.objects.count() == 12
    assert set(RenderJob.objects.values_list("attempts", flat=True)) == {1}


def test_a_slow_worker_starves_no_other(monkeypatch):
    """While one still writes its lease, the next takes other rows at once, and neither waits nor finds nothing."""
    monkeypatch.setattr(tasks, "CHUNK", 3)
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit, materials=()) for _ in range(6)]
    services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)

    def hurried(_):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        return {job.pk for job in tasks._lease(timezone.now())}

    with transaction.atomic():
        slow = {job.pk for job in tasks._lease(timezone.now())}
        (other,) = at_once(hurried, [None])
    assert len(slow) == len(other) == 3
    assert not slow & other


def test_one_correction_of_two_at_once_is_made():
    certificate = services.issue(make_claim(), by=None, at=AT)

    def correct(name):
        try:
            return services.replace(certificate, recipient_name=name, reason="Salah tulis", by=None, at=AT).revision
        except services.CertificateError as error:
            return error.code

    assert sorted(at_once(correct, ["Rina A", "Rina B"]), key=str) == [1, "not_valid"]
