"""The register in words: how a paper stands today, and every number of a unit and year as a table (ADR 0034)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Prefetch

from elearning.lib import codes
from elearning.lib.dates import local_day, plain_date
from elearning.lib.spreadsheets import safe_cell
from elearning.people.models import Unit

from .models import Certificate, CertificateEvent
from .numbering import revision_label
from .querysets import CertificateQuerySet
from .standing import has_ended, standing_from

HEADER = (
    "Nomor", "Revisi", "Nama", "Jabatan", "Unit kerja", "Jenis", "Kegiatan", "Tanggal terbit", "Keadaan", "Alasan", "Kode",
)  # fmt: skip
AT_ONCE = 500


def with_rule_events(papers: CertificateQuerySet) -> CertificateQuerySet:
    """What ``state_in_words`` reads, in one query for all rows."""
    events = CertificateEvent.objects.exclude(rule="").order_by("at", "pk")
    return papers.prefetch_related(Prefetch("events", events, to_attr="rule_events"))


def state_in_words(paper: Certificate, *, at: datetime) -> str:
    """How a paper stands: also what only the day and the rules say. ``paper`` fetched ``with_rule_events``."""
    if paper.state != Certificate.State.VALID:
        return str(paper.get_state_display())
    last = paper.facts.get("valid_until")
    if has_ended(paper.facts, at=at):
        return f"kedaluwarsa sejak {plain_date(date.fromisoformat(last))}"
    if standing_from(paper.rule_events).is_outdated:  # type: ignore[attr-defined]  # with_rule_events
        return "berlaku, tetapi dasar aturan berubah"
    return f"berlaku sampai {plain_date(date.fromisoformat(last))}" if last else "berlaku"


def rows_of(unit: Unit, year: int, *, at: datetime) -> Iterator[tuple[str, ...]]:
    """Every number of the year with all its revisions, in order, a few hundred at a time. Never a NIP."""
    papers = Certificate.objects.filter(unit=unit, year=year).order_by("sequence", "revision")
    for paper in with_rule_events(papers).iterator(chunk_size=AT_ONCE):
        facts = paper.facts
        yield (
            paper.number,
            revision_label(paper.revision),
            facts["name"],
            facts["position"],
            facts["unit"],
            str(paper.get_kind_display()),
            facts["title"],
            plain_date(local_day(paper.issued_at, facts["time_zone"])),
            state_in_words(paper, at=at),
            paper.state_reason,
            codes.display(paper.code),
        )


class _Echo:
    """What csv writes into: each line is handed on at once."""

    def write(self, line: str) -> str:
        return line


def csv_parts(rows: Iterator[tuple[str, ...]]) -> Iterator[bytes]:
    """The table as CSV, line by line; formulas are defused, and a byte order mark tells Excel that it is UTF-8."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff".encode()
    yield writer.writerow(HEADER).encode()
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row]).encode()
