"""Who makes access cards and notes a change of head, and that nothing of the kecamatan is lost by it (ADR 0039)."""

from datetime import date
from html import unescape

import pytest
import time_machine

from elearning.cascade.offices import units_served_by
from elearning.distribution.models import CascadeNode, Handout, Receipt
from elearning.people.models import AccessCard, OfficeHolding, OfficeRole
from elearning.training import services as training
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

pytestmark = pytest.mark.django_db
PIN = "402913"
TODAY = date(2024, 10, 3)


@pytest.fixture(autouse=True)
def _today(noon):
    with time_machine.travel(noon, tick=False):
        yield


@pytest.fixture
def panitia():
    """Of a sosialisasi, and of no office."""
    return UserFactory(display_name="Panitia Contoh")


@pytest.fixture
def session(panitia):
    return TrainingSessionFactory(open=True, committee_people=[panitia])


def came(session, person, noon, **fields):
    participant = ParticipantFactory(session=session, person=person, **fields)
    attend(participant, session.days.get(), by=UserFactory(), at=noon)
    return participant


def text_of(response):
    return unescape(response.content.decode())


def served(user):
    return set(units_served_by(user, on=TODAY))


def test_a_committee_serves_the_heads_who_came_once_the_list_is_closed(session, panitia, noon):
    camat, absent, represented = OfficeHoldingFactory(), OfficeHoldingFactory(), OfficeHoldingFactory()
    came(session, camat.person, noon)
    ParticipantFactory(session=session, person=absent.person)
    invited = ParticipantFactory(session=session, person=represented.person)
    came(session, UserFactory(), noon, origin="wakil", deputy_for=invited)
    assert served(panitia) == set()
    training.close_list(session, by=panitia, at=noon)
    assert served(panitia) == {camat.unit, represented.unit}


@pytest.mark.parametrize("role", ["meja", "laporan"])
def test_a_desk_and_whoever_writes_the_report_make_no_cards(session, panitia, noon, role):
    came(session, OfficeHoldingFactory().person, noon)
    session.committee.update(role=role)
    training.close_list(session, by=panitia, at=noon)
    assert served(panitia) == set()


def test_offices_above_serve_what_lies_below_and_a_head_serves_nobody():
    regency = UnitFactory(kind="kabupaten")
    below, elsewhere = UnitFactory(parent=regency), UnitFactory()
    for role in (OfficeRole.COMMITTEE, OfficeRole.LEADER):
        assert below in served(OfficeHoldingFactory(unit=regency, role=role).person)
        assert elsewhere not in served(OfficeHoldingFactory(unit=regency, role=role).person)
    bupati = OfficeHoldingFactory(unit=regency)
    assert served(bupati.person) == set()
    assert elsewhere in served(UserFactory(is_superuser=True))
    by_card = OfficeHoldingFactory(unit=regency, role=OfficeRole.LEADER).person
    by_card.signed_in_by_code, by_card.office_by_card = True, bupati.pk
    assert served(by_card) == set()


def test_a_session_at_the_office_makes_its_head_no_panitia(client, session, panitia, noon):
    came(session, OfficeHoldingFactory().person, noon)
    training.close_list(session, by=panitia, at=noon)
    type(session).objects.update(is_at_office=True)
    assert served(panitia) == set()
    client.force_login(panitia)
    assert client.get(f"/sesi/{session.slug}/kartu-akses/").status_code == 404


def test_all_slips_of_a_session_are_one_press_and_shown_once(client, session, panitia, noon):
    heads = [OfficeHoldingFactory() for _ in range(3)]
    for head in heads:
        came(session, head.person, noon)
    client.force_login(panitia)
    address = f"/sesi/{session.slug}/kartu-akses/"
    assert client.post(address).url == f"/sesi/{session.slug}/"  # the list is still open
    training.close_list(session, by=panitia, at=noon)
    assert "3 kepala unit hadir atau diwakili. 3 belum punya kartu." in text_of(client.get(address))
    assert client.post(address).url == "/kartu-akses/baru/"
    page = text_of(client.get("/kartu-akses/baru/"))
    assert "3 kartu akses baru" in page
    assert AccessCard.objects.live().count() == 3
    client.post(address)  # a second press makes no second card
    assert AccessCard.objects.count() == 3
    assert client.post("/kartu-akses/baru/").url == address
    assert "Tidak ada kartu yang bisa ditampilkan" in text_of(client.get("/kartu-akses/baru/"))
    assert client.get("/kartu-akses/baru/slip.pdf").status_code == 404


def form(**fields):
    return {
        "nip": "", "display_name": "Baru Contoh, S.STP.", "kind": "definitif", "starts_on": "2024-10-03",
        "old_ends_on": "2024-10-02",
    } | fields  # fmt: skip


@pytest.fixture
def leader(kenanga):
    return OfficeHoldingFactory(unit=kenanga.unit, role=OfficeRole.LEADER).person


def test_a_change_of_camat_is_asked_once_more_and_loses_nothing(client, kenanga, leader, noon):
    CascadeNode.objects.update(staff_target=52, staff_target_source="kepala")
    kenanga.person("selesai")
    before = [list(model.objects.values()) for model in (CascadeNode, Handout, Receipt)]
    client.force_login(leader)
    address = f"/kepala-unit/{kenanga.unit.public_id}/ganti/"
    asked = text_of(client.post(address, form()))
    assert "Data Kecamatan Kenanga Contoh tetap" in asked
    assert "Drs. H. Arif Contoh, M.Si. berakhir sesudah Rabu, 2 Oktober 2024" in asked
    assert OfficeHolding.objects.filter(role="head").count() == 1
    assert client.post(address, form(yakin="ya")).url == "/kartu-akses/baru/"
    assert [list(model.objects.values()) for model in (CascadeNode, Handout, Receipt)] == before
    page = text_of(client.get(f"/kepala-unit/{kenanga.unit.public_id}/"))
    assert "Drs. H. Arif Contoh, M.Si." in page  # the history of holders
    client.force_login(kenanga.head)
    assert client.get("/camat/").status_code == 403
    client.force_login(OfficeHolding.objects.in_force(TODAY).get(role="head").person)
    assert "dari 52" in text_of(client.get("/camat/"))


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(client, kenanga, leader):
    client.force_login(leader)
    page = text_of(client.post(f"/kepala-unit/{kenanga.unit.public_id}/ganti/", form(old_ends_on="2024-10-03")))
    assert "Masa jabatan bertumpuk" in page
    assert 'value="Baru Contoh, S.STP."' in page


def test_a_new_card_ends_the_old_one_and_is_asked_first(client, kenanga, leader):
    client.force_login(leader)
    address = f"/kepala-unit/{kenanga.unit.public_id}/kartu/{kenanga.head.public_id}/"
    client.post(address)
    assert "langsung berhenti" in text_of(client.get(address))
    client.post(address)
    assert (AccessCard.objects.count(), AccessCard.objects.live().count()) == (2, 1)
    other = UserFactory()
    assert client.get(f"/kepala-unit/{kenanga.unit.public_id}/kartu/{other.public_id}/").status_code == 404


def test_units_of_others_do_not_exist(client, kenanga, leader):
    client.force_login(leader)
    elsewhere = OfficeHoldingFactory()
    for address in ("", "ganti/", f"kartu/{elsewhere.person.public_id}/"):
        assert client.get(f"/kepala-unit/{elsewhere.unit.public_id}/{address}").status_code == 404


def test_a_head_finds_no_such_page(client, kenanga):
    client.force_login(kenanga.head)
    assert client.get("/kepala-unit/").status_code == 403
    assert client.post(f"/kepala-unit/{kenanga.unit.public_id}/ganti/", form(yakin="ya")).status_code == 404


def test_units_are_found_by_their_name_and_by_that_of_their_head(client, kenanga, leader):
    client.force_login(leader)
    for wanted, found in (("kenanga", True), ("arif", True), ("melati", False)):
        assert ("Arif Contoh" in text_of(client.get("/kepala-unit/", {"q": wanted}))) is found
