"""C6: the warning first, then a file with NIP as text; whoever is in it can see that it was made."""

import re
import tracemalloc
from io import BytesIO

import openpyxl
import pytest

from elearning.cascade import exports
from elearning.cascade.exports import ExportRefused
from elearning.lib import spreadsheets
from elearning.people.models import DataAccess
from tests.factories.cascade import StaffEntryFactory
from tests.factories.certificates import make_certificate
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
NIP = "197809122005011003"


@pytest.fixture
def camat(client, kenanga):
    client.force_login(kenanga.head)
    return client


def sheet_of(response):
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active


def test_looking_warns_and_makes_no_file(camat, kenanga):
    kenanga.person()
    StaffEntryFactory(in_unit=kenanga.unit)
    page = camat.get("/camat/daftar/ekspor/")
    assert "Berkas ini berisi data pribadi 2 orang. Kirim hanya kepada yang berwenang." in page.content.decode()
    assert page["Content-Type"].startswith("text/html")
    assert not DataAccess.objects.exists()


def test_the_sheet_has_the_columns_of_the_guide_and_nip_as_text(camat, kenanga):
    person = kenanga.person("selesai", display_name="Arum Contoh", nip=NIP, position_title="Guru")
    course = kenanga.handout.course
    paper = make_certificate(holder=person, source=f"course:{course.pk}:person:{person.public_id}:cycle:1")
    make_certificate(holder=person, source=f"course:{course.pk}1:person:{person.public_id}:cycle:1")
    StaffEntryFactory(in_unit=kenanga.unit, name="=Bima", nip="")
    sheet = sheet_of(camat.post("/camat/daftar/ekspor/", {"format": "xlsx"}))
    header, *rows = sheet.iter_rows()
    assert tuple(cell.value for cell in header) == (
        "No", "Nama", "NIP", "Status", "Jabatan", "Unit kerja", "Tanggal selesai", "Hasil", "Nomor sertifikat",
        "JP menurut penyelenggara",
    )  # fmt: skip
    arum = rows[0]
    assert (arum[2].value, arum[2].data_type, arum[2].number_format) == (NIP, "s", "@")
    assert [cell.value for cell in arum[3:6]] == ["PNS", "Guru", kenanga.unit.name]
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}", arum[6].value)
    assert [cell.value for cell in arum[7:]] == ["Selesai", paper.number, paper.facts["lesson_hours"]]
    assert rows[1][1].value == "'=Bima"
    assert rows[1][7].value == "Belum"


def test_the_pdf_is_tagged_and_carries_the_office(camat, kenanga):
    kenanga.person("selesai", display_name="Arum Contoh")
    response = camat.post("/camat/daftar/ekspor/", {"format": "pdf"})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].endswith('.pdf"')


def test_everybody_in_the_file_can_see_that_it_was_made(camat, kenanga):
    person = kenanga.person()
    camat.post("/camat/daftar/ekspor/", {"format": "xlsx"})
    access = DataAccess.objects.get()
    assert (access.viewer, access.office, access.purpose) == (kenanga.head, "Camat Kenanga Contoh", "ekspor-pegawai")
    assert list(access.shown.values_list("person", flat=True)) == [person.pk]


@pytest.mark.parametrize("wanted", ["", "docx"])
def test_another_format_is_refused(camat, kenanga, wanted):
    assert camat.post("/camat/daftar/ekspor/", {"format": wanted}).status_code == 302
    assert not DataAccess.objects.exists()


def test_a_pdf_of_a_whole_city_is_refused(kenanga, monkeypatch):
    monkeypatch.setattr(exports, "MOST_ON_PAPER", 1)
    UserFactory.create_batch(2, unit=kenanga.unit)
    with pytest.raises(ExportRefused) as refused:
        exports.pdf(kenanga.staff, kenanga.holding, at=kenanga.holding.starts_on)
    assert refused.value.code == "too_many_for_pdf"


@pytest.mark.parametrize("count", [2, 30])
def test_an_export_costs_the_same_for_many_people(camat, kenanga, count, django_assert_max_num_queries):
    UserFactory.create_batch(count, unit=kenanga.unit)
    camat.get("/camat/daftar/ekspor/")
    with django_assert_max_num_queries(24):
        sheet_of(camat.post("/camat/daftar/ekspor/", {"format": "xlsx"}))


def test_a_sheet_of_fifteen_thousand_rows_stays_small_in_memory():
    rows = ((number, f"Nama {number}", NIP, "PNS", "Guru", "SD", "", "Belum", "", None) for number in range(15_000))
    tracemalloc.start()
    with spreadsheets.xlsx_file("Daftar", exports.HEADER, rows) as made:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(made.read()) > 300_000
    assert peak < 25_000_000
