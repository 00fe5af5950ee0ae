"""What a stranger learns about a code: a state as a shape and a word, and the facts that the paper shows (experience §10).

Values in, values out: the web edge fetches the certificate and knows about outages.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import capfirst

from elearning.lib import nip
from elearning.lib.dates import day_span, local_day, plain_date
from elearning.people.models import IdentityLevel

from . import numbering
from .models import Certificate, CertificateEvent
from .services import nip_digest
from .standing import UNCHANGED, Standing

WORDS = {
    Certificate.State.VALID: ("BERLAKU", "circle-check"),
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


def found(certificate: Certificate, *, organiser: str, standing: Standing = UNCHANGED) -> Finding:
    """What the page says about a certificate that exists. ``organiser`` runs this site; ``standing`` of a valid paper."""
    state = Certificate.State(certificate.state)
    word, shape = WORDS[state]
    facts, since = certificate.facts, local_day(certificate.state_since, certificate.facts["time_zone"])
    number = facts["number"]
    printed_number = f"{number} ({numbering.revision_label(facts['revision'])})" if facts["revision"] else number
    values: dict[str, Any] = {"state": str(state), "number": number, "revision": facts["revision"]}
    issued_on = date.fromisoformat(facts["revised_on"] or facts["issued_on"])
    if state == Certificate.State.REPLACED:
        revision = numbering.revision_label(facts["revision"] + 1)
        return Finding(
            state,
            word,
            shape,
            f"Ada versi perbaikan ({revision}, {plain_date(since)}). Mintalah versi terbaru dari pemiliknya.",
            (("Nomor", printed_number), ("Tanggal terbit", plain_date(issued_on))),
            {**values, "issued_on": issued_on.isoformat(), "replaced_on": since.isoformat()},
        )
    activity = f"{capfirst(facts['activity'])}: {facts['title']}"  # a certificate says it inside a sentence
    if state == Certificate.State.REVOKED:
        reason = certificate.state_reason
        return Finding(
            state,
            word,
            shape,
            f"Dicabut {plain_date(since)}. Alasan: {reason[:1].lower()}{reason[1:]}.",
            (("Nomor", printed_number), ("Kegiatan", activity)),
            {
                **values,
                "activity": facts["activity"],
                "title": facts["title"],
                "revoked_on": since.isoformat(),
                "reason": reason,
            },
        )
    done = {Certificate.Kind.ATTENDED: ", telah mengikuti", Certificate.Kind.PASSED: ", lulus"}
    role = facts["role"] + done.get(facts["kind"], "")
    hours = facts["lesson_hours"]
    identity = IdentityLevel(facts["identity_level"]).label
    sentence = f"Sertifikat ini tercatat pada sistem {organiser}."
    if standing.is_outdated:
        word, shape = RULE_CHANGED
        sentence += " Sertifikat tetap berlaku."
    rows = (
        ("Nomor", printed_number),
        ("Nama", facts["name"]),
        ("Peran", role),
        ("Kegiatan", activity),
        ("Penyelenggara", facts["organiser"]),
        ("Tanggal", day_span([date.fromisoformat(day) for day in facts["days"]])),
        ("JP menurut penyelenggara", numbering.hours_in_words(hours) if hours else ""),
        ("Tanggal terbit", plain_date(issued_on)),
        ("Cara identitas diperiksa", identity[:1].upper() + identity[1:]),
    )
    return Finding(
        state,
        word,
        shape,
        sentence,
        tuple((label, words) for label, words in rows if words),
        {
            **values,
            "name": facts["name"],
            "role": facts["role"],
            "kind": facts["kind"],
            "activity": facts["activity"],
            "title": facts["title"],
            "organiser": facts["organiser"],
            "days": facts["days"],
            "lesson_hours": hours,
            "issued_on": issued_on.isoformat(),
            "identity_level": facts["identity_level"],
            "identity": identity,
            "rules_changed": [event.note for event in standing.changed],
            "refreshed": [
                {"on": _day(event, facts).isoformat(), "sentence": event.note} for event in standing.refreshed
            ],
        },
        can_match_nip=bool(certificate.nip_digest),
        changes=tuple(event.note for event in standing.changed),
        updates=tuple(update_line(event, facts) for event in standing.refreshed),
    )


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
