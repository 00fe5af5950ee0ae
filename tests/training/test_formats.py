"""The list arrives in whatever the office has: XLSX, XLS of old, ODS, CSV."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from elearning.lib import spreadsheets
from elearning.training.importing import ImportRefused

from .spreadsheets import read

OLD = (Path(__file__).parent / "files" / "daftar-lama.xls").read_bytes()
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ROOT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/></manifest:manifest>'
)


def cell(value, repeated=1) -> str:
    again = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if value is None:
        return f"<table:table-cell{again}/>"
    if isinstance(value, str):
        return f'<table:table-cell{again} office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell{again} office:value-type="float" office:value="{value}"/>'


def row(*cells: str, repeated=1) -> str:
    again = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{again}>{''.join(cells)}</table:table-row>"


def ods(*rows: str) -> bytes:
    output = BytesIO()
    table = f'<table:table table:name="Peserta">{"".join(rows)}</table:table>'
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _ROOT.format(table))
    return output.getvalue()


HEADER = row(cell("No"), cell("Nama"), cell("NIP"))
ARIF = row(cell(1), cell("Drs. H. Arif Contoh, M.Si."), cell("197809122005011901"))


def test_an_xls_of_old_is_read():
    sheet = read(OLD, "daftar-lama.xls")
    arif, rina = sheet.ready
    assert (arif.row, arif.name, arif.nip) == (4, "Drs. H. Arif Contoh, M.Si.", "197809122005011901")
    assert (rina.nip, rina.nip_is_incomplete, rina.nip_hint) == ("", True, "19900214202121")
    assert sheet.names == ("Peserta",), "a hidden sheet is not looked at"


@pytest.mark.parametrize("end", [600, len(OLD) // 2, len(OLD) - 200])
def test_half_an_xls_is_refused(end):
    with pytest.raises(ImportRefused) as refusal:
        read(OLD[:end], "a.xls")
    assert refusal.value.code == "unreadable"


def test_an_xlsx_that_a_tool_called_xls_is_read_all_the_same():
    from .spreadsheets import ARIF, xlsx

    assert read(xlsx(ARIF), "a.xls").row_count == 1


def test_a_page_that_a_tool_called_xls_is_refused():
    with pytest.raises(ImportRefused) as refusal:
        read(b"<html><table><tr><td>Nama</td></tr></table></html>", "a.xls")
    assert refusal.value.code == "type"


def test_an_ods_is_read():
    broken = row(cell(2), cell("Rina Contoh, S.Pd."), cell(199002142021212902))
    sheet = read(ods(HEADER, ARIF, broken), "a.ods")
    assert [(one.name, one.nip, one.nip_hint) for one in sheet.ready] == [
        ("Drs. H. Arif Contoh, M.Si.", "197809122005011901", ""), ("Rina Contoh, S.Pd.", "", "19900214202121"),
    ]  # fmt: skip


def test_empty_rows_and_columns_to_the_end_of_an_ods_take_no_room():
    rest = row(cell(None, 16_384), repeated=1_048_000)
    assert read(ods(HEADER, ARIF, rest), "a.ods").row_count == 1


@pytest.mark.parametrize(
    "far", [row(cell("x", 16_384), repeated=1_048_000), row(cell("x"), repeated=1_040_000),
            row(cell(None, 1_000_000), cell("x")), row(cell("x"), repeated=10**12)],
)  # fmt: skip
def test_an_ods_that_would_unfold_to_millions_of_cells_is_refused(far):
    with pytest.raises(ImportRefused) as refusal:
        read(ods(HEADER, ARIF, far, ARIF), "a.ods")
    assert refusal.value.code == "too_wide"


def test_room_is_counted_over_all_sheets(monkeypatch):
    from .test_layout import sheets

    content = sheets(A=[["x"] * 10] * 10, B=[["x"] * 10] * 10)
    assert spreadsheets.cells_spanned(content) == 200


def test_a_kabupaten_merged_over_several_rows_of_an_ods_counts_for_each_of_them():
    merged = '<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>Tirta</text:p></table:table-cell>'
    rina = row("<table:covered-table-cell/>", cell("Rina Contoh"), cell("199002142021212001"))
    arif = row(merged, cell("Drs. H. Arif Contoh, M.Si."), cell("197809122005011901"))
    sheet = read(ods(row(cell("Kabupaten"), cell("Nama"), cell("NIP")), arif, rina), "a.ods")
    assert [one.group for one in sheet.ready] == ["Tirta", "Tirta"]
