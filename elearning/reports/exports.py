"""All units below one, as a spreadsheet: the rows of the screen, so that a cell hidden there is hidden here (ADR 0043)."""

from __future__ import annotations

from collections.abc import Iterator

from elearning.lib.spreadsheets import write_xlsx
from elearning.people.models import Unit

from .models import TopicFigures, UnitFigures

HIDDEN, UNKNOWN = "< 5", "Belum ada data"
FIXED = ("Unit kerja", "Jenis", "Tingkat", "Yang dihitung", "ASN selesai", "Dari ASN", "ASN terdaftar")
ORDER = ("unit__path", "is_direct")
PORTION = 2000


def topics_of(here: UnitFigures) -> list[str]:
    rows = TopicFigures.objects.filter(reckoning=here.reckoning_id, unit__path__startswith=here.unit.path)
    return sorted(rows.order_by().values_list("topic", flat=True).distinct())


def workbook(here: UnitFigures) -> bytes:
    """Three queries; rows pass through one by one, so that memory does not grow with the province."""
    topics = topics_of(here)
    header = [*FIXED]
    for name in topics:
        header += [f"{name}: benar (%)", f"{name}: orang"]
    return write_xlsx("Ringkasan", header, _rows(here, topics))


def _rows(here: UnitFigures, topics: list[str]) -> Iterator[list[object]]:
    below = {"reckoning": here.reckoning_id, "unit__path__startswith": here.unit.path}
    units = UnitFigures.objects.filter(**below).order_by(*ORDER).select_related("unit")
    cells = TopicFigures.objects.filter(**below).order_by(*ORDER).only(
        "unit_id", "is_direct", "topic", "is_hidden", "people", "percent"
    )  # fmt: skip
    left = cells.iterator(chunk_size=PORTION)
    cell = next(left, None)
    for row in units.iterator(chunk_size=PORTION):
        found: dict[str, TopicFigures] = {}
        while cell is not None and (cell.unit_id, cell.is_direct) == (row.unit_id, row.is_direct):
            found[cell.topic] = cell
            cell = next(left, None)
        yield _row(here.unit, row, found, topics)


def _row(top: Unit, row: UnitFigures, found: dict[str, TopicFigures], topics: list[str]) -> list[object]:
    what = "langsung di unit ini" if row.is_direct else "unit ini dan di bawahnya"
    line: list[object] = [row.unit.name, row.unit.get_kind_display(), row.unit.depth - top.depth, what]
    line += [_told(row.is_hidden, number) for number in (row.reached, row.base, row.registered)]
    for name in topics:
        cell = found.get(name)
        if cell is None:
            line += [UNKNOWN, UNKNOWN]
        else:
            percent = None if cell.percent is None else round(cell.percent)
            line += [_told(cell.is_hidden, percent), _told(cell.is_hidden, cell.people)]
    return line


def _told(is_hidden: bool, number: int | None) -> object:
    if is_hidden:
        return HIDDEN
    return UNKNOWN if number is None else number
