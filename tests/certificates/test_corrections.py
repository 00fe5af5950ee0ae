"""«Minta perbaikan nama»: the holder asks, the register of the issuing unit answers, the paper stays valid meanwhile."""

import pytest

from certificates import corrections, services
from certificates.models import Certificate, CorrectionRequest
from certificates.services import CertificateError
from elearning.lib import codes
from elearning.people.models import OfficeRole
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
WANTED = "Rina Contoh, S.Pd., M.Pd."


@pytest.fixture
def unit(home):
    return UnitFactory(name="Lembaga Contoh", kind="pengawas", number_code="LC")


@pytest.fixture
def rina(unit):
    return UserFactory(display_name="Rina Contoh, S.Pd.")


@pytest.fixture
def certificate(rina, unit):
    return make_certificate(holder=rina, unit=unit)


@pytest.fixture
def committee(unit):
    person = UserFactory(email="panitia@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=unit, person=person, role=OfficeRole.COMMITTEE)
    return person


def ask(certificate, name=WANTED) -> CorrectionRequest:
    return corrections.request_correction(certificate, wanted_name=name, note="", at=AT)


def refused(act, *args, **kwargs) -> str:
    with pytest.raises(CertificateError) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.mark.parametrize(
    ("name", "code"),
    [(" ", "name_missing"), ("Rina Contoh, S.Pd.", "name_same"), ("Нина Contoh", "character_missing")],
)
def test_a_name_that_cannot_be_printed_or_changes_nothing_is_refused(certificate, name, code):
    assert refused(ask, certificate, name) == code
    assert not CorrectionRequest.objects.exists()


def test_one_request_waits_at_a_time(certificate):
    ask(certificate)
    assert refused(ask, certificate, "Rina Contoh, M.Pd.") == "request_waiting"


def test_a_revoked_paper_is_not_corrected(certificate):
    services.revoke(certificate, reason="Ganda", by=None, at=AT)
    assert refused(ask, certificate) == "not_valid"


def test_a_corrected_paper_closes_the_request(certificate, committee):
    request = ask(certificate)
    services.replace(certificate, recipient_name=WANTED, reason="Diminta pemilik", by=committee, at=AT)
    request.refresh_from_db()
    assert (request.outcome, request.decided_by) == ("diperbaiki", committee)


def test_a_declined_request_says_why_and_another_may_follow(certificate, committee):
    request = corrections.decline_correction(ask(certificate), answer="Gelar belum tercatat.", by=committee, at=AT)
    assert request.outcome == "ditolak"
    assert refused(corrections.decline_correction, request, answer="Lagi.", by=committee, at=AT) == "request_decided"
    assert ask(certificate).decided_at is None


def test_a_decline_needs_its_reason(certificate, committee):
    assert (
        refused(corrections.decline_correction, ask(certificate), answer=" ", by=committee, at=AT) == "reason_missing"
    )


def page(certificate, ending="") -> str:
    return f"/sertifikat/{codes.display(certificate.code)}/{ending}"


def kept(certificate, ending="") -> str:
    return f"/sertifikat/kelola/{codes.display(certificate.code)}/{ending}"


def test_from_the_holders_wish_to_the_new_paper(client, rina, committee, certificate):
    client.force_login(rina)
    assert "Tercetak sekarang: «Rina Contoh, S.Pd.»" in client.get(page(certificate, "perbaikan/")).content.decode()
    assert client.post(page(certificate, "perbaikan/"), {"wanted_name": WANTED, "note": ""}).status_code == 302
    assert f"«{WANTED}» sedang diperiksa" in client.get(page(certificate)).content.decode()
    client.force_login(committee)
    assert WANTED in client.get("/panitia/").content.decode()
    assert WANTED in client.get(kept(certificate)).content.decode()
    form = client.get(kept(certificate, "terbitkan-ulang/")).context["form"]
    assert form["recipient_name"].value() == WANTED
    fields = {name: form[name].value() for name in form.fields}
    assert client.post(kept(certificate, "terbitkan-ulang/"), fields).status_code == 302
    new = Certificate.objects.get(state="berlaku")
    assert (new.facts["name"], new.revision, new.number) == (WANTED, 1, certificate.number)
    assert WANTED not in client.get("/panitia/").content.decode()


def test_the_holder_reads_why_a_request_was_declined(client, rina, committee, certificate):
    ask(certificate)
    client.force_login(committee)
    assert client.post(kept(certificate, "tolak-perbaikan/"), {"answer": "Gelar belum tercatat."}).status_code == 302
    client.force_login(rina)
    assert "ditolak: Gelar belum tercatat." in client.get(page(certificate)).content.decode()


@pytest.mark.parametrize("who", ["stranger", "committee", "other committee"])
def test_only_the_holder_asks(client, certificate, committee, who):
    other = OfficeHoldingFactory(role=OfficeRole.COMMITTEE).person
    client.force_login({"stranger": UserFactory(), "committee": committee, "other committee": other}[who])
    assert client.post(page(certificate, "perbaikan/"), {"wanted_name": WANTED}).status_code == 404
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize("who", ["holder", "stranger", "other committee"])
def test_only_the_register_of_the_issuing_unit_declines(client, certificate, rina, who):
    request = ask(certificate)
    other = OfficeHoldingFactory(role=OfficeRole.COMMITTEE).person
    client.force_login({"holder": rina, "stranger": UserFactory(), "other committee": other}[who])
    assert client.post(kept(certificate, "tolak-perbaikan/"), {"answer": "Tidak."}).status_code == 404
    request.refresh_from_db()
    assert request.decided_at is None
    assert "perbaikan nama" not in client.get("/panitia/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_waiting_requests_cost_one_query(unit, committee, noon, django_assert_num_queries, count):
    for _ in range(count):
        ask(make_certificate(unit=unit))
    waiting = CorrectionRequest.objects.waiting().for_register_of(committee, on=noon.date())
    with django_assert_num_queries(1):
        assert [request.certificate.facts["name"] for request in waiting]
        assert len(waiting) == count
