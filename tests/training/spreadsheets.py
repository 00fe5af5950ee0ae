"""Real files, made in the test."""

from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook

from elearning.training.importing import (
    LABELS,
    Grid,
    Group,
    ImportRefused,
    Layout,
    Passed,
    Person,
    Row,
    cells_of,
    grids_of,
    layout,
    likeliest,
    read_cells,
    twins,
)

HEADER = ["No", "Nama Lengkap/Gelar", "NIP", "Status", "Jabatan", "Unit Kerja", "Kabupaten/Kota"]
ARIF = [1, "Drs. H. Arif Contoh, M.Si.", "19780912 200501 1 901", "PNS", "Camat", "Kecamatan Kenanga Contoh", "Tirta"]
RINA = [2, "Rina Contoh, S.Pd.", "'199002142021212902", "PPPK", "Guru", "SD Negeri 1 Contoh", "Tirta"]
MADE = [3, "Made Contoh", "", "Bukan ASN", "Kepala Desa", "Desa Cempaka Contoh", "Wana"]


def xlsx(*rows, header=HEADER) -> bytes:
    book = Workbook()
    book.active.append(header)
    for row in rows:
        book.active.append(row)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def csv(*rows, header=HEADER, delimiter=";", encoding="utf-8") -> bytes:
    lines = [delimiter.join(str(cell) for cell in row) for row in (header, *rows)]
    return "\r\n".join(lines).encode(encoding)


@dataclass(frozen=True)
class Found:
    row: int
    column: str
    code: str
    advice: str = ""


@dataclass(frozen=True)
class Sheet:
    """What the pure steps make of a file, one after the other, as the draft does."""

    grid: Grid
    names: tuple[str, ...]
    layout: Layout
    ready: tuple[Row, ...]
    to_check: tuple[Found, ...]
    doubles: tuple[Found, ...]
    passed: tuple[Passed, ...]
    groups: tuple[Group, ...]
    row_count: int

    @property
    def name(self):
        return self.grid.name

    @property
    def columns(self):
        return tuple(self.layout.labels.values())

    @property
    def faults(self):
        return tuple(sorted((*self.to_check, *self.doubles), key=lambda fault: (fault.row, fault.column)))

    @property
    def incomplete(self):
        return tuple(row for row in self.ready if row.nip_is_incomplete)

    @property
    def rows_to_check(self):
        return len({fault.row for fault in self.to_check})


def read(content: bytes, file_name: str, *, sheet: str = "", header_row: int = 0) -> Sheet:
    grids = grids_of(content, file_name)
    grid = next((one for one in grids if one.name == sheet), None) if sheet else likeliest(grids)
    if grid is None:
        raise ImportRefused("no_sheet")
    found = layout.named(grid.rows, header_row) if header_row else layout.find(grid.rows)
    if found is None:
        raise ImportRefused("no_header")
    lines = list(layout.lines_of(grid.rows, found, merged=grid.merged))
    people = [line for line in lines if isinstance(line, Person)]
    read_rows = [(line, *read_cells(cells_of(line, found), line.row)) for line in people]
    rows = [row for _, row, _ in read_rows if row]
    same = twins(rows)
    return Sheet(
        grid,
        tuple(one.name for one in grids),
        found,
        tuple(row for row in rows if row.row not in same),
        tuple(
            Found(line.row, found.labels.get(fault.field, LABELS[fault.field]), fault.code, fault.advice)
            for line, _, faults in read_rows
            for fault in faults
        ),
        tuple(
            Found(
                number, found.labels["nip" if twin.code == "double_nip" else "name"], twin.code, f"baris {twin.first}"
            )
            for number, twin in same.items()
        ),
        tuple(line for line in lines if isinstance(line, Passed)),
        tuple(line for line in lines if isinstance(line, Group)),
        len(people),
    )
