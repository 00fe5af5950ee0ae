"""What a committee takes home of a session: its papers by kabupaten, the register, a text for the group (ADR 0027)."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from certificates import archives
from certificates.models import Certificate
from elearning.lib import codes, dates
from elearning.lib.addresses import absolute
from elearning.lib.spreadsheets import write_xlsx

from .claimants import Claimant, claimants
from .models import TrainingSession

REGISTER_HEADER = (
    "No", "Nomor sertifikat", "Revisi", "Keadaan", "Sejak", "Alasan", "Nama tercetak", "NIP", "Jabatan", "Unit kerja",
    "Kabupaten/kota", "Jenis", "JP menurut penyelenggara", "Tanggal terbit", "Kode",
)  # fmt: skip
MESSAGE_LENGTH = 700


@dataclass(frozen=True)
class Paper(archives.Paper):
    """A paper and whose it is; papers lie in the folder of the kabupaten."""

    claimant: Claimant


def papers(session: TrainingSession) -> list[Paper]:
    """Every valid paper of a session that is made, in the order of their numbers; three queries."""
    by_source = {one.source: one for one in claimants(session)}
    made = Certificate.objects.valid().filter(source__in=by_source, file__isnull=False)
    rows = made.select_related("file", "signed_file", "holder")
    return [
        Paper(row, by_source[row.source].group.strip(), by_source[row.source])
        for row in rows.order_by("year", "sequence", "revision")
    ]


def register(session: TrainingSession) -> tuple[bytes, int]:
    """Every number of the session as XLSX, replaced and revoked papers too, and how many people it names."""
    by_source = {one.source: one for one in claimants(session)}
    rows = Certificate.objects.filter(source__in=by_source).order_by("year", "sequence", "revision")
    cells = [_register_row(line, row, by_source[row.source], session) for line, row in enumerate(rows, start=1)]
    return write_xlsx("Register sertifikat", REGISTER_HEADER, cells), len({row.source for row in rows})


def _register_row(line: int, row: Certificate, claimant: Claimant, session: TrainingSession) -> list[object]:
    facts, state = row.facts, Certificate.State
    since = "" if row.state == state.VALID else dates.plain_date(dates.local_day(row.state_since, session.time_zone))
    return [
        line,
        row.number,
        str(row.revision) if row.revision else "",
        row.get_state_display(),
        since,
        row.state_reason,
        facts["name"],
        (claimant.person and claimant.person.nip) or "",
        facts["position"],
        facts["unit"],
        claimant.group,
        row.get_kind_display(),
        facts["lesson_hours"],
        dates.plain_date(dates.local_day(row.issued_at, session.time_zone)),
        codes.display(row.code),
    ]


def message(session: TrainingSession) -> str:
    """For the group: one link for all, no names, at most MESSAGE_LENGTH characters (experience.md §7 C3)."""
    text = _message(session, f" {session.organiser}")
    return text if len(text) <= MESSAGE_LENGTH else _message(session, "")


def _message(session: TrainingSession, organiser: str) -> str:
    return (
        f"Yth. Bapak/Ibu peserta {session.title},\n"
        f"Sertifikat Anda sudah terbit: {absolute(reverse('training:taking_part', args=[session.slug]))}\n"
        "Masuk dengan kode peserta. Lupa kodenya? Hubungi panitia.\n"
        "Nama keliru? Tekan «Minta perbaikan nama» di halaman sertifikat.\n\n"
        f"Ini tautan resmi{organiser}: bukan berkas APK, tidak meminta kata sandi, PIN, OTP, atau data bank."
    )
