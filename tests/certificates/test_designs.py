"""The shipped designs: every kind, name, kop and set of signatories, read back from the finished PDF."""

import hashlib
import io
from datetime import date

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from certificates import facts
from certificates.claims import Letterhead, Signatory
from certificates.models import Certificate
from certificates.printing import designs, rendering
from tests.factories.certificates import make_claim

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
]
ADDRESS = "https://netral.contoh.example/v/H6B3N8C4W5T7"
LONGEST = "Prof. Dr. Ir. Hj. Raden Ayu Maria Magdalena Kartikasari Wulandari Contoh Purnamaningsih, S.H., S.E., M.Hum., M.M., Ph.D"


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (480, 300), "#3e4a57").save(out, "PNG")
    return out.getvalue()


PICTURES = {hashlib.sha256(png()).hexdigest(): png()}
(PICTURE,) = PICTURES


class Nobody:
    pk, display_name = 1, "Suharto"


def text(length: int) -> str:
    return ("Penguatan Netralitas Aparatur Sipil Negara dalam Pemilihan Serentak " * 4)[:length].strip()


def signed_by(count: int, *, name="Dra. Contoh {}", title="Ketua", picture="") -> tuple[Signatory, ...]:
    return tuple(Signatory(name.format(number), title, picture) for number in range(count))


def paper(design: str, *, mode="basah", shows_nip=False, **claim) -> bytes:
    stated = facts.stated_by(
        make_claim(holder=Nobody, unit=Nobody, **claim), number="057/KKC/X/2024", pattern="", code="H6B3N8C4W5T7",
        address=ADDRESS, shows_nip=shows_nip,
    )  # fmt: skip
    content = designs.shipped_content() | {"signature_mode": mode}
    return rendering.render_pdf(stated, content, design=design, pictures=PICTURES)


def words(pdf: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize("design", designs.DESIGNS)
@pytest.mark.parametrize("name", ["Suharto", LONGEST[:120]])
@pytest.mark.parametrize("count", [1, 3])
def test_name_and_signatories_are_whole_and_the_qr_is_read(design, name, count):
    pdf = paper(
        design, recipient_name=name, signatories=signed_by(count, picture=PICTURE), mode="gambar",
        letterhead=Letterhead(("Jalan Contoh 1", "Telepon 021", "Laman contoh"), (PICTURE, PICTURE)),
        valid_until=date(2026, 10, 5), materials=(),
    )  # fmt: skip
    said = words(pdf)
    assert name in said
    assert all(f"Dra. Contoh {number}" in said for number in range(count))
    assert "Jalan Contoh 1 Telepon 021 Laman contoh" in said
    assert "Berlaku sampai dengan 5 Oktober 2026" in said
    assert "bukan tanda tangan elektronik tersertifikasi" in said
    assert len(pdf) <= 150_000
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=3, grayscale=True).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == ADDRESS
    width_mm = (found.position.top_right.x - found.position.top_left.x) / 3 / 72 * 25.4
    assert 26 <= width_mm <= 28.5


@pytest.mark.parametrize("design", designs.DESIGNS)
@pytest.mark.parametrize("written", [str, str.upper], ids=["words", "capitals"])
def test_the_longest_of_everything_still_fits_one_page(design, written):
    def longest(length: int) -> str:
        return written(text(length))

    pdf = paper(
        design, shows_nip=True, nip="197809122005011003", recipient_name=LONGEST[:120], recipient_position=longest(120),
        recipient_unit=longest(160), title=longest(200), activity=longest(160), organiser=longest(160), place=longest(160),
        city=longest(80), materials=(), days=(date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 5)),
        signatories=signed_by(3, name=LONGEST[:120], title=longest(160)), valid_until=date(2026, 1, 1),
        letterhead=Letterhead((longest(120),) * 3, (PICTURE, PICTURE)),
    )  # fmt: skip
    assert len(pypdfium2.PdfDocument(pdf)) == 1


@pytest.mark.parametrize("design", designs.DESIGNS)
@pytest.mark.parametrize("kind", Certificate.Kind.values)
def test_every_kind_prints_its_own_sentence(design, kind):
    said = words(paper(design, kind=kind, role=kind.capitalize(), materials=()))
    learnt = {"mengikuti": "telah mengikuti", "lulus": "telah menyelesaikan dan lulus"}
    assert learnt.get(kind, f"atas perannya sebagai {kind.capitalize()}") in said
    assert all(sentence not in said for other, sentence in learnt.items() if other != kind)


@pytest.mark.parametrize("design", designs.DESIGNS)
def test_headings_paragraphs_and_pictures_are_tagged(design):
    letterhead = Letterhead(("Jalan Contoh 1",), (PICTURE,))
    pdf = paper(design, letterhead=letterhead, signatories=signed_by(1, picture=PICTURE), mode="gambar")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        tags = [item for item in opened.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        kinds = [str(item.S) for item in tags]
        assert kinds.count("/H1") == 1
        assert kinds.count("/Figure") == 3
        assert {"/P", "/Table", "/TH"} <= set(kinds)
        spoken = " ".join(str(item.Alt) for item in tags if item.S == "/Figure")
        assert all(word in spoken for word in ("Logo", "tanda tangan", "halaman pemeriksaan"))


@pytest.mark.parametrize("design", designs.DESIGNS)
def test_nothing_is_printed_where_office_printers_cannot(design):
    page = pypdfium2.PdfDocument(paper(design))[0].render(scale=2, grayscale=True).to_pil()
    margin = int(11.8 / 25.4 * 72 * 2)
    inside = page.crop((margin, margin, page.width - margin, page.height - margin))
    page.paste(255, (margin, margin, margin + inside.width, margin + inside.height))
    assert page.getextrema() == (255, 255)


def test_a_picture_is_only_spoken_of_where_there_is_one():
    drawn = {"name": "A", "title": "B", "picture": PICTURE}
    assert designs.note("gambar", [drawn]) == designs.NOTES["gambar"]
    assert designs.note("gambar", [drawn | {"picture": ""}]) == designs.NOTES["basah"]
    assert designs.note("gambar", []) == designs.NOTE_WITHOUT_SIGNATORY
    assert "tanda tangan elektronik" not in designs.note("tte", [drawn])
