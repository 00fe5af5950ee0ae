import io

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image, ImageFilter

from certificates.services.pictures import keep_picture
from elearning.training import printing
from elearning.training.printing import attendance, badge_cards
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
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
    assert badge_cards.SMALLEST_PT <= badge_cards.name_size(name, per_page=per_page) <= badge_cards.LARGEST_PT[per_page]


def test_the_committee_gets_a_pdf(client, committee, session, participant):
    client.force_login(committee)
    response = client.get(reverse("training:badges", args=[session.slug]), {"per": "8"})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def sheet_address(session, day):
    return reverse("training:attendance_sheet", args=[session.slug, day.date.isoformat()])


def test_a_machine_without_pango_says_so_and_goes_on(client, committee, session, participant, day, home, monkeypatch):
    def missing(*args, **kwargs):
        raise OSError("pango")

    monkeypatch.setattr(printing, "badges", missing)
    monkeypatch.setattr(printing, "attendance_sheet", missing)
    client.force_login(committee)
    assert client.get(reverse("training:badges", args=[session.slug])).status_code == 503
    assert client.get(sheet_address(session, day)).status_code == 503


# The list that people sign


@pytest.mark.parametrize("paper", ["a4", "f4"])
def test_twenty_sign_on_each_page_in_the_order_of_the_list(session, day, paper):
    people = [ParticipantFactory(session=session, group="Tirta" if at < 20 else "Wana") for at in range(41)]
    made = pages(printing.attendance_sheet(day, people, paper=paper))
    assert len(made) == 3
    said = [" ".join(texts(page).split()) for page in made]
    for at, person in enumerate(people):
        assert f"{person.line:03d} {person.person.display_name}" in said[at // 20]
    assert ["Tirta" in page for page in said] == [True, False, False]
    assert "Wana" in said[1]
    assert all("Tanda tangan" in page for page in said)
    assert "Halaman 2 dari 3" in said[1]
    assert said[2].count(session.first_signatory.name) == 1
    width, height = made[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == {"a4": (210, 297), "f4": (215, 330)}[paper]


@pytest.mark.parametrize("paper", ["a4", "f4"])
def test_a_letterhead_costs_rows_and_no_page_overflows(session, day, paper):
    session.letterhead = "Jalan Contoh 1\nKota Contoh 12345\nTelepon (000) 000000"
    session.logo = session.second_logo = keep_picture(drawing())
    session.save()
    people = [ParticipantFactory(session=session) for _ in range(40)]
    made = pages(printing.attendance_sheet(day, people, paper=paper))
    said = [" ".join(texts(page).split()) for page in made]
    assert "Telepon (000) 000000" in said[0]
    assert "Telepon" not in said[1]
    assert len(made) == 2
    lost = session.logo.file
    lost.storage.delete(lost.name)
    assert pages(printing.attendance_sheet(day, people, paper=paper))  # the day goes on without it


def drawing() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(out, "PNG")
    out.seek(0)
    return out


def test_the_longest_name_of_the_list_is_whole_and_no_row_is_split(session, day):
    people = [ParticipantFactory(session=session, person=UserFactory(display_name=f"{LONG} {at}")) for at in range(25)]
    said = " ".join(texts(page) for page in pages(printing.attendance_sheet(day, people, paper="a4")))
    assert all(f"{LONG} {at}".replace(" ", "") in "".join(said.split()) for at in range(25))


def test_what_excel_left_of_a_nip_is_completed_with_the_pen(session, day):
    one = ParticipantFactory(session=session, nip_is_incomplete=True, nip_hint="19780912200501")
    assert "19780912 200501 ____" in texts(pages(printing.attendance_sheet(day, [one], paper="a4"))[0])


def test_the_committee_gets_the_list_of_each_day(client, committee, session, participant, day):
    client.force_login(committee)
    response = client.get(sheet_address(session, day), {"kertas": "f4"})
    assert response.content.startswith(b"%PDF")
    assert sheet_address(session, day) in client.get(reverse("training:overview", args=[session.slug])).content.decode()
    assert client.get(sheet_address(session, day), {"kertas": "a5"}).status_code == 404
    assert client.get(reverse("training:attendance_sheet", args=[session.slug, "2001-01-01"])).status_code == 404


def filled(page) -> float:
    """How far down the table of a page reaches, as a part of its height; the line at its foot does not count."""
    image = page.render(scale=1).to_pil().convert("L")
    body = image.crop((0, 0, image.width, image.height - 42))
    return body.point(lambda light: 255 if light < 128 else 0).getbbox()[3] / image.height


@pytest.mark.parametrize("paper", ["a4", "f4"])
def test_long_rows_and_many_groups_leave_no_page_half_empty(session, day, paper):
    people = [
        ParticipantFactory(
            session=session,
            group=f"Kabupaten {at}",
            person=UserFactory(
                display_name=f"{at} {LONG} {LONG}"[:120], position_title="Kepala Seksi Pemerintahan " * 3
            ),
        )
        for at in range(60)
    ]
    planned = attendance.pages_of(attendance.lines_of(people), paper=paper, kop_mm=37)
    made = pages(printing.attendance_sheet(day, people, paper=paper))
    assert len(made) == len(planned), "no page ran over into another one"
    assert all(filled(page) > 0.75 for page in made[:-1])


def test_a_usual_list_keeps_twenty_on_a_page(session):
    people = [ParticipantFactory(session=session, group="Tirta" if at < 30 else "Wana") for at in range(60)]
    assert [len(page) for page in attendance.pages_of(attendance.lines_of(people), paper="a4", kop_mm=37)] == [
        20,
        20,
        20,
    ]


# Slips and boards


def test_24_slips_stand_on_a_page_and_each_code_opens_its_badge(session):
    people = [ParticipantFactory(session=session) for _ in range(25)]
    made = pages(printing.slips(session, people, site="https://contoh.example/"))
    assert len(made) == 2
    found = {code.text for page in made for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())}
    assert found == {f"https://contoh.example/p/{person.badge_code}" for person in people}


@pytest.mark.parametrize("name", ["Al", LONG, "W" * 120, f"{LONG} {LONG}"[:120]])
def test_a_slip_has_the_whole_name_above_its_code(session, name):
    one = ParticipantFactory(session=session, person=UserFactory(display_name=name))
    text = texts(pages(printing.slips(session, [one], site="https://contoh.example"))[0])
    assert name.replace(" ", "") in "".join(text.split())
    assert one.badge_display in text
    assert "No. 001 daftar hadir" in text


def test_each_place_gets_a_board_with_the_way_into_the_room_in_words_too(session):
    session.room_code = "M4Q7"
    made = pages(printing.door_boards(session, places=["Pintu utama", "Meja 1"], site="https://contoh.example/"))
    assert len(made) == 2
    for page, place in zip(made, ["Pintu utama", "Meja 1"], strict=True):
        text = texts(page)
        assert place in text
        assert "contoh.example/r" in text
        assert "M4Q7" in text
        (found,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
        assert found.text == "https://contoh.example/r/M4Q7"


def photocopied(page):
    """Rendered at 150 dpi, then twice copied: blurred, speckled, and turned to black and white."""
    image = page.render(scale=150 / 72).to_pil().convert("L")
    for _ in range(2):
        speckles = Image.effect_noise(image.size, 60)
        image = Image.blend(image.filter(ImageFilter.GaussianBlur(1.2)), speckles, 0.15)
        image = image.point(lambda light: 255 if light > 118 else 0).convert("L")
    return image


@pytest.mark.parametrize("sheet", ["badges of four", "badges of eight", "slips", "board"])
def test_every_code_still_decodes_after_two_photocopies(session, sheet):
    session.room_code = "M4Q7"
    people = [ParticipantFactory(session=session) for _ in range(4)]
    site = "https://sosialisasi.lembaga-contoh.example/"
    made = {
        "badges of four": lambda: printing.badges(session, people, site=site, per_page=4),
        "badges of eight": lambda: printing.badges(session, people, site=site, per_page=8),
        "slips": lambda: printing.slips(session, people, site=site),
        "board": lambda: printing.door_boards(session, places=["Pintu"], site=site),
    }[sheet]()
    found = {code.text for code in zxingcpp.read_barcodes(photocopied(pages(made)[0]))}
    assert found == ({f"{site}r/M4Q7"} if sheet == "board" else {f"{site}p/{one.badge_code}" for one in people})


def test_the_committee_gets_slips_and_boards(client, committee, session, participant, home):
    client.force_login(committee)
    assert client.get(reverse("training:slips", args=[session.slug])).content.startswith(b"%PDF")
    boards = reverse("training:door_boards", args=[session.slug])
    session.room_code = ""
    session.save()
    assert client.get(boards).status_code == 404
    session.room_code = "M4Q7"
    session.save()
    made = pages(client.get(boards, {"papan": " Pintu utama, ,Meja 1\nMeja 2"}).content)
    assert ["Pintu utama" in texts(page) for page in made] == [True, False, False]
    assert len(pages(client.get(boards, {"papan": "x," * 100}).content)) == 40
    assert len(pages(client.get(boards).content)) == 1
