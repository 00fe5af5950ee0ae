"""The tree below a camat: units and their state, partners as numbers, and a base that only counts what was stated."""

from datetime import date
from html import unescape

import pytest

from elearning.cascade.below import FEWEST_SHOWN, partners_of, rows_of, summary_of, units_below
from elearning.distribution.models import CascadeNode
from elearning.lessons.models import Completion
from elearning.people.models import Unit
from tests.factories.distribution import MOMENT, CascadeNodeFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(response.content.decode())


def below(unit, **fields):
    return UnitFactory(parent=Unit.objects.get(pk=unit.pk), **fields)


def learnt(unit, course, count):
    for _ in range(count):
        person = UserFactory(unit=unit, display_name="Rahasia Desa Contoh")
        Completion.objects.create(person=person, course=course, way="mandiri", completed_at=MOMENT)


@pytest.fixture
def camat(client, kenanga):
    client.force_login(kenanga.head)
    return client


def test_of_241_nodes_only_those_that_stated_their_staff_are_a_base(camat, kenanga, course):
    units = [below(kenanga.unit, kind="sekolah") for _ in range(243)]
    rows = [
        CascadeNode(unit=unit, course=course, opening="hadir", opened_at=MOMENT, staff_target=10 if number % 6 else None,
                    staff_target_source="kepala" if number % 6 else "")
        for number, unit in enumerate(units[:241])
    ]  # fmt: skip
    CascadeNode.objects.bulk_create(rows)
    found = summary_of(kenanga.unit, course)
    assert (found.units, found.open, found.stating, found.silent) == (243, 241, 200, 41)
    assert CascadeNode.objects.stating_staff().filter(unit__in=units).count() == 200
    page = text_of(camat.get("/camat/jajaran/"))
    assert "241 dari 243 unit sudah meneruskan" in page
    assert "200 dari 241 unit itu menuliskan jumlah ASN-nya" in page
    assert "41 unit lain tidak ikut dihitung" in page


def test_a_desa_is_a_partner_and_shows_numbers_only(camat, kenanga, course):
    hands_on, small = below(kenanga.unit, kind="desa"), below(kenanga.unit, kind="desa")
    CascadeNodeFactory(unit=hands_on, course=course)
    learnt(hands_on, course, FEWEST_SHOWN)
    learnt(small, course, FEWEST_SHOWN - 1)
    assert list(units_below(kenanga.unit)) == []
    told = {
        row.unit: row.done
        for row in rows_of(list(partners_of(kenanga.unit)), course, root=kenanga.unit, is_partner=True)
    }
    assert told == {hands_on: 5, small: None}
    page = text_of(camat.get("/camat/jajaran/"))
    assert "Mitra: desa" in page
    assert "Meneruskan sendiri" in page
    assert "Kurang dari 5 orang selesai" in page
    assert "Rahasia Desa Contoh" not in page


def test_a_closed_node_and_one_of_another_course_are_no_handing_on(kenanga, course):
    closed = below(kenanga.unit, kind="kelurahan")
    CascadeNodeFactory(unit=closed, course=course, closed_at=MOMENT)
    CascadeNodeFactory(unit=below(kenanga.unit, kind="sekolah"))
    assert summary_of(kenanga.unit, course).open == 0
    states = {row.unit: row.state for row in rows_of(list(units_below(kenanga.unit)), course, root=kenanga.unit)}
    assert sorted(states.values()) == ["Belum meneruskan", "Sudah ditutup"]


def test_what_lies_elsewhere_stays_there(camat, kenanga):
    elsewhere = below(UnitFactory(name="Kecamatan Melati Contoh"), name="Kelurahan Melati Contoh", kind="kelurahan")
    assert elsewhere.name not in text_of(camat.get("/camat/jajaran/"))
    assert camat.get(f"/camat/jajaran/?unit={elsewhere.public_id}").status_code == 404


def test_the_home_tells_how_the_node_opened_and_who_held_the_office(camat, kenanga):
    OfficeHoldingFactory(
        unit=kenanga.unit, starts_on=date(2020, 1, 1), ends_on=date(2024, 1, 1), person__display_name="Dra. Dulu Contoh"
    )
    page = text_of(camat.get("/camat/"))
    assert "Dibuka 3 Oktober 2024: dibuka sendiri." in page
    assert "Dra. Dulu Contoh" in page
    assert "s.d. 31 Desember 2023" in page
    assert "Ganti camat?" in page


@pytest.mark.parametrize(("sent", "kept"), [("kepegawaian", "kepegawaian"), ("", "kepala")])
def test_the_number_of_staff_says_where_it_comes_from(camat, kenanga, sent, kept):
    camat.post("/camat/", {"staff_target": "52", "source": sent})
    node = CascadeNode.objects.get()
    assert (node.staff_target, node.staff_target_source) == (52, kept)


def test_another_source_is_refused_and_nothing_changes(camat, kenanga):
    assert "Pilih dari mana jumlah itu." in text_of(camat.post("/camat/", {"staff_target": "52", "source": "tetangga"}))
    assert CascadeNode.objects.get().staff_target is None
