"""Each file of a kit, checked as what it is: measured, decoded, opened again (experience.md §7 C3, browser test B4)."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pptx import Presentation

from elearning.cascade.kit import making, papers, pictures, slides, words
from elearning.cascade.kit.words import Kit, cards_of
from elearning.distribution.models import KitFile
from tests.factories.distribution import facts

pytestmark = pytest.mark.once
Kind = KitFile.Kind
URL = "https://netralitas.contoh.example/b/M4Q7R2?cetak=3"
KIT = Kit(
    number=3,
    effective_on=date(2024, 10, 1),
    title="Netralitas ASN dalam 12 menit",
    summary="Delapan kartu yang paling sering dibutuhkan, satu menit per kartu.",
    minutes=12,
    cards=cards_of(facts()),
    url=URL,
    address="netralitas.contoh.example/b/M4Q7R2",
    organiser="Lembaga Pengawas Pemilihan Contoh",
    unit="Kecamatan Kenanga Contoh",
    shared_by="Camat Kenanga Contoh",
    due_on=date(2024, 10, 18),
)
VERSION = "Versi 3, berlaku sejak 1 Oktober 2024"
LONG = "Menyukai, mengomentari, membagikan, atau meneruskan unggahan bakal calon dan calon di media sosial mana pun. "
CEILINGS = {
    Kind.PREVIEW: 150_000, Kind.CARD_A: 180_000, Kind.POSTER_A4: 300_000, Kind.POSTER_A3: 300_000,
    Kind.LEAFLET: 400_000, Kind.SLIDES: 2_000_000, Kind.SLIDES_PDF: 2_000_000, Kind.SPEECH: 60_000,
}  # fmt: skip
PAPERS = {Kind.POSTER_A4: 1, Kind.POSTER_A3: 1, Kind.LEAFLET: 2, Kind.SPEECH: 1}


@pytest.fixture(scope="module")
def made():
    return {kind: making.make(kind, KIT) for kind in CEILINGS}


def drawn(pdf: bytes, page: int = 0, *, dots_per_mm: float = 6):
    return pypdfium2.PdfDocument(pdf)[page].render(scale=dots_per_mm * 25.4 / 72, grayscale=True).to_pil()


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


@pytest.mark.parametrize("kind", CEILINGS)
def test_a_file_keeps_within_its_ceiling(made, kind):
    assert len(made[kind]) <= CEILINGS[kind] == making.PRODUCTS[kind].most


@pytest.mark.parametrize(("kind", "pages"), PAPERS.items())
def test_a_paper_has_its_pages_version_and_address(made, kind, pages):
    assert papers.pages_of(made[kind]) == pages
    text = text_of(made[kind])
    assert text.count(VERSION) == pages
    assert KIT.address in text.replace("/b/ M4", "/b/M4")


@pytest.mark.parametrize("kind", PAPERS)
def test_the_code_on_every_page_opens_the_link_and_knows_the_edition(made, kind):
    for page in range(PAPERS[kind]):
        (found,) = zxingcpp.read_barcodes(drawn(made[kind], page))
        assert found.text == URL


@pytest.mark.parametrize(("kind", "size"), [(Kind.POSTER_A4, (210, 297)), (Kind.POSTER_A3, (297, 420))])
def test_the_poster_has_its_size_and_a_code_of_60_millimetres(made, kind, size):
    sides = pypdfium2.PdfDocument(made[kind])[0].get_size()
    assert tuple(round(side * 25.4 / 72) for side in sides) == size
    (found,) = zxingcpp.read_barcodes(drawn(made[kind], dots_per_mm=6))
    assert (found.position.top_right.x - found.position.top_left.x) / 6 >= 60


@pytest.mark.parametrize("kind", PAPERS)
def test_paper_is_black_on_white(made, kind):
    page = pypdfium2.PdfDocument(made[kind])[0].render(scale=1).to_pil().convert("RGB")
    assert all(max(colour) - min(colour) <= 8 for _, colour in page.getcolors(maxcolors=100_000))


def test_the_leaflet_has_what_is_forbidden_on_its_front(made):
    front, back = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made[Kind.LEAFLET]))
    assert "TIDAK BOLEH" in front
    assert front.count("Perbuatan contoh") == 4
    assert "BOLEH DENGAN SYARAT" in back
    assert "mengambil cuti" in back
    assert "TIDAK BOLEH" not in back


@pytest.mark.parametrize("kind", [Kind.POSTER_A4, Kind.LEAFLET, Kind.SPEECH])
def test_long_words_are_set_smaller_before_a_page_is_added(kind):
    worded = {"act": LONG, "reason": LONG, "advice": LONG, "title": LONG[:100]}
    cards = tuple(replace(card, slug=f"kartu-{place}", **worded) for place, card in enumerate(KIT.cards * 2))
    long = replace(KIT, title=LONG[:110], summary=LONG * 2, cards=cards, unit="Dinas Pendidikan dan Kebudayaan Contoh")
    assert papers.pages_of(making.make(kind, long)) == PAPERS[kind]


def test_what_fits_no_paper_is_refused(monkeypatch):
    monkeypatch.setattr(papers, "_SPEECHES", (10,))
    with pytest.raises(papers.TooLong):
        papers.speech(replace(KIT, cards=tuple(replace(card, act=LONG * 20) for card in KIT.cards)))


def test_a_file_above_its_ceiling_is_refused(monkeypatch):
    heavy = replace(making.PRODUCTS[Kind.SPEECH], most=10)
    monkeypatch.setitem(making.PRODUCTS, Kind.SPEECH, heavy)
    with pytest.raises(making.TooHeavy):
        making.make(Kind.SPEECH, KIT)


def test_a_card_is_a_picture_for_phones_with_a_code(made):
    image = Image.open(BytesIO(made[Kind.CARD_A]))
    assert (image.format, image.size) == ("JPEG", (1080, 1350))
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == URL
    preview = Image.open(BytesIO(made[Kind.PREVIEW]))
    assert (preview.format, preview.size) == ("JPEG", (1200, 630))


def test_the_longest_cards_stay_within_their_picture():
    for verdict in ("boleh", "tidak-boleh", "boleh-dengan-syarat"):
        conditions = (LONG,) * 5 if verdict == "boleh-dengan-syarat" else ()
        card = replace(KIT.cards[0], verdict=verdict, title=LONG[:100], act=LONG[:134], reason=LONG * 3, advice=LONG)
        picture = pictures.card_picture(replace(card, conditions=conditions), KIT)
        assert len(picture) <= pictures.PICTURE_BYTES


def test_six_pictures_show_all_three_labels_in_the_order_of_the_course():
    chosen = words.pick(KIT.cards, words.PICTURES)
    assert len(chosen) == 6
    assert {card.verdict for card in chosen} == {"boleh", "tidak-boleh", "boleh-dengan-syarat"}
    assert list(chosen) == sorted(chosen, key=KIT.cards.index)


def test_the_presentation_opens_with_twelve_slides_and_notes(made):
    deck = Presentation(BytesIO(made[Kind.SLIDES]))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(titles) == 12
    assert titles[0] == KIT.title
    assert titles[2] == "Perbuatan contoh A"
    for slide in deck.slides:
        assert len(slide.notes_slide.notes_text_frame.text) > 60
        said = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any(VERSION in text for text in said)
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(_largest_picture(deck.slides[11]))))
    assert found.text == URL


def _largest_picture(slide) -> bytes:
    return max((shape for shape in slide.shapes if shape.shape_type == 13), key=lambda shape: shape.width).image.blob


def test_the_slides_as_pdf_are_the_same_twelve(made):
    assert papers.pages_of(made[Kind.SLIDES_PDF]) == 12
    pages = pypdfium2.PdfDocument(made[Kind.SLIDES_PDF])
    titles = [slide.title.paragraphs[0] for slide in slides.slides_of(KIT)]
    for page, title in zip(pages, titles, strict=True):
        assert title in " ".join(page.get_textpage().get_text_range().split())


def test_no_box_leaves_its_slide():
    cards = tuple(replace(card, title=LONG[:100], act=LONG[:134], reason=LONG * 3, advice=LONG) for card in KIT.cards)
    for slide in slides.slides_of(replace(KIT, title=LONG[:110], summary=LONG * 2, cards=cards)):
        for box in (slide.title, *slide.boxes):
            assert box.left >= 0
            assert box.left + box.width <= slides.WIDTH
            assert box.top + box.height <= slides.HEIGHT


def test_the_speech_takes_about_three_minutes():
    said = words.speech(KIT)
    assert "Pertama, melakukan perbuatan contoh B" in " ".join(said)
    assert "Syaratnya: mengambil cuti; tanpa atribut." in " ".join(said)
    assert "Mohon selesai sebelum Jumat, 18 Oktober 2024." in " ".join(said)
    assert 150 <= len(" ".join(said).split()) <= 450
