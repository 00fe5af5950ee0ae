"""Many hands at once, on PostgreSQL: SQLite has one writer and cannot show these races."""

import random

import pytest
from django.db import transaction

from certificates import services, tasks
from certificates.models import Batch, Certificate, CertificateFile, NumberCounter, RenderJob, TemplateVersion
from certificates.printing import rendering
from tests.factories.certificates import AT, make_claim
from tests.factories.people import UnitFactory
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


def test_four_workers_with_forced_rollbacks_leave_no_hole():
    unit = UnitFactory(number_code="KKC")
    lots = [[make_claim(unit=unit) for _ in range(25)] for _ in range(4)]

    def work(lot):
        failing = set(random.Random(7).sample(range(len(lot)), 8))
        for position, claim in enumerate(lot):
            if position in failing:
                with transaction.atomic():
                    services.issue(claim, by=None, at=AT)
                    transaction.set_rollback(True)
            services.issue(claim, by=None, at=AT)

    at_once(work, lots)
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == list(range(1, 101))
    assert NumberCounter.objects.get().value == 100


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
def test_workers_share_the_papers_without_making_one_twice(monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 3)
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit, materials=()) for _ in range(12)]
    services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
    made = at_once(lambda _: tasks.render_due(), range(3))
    assert sum(made) == CertificateFile.objects.count() == 12
    assert set(RenderJob.objects.values_list("attempts", flat=True)) == {1}


def test_one_correction_of_two_at_once_is_made():
    certificate = services.issue(make_claim(), by=None, at=AT)

    def correct(name):
        try:
            return services.replace(certificate, recipient_name=name, reason="Salah tulis", by=None, at=AT).revision
        except services.CertificateError as error:
            return error.code

    assert sorted(at_once(correct, ["Rina A", "Rina B"]), key=str) == [1, "not_valid"]
