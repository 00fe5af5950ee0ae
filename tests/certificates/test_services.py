from datetime import date, timedelta

import pytest
from django.db import transaction
from wagtail.models import ModelLogEntry

from certificates import facts, services, tasks
from certificates.claims import Letterhead, Signatory
from certificates.models import Batch, Certificate, CertificateEvent, NumberCounter, RenderJob, TemplateVersion
from certificates.printing import rendering
from certificates.services import CertificateError
from elearning.lib.frozen import FrozenError
from tests.factories.certificates import AT, make_certificate, make_claim
from tests.factories.people import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def refused(code, function, *args, **kwargs):
    with pytest.raises(CertificateError) as error:
        function(*args, **kwargs)
    assert error.value.code == code


def test_issuing_freezes_what_was_claimed():
    officer = UserFactory()
    claim = make_claim(recipient_name="dra.  Hj. RINA contoh, M.M.")
    certificate = services.issue(claim, by=officer, at=AT)
    assert certificate.number == "001/KKC/X/2024"
    assert certificate.facts["name"] == "dra.  Hj. RINA contoh, M.M."
    assert certificate.facts["days"] == ["2024-10-03", "2024-10-04", "2024-10-05"]
    assert certificate.facts["address"].endswith(f"/v/{certificate.code}")
    assert certificate.facts_sha256 == facts.fingerprint(certificate.facts)
    assert certificate.state == "berlaku"
    event = certificate.events.get()
    assert (event.kind, event.by) == ("terbit", officer)
    assert certificate.render_job.done_at is None


def test_the_fingerprint_survives_the_database():
    certificate = make_certificate()
    stored = Certificate.objects.get(pk=certificate.pk)
    assert facts.fingerprint(stored.facts) == stored.facts_sha256


def test_issuing_one_source_twice_returns_the_first_and_takes_no_number():
    claim = make_claim()
    first = services.issue(claim, by=None, at=AT)
    assert services.issue(claim, by=None, at=AT + timedelta(days=1)) == first
    assert NumberCounter.objects.get().value == 1
    assert CertificateEvent.objects.count() == 1


def test_a_revoked_source_is_not_issued_again_by_a_routine_run():
    claim = make_claim()
    first = services.issue(claim, by=None, at=AT)
    services.revoke(first, reason="Tidak memenuhi syarat", by=None, at=AT)
    again = services.issue(claim, by=None, at=AT)
    assert (again, again.state) == (first, "dicabut")
    assert Certificate.objects.count() == 1


def test_numbers_run_per_unit_and_year():
    one, other = UnitFactory(number_code="SATU"), UnitFactory(number_code="DUA")
    numbers = [
        make_certificate(unit=one).number,
        make_certificate(unit=other).number,
        make_certificate(unit=one).number,
        make_certificate(unit=one, issued_on=date(2025, 1, 2)).number,
    ]
    assert numbers == ["001/SATU/X/2024", "001/DUA/X/2024", "002/SATU/X/2024", "001/SATU/I/2025"]


def test_a_rollback_leaves_no_hole():
    unit = UnitFactory(number_code="KKC")
    make_certificate(unit=unit)
    with transaction.atomic():
        make_certificate(unit=unit)
        transaction.set_rollback(True)
    make_certificate(unit=unit)
    assert list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]


def test_a_batch_is_all_or_nothing():
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit), make_claim(unit=unit, recipient_name="W" * 120)]
    refused("name_too_long", services.issue_batch, claims, source="s:1", unit=unit, by=None, at=AT)
    assert not Certificate.objects.exists()
    assert not Batch.objects.exists()
    assert not RenderJob.objects.exists()


def test_a_batch_numbers_in_the_order_of_the_list():
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit) for _ in range(5)]
    batch = services.issue_batch(claims, source="s:1", unit=unit, by=None, at=AT)
    issued = batch.certificates.order_by("sequence")
    assert [row.source for row in issued] == [claim.source for claim in claims]
    assert [row.sequence for row in issued] == [1, 2, 3, 4, 5]
    assert len({row.code for row in issued}) == 5


def test_pressing_the_button_twice_finds_the_first_batch():
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit) for _ in range(3)]
    first = services.issue_batch(claims, source="s:1", unit=unit, by=None, at=AT)
    assert services.issue_batch(claims, source="s:1", unit=unit, by=None, at=AT) == first
    assert Certificate.objects.count() == 3


def test_late_comers_make_a_further_batch():
    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit) for _ in range(3)]
    first = services.issue_batch(claims[:2], source="s:1", unit=unit, by=None, at=AT)
    second = services.issue_batch(claims, source="s:1", unit=unit, by=None, at=AT + timedelta(hours=1))
    assert second != first
    assert [row.source for row in second.certificates.all()] == [claims[2].source]
    assert second.certificates.get().sequence == 3


@pytest.mark.parametrize("people", [1, 30])
def test_a_batch_costs_the_same_queries_for_one_and_for_thirty(people, django_assert_max_num_queries):
    unit = UnitFactory(number_code="KKC")
    services.default_template(AT)
    claims = [make_claim(unit=unit) for _ in range(people)]
    with django_assert_max_num_queries(40):
        services.issue_batch(claims, source="s:1", unit=unit, by=None, at=AT)


def test_what_a_batch_refuses():
    unit = UnitFactory(number_code="KKC")
    claim = make_claim(unit=unit)
    call = {"source": "s", "unit": unit, "by": None, "at": AT}
    refused("nothing_to_issue", services.issue_batch, [], **call)
    refused("source_twice", services.issue_batch, [claim, claim], **call)
    refused("unit_differs", services.issue_batch, [make_claim()], **call)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("name_missing", {"recipient_name": "  "}),
        ("name_too_long", {"recipient_name": "W" * 120}),
        ("character_missing", {"recipient_name": "Siti 王 Contoh"}),
        ("character_missing", {"title": "Netralitas\u0007"}),
        ("kind_unknown", {"kind": "penonton"}),
        ("days_missing", {"days": ()}),
        ("text_too_long", {"title": "a" * 201}),
    ],
)
def test_what_the_paper_could_not_show_is_refused_before_a_number_is_taken(code, changes):
    refused(code, services.issue, make_claim(**changes), by=None, at=AT)
    assert not NumberCounter.objects.filter(value__gt=0).exists()


WIDE = {
    "title": "W" * 200, "activity": "W" * 160, "organiser": "W" * 160, "recipient_position": "W" * 120,
    "recipient_unit": "W" * 160, "place": "W" * 160, "role": "W" * 60, "city": "W" * 80,
    "signatories": (Signatory("W" * 120, "W" * 160),) * 3, "letterhead": Letterhead(("W" * 120,) * 3), "materials": (),
}  # fmt: skip


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
def test_texts_that_no_page_holds_together_are_refused_before_a_number_is_taken():
    refused("page_full", services.issue, make_claim(**WIDE), by=None, at=AT)
    assert not NumberCounter.objects.filter(value__gt=0).exists()
    paper = make_certificate(**(WIDE | {"title": "W" * 20}))  # in doubt, so it was asked for, and it has room
    assert tasks.render_due() == 1
    assert paper.sequence == 1


def test_a_missing_letter_is_named_with_the_text():
    with pytest.raises(CertificateError) as error:
        services.issue(make_claim(recipient_name="Siti 王 Contoh"), by=None, at=AT)
    assert error.value.context == {"text": "Siti 王 Contoh", "character": "王"}


def test_a_template_with_a_bad_pattern_refuses_to_issue():
    version = services.default_template(AT)
    TemplateVersion.objects.create(
        template=version.template,
        number=2,
        design=version.design,
        content={**version.content, "number_pattern": "{code}"},
        created_at=AT,
    )
    refused("pattern_refused", services.issue, make_claim(), by=None, at=AT)


def test_the_default_template_is_made_once():
    assert services.default_template(AT) == services.default_template(AT + timedelta(days=1))
    assert TemplateVersion.objects.count() == 1


def test_a_new_template_version_serves_new_certificates_only():
    first = make_certificate()
    version = services.default_template(AT)
    newer = TemplateVersion.objects.create(
        template=version.template, number=2, design=version.design, content=version.content, created_at=AT
    )
    assert make_certificate().template_version == newer
    assert Certificate.objects.get(pk=first.pk).template_version == version


def test_the_nip_is_digested_but_is_no_fact():
    certificate = make_certificate(nip="197809122005011003")
    assert "197809122005011003" not in str(certificate.facts)
    assert len(certificate.nip_digest) == 64
    assert "197809122005011003" not in certificate.nip_digest


def test_a_template_may_ask_for_the_nip():
    version = services.default_template(AT)
    TemplateVersion.objects.create(
        template=version.template, number=2, design=version.design,
        content={**version.content, "shows_nip": True}, created_at=AT,
    )  # fmt: skip
    assert make_certificate(nip="197809122005011003").facts["nip"] == "197809122005011003"
    assert "nip" not in make_certificate(nip="").facts


def test_a_correction_keeps_the_number_and_takes_a_new_code():
    old = make_certificate(recipient_name="Rina Cotnoh")
    new = services.replace(old, recipient_name="Rina Contoh", reason="Salah tulis nama", by=None, at=AT)
    assert (new.number, new.sequence, new.revision) == (old.number, old.sequence, 1)
    assert new.code != old.code
    assert new.facts["name"] == "Rina Contoh"
    assert new.facts["revised_on"] == "2024-10-05"
    assert new.facts["position"] == old.facts["position"]
    assert new.facts_sha256 == facts.fingerprint(new.facts)
    assert new.render_job.done_at is None
    assert old.state == "digantikan"
    assert Certificate.objects.get(pk=old.pk).facts["name"] == "Rina Cotnoh"
    assert [event.kind for event in old.events.all()] == ["terbit", "diganti"]


def test_a_paper_of_the_first_schema_is_corrected_into_the_newest():
    paper = make_certificate()
    signatory = {key: paper.facts["signatories"][0][key] for key in ("name", "title")}
    first = {key: paper.facts[key] for key in paper.facts.keys() - {"signatories", "letterhead", "valid_until"}}
    Certificate.objects.filter(pk=paper.pk).update(facts=first | {"signatory": signatory}, facts_schema=1)
    new = services.replace(paper, recipient_name="Nama Benar Contoh", reason="Salah tulis", by=None, at=AT)
    assert new.facts_schema == facts.SCHEMA
    assert new.facts.keys() == paper.facts.keys()
    assert new.facts["signatories"] == [signatory | {"picture": ""}]


def test_a_correction_may_change_position_and_unit():
    new = services.replace(
        make_certificate(), recipient_name="Rina Contoh", recipient_position="", recipient_unit="Kelurahan Contoh",
        reason="Salah tulis", by=None, at=AT,
    )  # fmt: skip
    assert (new.facts["position"], new.facts["unit"]) == ("", "Kelurahan Contoh")


def test_corrections_count_up_and_only_the_newest_can_be_corrected():
    first = make_certificate()
    second = services.replace(first, recipient_name="Rina A", reason="Salah tulis", by=None, at=AT)
    third = services.replace(second, recipient_name="Rina B", reason="Salah tulis", by=None, at=AT)
    assert third.revision == 2
    refused("not_valid", services.replace, first, recipient_name="Rina C", reason="x", by=None, at=AT)


def test_a_correction_states_its_reason_and_a_printable_name():
    certificate = make_certificate()
    refused("reason_missing", services.replace, certificate, recipient_name="Rina", reason=" ", by=None, at=AT)
    refused("name_missing", services.replace, certificate, recipient_name="", reason="x", by=None, at=AT)
    refused("name_too_long", services.replace, certificate, recipient_name="W" * 99, reason="x", by=None, at=AT)
    certificate.refresh_from_db()
    assert certificate.state == "berlaku"


def test_issuing_a_corrected_source_returns_the_correction():
    claim = make_claim()
    first = services.issue(claim, by=None, at=AT)
    second = services.replace(first, recipient_name="Rina Contoh", reason="Salah tulis", by=None, at=AT)
    assert services.issue(claim, by=None, at=AT) == second


def test_a_revocation_states_a_reason_from_the_list_and_leaves_a_trace():
    officer, certificate = UserFactory(), make_certificate()
    refused("reason_unknown", services.revoke, certificate, reason="Tidak suka", by=officer, at=AT)
    services.revoke(certificate, reason="Data tidak benar", by=officer, at=AT, note="Nama orang lain.")
    assert (certificate.state, certificate.state_reason, certificate.state_since) == ("dicabut", "Data tidak benar", AT)
    event = certificate.events.last()
    assert (event.kind, event.reason, event.note, event.by) == (
        "cabut",
        "Data tidak benar",
        "Nama orang lain.",
        officer,
    )
    assert ModelLogEntry.objects.filter(action="certificates.revoke", user=officer).count() == 1
    refused("not_valid", services.revoke, certificate, reason="Ganda", by=officer, at=AT)


def test_a_revocation_can_be_taken_back_within_24_hours():
    certificate = make_certificate()
    services.revoke(certificate, reason="Ganda", by=None, at=AT)
    services.restore(certificate, by=None, at=AT + timedelta(hours=24))
    assert (certificate.state, certificate.state_reason) == ("berlaku", "")
    assert [event.kind for event in certificate.events.all()] == ["terbit", "cabut", "pulih"]


def test_a_revocation_older_than_24_hours_stands():
    certificate = make_certificate()
    services.revoke(certificate, reason="Ganda", by=None, at=AT)
    refused("restore_too_late", services.restore, certificate, by=None, at=AT + timedelta(hours=24, seconds=1))
    certificate.refresh_from_db()
    assert certificate.state == "dicabut"


def test_what_cannot_be_restored():
    certificate = make_certificate()
    refused("not_revoked", services.restore, certificate, by=None, at=AT)
    services.revoke(certificate, reason="Ganda", by=None, at=AT)
    rival = make_certificate()
    Certificate.objects.filter(pk=rival.pk).update(source=certificate.source)
    refused("source_taken", services.restore, certificate, by=None, at=AT)
    assert certificate.state == "dicabut"


def test_nothing_is_ever_deleted():
    certificate = make_certificate()
    with pytest.raises(TypeError):
        certificate.delete()
    with pytest.raises(FrozenError):
        certificate.events.get().delete()


def test_issuing_is_logged_with_its_actor():
    officer, unit = UserFactory(), UnitFactory(number_code="KKC")
    services.issue(make_claim(unit=unit), by=officer, at=AT)
    services.issue_batch([make_claim(unit=unit)], source="s", unit=unit, by=officer, at=AT)
    actions = ModelLogEntry.objects.filter(user=officer).values_list("action", flat=True)
    assert set(actions) == {"certificates.issue", "certificates.issue_batch"}


def test_the_queue_is_told_when_the_transaction_holds(django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        make_certificate()
    assert DBTaskResult.objects.filter(queue_name="certificates").count() == 1
