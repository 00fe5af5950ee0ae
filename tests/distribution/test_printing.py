"""The sheet for the office board, checked as paper: rendered, measured, decoded."""

from datetime import date

import pytest

from elearning.distribution.printing import Sheet, sheet_pdf

pypdfium2 = pytest.importorskip("pypdfium2")
zxingcpp = pytest.importorskip("zxingcpp")

URL = "https://netralitas.contoh.example/b/M4Q7R2"
SHEET = Sheet(
    title="Netralitas ASN dalam 12 menit",
    summary="Delapan aturan yang paling sering dilanggar, dan satu kuis.",
    shared_by="Camat Kenanga Contoh",
    organiser="Lembaga Pengawas Pemilihan Contoh",
    minutes=12,
    url=URL,
    version_on=date(2024, 10, 3),
    due_on=date(2024, 10, 18),
)


@pytest.fixture(scope="module")
def paper():
    pdf = sheet_pdf(SHEET)
    assert len(pdf) <= 300_000
    return pypdfium2.PdfDocument(pdf)


def test_it_is_one_a4_page(paper):
    assert len(paper) == 1
    assert [round(side) for side in paper[0].get_size()] == [595, 842]


def test_it_says_who_shares_what_and_of_which_day(paper):
    text = paper[0].get_textpage().get_text_range()
    for words in ("Camat Kenanga Contoh", "netralitas.contoh.example/b/M4Q7R2", "Versi materi 3 Oktober 2024",
                  "Jumat, 18 Oktober 2024", "Tidak ada aplikasi (.apk)"):  # fmt: skip
        assert words in text.replace("\r\n", " ")


def test_its_qr_opens_the_link_and_is_large_enough(paper):
    dots_per_mm = 6
    image = paper[0].render(scale=dots_per_mm * 25.4 / 72, grayscale=True).to_pil()
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == URL
    corners = found.position
    assert (corners.top_right.x - corners.top_left.x) / dots_per_mm >= 60


def test_it_is_black_on_white(paper):
    colours = paper[0].render(scale=1).to_pil().convert("RGB").getcolors(maxcolors=100_000)
    assert all(max(colour) - min(colour) <= 8 for _, colour in colours)
