"""The list of names that our texts must not carry: read from a file, stored, ended and resumed (capabilities 3.12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet

from elearning.lib import spreadsheets
from elearning.lib.errors import DomainError

from ..models import ProtectedName

MAX_ROWS = 2_000
FEWEST_LETTERS = 3  # a shorter name would be found in every other word
_COLUMNS = {
    "kind": ("Jenis", ("jenis",)),
    "text": ("Nama", ("nama", "namaataukata", "kata")),
    "election": ("Pemilihan", ("pemilihan", "pemilu")),
    "area": ("Wilayah", ("wilayah", "daerah")),
    "valid_from": ("Berlaku sejak", ("berlakusejak", "sejak", "mulai")),
    "valid_to": ("Berlaku sampai", ("berlakusampai", "sampai")),
    "source": ("Sumber", ("sumber",)),
}
_NEEDED = ("kind", "text", "valid_from", "source")
_KINDS = {
    **{value: value for value in ProtectedName.Kind.values},
    "parpol": "partai",
    "kandidat": "calon",
    "paslon": "pasangan",
    "pasangancalon": "pasangan",
    "slogan": "semboyan",
}
_LENGTHS = {"text": 120, "election": 80, "area": 80, "source": 200}


class ListRefused(DomainError):
    """The file as a whole is not taken in; nothing was stored."""

    messages: ClassVar[dict[str, str]] = {
        **spreadsheets.TableRefused.messages,
        "too_many_rows": "Berkas berisi lebih dari {limit} baris. Belum ada yang disimpan. Bagi menjadi beberapa berkas.",
        "no_header": "Baris pertama belum memuat kolom {missing}. Belum ada yang disimpan. Tambahkan judul kolomnya.",
        "no_rows": "Tidak ada baris di bawah judul kolom. Belum ada yang disimpan.",
        "stale": "Hasil periksa ini sudah kedaluwarsa. Belum ada yang disimpan. Unggah berkasnya sekali lagi.",
    }


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` as the spreadsheet numbers it, ``column`` as its header says, ``advice`` what to do."""

    row: int
    column: str
    code: str
    advice: str


@dataclass(frozen=True, slots=True)
class NameRow:
    kind: str
    text: str
    election: str
    area: str
    valid_from: date
    valid_to: date | None
    source: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes two rows the same name; as the database has it."""
        return (self.kind, self.text, self.election, self.area)


@dataclass(frozen=True, slots=True)
class NameSheet:
    ready: tuple[NameRow, ...]
    faults: tuple[Fault, ...]
    row_count: int


@dataclass(frozen=True, slots=True)
class Outcome:
    created: int
    updated: int
    same: int


@dataclass(frozen=True, slots=True)
class NameList:
    """The names of one election in one area. ``until``: when the last of them ends, None for never."""

    election: str
    area: str
    names: int
    since: date
    until: date | None
    holds: bool


# Reading


def read(content: bytes, file_name: str) -> NameSheet:
    """Read a whole XLSX or CSV; every fault with its row and column.

    Raises ListRefused: empty, too_large, too_wide, too_many_rows, type, locked, unreadable, no_header, no_rows.
    """
    try:
        rows = spreadsheets.read_table(content, file_name, max_rows=MAX_ROWS + 1)
    except spreadsheets.TableRefused as error:
        raise ListRefused(error.code) from error
    if len(rows) > MAX_ROWS + 1:
        raise ListRefused("too_many_rows", limit=MAX_ROWS)
    columns = _columns(rows[0]) if rows else {}
    missing = [f"«{_COLUMNS[name][0]}»" for name in _NEEDED if name not in columns]
    if missing:
        raise ListRefused("no_header", missing=", ".join(missing))
    ready: list[NameRow] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    filled = [(number, cells) for number, cells in enumerate(rows[1:], start=2) if any(map(_text, cells))]
    for number, cells in filled:
        row, wrong = _read_row(number, {name: cells[at] if at < len(cells) else "" for name, at in columns.items()})
        if row and row.key in seen:
            wrong = [
                Fault(
                    number,
                    "Nama",
                    "name_repeated",
                    f"Nama ini sudah ada di baris {seen[row.key]}. Hapus salah satunya.",
                )
            ]
        elif row:
            seen[row.key] = number
            ready.append(row)
        faults += wrong
    if not filled:
        raise ListRefused("no_rows")
    return NameSheet(tuple(ready), tuple(faults), len(filled))


def _columns(header: Sequence[Any]) -> dict[str, int]:
    words = [re.sub(r"[^a-z]", "", _text(cell).lower()) for cell in header]
    return {
        name: next(at for at, word in enumerate(words) if word in known)
        for name, (_, known) in _COLUMNS.items()
        if any(word in known for word in words)
    }


def _read_row(number: int, cells: dict[str, Any]) -> tuple[NameRow | None, list[Fault]]:
    faults: list[Fault] = []

    def fault(column: str, code: str, advice: str) -> None:
        faults.append(Fault(number, _COLUMNS[column][0], code, advice))

    texts = {name: spreadsheets.without_control_signs(_text(cells.get(name, ""))) for name in _LENGTHS}
    kind = _KINDS.get(re.sub(r"[^a-z]", "", _text(cells.get("kind", "")).lower()), "")
    if not kind:
        fault("kind", "kind_unknown", "Tulis partai, calon, pasangan, atau semboyan.")
    if not texts["text"]:
        fault("text", "name_missing", "Isi namanya.")
    elif sum(sign.isalpha() for sign in texts["text"]) < FEWEST_LETTERS:
        fault("text", "name_too_short", "Nama sependek ini akan terbaca di mana-mana. Tulis nama lengkapnya.")
    for name, most in _LENGTHS.items():
        if len(texts[name]) > most:
            fault(name, "text_too_long", f"Isi sel lebih dari {most} huruf. Singkatkan.")
    if not texts["source"]:
        fault("source", "source_missing", "Tulis dari mana daftar ini, misalnya nomor keputusan penetapan.")
    days: dict[str, date | None] = {}
    for name in ("valid_from", "valid_to"):
        try:
            days[name] = _day(cells.get(name, ""))
        except ValueError:
            days[name] = None
            fault(name, "date_unreadable", "Tulis tanggal seperti 31-12-2024.")
            continue
        if name == "valid_from" and days[name] is None:
            fault(name, "date_missing", "Isi tanggal mulai berlaku.")
    start, end = days["valid_from"], days["valid_to"]
    if start and end and end <= start:
        fault("valid_to", "dates_reversed", "Tanggal akhir harus sesudah tanggal mulai.")
    if faults or start is None:
        return None, faults
    return NameRow(kind, texts["text"], texts["election"], texts["area"], start, end, texts["source"]), []


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return re.sub(r"\s+", " ", str(cell)).strip()


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    found = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text)
    if not found:
        raise ValueError(text)
    return date(int(found[3]), int(found[2]), int(found[1]))


# What travels from the dry run to the import


def as_json(rows: Iterable[NameRow]) -> list[dict[str, Any]]:
    return [
        {**asdict(row), "valid_from": row.valid_from.isoformat(), "valid_to": row.valid_to and row.valid_to.isoformat()}
        for row in rows
    ]


def from_json(rows: Iterable[dict[str, Any]]) -> Iterator[NameRow]:
    for row in rows:
        end = row["valid_to"]
        days = {
            "valid_from": date.fromisoformat(row["valid_from"]),
            "valid_to": date.fromisoformat(end) if end else None,
        }
        yield NameRow(**{**row, **days})


# Storing


@transaction.atomic
def import_names(rows: Iterable[NameRow]) -> Outcome:
    """Add what is new and bring dates and source of what is known up to date; the same file twice changes nothing."""
    known = {(one.kind, one.text, one.election, one.area): one for one in ProtectedName.objects.select_for_update()}
    new: list[ProtectedName] = []
    updated = same = 0
    for row in rows:
        found = known.get(row.key)
        facts = {"valid_from": row.valid_from, "valid_to": row.valid_to, "source": row.source}
        if found is None:
            new.append(ProtectedName(**asdict(row)))
        elif all(getattr(found, name) == value for name, value in facts.items()):
            same += 1
        else:
            ProtectedName.objects.filter(pk=found.pk).update(**facts)
            updated += 1
    ProtectedName.objects.bulk_create(new)
    return Outcome(len(new), updated, same)


def lists(*, on: date) -> list[NameList]:
    """One line per election and area."""
    holding = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    rows = (
        ProtectedName.objects.order_by("election", "area")
        .values("election", "area")
        .annotate(
            names=Count("pk"), since=Min("valid_from"), until=Max("valid_to"),
            endless=Count("pk", filter=Q(valid_to__isnull=True)), held=Count("pk", filter=holding),
        )
    )  # fmt: skip
    return [
        NameList(
            row["election"],
            row["area"],
            row["names"],
            row["since"],
            None if row["endless"] else row["until"],
            row["held"] > 0,
        )
        for row in rows
    ]


@transaction.atomic
def end_list(election: str, area: str, *, on: date) -> int:
    """The election is over: none of its names is looked for from ``on``. Returns how many ended."""
    rows = _of_list(election, area).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    begun = rows.filter(valid_from__lt=on).update(valid_to=on)
    late = 0
    for row in rows.filter(valid_from__gte=on):  # a list that would begin later never does
        row.valid_from, row.valid_to = on - timedelta(days=1), on
        row.save(update_fields=["valid_from", "valid_to"])
        late += 1
    return begun + late


def resume_list(election: str, area: str, *, on: date) -> int:
    """Look for the names of an ended list again. Returns how many."""
    return _of_list(election, area).filter(valid_to__lte=on).update(valid_to=None)


def _of_list(election: str, area: str) -> QuerySet[ProtectedName]:
    return ProtectedName.objects.filter(election=election, area=area)
