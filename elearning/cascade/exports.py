"""C6: the list for Sekda or BKPSDM as XLSX and PDF. Names, status and papers; no score, no answer (experience.md §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, ClassVar

from elearning.lib import dates, spreadsheets
from elearning.lib import nip as nips
from elearning.lib.errors import DomainError
from elearning.people.models import EmploymentStatus, OfficeHolding
from elearning.ui import press

from .staff import Staff
from .staff_rows import StaffRow

HEADER = (
    "No", "Nama", "NIP", "Status", "Jabatan", "Unit kerja", "Tanggal selesai", "Hasil", "Nomor sertifikat",
    "JP menurut penyelenggara",
)  # fmt: skip
MOST_ON_PAPER = 600  # seven seconds; more would outlast a request, and nobody reads it
_STATUS = dict(EmploymentStatus.choices)


class ExportRefused(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "too_many_for_pdf": (
            "PDF memuat paling banyak {limit} orang, daftar ini {count}. Belum ada yang diunduh. Unduh XLSX."
        ),
        "format": "Pilih XLSX atau PDF. Belum ada yang diunduh.",
        "printing": "PDF belum bisa dibuat di server ini. Belum ada yang diunduh. Unduh XLSX.",
    }


@dataclass(frozen=True, slots=True)
class Line:
    """``completed_on``: the day at the unit, or None."""

    number: int
    name: str
    nip: str
    status: str
    position: str
    office: str
    completed_on: date | None
    result: str
    certificate: str
    lesson_hours: int | None

    @property
    def nip_display(self) -> str:
        return nips.display(self.nip)


def lines(staff: Staff) -> Iterator[Line]:
    """Everybody of the list, in its order, as a stream."""
    for number, row in enumerate(staff.rows(with_papers=True), start=1):
        yield _line(number, row, staff.unit.time_zone)


def _line(number: int, row: StaffRow, zone: str) -> Line:
    return Line(
        number=number,
        name=row.name,
        nip=row.nip,
        status=_STATUS.get(row.employment_status, ""),
        position=row.position,
        office=row.office,
        completed_on=dates.local_day(row.finished_at, zone) if row.finished_at else None,
        result="Selesai" if row.finished_at else "Belum",
        certificate=row.certificate,
        lesson_hours=row.lesson_hours or None,  # an organiser that states none states no nought
    )


def xlsx(staff: Staff) -> IO[bytes]:
    """The list on disk, written row by row: as much memory for a province as for an office."""
    return spreadsheets.xlsx_file("Daftar pegawai", HEADER, map(_cells, lines(staff)))


def _cells(line: Line) -> tuple[Any, ...]:
    done = dates.plain_date(line.completed_on) if line.completed_on else ""
    return (
        line.number, line.name, line.nip, line.status, line.position, line.office, done, line.result, line.certificate,
        line.lesson_hours,
    )  # fmt: skip


def pdf(staff: Staff, holding: OfficeHolding, *, at: datetime) -> bytes:
    """The list with the kop of the unit, the day, and where its head signs.

    Raises ExportRefused: too_many_for_pdf; OSError where WeasyPrint's system libraries are missing.
    """
    count = staff.rows().count()
    if count > MOST_ON_PAPER:
        raise ExportRefused("too_many_for_pdf", limit=f"{MOST_ON_PAPER:,}".replace(",", "."), count=count)
    made = list(lines(staff))
    context = {
        "unit": staff.unit,
        "above": [unit.name for unit in staff.unit.get_ancestors()],
        "course": staff.course,
        "lines": made,
        "done": sum(line.completed_on is not None for line in made),
        "header": HEADER,
        "holding": holding,
        "today": dates.local_day(at, staff.unit.time_zone),
    }
    return press.pdf("cascade/print/staff", context)
