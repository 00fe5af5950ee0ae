"""What the papers of a kit say. Pure: plain values in, words out (ADR 0040).

Every rule is a card's own sentence; nothing here states a rule of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from elearning.lib import dates
from elearning.regulations.models import Verdict

PICTURES = 6
SLIDE_CARDS = 8
SPOKEN = {Verdict.FORBIDDEN: 3, Verdict.CONDITIONAL: 1, Verdict.ALLOWED: 2}
_ORDINALS = ("Pertama", "Kedua", "Ketiga")
# In turn, so that few cards still show all three labels; what is forbidden first, because it costs most.
_TURN = (Verdict.FORBIDDEN, Verdict.CONDITIONAL, Verdict.ALLOWED)


@dataclass(frozen=True, slots=True)
class Card:
    """One rule as it is printed."""

    slug: str
    title: str
    act: str
    verdict: str
    situation: str
    reason: str
    advice: str
    conditions: tuple[str, ...]
    basis: tuple[str, ...]

    @property
    def label(self) -> str:
        return str(Verdict(self.verdict).label)


@dataclass(frozen=True, slots=True)
class Kit:
    """All that papers of one unit carry. What all units share has no ``unit``, ``shared_by`` or ``due_on``.

    ``url`` is in the QR code and knows the edition; ``address`` is what somebody types.
    """

    number: int
    effective_on: date
    title: str
    summary: str
    minutes: int
    cards: tuple[Card, ...]
    url: str
    address: str
    organiser: str
    unit: str = ""
    shared_by: str = ""
    due_on: date | None = None

    @property
    def version(self) -> str:
        """«Versi 3, berlaku sejak 1 Oktober 2024»."""
        return f"Versi {self.number}, berlaku sejak {dates.plain_date(self.effective_on)}"

    @property
    def fingerprint(self) -> str:
        """Of what does not come from the edition."""
        own = (self.url, self.address, self.organiser, self.unit, self.shared_by, self.due_on)
        return hashlib.sha256(repr(own).encode()).hexdigest()

    def of(self, *verdicts: str) -> tuple[Card, ...]:
        return tuple(card for card in self.cards if card.verdict in verdicts)


def cards_of(facts: Mapping[str, Any]) -> tuple[Card, ...]:
    return tuple(
        Card(
            **{name: card[name] for name in ("slug", "title", "act", "verdict", "situation", "reason", "advice")},
            conditions=tuple(card["conditions"]),
            basis=tuple(card["basis"]),
        )
        for card in facts["cards"]
    )


def pick(cards: Sequence[Card], count: int) -> tuple[Card, ...]:
    """At most so many, of all three labels in turn, in the order in which they are taught."""
    waiting = {verdict: [card for card in cards if card.verdict == verdict] for verdict in _TURN}
    chosen: list[Card] = []
    while len(chosen) < count and any(waiting.values()):
        for verdict in _TURN:
            if waiting[verdict] and len(chosen) < count:
                chosen.append(waiting[verdict].pop(0))
    return tuple(card for card in cards if card in chosen)


def speech(kit: Kit) -> list[str]:
    """«Naskah apel»: paragraphs that take about three minutes to read aloud."""
    return [
        "Selamat pagi, Bapak dan Ibu.",
        "Saya minta waktu tiga menit untuk satu hal yang menyangkut kita semua: netralitas aparatur sipil negara, atau "
        "ASN. Aturannya bisa diingat dengan tiga label: boleh, tidak boleh, dan boleh dengan syarat. "
        "Saya bacakan beberapa.",
        *_spoken(kit, Verdict.FORBIDDEN, "Yang tidak boleh."),
        *_spoken(kit, Verdict.CONDITIONAL, "Yang boleh dengan syarat."),
        *_spoken(kit, Verdict.ALLOWED, "Yang boleh."),
        "Bila ragu, jangan lakukan dulu. Tanyakan kepada atasan atau bagian kepegawaian.",
        f"Aturan selengkapnya bisa Bapak dan Ibu baca di HP, kira-kira {kit.minutes} menit, lalu ada kuis dan "
        f"sertifikat. Pindai kode QR di papan pengumuman, atau buka {kit.address}.{_until(kit)} Situs itu tidak meminta "
        "kata sandi, PIN, OTP, atau data bank, dan tidak ada aplikasi yang perlu dipasang.",
        "Terima kasih. Selamat bekerja.",
    ]


def _spoken(kit: Kit, verdict: Verdict, opening: str) -> list[str]:
    cards = kit.of(verdict)[: SPOKEN[verdict]]
    if not cards:
        return []
    counted = len(cards) > 1
    sentences = []
    for place, card in enumerate(cards):
        act = f"{_ORDINALS[place]}, {_lowered(card.act)}" if counted else card.act
        if verdict == Verdict.CONDITIONAL:
            sentences.append(f"{act} Syaratnya: {'; '.join(card.conditions)}." if card.conditions else act)
        else:
            sentences.append(f"{act} {card.reason}")
    return [" ".join([opening, *sentences])]


def _until(kit: Kit) -> str:
    return f" Mohon selesai sebelum {dates.long_date(kit.due_on)}." if kit.due_on else ""


def _lowered(sentence: str) -> str:
    """A sentence that goes on after «Pertama,»; «ASN …» stays as it is."""
    first = sentence.split(" ", 1)[0]
    return sentence if first.isupper() else sentence[:1].lower() + sentence[1:]
