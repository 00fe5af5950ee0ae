"""From a spreadsheet to rows that may become participants. Pure: bytes in, rows and faults out (experience.md §8 P3).

The whole file is read first; every fault names its row, its column and what to do. A NIP that a spreadsheet turned into
a number has lost digits for good, so it is never turned back into digits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, ClassVar

from certificates.services import CertificateError, require_printable_name
from elearning.lib import names, spreadsheets
from elearning.lib import nip as nips
from elearning.lib.errors import DomainError

MAX_ROWS = 2_000  # what one request reads and shows; larger lists are split
NAME_LENGTH, TEXT_LENGTH, UNIT_LENGTH = 120, 120, 160

NIP_BROKEN = (
    "NIP dirusak Excel: 3 angka terakhir hilang dan tidak bisa dipulihkan dari berkas ini. "
    "Peserta melengkapi saat registrasi, atau minta berkas dengan kolom NIP berformat Teks."
)

# Header words, compared without case, signs and spaces.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": (
        "nama", "namalengkap", "namapeserta", "namadangelar", "namalengkapdangelar", "namalengkapgelar",
        "namalengkapdengangelar", "namadengangelar", "namapegawai", "namaasn",
    ),
    "nip": ("nip", "nipnippk", "nippppk", "nippk", "nipnipppk", "nipnik", "nomorindukpegawai", "nipbaru", "nippegawai"),
    "status": ("status", "statuskepegawaian", "statuspegawai", "statusasn", "jenisasn"),
    "position": ("jabatan", "namajabatan", "jabatanterakhir", "jabatansaatini"),
    "unit": (
        "unit", "unitkerja", "unitopd", "opd", "skpd", "instansi", "instansiunitkerja", "asalinstansi",
        "perangkatdaerah", "kecamatan", "unitkerjakecamatan", "satuankerja", "satker",
    ),
    "group": ("kelompok", "kabupaten", "kabupatenkota", "kabkota", "kota", "asaldaerah", "daerah", "grup"),
}  # fmt: skip
COLUMN_LABELS = {
    "name": "Nama",
    "nip": "NIP",
    "status": "Status",
    "position": "Jabatan",
    "unit": "Unit kerja",
    "group": "Kelompok",
}
_STATUS_WORDS = {
    "pns": "pns",
    "cpns": "cpns",
    "pppk": "pppk",
    "p3k": "pppk",
    "pppkparuhwaktu": "pppk",
    "nonasn": "non-asn",
    "bukanasn": "non-asn",
    "honorer": "non-asn",
    "ppnpn": "non-asn",
    "perangkatdesa": "non-asn",
    "kepaladesa": "non-asn",
}
_BROKEN_NUMBER = re.compile(r"\d[.,]?\d*\s*e\s*\+?\s*\d{2}", re.IGNORECASE)  # «1,98E+17», typed or saved to CSV


class ImportRefused(DomainError):
    """The file as a whole cannot be taken in; nothing was stored."""

    messages: ClassVar[dict[str, str]] = {
        "empty": "Berkas ini kosong. Belum ada yang disimpan. Pilih berkas yang berisi daftar peserta.",
        "too_large": "Berkas lebih dari 5 MB. Belum ada yang disimpan. Hapus gambar atau bagi menjadi beberapa berkas.",
        "too_many_rows": "Berkas berisi lebih dari {limit} baris. Belum ada yang disimpan. Bagi menjadi beberapa berkas.",
        "too_wide": (
            "Ada sel terisi jauh di luar daftar. Belum ada yang disimpan. "
            "Salin daftarnya ke berkas baru, lalu unggah berkas itu."
        ),
        "type": "Berkas ini bukan XLSX atau CSV. Belum ada yang disimpan. Simpan sebagai XLSX, lalu unggah lagi.",
        "locked": "Berkas terkunci kata sandi. Belum ada yang disimpan. Simpan ulang tanpa kata sandi.",
        "unreadable": "Berkas ini tidak bisa dibaca. Belum ada yang disimpan. Simpan ulang sebagai XLSX, lalu unggah lagi.",
        "no_header": (
            "Baris pertama tidak memuat judul kolom «Nama». Belum ada yang disimpan. "
            "Letakkan judul kolom di baris pertama, atau pakai templat kami."
        ),
        "no_rows": "Tidak ada baris peserta di bawah judul kolom. Belum ada yang disimpan.",
        "stale": "Pratinjau ini sudah kedaluwarsa. Belum ada yang disimpan. Unggah berkasnya sekali lagi.",
    }


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` as the spreadsheet numbers it, ``column`` as its header says, ``advice`` what to do."""

    row: int
    column: str
    code: str
    advice: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person as the file names them; the name byte for byte, except for spaces around it."""

    row: int
    name: str
    nip: str = ""
    status: str = ""
    position: str = ""
    unit: str = ""
    group: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two rows without a NIP the same person in one session."""
        return (sameness(self.name), sameness(self.position), sameness(self.unit))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: rows that are ready, faults, and how many rows had something in them."""

    sha256: str
    ready: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    row_count: int = 0
    columns: tuple[str, ...] = field(default_factory=tuple)

    @property
    def faulty_rows(self) -> int:
        return len({fault.row for fault in self.faults})

    def as_json(self) -> dict[str, Any]:
        """What travels to the preview and back: the ready rows only, never a refused cell."""
        return {"sha256": self.sha256, "rows": [list(asdict(row).values()) for row in self.ready]}


def rows_from_json(value: dict[str, Any]) -> tuple[Row, ...]:
    return tuple(Row(*columns) for columns in value["rows"])


def sameness(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def read(content: bytes, file_name: str) -> Sheet:
    """Read a whole XLSX or CSV whose first row holds the headers.

    Raises ImportRefused: empty, too_large, too_wide, too_many_rows, type, locked, unreadable, no_header, no_rows.
    """
    rows = _cells(content, file_name)
    if len(rows) > MAX_ROWS + 1:
        raise ImportRefused("too_many_rows", limit=MAX_ROWS)
    columns = _columns(rows[0]) if rows else {}
    if "name" not in columns:
        raise ImportRefused("no_header")
    labels = {key: _text(rows[0][index]) or COLUMN_LABELS[key] for key, index in columns.items()}
    faults: list[Fault] = []
    read_rows: list[Row] = []
    row_count = 0
    for number, cells in enumerate(rows[1:], start=2):
        if not any(_text(cells[index]) for index in columns.values() if index < len(cells)):
            continue
        row_count += 1
        found = _read_row(number, cells, columns, labels)
        if isinstance(found, Row):
            read_rows.append(found)
        else:
            faults.extend(found)
    if not row_count:
        raise ImportRefused("no_rows")
    ready, doubles = _without_doubles(read_rows, labels)
    return Sheet(
        sha256=hashlib.sha256(content).hexdigest(),
        ready=tuple(ready),
        faults=tuple(sorted((*faults, *doubles), key=lambda fault: (fault.row, fault.column))),
        row_count=row_count,
        columns=tuple(labels[key] for key in columns),
    )


def _cells(content: bytes, file_name: str) -> list[list[Any]]:
    try:
        return spreadsheets.read_table(content, file_name, max_rows=MAX_ROWS + 1)
    except spreadsheets.TableRefused as error:
        raise ImportRefused(error.code) from error


def _columns(header: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        word = re.sub(r"[^a-z0-9]", "", _text(cell).lower())
        for key, synonyms in _SYNONYMS.items():
            if word in synonyms and key not in found:
                found[key] = index
    return found


def _read_row(number: int, cells: Sequence[Any], columns: dict[str, int], labels: dict[str, str]) -> Row | list[Fault]:
    def cell(key: str) -> Any:
        index = columns.get(key)
        return cells[index] if index is not None and index < len(cells) else ""

    faults: list[Fault] = []

    def fault(key: str, code: str, advice: str) -> None:
        faults.append(Fault(number, labels.get(key, COLUMN_LABELS[key]), code, advice))

    name = _text(cell("name"))
    if not name:
        fault("name", "name_missing", "Nama kosong. Isi nama lengkap dengan gelar.")
    elif len(name) > NAME_LENGTH:
        fault("name", "name_too_long", f"Nama lebih dari {NAME_LENGTH} huruf. Periksa apakah dua nama tergabung.")
    elif names.has_odd_signs(name):
        fault("name", "name_signs", "Nama memuat gambar, ganti baris, atau tanda tak terlihat. Ketik ulang namanya.")
    elif name.startswith("#") or not any(letter.isalpha() for letter in name):
        fault("name", "name_odd", "Isi sel ini bukan nama. Tulis nama lengkap dengan gelar.")
    else:
        try:
            require_printable_name(name)
        except CertificateError as error:
            fault("name", error.code, str(error))

    nip = ""
    try:
        nip = _nip(cell("nip"))
    except _RefusedNip as refusal:
        fault("nip", refusal.code, refusal.advice)

    status_text = _text(cell("status"))
    status = _STATUS_WORDS.get(re.sub(r"[^a-z0-9]", "", status_text.lower()), "")
    if status_text and not status:
        fault("status", "status_unknown", "Status tidak dikenal. Tulis PNS, CPNS, PPPK, atau Bukan ASN.")

    texts = {key: spreadsheets.without_control_signs(_text(cell(key))) for key in ("position", "unit", "group")}
    limits = {"position": TEXT_LENGTH, "unit": UNIT_LENGTH, "group": TEXT_LENGTH}
    for key, text in texts.items():
        if len(text) > limits[key]:
            fault(key, "text_too_long", f"Isi sel lebih dari {limits[key]} huruf. Singkatkan.")
    return faults or Row(number, name, nip, status, **texts)


class _RefusedNip(Exception):
    def __init__(self, code: str, advice: str) -> None:
        self.code, self.advice = code, advice


def _nip(value: Any) -> str:
    """The 18 digits of a text cell, or "". A number is never converted: its last digits are inventions."""
    if isinstance(value, bool | date):
        raise _RefusedNip("nip_digits", "Isi sel bukan NIP. Tulis 18 angka sebagai teks, atau kosongkan.")
    if isinstance(value, int | float):
        if abs(value) < 1e15:  # kept whole by the spreadsheet, and too short for a NIP
            raise _RefusedNip("nip_length", _NIP_ADVICE["length"])
        raise _RefusedNip("nip_number", NIP_BROKEN)
    text = _text(value)
    if text in ("-", "–", "—"):  # how lists write «none»
        return ""
    if _BROKEN_NUMBER.fullmatch(text):
        raise _RefusedNip("nip_number", NIP_BROKEN)
    try:
        return nips.clean(text)
    except nips.NipError as error:
        raise _RefusedNip(f"nip_{error.code}", _NIP_ADVICE[error.code]) from error


_NIP_ADVICE = {
    "nik": "Ini tampaknya NIK (16 angka). Kami tidak menyimpan NIK. Ganti dengan NIP.",
    "length": "NIP terdiri atas 18 angka. Periksa sel ini, atau kosongkan bila tidak punya NIP.",
    "digits": "Isi sel bukan NIP. Tulis 18 angka sebagai teks, atau kosongkan.",
}


def _without_doubles(rows: Iterable[Row], labels: dict[str, str]) -> tuple[list[Row], list[Fault]]:
    """The first of equal rows is ready; each later one is a fault that names the first."""
    kept: list[Row] = []
    faults: list[Fault] = []
    by_nip: dict[str, int] = {}
    by_key: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row.nip and row.nip in by_nip:
            advice = f"NIP sama dengan baris {by_nip[row.nip]}. Periksa mana yang benar, lalu hapus yang lain."
            faults.append(Fault(row.row, labels["nip"], "double_nip", advice))
        elif not row.nip and row.key in by_key:
            advice = f"Nama, jabatan, dan unit sama dengan baris {by_key[row.key]}. Hapus salah satu atau isi NIP."
            faults.append(Fault(row.row, labels["name"], "double_row", advice))
        else:
            kept.append(row)
            by_nip.setdefault(row.nip, row.row)
            by_key.setdefault(row.key, row.row)
    return kept, faults


def _text(value: Any) -> str:
    """A cell as text. Whole numbers in text columns lose their «.0»; a NIP never comes this way as a number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
