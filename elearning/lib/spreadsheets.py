"""Reading and writing sheets through well-kept libraries; this module only holds what must never be forgotten."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; everything else is returned as it is."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def write_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a bold frozen header. Text stays text (a NIP keeps its 18 digits); formulas are defused."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"

    def cell(value: Any, *, bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=safe_cell(value))
        if isinstance(value, str):
            made.number_format = "@"
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in header])
    for row in rows:
        sheet.append([cell(value) for value in row])
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def read_rows(content: bytes) -> Iterator[list[Any]]:
    """Every row of the first sheet of an XLSX, XLS or ODS file, as lists of text, float, bool, date or "".

    Numbers arrive as floats: a NIP stored as a number has already lost digits and must never be turned back into them.
    Raises ValueError when the file is no spreadsheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        yield from book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise ValueError("Not a readable spreadsheet.") from error
