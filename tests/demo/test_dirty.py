"""The dirty list of session C has exactly the faults that it promises (experience.md §13)."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from elearning.demo.dirty import dirty_list

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def book():
    return load_workbook(BytesIO(dirty_list()))


def people(book):
    rows = book["Peserta"].iter_rows(min_row=7, values_only=True)
    return [row for row in rows if isinstance(row[0], int)]


def test_the_list_has_its_people_and_its_faults(book):
    rows = people(book)
    assert len(rows) == 60
    assert sum(isinstance(row[2], int | float) for row in rows) == 8
    assert sum(isinstance(row[2], str) and len(row[2]) == 16 for row in rows) == 1
    numbers = [row[2] for row in rows]
    assert len(numbers) - len(set(numbers)) == 3
    assert sum(row[1].isupper() for row in rows) == 5
    assert book.sheetnames == ["Peserta", "Rekap"]
    assert "B5:D5" in {str(cells) for cells in book["Peserta"].merged_cells.ranges}


def test_everybody_in_it_is_fictional(book):
    assert all("contoh" in row[1].lower() for row in people(book))


@pytest.mark.django_db
def test_the_tour_hands_the_list_out(client, home):
    response = client.get("/demo/peserta-kotor.xlsx")
    assert response.status_code == 200
    assert load_workbook(BytesIO(response.content)).sheetnames == ["Peserta", "Rekap"]
