"""Reading and writing sheets through well-kept libraries; this module only holds what must never be forgotten."""

import csv
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any, ClassVar
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from . import ods
from .errors import DomainError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|\r")
MAX_BYTES = 5 * 1024 * 1024  # experience.md §8 P3
MAX_UNFOLDED_BYTES = 60 * 1024 * 1024
MAX_CELLS_SPANNED = 1_000_000  # what the reader of XLSX makes room for, filled or not
ROWS_MEASURED, WIDEST_COLUMN = 200, 60
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how a file of XLSX or ODS, and one of XLS, begins
_BOOKS = ("xlsx", "xlsm", "ods", "xls")  # some tools write one and call it another
_LOCKED = "EncryptedPackage".encode("utf-16-le")
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


def escaped(text: str) -> str:
    """Text as an XLSX holds it: every reader takes «_x0041_» for A and a bare carriage return for a line feed.

    Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring). Reading a sheet undoes it.
    """
    return _CODE.sub(lambda found: "_x000D_" if found[0] == "\r" else "_x005F_", text)


def write_xlsx(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, hidden: Sequence[int] = ()
) -> bytes:
    """``xlsx_file`` as bytes, for lists that are never long."""
    with xlsx_file(title, header, rows, hidden=hidden) as made:
        return made.read()


def xlsx_file(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, hidden: Sequence[int] = ()
) -> IO[bytes]:
    """One sheet with a bold frozen header and columns as wide as their words. Text stays text (a NIP keeps its 18 digits); formulas are defused.

    A file on disk that goes when it is closed, written row by row: ``rows`` may be a stream of any length.
    ``hidden``: columns, from 1, that a reader does not see.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    rows = iter(rows)
    first = list(islice(rows, ROWS_MEASURED))
    for column, cells in enumerate(zip(header, *first, strict=False), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _width(cells)
    for column in hidden:
        sheet.column_dimensions[get_column_letter(column)].hidden = True

    def cell(value: Any, *, bold: bool = False) -> WriteOnlyCell:
        value = safe_cell(value)
        made = WriteOnlyCell(sheet, value=escaped(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.number_format = "@"
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(name, bold=True) for name in header])
    for row in chain(first, rows):
        sheet.append([cell(value) for value in row])
    output = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(output)
    output.seek(0)
    return output


def _width(cells: Iterable[Any]) -> int:
    """Of a column, in characters: what its first rows need, so that a name or a NIP is read without pulling."""
    return min(max(len(str(cell)) for cell in cells if cell is not None) + 2, WIDEST_COLUMN)


def cells_spanned(content: bytes) -> int:
    """How many cells lie between A1 and the farthest filled cell, in all sheets of an XLSX or ODS together.

    Readers make room for all of them: one word in XFD1048576, in a file of 5 KB, asks for 500 GB and ends the process.
    Sheets are read as a stream, so that asking is cheap. Raises ValueError when the file is no XLSX.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if "content.xml" in names:
                return _OdsExtent.over(archive.open("content.xml"))
            if "xl/workbook.xml" not in names:
                raise ValueError("Not a spreadsheet.")
            return sum(_Extent.of(archive.open(name)).cells for name in names if name.endswith(".xml"))
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


class _OdsExtent:
    """The same for the sheets of an ODS, where one cell may say that it stands for a million."""

    def __init__(self) -> None:
        self.cells = self._row = self._rows = self._column = self._widest = self._last = 0
        self._row_is_filled = False

    @classmethod
    def over(cls, stream: IO[bytes]) -> int:
        extent = cls()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = extent._start, extent._end
        with stream:
            parser.ParseFile(stream)
        return extent.cells

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "table":
                self._row = self._widest = self._last = 0
            case "table-row":
                self._rows, self._column, self._row_is_filled = _repeated(attributes, "number-rows-repeated"), 0, False
            case "table-cell":
                self._column += _repeated(attributes, "number-columns-repeated")
                if any(key.endswith(" value-type") for key in attributes):
                    self._row_is_filled, self._widest = True, max(self._widest, self._column)

    def _end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "table-row":
                self._row += self._rows
                if self._row_is_filled:
                    self._last = self._row
            case "table":
                self.cells += self._last * self._widest


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = next((value for key, value in attributes.items() if key.endswith(f" {name}")), "1")
    return int(text) if text.isdecimal() and len(text) < 10 else MAX_CELLS_SPANNED + 1


_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def _column_number(letters: str) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one sheet, and which of its cells are merged: first row, first column, last row, last column, from 0."""

    rows: list[list[Any]]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def has_macros(content: bytes) -> bool:
    """Whether an XLSX or XLSM carries a program. Nothing here ever runs one."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return any(name.endswith("vbaProject.bin") for name in archive.namelist())
    except BadZipFile:
        return False


def read_rows(content: bytes) -> Iterator[list[Any]]:
    """Every row of the first sheet, as ``read_sheets`` gives them. Raises ValueError when the file is no spreadsheet."""
    for table in islice(read_sheets(content).values(), 1):
        yield from table.rows


def read_sheets(content: bytes) -> dict[str, Table]:
    """The visible sheets of an XLSX or ODS by name, each row a list of text, float, bool, date or "".

    Numbers arrive as floats: a NIP stored as a number has already lost digits and must never be turned back into them.
    Raises TableRefused: locked; ValueError when the file is no spreadsheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        seen = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        sheets = {name: book.get_sheet_by_name(name) for name in seen}
        in_ods = ods.merged_in(content)  # of which the reader knows nothing
        return {
            name: Table(
                sheet.to_python(skip_empty_area=False),
                tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()) or tuple(in_ods.get(name, ())),
            )
            for name, sheet in sheets.items()
        }
    except PasswordError as error:
        raise TableRefused("locked") from error
    except (CalamineError, BadZipFile, expat.ExpatError) as error:
        raise ValueError("Not a readable spreadsheet.") from error


class TableRefused(DomainError):
    """A file that cannot be read as a table at all."""

    messages: ClassVar[dict[str, str]] = {
        "empty": "Berkas ini kosong. Belum ada yang disimpan. Pilih berkas yang berisi daftar.",
        "too_large": "Berkas lebih dari 5 MB. Belum ada yang disimpan. Hapus gambar atau bagi menjadi beberapa berkas.",
        "too_wide": (
            "Ada sel terisi jauh di luar daftar. Belum ada yang disimpan. "
            "Salin daftarnya ke berkas baru, lalu unggah berkas itu."
        ),
        "type": "Berkas ini bukan XLSX, XLS, ODS, atau CSV. Belum ada yang disimpan. Simpan sebagai XLSX, lalu unggah lagi.",
        "locked": "Berkas terkunci kata sandi. Belum ada yang disimpan. Simpan ulang tanpa kata sandi.",
        "unreadable": "Berkas ini tidak bisa dibaca. Belum ada yang disimpan. Simpan ulang sebagai XLSX, lalu unggah lagi.",
    }


def read_table(content: bytes, file_name: str, *, max_rows: int) -> list[list[Any]]:
    """The rows of the first sheet of an uploaded XLSX or CSV, as ``read_tables`` gives them."""
    return next(iter(read_tables(content, file_name, max_rows=max_rows).values())).rows


def read_tables(content: bytes, file_name: str, *, max_rows: int) -> dict[str, Table]:
    """The rows of each sheet of an uploaded XLSX, or of a CSV, by name; of each at most ``max_rows`` and one, so that a
    caller can tell that there are more.

    Raises TableRefused: empty, too_large, too_wide, type, locked, unreadable.
    """
    if not content:
        raise TableRefused("empty")
    if len(content) > MAX_BYTES:
        raise TableRefused("too_large")
    suffix = file_name.rsplit(".", 1)[-1].lower() if "." in file_name else ""
    if content.startswith(_ZIP) and suffix in _BOOKS:
        _refuse_bomb(content)
        return _tables(read_sheets, content, max_rows)
    if content.startswith(_OLE):
        if _LOCKED in content:  # an XLSX behind a password
            raise TableRefused("locked")
        return _tables(read_old_sheets, content, max_rows)
    if suffix == "csv" and b"\x00" not in content:
        return {"CSV": Table(_csv_rows(content, max_rows))}
    raise TableRefused("type")


def _tables(read: Callable[[bytes], dict[str, Table]], content: bytes, max_rows: int) -> dict[str, Table]:
    try:
        tables = {name: Table(table.rows[: max_rows + 1], table.merged) for name, table in read(content).items()}
    except ValueError as error:
        raise TableRefused("unreadable") from error
    if not tables:
        raise TableRefused("empty")
    return tables


def read_old_sheets(content: bytes) -> dict[str, Table]:
    """The visible sheets of an XLS of before 2007, as ``read_sheets`` gives them.

    By xlrd, which makes room for cells that are there; calamine would make room for all up to the farthest one.
    Raises TableRefused: locked; ValueError when the file is no spreadsheet.
    """
    import xlrd

    try:
        with xlrd.open_workbook(
            file_contents=content, ragged_rows=True, formatting_info=True, logfile=StringIO()
        ) as book:
            return {sheet.name: _old_table(sheet, book.datemode) for sheet in book.sheets() if sheet.visibility == 0}
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise TableRefused("locked") from error
        raise ValueError("Not a readable spreadsheet.") from error
    except Exception as error:  # a broken file trips it in many places
        raise ValueError("Not a readable spreadsheet.") from error


def _old_table(sheet: Any, datemode: int) -> Table:
    rows = [_old_row(sheet.row(at), datemode) for at in range(sheet.nrows)]
    return Table(rows, tuple((top, left, end - 1, right - 1) for top, end, left, right in sheet.merged_cells))


def _old_row(cells: Sequence[Any], datemode: int) -> list[Any]:
    import xlrd

    def value(cell: Any) -> Any:
        if cell.ctype == xlrd.XL_CELL_DATE:
            return xlrd.xldate_as_datetime(cell.value, datemode)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return xlrd.error_text_from_code.get(cell.value, "#N/A")
        return bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value

    return [value(cell) for cell in cells]


def _refuse_bomb(content: bytes) -> None:
    """A few kilobytes may unfold to gigabytes: as a ZIP, and as a sheet with one word in its farthest corner."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            unfolded = sum(member.file_size for member in archive.infolist())
    except BadZipFile as error:
        raise TableRefused("unreadable") from error
    if unfolded > MAX_UNFOLDED_BYTES:
        raise TableRefused("too_large")
    try:
        spanned = cells_spanned(content)
    except ValueError as error:
        raise TableRefused("unreadable") from error
    if spanned > MAX_CELLS_SPANNED:
        raise TableRefused("too_wide")


def _delimiter(lines: Sequence[str]) -> str:
    """Names carry commas («Arif, S.H., M.Si.») and a title may stand alone above the table: most lines decide."""
    return next((sign for sign in ";\t" if sum(sign in line for line in lines) * 2 > len(lines)), ",")


def _csv_rows(content: bytes, max_rows: int) -> list[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")  # what Excel on Windows saves
        except UnicodeDecodeError as error:  # a replaced letter would be a changed name
            raise TableRefused("unreadable") from error
    delimiter = _delimiter([line for line in text.splitlines()[:20] if line.strip()])
    try:
        return list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), max_rows + 1))
    except csv.Error as error:
        raise TableRefused("unreadable") from error
