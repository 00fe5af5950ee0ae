"""What the reader of spreadsheets leaves out of an ODS: which cells are merged."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile

Area = tuple[int, int, int, int]
MOST_AREAS = 10_000


def merged_in(content: bytes) -> dict[str, list[Area]]:
    """By name of the sheet: first row, first column, last row, last column, from 0; empty for what is no ODS.

    The file has passed ``spreadsheets.cells_spanned``, so it can be read.
    """
    if not content.startswith(b"PK"):
        return {}
    with ZipFile(BytesIO(content)) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        return _Merged().over(archive.open("content.xml"))


class _Merged:
    """Counts rows and columns while the file passes by; nothing of it is kept."""

    def __init__(self) -> None:
        self.areas: dict[str, list[Area]] = defaultdict(list)
        self._sheet = ""
        self._row = self._column = self._rows = 0

    def over(self, stream: IO[bytes]) -> dict[str, list[Area]]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        with stream:
            parser.ParseFile(stream)
        return self.areas

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if kind == "table":
            self._sheet, self._row = said.get("name", ""), 0
        elif kind == "table-row":
            self._column, self._rows = 0, _number(said, "number-rows-repeated")
        elif kind in ("table-cell", "covered-table-cell"):
            height, width = _number(said, "number-rows-spanned"), _number(said, "number-columns-spanned")
            areas = self.areas[self._sheet]
            if (height > 1 or width > 1) and len(areas) < MOST_AREAS:
                areas.append((self._row, self._column, self._row + height - 1, self._column + width - 1))
            self._column += _number(said, "number-columns-repeated")

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "table-row":
            self._row += self._rows


def _number(said: dict[str, str], name: str) -> int:
    text = said.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 10 else 1
