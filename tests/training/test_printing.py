import io

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from elearning.training import printing
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory

pytestmark = pytest.mark.django_db
LONG = "Prof. Dr. Hj. Siti Nurhaliza Rahmawati Kusumaningrum Contoh, S.Pd., S.H., M.Si., M.Hum."


def pages(content):
    return list(pypdfium2.PdfDocument(io.BytesIO(content)))


def texts(page):
    return page.get_textpage().get_text_bounded()


@pytest.mark.parametrize(("per_page", "sheets"), [(4, 3), (8, 2)])
def test_every_badge_carries_a_code_that_decodes_to_its_address(session, per_page, sheets):
    people = [ParticipantFactory(session=session) for _ in range(9)]
    content = printing.badges(session, people, site="https://contoh.example/", per_page=per_page)
    made = pages(content)
    assert len(made) == sheets
    found = {code.text for page in made for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())}
    assert found == {f"https://contoh.example/p/{person.badge_code}" for person in people}


@pytest.mark.parametrize("per_page", [4, 8])
def test_name_and_code_stand_on_the_badge_as_they_are(session, per_page):
    one = ParticipantFactory(session=session, person=UserFactory(display_name=LONG, unit_name="Kecamatan Contoh"))
    text = texts(pages(printing.badges(session, [one], site="https://contoh.example", per_page=per_page))[0])
    assert LONG in " ".join(text.split())
    assert one.badge_display in text
    assert "No. 001 daftar hadir" in text


@pytest.mark.parametrize("name", ["Al", LONG, "W" * 120, "Satu"])
@pytest.mark.parametrize("per_page", [4, 8])
def test_a_name_gets_a_size_in_which_it_fits(name, per_page):
    assert printing.SMALLEST_PT <= printing.name_size(name, per_page=per_page) <= printing.LARGEST_PT[per_page]


def test_the_committee_gets_a_pdf(client, committee, session, participant):
    client.force_login(committee)
    response = client.get(reverse("training:badges", args=[session.slug]), {"per": "8"})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_a_machine_without_pango_says_so_and_goes_on(client, committee, session, participant, home, monkeypatch):
    def missing(*args, **kwargs):
        raise OSError("pango")

    monkeypatch.setattr(printing, "badges", missing)
    client.force_login(committee)
    assert client.get(reverse("training:badges", args=[session.slug])).status_code == 503
