"""A paper that lasts and can be read aloud: PDF/A-3u and PDF/UA-1, as far as can be checked without a validator (ADR 0031)."""

import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.template.loader import render_to_string
from PIL import Image, ImageChops

from certificates import facts
from certificates.claims import Letterhead, Material, Signatory
from certificates.printing import designs, ink, rendering
from certificates.printing.attachments import Attachment
from certificates.printing.making import make_paper
from certificates.services.pictures import MOST_KEPT_BYTES, keep_picture
from elearning.lib.frozen import FrozenError
from tests.certificates.archive_checks import breaches, elements
from tests.certificates.test_rendering import ADDRESS, LONG_NAME, stated, words
from tests.factories.certificates import make_certificate

pytestmark = [
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
    pytest.mark.once,
]

LIGHT = 150_000
NAMES = ("Suharto", LONG_NAME[:120], "Željko Đorđević Nuraïni Müller, S.Pd.", "Ñandú Øystein Çelik Żółć, M.Si.")


def flag(upper="#c00000", lower="#ffffff", size=(300, 200)) -> bytes:
    """A logo that shows which way up it is."""
    image = Image.new("RGBA", size, lower)
    image.paste(upper, (0, 0, size[0], size[1] // 2))
    return png_of(image)


def noise(seed: int, size=(650, 650)) -> bytes:
    """The worst that somebody can upload: nothing in it compresses."""
    return png_of(Image.frombytes("RGBA", size, random.Random(seed).randbytes(size[0] * size[1] * 4)))


def png_of(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def drawn(*, pictures=None, design="bingkai", **claim) -> bytes:
    """A paper with its facts inside."""
    said = stated(**claim)
    files = [Attachment("fakta.json", facts.canonical(said), "Fakta")]
    return rendering.render_pdf(
        said, designs.shipped_content(), design=design, pictures=pictures, attachments=files
    )  # fmt: skip


def with_pictures() -> bytes:
    logo, hand = flag(), flag("#101060", "#e0e0f0", (240, 80))
    kept = {hashlib.sha256(png).hexdigest(): png for png in (logo, hand)}
    first, second = kept
    return drawn(
        pictures=kept,
        letterhead=Letterhead(("Jalan Contoh 1",), (first,)),
        signatories=(Signatory("Drs. H. Bambang Contoh, M.Si.", "Kepala Badan Contoh", second),),
    )


PAPERS = {
    "the usual one": drawn,
    "one page": lambda: drawn(materials=()),
    "pictures": with_pictures,
    "a long table": lambda: drawn(materials=tuple(Material(f"Materi {n}", "Dr. Contoh", 1) for n in range(40))),
    **{name: (lambda name=name: drawn(recipient_name=name)) for name in NAMES},
    **{f"design {one}": (lambda one=one: drawn(design=one, recipient_name=NAMES[1])) for one in designs.DESIGNS},
}


@pytest.mark.parametrize("make", PAPERS.values(), ids=PAPERS.keys())
def test_a_paper_breaks_no_rule_that_we_can_check(make):
    assert breaches(make()) == []


def test_a_checker_of_others_finds_nothing_either(tmp_path):
    """pdfua checks 16 of the 106 conditions of PDF/UA-1 that a machine can check; it is no proof."""
    pdfua = pytest.importorskip("pdfua")
    path = tmp_path / "paper.pdf"
    path.write_bytes(with_pictures())
    assert pdfua.validate(path).findings == ()


def test_no_design_lays_out_with_flex_or_grid():
    """A flex in a flex is laid out again and again: a paper cost four times as much (ADR 0031)."""
    for design in designs.DESIGNS:
        css = render_to_string(f"certificates/designs/{design}.css")
        assert not re.search(r"display:\s*(inline-)?(flex|grid)", css), design


def test_what_lies_behind_a_page_is_drawn_whole_or_not_at_all(monkeypatch):
    """Operators are kept after the first drawing: one that was broken off must not be."""
    ink._drawing.cache_clear()

    def stops(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("weasyprint.svg.TAGS", {"path": stops})
        with pytest.raises(KeyboardInterrupt):
            drawn()
    again = drawn()
    assert again == drawn()
    ink._drawing.cache_clear()
    assert again == drawn()


def test_threads_that_draw_the_first_paper_together_draw_the_same():
    """A preview in the web process has neighbours."""
    ink._drawing.cache_clear()
    with ThreadPoolExecutor(3) as pool:
        assert len({*pool.map(lambda _: drawn(materials=()), range(3))}) == 1


def _breach(change) -> list[str]:
    with pikepdf.open(io.BytesIO(drawn())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return breaches(out.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf.Root.__delitem__("/MarkInfo"),
        lambda pdf: pdf.Root.__setitem__("/Lang", "en"),
        lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
        lambda pdf: pdf.Root.__delitem__("/AF"),
        lambda pdf: elements(pdf, "Figure")[0].__delitem__("/Alt"),
        lambda pdf: elements(pdf, "TH")[0].A.__delitem__("/Scope"),
        lambda pdf: pdf.docinfo.__setitem__("/Title", "Lain"),
        lambda pdf: pdf.pages[0].contents_add(b"0 0 9 9 re f"),
        lambda pdf: next(o for o in pdf.objects if o_is_font(o)).__delitem__("/ToUnicode"),
        lambda pdf: pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b'pdfuaid:part="1"', b"")),
    ],
    ids=["marks", "language", "output intent", "files", "alt", "scope", "title", "bare paint", "to unicode", "pdfuaid"],
)
def test_the_checks_see_what_is_missing(change):
    assert _breach(change)


def o_is_font(item) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"


def test_it_reads_from_top_to_bottom_in_its_structure():
    """What a screen reader follows is the tree, not the page."""
    with pikepdf.open(io.BytesIO(drawn())) as pdf:
        kinds = [str(one.S) for one in _walk(pdf.Root.StructTreeRoot.K[0])]
    assert kinds.index("/H1") < kinds.index("/Figure") < kinds.index("/H2") < kinds.index("/Table") < kinds.index("/TH")


def _walk(element):
    yield element
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            yield from _walk(kid)


@pytest.mark.django_db
def test_the_facts_inside_are_those_of_the_register():
    certificate = make_certificate(rendered=True)
    with pikepdf.open(io.BytesIO(certificate.file.pdf.read())) as pdf:
        content = pdf.attachments["fakta.json"].get_file().read_bytes()
        assert pdf.Root.AF[0].AFRelationship == "/Data"
    assert hashlib.sha256(content).hexdigest() == certificate.facts_sha256
    assert json.loads(content) == certificate.facts


@pytest.mark.django_db
def test_facts_that_somebody_changed_leave_no_press():
    certificate = make_certificate()
    certificate.facts = {**certificate.facts, "name": "Orang Lain"}
    with pytest.raises(ValueError, match="not those that were issued"):
        make_paper(certificate)
    with pytest.raises(FrozenError):  # and bytes that were handed out are never written again
        make_certificate(rendered=True).file.save()


def test_its_dates_are_those_of_the_facts():
    corrected = facts.corrected(
        stated(), name="Rina Contoh", position="", unit="", revision=1, revised_on=date(2024, 10, 9),
        code="K7M4Q2R9T5W6", address=ADDRESS,
    )  # fmt: skip
    pdf = rendering.render_pdf(corrected, designs.shipped_content(), design="bingkai")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]) == "D:20241005"
        assert str(opened.docinfo["/ModDate"]) == "D:20241009"


def test_the_same_input_gives_the_same_bytes_in_another_process_and_time_zone(settings):
    script = (
        "import django; django.setup()\n"
        "import hashlib\n"
        "from tests.certificates.test_archive import with_pictures\n"
        "print(hashlib.sha256(with_pictures()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(settings.BASE_DIR), capture_output=True, text=True, check=True,
        env={
            **os.environ, "PYTHONHASHSEED": "11", "TZ": "Asia/Jayapura", "LC_ALL": "C",
            "DJANGO_SETTINGS_MODULE": "elearning.settings.test",
        },
    )  # fmt: skip
    first = with_pictures()
    assert done.stdout.strip() == hashlib.sha256(first).hexdigest()
    assert with_pictures() == first


@pytest.mark.django_db
def test_the_heaviest_pictures_that_are_taken_in_leave_a_light_paper():
    kept = [keep_picture(io.BytesIO(noise(seed))) for seed in range(5)]
    assert all(one.file.size <= MOST_KEPT_BYTES for one in kept)
    logos, hands = [one.sha256 for one in kept[:2]], [one.sha256 for one in kept[2:]]
    certificate = make_certificate(
        rendered=True,
        letterhead=Letterhead((), tuple(logos)),
        signatories=tuple(Signatory(f"Penanda Tangan {n}", "Kepala Contoh", hand) for n, hand in enumerate(hands)),
        materials=tuple(Material(f"Materi contoh {n}", "Dr. Contoh", 1) for n in range(20)),
    )
    assert certificate.file.size <= LIGHT


def test_a_logo_of_one_colour_keeps_its_size(db):
    assert keep_picture(io.BytesIO(flag(size=(480, 320)))).width == 480


def page(pdf: bytes, number: int = 0, scale: float = 2) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[number].render(scale=scale).to_pil().convert("RGB")


def inked(image: Image.Image) -> float:
    """The share of pixels that are not white."""
    difference = ImageChops.difference(image, Image.new("RGB", image.size, "white")).convert("L")
    return 1 - difference.histogram()[0] / (image.width * image.height)


def test_the_page_is_upright_with_its_border_all_round():
    """Text extraction passed on a page that was printed upside down: look at the pixels."""
    image = page(drawn())
    (code,) = zxingcpp.read_barcodes(image)
    assert code.orientation == 0
    assert code.position.top_left.y > image.height * 0.7
    assert code.position.top_right.x < image.width * 0.3
    for box in (
        (0.25, 0.05, 0.75, 0.07), (0.25, 0.93, 0.75, 0.95), (0.03, 0.25, 0.05, 0.75), (0.95, 0.25, 0.97, 0.75)
    ):  # fmt: skip
        left, top, right, bottom = (round(part * size) for part, size in zip(box, image.size * 2, strict=True))
        assert inked(image.crop((left, top, right, bottom))) > 0.05, f"no border at {box}"
    margin = image.crop((0, 0, image.width, round(image.height * 0.04)))
    assert inked(margin) == 0


def test_a_logo_stands_upright_and_in_its_colours():
    image = page(with_pictures())
    red = [
        (x, y) for y in range(0, image.height, 3) for x in range(0, image.width, 3) if _is_red(image.getpixel((x, y)))
    ]
    assert red
    lowest = max(y for _, y in red)
    middle = red[len(red) // 2][0]
    assert lowest < image.height / 3
    assert image.getpixel((middle, lowest + 9)) == (255, 255, 255)


def _is_red(pixel) -> bool:
    return pixel[0] > 150 and pixel[1] < 40 and pixel[2] < 40


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_drawn_in_full_from_our_fonts(name):
    """The text is whole, and drawing its last letter changes pixels: nothing ran off the paper."""
    whole, shorter = drawn(recipient_name=name, materials=()), drawn(recipient_name=name[:-1], materials=())
    assert " ".join(name.split()) in words(whole)
    box = ImageChops.difference(page(whole), page(shorter)).getbbox()
    assert box is not None
    width, _ = page(whole).size
    assert width * 0.08 < box[0]
    assert box[2] < width * 0.92


def test_a_claim_of_another_day_gives_other_bytes():
    assert drawn(issued_on=date(2024, 10, 6)) != drawn()
