from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission

from certificates import services
from certificates.models import Certificate
from certificates.permissions import can_keep
from elearning.lib import codes
from elearning.people.models import OfficeRole
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = ("", "terbitkan-ulang/", "cabut/", "pulihkan/")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def unit(home):
    return UnitFactory(number_code="KKC")


def keeper(unit, *, role=OfficeRole.COMMITTEE):
    person = UserFactory()
    group, _ = Group.objects.get_or_create(name="Panitia")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    OfficeHoldingFactory(unit=unit, person=person, role=role)
    return person


def page(certificate, ending="") -> str:
    return f"/sertifikat/kelola/{codes.display(certificate.code)}/{ending}"


@pytest.mark.parametrize("ending", PAGES)
def test_only_the_committee_of_the_unit_finds_the_page(client, unit, ending):
    certificate = make_certificate(unit=unit, holder=UserFactory())
    assert client.get(page(certificate, ending)).status_code == 302
    strangers = [
        UserFactory(), certificate.holder, keeper(UnitFactory()), keeper(unit, role=OfficeRole.HEAD),
    ]  # fmt: skip
    for person in strangers:
        client.force_login(person)
        assert client.get(page(certificate, ending)).status_code == 404
        assert client.post(page(certificate, ending)).status_code in (404, 405)
    client.force_login(keeper(unit))
    assert client.get(page(certificate, ending)).status_code == 200
    certificate.refresh_from_db()
    assert certificate.state == "berlaku"


def test_keeping_follows_the_office(unit):
    certificate, person = make_certificate(unit=unit), keeper(unit)
    assert can_keep(person, certificate, on=AT.date())
    person.holdings.update(ends_on=AT.date())
    assert not can_keep(person, certificate, on=AT.date())


def test_a_wrong_name_is_corrected_in_one_form(client, unit):
    certificate = make_certificate(unit=unit, recipient_name="Rina Cotnoh")
    person = keeper(unit)
    client.force_login(person)
    answer = client.post(
        page(certificate, "terbitkan-ulang/"),
        {
            "recipient_name": "Rina Contoh",
            "recipient_position": "Camat",
            "recipient_unit": "",
            "reason": "Salah tulis nama",
        },
    )
    new = Certificate.objects.get(revision=1)
    assert answer["Location"] == page(new)
    assert (new.facts["name"], new.facts["unit"], new.issued_by) == ("Rina Contoh", "", person)
    html = client.get(page(certificate)).content.decode()
    assert page(new) in html


def test_a_correction_that_corrects_nothing_is_refused(client, unit):
    certificate = make_certificate(unit=unit)
    client.force_login(keeper(unit))
    facts = certificate.facts
    same = {"recipient_name": facts["name"], "recipient_position": facts["position"], "recipient_unit": facts["unit"]}
    assert client.post(page(certificate, "terbitkan-ulang/"), same | {"reason": "x"}).status_code == 200
    assert Certificate.objects.count() == 1


def test_a_name_that_cannot_be_printed_is_explained_on_the_form(client, unit):
    certificate = make_certificate(unit=unit)
    client.force_login(keeper(unit))
    answer = client.post(page(certificate, "terbitkan-ulang/"), {"recipient_name": "Siti 王", "reason": "x"})
    assert "王" in answer.content.decode()
    assert Certificate.objects.count() == 1


def test_a_revocation_needs_the_number_typed(client, unit):
    certificate = make_certificate(unit=unit)
    client.force_login(keeper(unit))
    wrong = client.post(page(certificate, "cabut/"), {"reason": "Ganda", "number": "999/KKC/X/2024"})
    assert wrong.status_code == 200
    certificate.refresh_from_db()
    assert certificate.state == "berlaku"
    right = client.post(
        page(certificate, "cabut/"), {"reason": "Ganda", "number": " 001/kkc/x/2024 ", "note": "Dua kali."}
    )
    assert right.status_code == 302
    certificate.refresh_from_db()
    assert (certificate.state, certificate.state_reason) == ("dicabut", "Ganda")
    assert "Dua kali." in client.get(page(certificate)).content.decode()


def test_a_revocation_is_restored_by_a_press_and_never_by_a_look(client, unit):
    certificate = make_certificate(unit=unit)
    services.revoke(certificate, reason="Ganda", by=None, at=AT)
    client.force_login(keeper(unit))
    client.get(page(certificate, "pulihkan/"))
    certificate.refresh_from_db()
    assert certificate.state == "dicabut"
    client.post(page(certificate, "pulihkan/"))
    certificate.refresh_from_db()
    assert certificate.state == "berlaku"


def test_after_24_hours_restoring_is_neither_offered_nor_done(client, unit):
    certificate = make_certificate(unit=unit)
    services.revoke(certificate, reason="Ganda", by=None, at=AT - timedelta(hours=25))
    client.force_login(keeper(unit))
    assert "Pulihkan" not in client.get(page(certificate)).content.decode()
    client.post(page(certificate, "pulihkan/"))
    certificate.refresh_from_db()
    assert certificate.state == "dicabut"


@pytest.mark.parametrize("papers", [1, 20])
def test_the_register_costs_the_same_for_one_and_for_twenty(client, unit, papers, django_assert_max_num_queries):
    for _ in range(papers):
        make_certificate(unit=unit)
    client.force_login(keeper(unit))
    client.get("/admin/sertifikat/")
    with django_assert_max_num_queries(40):
        html = client.get("/admin/sertifikat/").content.decode()
    assert html.count("/KKC/X/2024") >= papers


def test_the_register_shows_own_units_and_finds_by_name_and_state(client, unit):
    make_certificate(unit=unit, recipient_name="Rina Contoh")
    revoked = make_certificate(unit=unit, recipient_name="Bagas Contoh")
    services.revoke(revoked, reason="Ganda", by=None, at=AT)
    make_certificate(recipient_name="Orang Lain Contoh")
    client.force_login(keeper(unit))
    everything = client.get("/admin/sertifikat/").content.decode()
    assert "Rina Contoh" in everything
    assert "Bagas Contoh" in everything
    assert "Orang Lain Contoh" not in everything
    by_name = client.get("/admin/sertifikat/", {"q": "rina"}).content.decode()
    assert "Bagas Contoh" not in by_name
    by_state = client.get("/admin/sertifikat/", {"state": "dicabut"}).content.decode()
    assert "Rina Contoh" not in by_state
    assert "Bagas Contoh" in by_state


def test_the_register_has_no_form_to_add_edit_or_delete(client, unit):
    certificate = make_certificate(unit=unit)
    client.force_login(keeper(unit))
    for ending in ("new/", f"edit/{certificate.pk}/", f"delete/{certificate.pk}/", f"history/{certificate.pk}/"):
        assert client.get(f"/admin/sertifikat/{ending}").status_code == 404
    assert "Tambah" not in client.get("/admin/sertifikat/").content.decode().split("<main")[1]


def test_without_an_office_there_is_no_register(client, home):
    person = keeper(UnitFactory())
    person.holdings.all().delete()
    client.force_login(person)
    assert client.get("/admin/sertifikat/").status_code in (302, 403)
