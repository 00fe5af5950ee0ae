"""What a stranger learns about a code: a state as a shape and a word, and the facts that the paper shows (experience §10).

Values in, values out: the web edge fetches the certificate and knows about outages.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst

from elearning.lib import nip
from elearning.lib.dates import day_span, local_day, plain_date
from elearning.people.models import IdentityLevel

from . import numbering
from .facts import upgraded
from .models import Certificate, CertificateEvent
from .sealing.telling import Marks
from .services import OTHER_REASON, nip_digest
from .standing import UNCHANGED, Standing, has_ended

EXPIRED = "kedaluwarsa"  # never stored: the day at the organiser's place says it
WORDS: dict[str, tuple[str, str]] = {
    Certificate.State.VALID: ("BERLAKU", "circle-check"),
    EXPIRED: ("KEDALUWARSA", "calendar-x"),
    Certificate.State.REPLACED: ("DIGANTIKAN", "arrow-left-right"),
    Certificate.State.REVOKED: ("DICABUT", "octagon-x"),
}
RULE_CHANGED = ("BERLAKU, dasar aturan berubah", "history")  # a valid paper, in a state of its own (experience.md §10)


@dataclass(frozen=True, slots=True)
class Finding:
    """``rows`` are (label, words) in the order of the paper; ``values`` says the same to a machine.

    ``changes``: rules that changed since the holder learnt them; ``updates``: «Diperbarui …» lines.
    """

    state: str
    word: str
    shape: str
    sentence: str
    rows: tuple[tuple[str, str], ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    can_match_nip: bool = False
    changes: tuple[str, ...] = ()
    updates: tuple[str, ...] = ()


UNKNOWN = Finding(
    state="tidak-ditemukan",
    word="TIDAK DITEMUKAN",
    shape="circle-question-mark",
    sentence="Kode ini tidak ada dalam sistem kami. Mungkin salah ketik, atau dokumen bukan dari kami.",
)
OUTAGE = Finding(
    state="gangguan",
    word="GANGGUAN",
    shape="unplug",
    sentence="Pemeriksaan sedang tidak bisa dilakukan. Ini bukan berarti sertifikat tidak sah. Coba lagi.",
)
TOO_MANY = Finding(
    state="terlalu-banyak",
    word="TUNGGU SEBENTAR",
    shape="hourglass",
    sentence=(
        "Terlalu banyak kode keliru dari jaringan ini. Ini bukan berarti sertifikat tidak sah. "
        "Tunggu lima menit, lalu coba lagi."
    ),
)


def found(
    certificate: Certificate,
    *,
    organiser: str,
    at: datetime,
    standing: Standing = UNCHANGED,
    marks: Marks | None = None,
) -> Finding:
    """What the page says about a certificate that exists. ``organiser`` runs this site; ``standing`` of a valid paper;
    ``marks`` of its file, where that very file was shown.
    """
    facts = upgraded(certificate.facts)
    if certificate.state == Certificate.State.REPLACED:
        return _replaced(certificate, facts)
    if certificate.state == Certificate.State.REVOKED:
        return _revoked(certificate, facts)
    is_over = has_ended(facts, at=at)
    changed = () if is_over else standing.changed  # «tetap berlaku» would be a lie on a paper whose time is over
    return Finding(
        EXPIRED if is_over else str(certificate.state),
        *_word(is_over=is_over, is_outdated=bool(changed)),
        _sentence(organiser, facts, is_over=is_over, is_outdated=bool(changed)),
        (*_rows(facts), *(marks.rows if marks else ())),
        {
            **_values(EXPIRED if is_over else str(certificate.state), facts),
            **(marks.values if marks else {}),
            "rules_changed": [event.note for event in changed],
            "refreshed": [
                {"on": _day(event, facts).isoformat(), "sentence": event.note} for event in standing.refreshed
            ],
        },
        can_match_nip=bool(certificate.nip_digest),
        changes=tuple(event.note for event in changed),
        updates=tuple(update_line(event, facts) for event in standing.refreshed),
    )


def _word(*, is_over: bool, is_outdated: bool) -> tuple[str, str]:
    if is_over:
        return WORDS[EXPIRED]
    return RULE_CHANGED if is_outdated else WORDS[Certificate.State.VALID]


def _sentence(organiser: str, facts: Mapping[str, Any], *, is_over: bool, is_outdated: bool) -> str:
    words = f"Sertifikat ini tercatat pada sistem {organiser}."
    if last := facts["valid_until"]:
        day = plain_date(date.fromisoformat(last))
        words += f" Masa berlakunya berakhir {day}." if is_over else f" Berlaku sampai {day}."
    return f"{words} Sertifikat tetap berlaku." if is_outdated else words


def _replaced(certificate: Certificate, facts: Mapping[str, Any]) -> Finding:
    """Neither the new name nor the way to it: whoever shows the paper is asked for the newer one."""
    since, issued_on = _since(certificate), _issued_on(facts)
    revision = numbering.revision_label(facts["revision"] + 1)
    return Finding(
        str(certificate.state),
        *WORDS[Certificate.State.REPLACED],
        f"Ada versi perbaikan ({revision}, {plain_date(since)}). Mintalah versi terbaru dari pemiliknya.",
        (("Nomor", _number(facts)), ("Tanggal terbit", plain_date(issued_on))),
        {
            **_named(str(certificate.state), facts),
            "issued_on": issued_on.isoformat(),
            "replaced_on": since.isoformat(),
        },
    )


def _revoked(certificate: Certificate, facts: Mapping[str, Any]) -> Finding:
    """Since when and why, never who."""
    since, reason = _since(certificate), certificate.state_reason
    why = f"Alasan: {reason[:1].lower()}{reason[1:]}."
    if reason == OTHER_REASON:  # the word itself tells a stranger nothing, and the note stays inside
        why = f"Alasannya tidak tertulis di halaman ini. Tanyakan kepada {facts['organiser']}."
    return Finding(
        str(certificate.state),
        *WORDS[Certificate.State.REVOKED],
        f"Dicabut {plain_date(since)}. {why}",
        (("Nomor", _number(facts)), ("Kegiatan", _activity(facts))),
        {
            **_named(str(certificate.state), facts),
            "activity": facts["activity"],
            "title": facts["title"],
            "revoked_on": since.isoformat(),
            "reason": reason,
        },
    )


def _rows(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What the paper prints, in its order, as far as a stranger may learn it; empty lines are left out."""
    done = {Certificate.Kind.ATTENDED: ", telah mengikuti", Certificate.Kind.PASSED: ", lulus"}
    hours, identity = facts["lesson_hours"], IdentityLevel(facts["identity_level"]).label
    rows = (
        ("Nomor", _number(facts)),
        ("Nama", facts["name"]),
        ("Peran", facts["role"] + done.get(facts["kind"], "")),
        ("Kegiatan", _activity(facts)),
        ("Penyelenggara", facts["organiser"]),
        ("Tanggal", day_span([date.fromisoformat(day) for day in facts["days"]])),
        ("JP menurut penyelenggara", f"{numbering.hours_in_words(hours)} jam pelajaran" if hours else ""),
        ("Tanggal terbit", plain_date(_issued_on(facts))),
        ("Cara identitas diperiksa", identity[:1].upper() + identity[1:]),
    )
    return tuple((label, words) for label, words in rows if words)


def _values(state: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The same rows for a machine."""
    return {
        **_named(state, facts),
        "name": facts["name"],
        "role": facts["role"],
        "kind": facts["kind"],
        "activity": facts["activity"],
        "title": facts["title"],
        "organiser": facts["organiser"],
        "days": facts["days"],
        "lesson_hours": facts["lesson_hours"],
        "issued_on": _issued_on(facts).isoformat(),
        "valid_until": facts["valid_until"],
        "identity_level": facts["identity_level"],
        "identity": IdentityLevel(facts["identity_level"]).label,
    }


def _named(state: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": state, "number": facts["number"], "revision": facts["revision"]}


def _number(facts: Mapping[str, Any]) -> str:
    number = facts["number"]
    return f"{number} ({numbering.revision_label(facts['revision'])})" if facts["revision"] else number


def _activity(facts: Mapping[str, Any]) -> str:
    return f"{capfirst(facts['activity'])}: {facts['title']}"  # a certificate says it inside a sentence


def _issued_on(facts: Mapping[str, Any]) -> date:
    return date.fromisoformat(facts["revised_on"] or facts["issued_on"])


def _since(certificate: Certificate) -> date:
    return local_day(certificate.state_since, certificate.facts["time_zone"])


def update_line(event: CertificateEvent, facts: Mapping[str, Any]) -> str:
    """«Diperbarui 12 Januari 2025: …», with the day at the organiser's place."""
    return f"Diperbarui {plain_date(_day(event, facts))}: {event.note}"


def _day(event: CertificateEvent, facts: Mapping[str, Any]) -> date:
    return local_day(event.at, facts["time_zone"])


def nip_matches(certificate: Certificate, typed: str) -> bool:
    """Whether the NIP on the paper in hand is the holder's; compared as digests, in constant time.

    Raises elearning.lib.nip.NipError when what was typed is no NIP at all.
    """
    number = nip.clean(typed)
    if not number:
        raise nip.NipError("length")
    return hmac.compare_digest(nip_digest(number), certificate.nip_digest)
