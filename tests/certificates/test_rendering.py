"""What is on the paper, read back from the finished PDF."""

import hashlib
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from certificates import facts
from certificates.claims import Material, Signatory
from certificates.printing import designs, rendering
from certificates.printing.fitting import FACES
from tests.factories.certificates import MATERIALS, make_claim

pytestmark = [
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
    pytest.mark.once,
]

ADDRESS = "https://netral.contoh.example/v/H6B3N8C4W5T7"
NIP = "197809122005011003"
LONG_NAME = "Prof. Dr. Ir. Hj. Raden Ayu Maria Magdalena Kartikasari Wulandari Contoh Purnamaningsih, S.H., S.E., M.Hum., M.M., Ph.D"


class Nobody:
    pk, display_name = 1, "Dra. Hj. Rina Contoh, M.M."


def stated(*, shows_nip=False, **claim):
    return facts.stated_by(
        make_claim(holder=Nobody, unit=Nobody, **claim), number="057/KKC/X/2024", pattern="", code="H6B3N8C4W5T7",
        address=ADDRESS, shows_nip=shows_nip,
    )  # fmt: skip


def paper(**claim) -> bytes:
    return rendering.render_pdf(stated(**claim), designs.shipped_content(), design="bingkai")


def words(pdf: bytes, page: int = 0) -> str:
    """All text of a page in its order, with single blanks between words."""
    return " ".join(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded().split())


@pytest.fixture(scope="module")
def usual() -> bytes:
    return paper()


def test_name_number_and_date_stand_in_reading_order(usual):
    text = words(usual)
    expected = [
        "Badan Contoh", "SERTIFIKAT", "Nomor: 057/KKC/X/2024", "Diberikan kepada", "Dra. Hj. Rina Contoh, M.M.",
        "Camat Kenanga Contoh", "Kecamatan Kenanga Contoh", "sebagai Peserta, telah mengikuti Sosialisasi Netralitas ASN",
        "Menjaga netralitas pada pemilihan", "3 s.d. 5 Oktober 2024", "20 (dua puluh) jam pelajaran",
    ]  # fmt: skip
    places = [text.find(part) for part in expected]
    assert -1 not in places
    assert places == sorted(places)
    assert "Kota Contoh, 5 Oktober 2024" in text
    assert "Drs. H. Bambang Contoh, M.Si." in text


def test_attending_and_passing_are_worded_apart():
    assert "telah mengikuti" in words(paper(kind="mengikuti"))
    passed = words(paper(kind="lulus"))
    assert "telah menyelesaikan dan lulus" in passed
    assert "telah mengikuti" not in passed


@pytest.mark.parametrize(
    ("kind", "role"), [("narasumber", "Narasumber"), ("moderator", "Moderator"), ("panitia", "Ketua")]
)
def test_who_made_it_happen_is_not_said_to_have_learnt(kind, role):
    text = words(paper(kind=kind, role=role))
    assert f"atas perannya sebagai {role} pada" in text
    assert "telah mengikuti" not in text


def test_the_paper_is_light_and_tagged(usual):
    assert len(usual) <= 150_000
    with pikepdf.open(io.BytesIO(usual)) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "id-ID"
        assert str(pdf.docinfo["/Title"]) == "Sertifikat 057/KKC/X/2024 – Dra. Hj. Rina Contoh, M.M."
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()
        kinds = {str(item.get("/S")) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item}
        assert {"/H1", "/P", "/Figure", "/Table", "/TH"} <= kinds
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        assert all("halaman pemeriksaan" in str(figure.Alt) for figure in figures)


def test_it_is_a4_landscape_with_only_our_fonts_inside(usual):
    with pikepdf.open(io.BytesIO(usual)) as pdf:
        assert [round(float(edge)) for edge in pdf.pages[0].MediaBox] == [0, 0, 842, 595]
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("Atkinson" in str(font.FontName) for font in fonts)
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_qr_code_leads_to_the_verification_page_and_is_wide_enough(usual):
    image = pypdfium2.PdfDocument(usual)[0].render(scale=3).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == ADDRESS
    width_mm = (found.position.top_right.x - found.position.top_left.x) / 3 / 72 * 25.4
    assert width_mm >= 26


def test_code_and_short_address_can_be_typed(usual):
    text = words(usual)
    assert "H6B3-N8C4-W5T7" in text
    assert "netral.contoh.example/cek" in text


def test_no_nip_on_the_paper_unless_the_template_asks_for_it():
    assert "19780912" not in words(paper(nip=NIP))
    shown = rendering.render_pdf(stated(nip=NIP, shows_nip=True), designs.shipped_content(), design="bingkai")
    assert "NIP 19780912 200501 1 003" in words(shown)


def test_a_wet_signature_has_its_note_and_nothing_is_called_certified(usual):
    text = words(usual)
    assert "Ditandatangani secara manual. Data dapat diperiksa melalui kode QR." in text
    assert "JP resmi" not in text
    assert "menurut penyelenggara" in text


def test_without_a_signatory_nobody_is_said_to_have_signed():
    text = words(paper(signatories=()))
    assert "Ditandatangani" not in text
    assert "Diterbitkan tanpa tanda tangan." in text


def test_what_is_unknown_is_left_out():
    text = words(paper(place="", lesson_hours=0, recipient_position="", recipient_unit="", city=""))
    assert "di ." not in text
    assert "jam pelajaran" not in text
    assert "tanggal 3 s.d. 5 Oktober 2024." in text


def test_the_second_page_lists_what_was_taught(usual):
    assert len(pypdfium2.PdfDocument(usual)) == 2
    text = words(usual, page=1)
    assert all(material.title in text and material.speaker in text for material in MATERIALS)
    assert "Jumlah jam pelajaran (JP) menurut penyelenggara" in text
    assert "10" in text


def test_without_materials_there_is_one_page():
    assert len(pypdfium2.PdfDocument(paper(materials=()))) == 1


@pytest.mark.parametrize("name", ["Suharto", LONG_NAME[:120], "Željko Đorđević Nuraïni Müller, S.Pd.", "I  Gusti"])
def test_every_name_is_whole_on_the_paper(name):
    text = words(paper(recipient_name=name, materials=()))
    assert " ".join(name.split()) in text


def test_the_longest_texts_that_we_accept_still_fit_one_page():
    def text(length):
        return ("Penguatan Netralitas Aparatur Sipil Negara dalam Pemilihan Serentak " * 4)[:length].strip()

    pdf = paper(
        recipient_name=LONG_NAME[:120], recipient_position=text(120), recipient_unit=text(160), title=text(200),
        activity=text(160), organiser=text(160), place=text(160), city=text(80), materials=(),
        signatories=(Signatory(LONG_NAME[:120], text(160)),), days=(date(2024, 9, 30), date(2024, 10, 1), date(2024, 10, 5)),
    )  # fmt: skip
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_many_materials_run_on_with_a_repeated_head():
    pdf = paper(materials=tuple(Material(f"Materi contoh {number}", "Dr. Contoh", 1) for number in range(40)))
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) >= 3
    assert all("Narasumber" in words(pdf, page) for page in range(1, len(document)))


def test_a_revision_is_shown_beside_the_same_number():
    corrected = facts.corrected(
        stated(), name="Rina Contoh", position="", unit="", revision=1, revised_on=date(2024, 10, 9),
        code="K7M4Q2R9T5W6", address=ADDRESS,
    )  # fmt: skip
    text = words(rendering.render_pdf(corrected, designs.shipped_content(), design="bingkai"))
    assert "Nomor: 057/KKC/X/2024 Revisi 1, 9 Oktober 2024" in text


def test_a_fact_can_carry_no_markup_and_fetch_nothing(tmp_path):
    (tmp_path / "rahasia").write_text("rahasia")
    attack = f'<img src="file://{tmp_path}/rahasia"><b>tebal</b>'
    assert "<b>tebal</b>" in words(paper(title=attack))


@pytest.mark.parametrize("address", ["http://contoh.example/x.png", "file:///etc/passwd", "font:../../settings.py"])
def test_the_press_loads_nothing_but_our_fonts(address):
    from weasyprint.urls import FatalURLFetchingError

    _, _, fetcher = rendering._press("bingkai")
    with pytest.raises(FatalURLFetchingError):
        fetcher.fetch(address)
    assert fetcher.fetch(f"font:{FACES[700][0]}").read()


def test_the_same_facts_give_the_same_bytes_in_another_process(usual, settings):
    """Another hash seed and another clock: nothing random and no date may enter the file."""
    script = (
        "import django; django.setup()\n"
        "import hashlib\n"
        "from tests.certificates.test_rendering import paper\n"
        "print(hashlib.sha256(paper()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(settings.BASE_DIR), capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "elearning.settings.test"},
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(usual).hexdigest()
    assert paper() == usual


def test_other_facts_give_other_bytes(usual):
    assert paper(recipient_name="Dra. Hj. Rina Contoh, M.Si.") != usual


def test_a_paper_whose_qr_could_not_be_drawn_does_not_leave_the_press(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("certificates.printing.ink.Modules.draw", _stopped)
        with pytest.raises(KeyboardInterrupt):
            paper()
    assert paper()


def test_what_weasyprint_only_writes_in_its_log_stops_the_paper(monkeypatch):
    """A drawing inside a page fails: WeasyPrint writes a line and goes on, whatever fell into its hands."""

    def draws_an_svg(modules, stream, width, height, style):
        SVGImage(Element("{http://www.w3.org/2000/svg}svg"), "", None, None).draw(stream, 1, 1, style)

    from xml.etree.ElementTree import Element

    from weasyprint.images import SVGImage

    with monkeypatch.context() as patch:
        patch.setattr("weasyprint.svg.SVG.draw", _stopped)
        patch.setattr("certificates.printing.ink.Modules.draw", draws_an_svg)
        with pytest.raises(ValueError, match="not whole"):
            paper()
    assert paper()


def _stopped(*arguments):
    raise KeyboardInterrupt
