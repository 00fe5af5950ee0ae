"""Reading and writing sheets through well-kept libraries; this module only holds what must never be forgotten."""

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe; everything else is returned as it is.

    Control signs, for which the file format has no place, are left out.
    """
    if not isinstance(value, str):
        return value
    value = without_control_signs(value)
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def without_control_signs(text: str) -> str:
    """The text without what neither XML nor PostgreSQL can hold; tabs and line breaks stay."""
    return _CONTROL.sub("", text)


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


def cells_spanned(content: bytes) -> int:
    """How many cells lie between A1 and the farthest filled cell, in the sheet of an XLSX where that is most.

    Readers make room for all of them: one word in XFD1048576, in a file of 5 KB, asks for 500 GB and ends the process.
    Sheets are read as a stream, so that asking is cheap. Raises ValueError when the file is no XLSX.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise ValueError("Not an XLSX.")
            return max((_Extent.of(archive.open(name)).cells for name in names if name.endswith(".xml")), default=0)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, expat.ExpatError, zlib.error) as error:
        raise ValueError("Not a readable spreadsheet.") from error


class _Extent:
    """The farthest row and column with something in it, while one XML file passes by."""

    def __init__(self) -> None:
        self.last_row = self.last_column = self._row = self._column = 0

    @classmethod
    def of(cls, stream: IO[bytes]) -> "_Extent":
        extent = cls()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = extent._start
        with stream:
            parser.ParseFile(stream)
        return extent

    @property
    def cells(self) -> int:
        return self.last_row * self.last_column

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                place = attributes.get("r", "")
                self._row, self._column = int(place) if place.isdecimal() else self._row + 1, 0
            case "c":
                found = _PLACE.fullmatch(attributes.get("r", "").upper())
                if found:
                    self._row, self._column = int(found[2]), _column_number(found[1])
                else:
                    self._column += 1
            case "v" | "is" | "f":  # a cell that only has a colour takes no room
                self.last_row = max(self.last_row, self._row)
                self.last_column = max(self.last_column, self._column)


_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def _column_number(letters: str) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


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
