"""Papers as files that a committee takes home: a ZIP in folders with its manifest, one PDF to print (ADR 0027)."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import StringIO
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from elearning.lib import codes
from elearning.lib.spreadsheets import safe_cell

from .models import Certificate

MANIFEST = "daftar.csv"
MANIFEST_HEADER = ("nomor", "revisi", "nama", "kelompok", "berkas", "sha256_berkas", "sha256_fakta", "kode")
WITHOUT_GROUP = "Tanpa kabupaten"
PRINT_LIMIT = 500  # papers in one print file: some 70 MB of memory while it is put together
AT_ONCE = 50  # papers held open while one part of the print file is put together
PART_BYTES = 256 * 1024
# Names that Windows gives to devices, with any extension: «CON.pdf» cannot be unpacked there.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Paper:
    """A valid certificate whose PDF is made, with the place that it has among the files. ``group``: its folder."""

    certificate: Certificate
    group: str

    @property
    def path(self) -> str:
        """«Kabupaten Contoh/012 Rina Contoh.pdf»: the running number keeps people of one name apart."""
        revision = f" Revisi {self.certificate.revision}" if self.certificate.revision else ""
        name = _as_file_name(self.certificate.facts["name"])
        return f"{_as_file_name(self.group) or WITHOUT_GROUP}/{self.certificate.sequence:03d}{revision} {name}.pdf"


def groups(made: Iterable[Paper]) -> list[tuple[str, int]]:
    """Each kabupaten with the number of its papers, by name; those without one come last."""
    counted: dict[str, int] = {}
    for paper in made:
        counted[paper.group] = counted.get(paper.group, 0) + 1
    return sorted(counted.items(), key=lambda item: (not item[0], item[0]))


def manifest(made: Sequence[Paper]) -> bytes:
    """The list of the papers as CSV, from what was frozen at issue: the same papers give the same bytes."""
    output = StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(MANIFEST_HEADER)
    for paper in made:
        one = paper.certificate
        row = (
            one.number, str(one.revision), one.facts["name"], paper.group, paper.path, one.final_file.sha256,
            one.facts_sha256, codes.display(one.code),
        )  # fmt: skip
        writer.writerow([safe_cell(cell) for cell in row])
    return output.getvalue().encode("utf-8-sig")


def fingerprint(made: Sequence[Paper]) -> str:
    """SHA-256 of the manifest, in hexadecimal: whoever has the ZIP works it out again."""
    return hashlib.sha256(manifest(made)).hexdigest()


def lost(made: Iterable[Paper]) -> str:
    """The number of the first paper whose file is gone from the storage, or empty."""
    for paper in made:
        if not paper.certificate.final_file.pdf.storage.exists(paper.certificate.final_file.pdf.name):
            return paper.certificate.number
    return ""


class _Pipe:
    """What a ZIP is written into: it cannot go back, so each part can leave at once."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zip_parts(made: Sequence[Paper], *, time_zone: str) -> Iterator[bytes]:
    """A ZIP as it is written, with the manifest first; one paper is in memory at a time."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]  # a stream that cannot seek
        archive.writestr(_entry(MANIFEST, made, time_zone), manifest(made))
        yield pipe.take()
        for paper in made:
            with paper.certificate.final_file.pdf.open("rb") as file:
                archive.writestr(_entry(paper.path, [paper], time_zone), file.read())
            yield pipe.take()
    yield pipe.take()


def _entry(path: str, made: Sequence[Paper], time_zone: str) -> ZipInfo:
    moments = [paper.certificate.issued_at.astimezone(ZoneInfo(time_zone)) for paper in made]
    return ZipInfo(path, max(moments).timetuple()[:6])


def print_zip(made: Sequence[Paper], *, time_zone: str) -> Iterator[bytes]:
    """More than PRINT_LIMIT papers: several print files in a ZIP, one in the making at a time."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]  # a stream that cannot seek
        for number, chunk in enumerate(_chunks(made, PRINT_LIMIT), start=1):
            with print_file(chunk) as book, archive.open(_entry(f"cetak-{number}.pdf", chunk, time_zone), "w") as entry:
                while part := book.read(PART_BYTES):
                    entry.write(part)
                    yield pipe.take()
            yield pipe.take()
    yield pipe.take()


def print_file(made: Sequence[Paper]) -> IO[bytes]:
    """Up to PRINT_LIMIT papers in one PDF, in the order of their numbers. Parts go to disk on the way."""
    chunks = _chunks(made, AT_ONCE)
    parts = [_joined([paper.certificate.final_file.pdf.open("rb") for paper in chunk]) for chunk in chunks]
    return parts[0] if len(parts) == 1 else _joined(parts)


def _chunks(made: Sequence[Paper], size: int) -> Iterator[Sequence[Paper]]:
    for at in range(0, len(made), size):
        yield made[at : at + size]


def _joined(files: Sequence[IO[bytes]]) -> IO[bytes]:
    """The pages of these PDFs behind each other, in a file without a name; ``files`` are closed."""
    import pikepdf

    target = TemporaryFile()  # noqa: SIM115 - the response closes it
    with pikepdf.new() as book, ExitStack() as opened:
        for file in files:
            opened.enter_context(file)
            book.pages.extend(opened.enter_context(pikepdf.open(file)).pages)
        book.save(target)
    target.seek(0)
    return target


def _as_file_name(text: str) -> str:
    """What no file system takes becomes a blank; a name of dots only would leave the folder."""
    name = " ".join(_UNSAFE.sub(" ", text).split()).strip(". ")
    return f"_{name}" if name.split(".")[0].strip().upper() in _DEVICES else name
