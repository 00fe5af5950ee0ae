"""The register leaves as a file per unit and year: every number, in words of today, without a NIP, and logged."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from certificates import register, services
from certificates.models import Certificate
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NIP = "197209141998032903"


@pytest.fixture
def unit(db):
    return UnitFactory(name="Badan Contoh", number_code="BC")


@pytest.fixture
def keeper(unit):
    person = UserFactory(display_name="Sari Contoh", email="sari@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=unit, person=person, role="committee")
    return person


@pytest.fixture
def papers(unit, keeper):
    """Corrected, revoked, expired, resting on a rule that changed, and one whose name looks like a formula."""
    people = UserFactory.create_batch(4)
    made = [make_certificate(unit=unit, holder=person, nip=NIP) for person in people[:2]]
    services.replace(made[0], recipient_name="Rina Contoh, M.Pd.", reason="Gelar", by=keeper, at=AT)
    services.revoke(made[1], reason="Ganda", by=keeper, at=AT)
    make_certificate(unit=unit, valid_until=date(2024, 10, 6))
    from certificates.claims import TaughtRule

    learner = UserFactory()
    make_certificate(unit=unit, holder=learner, rules=(TaughtRule("suka", 1),))
    services.note_rule_change([learner.pk], rule="suka", edition=2, sentence="Aturan berubah.", at=AT)
    make_certificate(unit=unit, recipient_name="=1+1 Contoh")
    return unit


def address(unit, kind="csv", year=2024) -> str:
    return reverse("certificates:register_file", args=[unit.public_id, year, kind])


def table(client, unit) -> list[list[str]]:
    content = b"".join(client.post(address(unit)).streaming_content)
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_every_number_stands_in_it_with_its_state_in_words(client, keeper, papers, home, time_machine_at_later):
    client.force_login(keeper)
    header, *rows = table(client, papers)
    assert header == list(register.HEADER)
    assert [(row[0], row[1], row[8], row[9]) for row in rows] == [
        ("001/BC/X/2024", "", "digantikan", "Gelar"),
        ("001/BC/X/2024", "Revisi 1", "berlaku", ""),
        ("002/BC/X/2024", "", "dicabut", "Ganda"),
        ("003/BC/X/2024", "", "kedaluwarsa sejak 6 Oktober 2024", ""),
        ("004/BC/X/2024", "", "berlaku, tetapi dasar aturan berubah", ""),
        ("005/BC/X/2024", "", "berlaku", ""),
    ]
    assert rows[5][2] == "'=1+1 Contoh"
    assert not any(NIP in cell for row in rows for cell in row)


def test_xlsx_holds_the_same_table(client, keeper, papers, home, time_machine_at_later):
    client.force_login(keeper)
    sheet = load_workbook(BytesIO(client.post(address(papers, "xlsx")).content)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows == table(client, papers)


def test_the_page_names_how_many_people_and_each_file_is_logged(client, keeper, papers, home):
    client.force_login(keeper)
    shown = client.get(reverse("certificates:registers")).content.decode()
    assert "data pribadi 5 orang" in shown
    assert "Kirim hanya kepada yang berwenang" in shown
    client.post(address(papers, "xlsx"))
    entry = ModelLogEntry.objects.get(action="certificates.export", user=keeper)
    assert entry.data == {"kind": "xlsx", "people": 5, "year": 2024}


def test_a_register_of_another_unit_another_year_or_kind_is_not_found(client, keeper, papers, home):
    client.force_login(keeper)
    other = make_certificate().unit
    for url in (address(other), address(papers, year=2023), address(papers, kind="pdf")):
        assert client.post(url).status_code == 404
    assert client.get(address(papers)).status_code == 405


def test_a_long_register_costs_the_same_queries_in_each_chunk(papers, django_assert_num_queries, monkeypatch):
    for _ in range(30):
        make_certificate(unit=papers)
    count = Certificate.objects.count()
    with django_assert_num_queries(2):
        assert len(list(register.rows_of(papers, 2024, at=AT))) == count


def test_a_last_day_is_told_to_its_holder(client, unit, home):
    holder = UserFactory()
    paper = make_certificate(unit=unit, holder=holder, valid_until=date(2024, 10, 6))
    client.force_login(holder)
    import time_machine

    own = reverse("certificates:detail", args=[paper.code])
    with time_machine.travel(AT, tick=False):
        assert "Berlaku sampai 6 Oktober 2024" in client.get(own).content.decode()
    with time_machine.travel(AT + timedelta(days=3), tick=False):
        assert "Masa berlaku sertifikat ini sudah berakhir" in client.get(own).content.decode()
        assert "Kedaluwarsa" in client.get(reverse("certificates:mine")).content.decode()


@pytest.fixture
def time_machine_at_later():
    import time_machine

    with time_machine.travel(AT + timedelta(days=3), tick=False):
        yield
