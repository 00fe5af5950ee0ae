"""How a name will be printed: what is asked about it, and where its owner stands. Pure (ADR 0027, capabilities 3.8)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_BLANKS = re.compile(r" {2,}")
_MANY = 5  # letters: «AD» may be initials


class Standing(StrEnum):
    """Where a participant stands. CHANGED: a change waits, or was declined and the name is not confirmed since."""

    CONFIRMED = "dikonfirmasi"
    CHANGED = "diubah"
    SILENT = "belum"


@dataclass(frozen=True, slots=True)
class Said:
    """One answer, in the words of ``models.NameProof``. ``by_owner``: the participant gave it, not the committee."""

    kind: str
    name: str
    outcome: str
    by_owner: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that is asked, never changed. ``code``: double_space, all_capitals. ``better``: what to take instead, or empty."""

    code: str
    words: str
    better: str = ""


def as_typed(text: str) -> str:
    """What was typed, in the one form in which Unicode composes the same letters (NFC); nothing that can be seen changes."""
    return unicodedata.normalize("NFC", text)


def doubts(name: str) -> tuple[Doubt, ...]:
    """What to ask about a name before it is taken. A single name needs no question."""
    found = []
    if _BLANKS.search(name):
        better = _BLANKS.sub(" ", name)
        found.append(Doubt("double_space", f"Ada spasi ganda. Maksud Anda «{better}»?", better))
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) > _MANY and all(letter.isupper() for letter in letters):
        found.append(Doubt("all_capitals", "Semua huruf besar. Apakah di sertifikat juga harus begitu?"))
    return tuple(found)


def standing(answers: Iterable[Said], *, name: str) -> Standing:
    """Fold the answers about one participant, oldest first, against the ``name`` on record today.

    A name counts as confirmed while it is the one that its owner last agreed to, whoever changed it meanwhile.
    """
    agreed, is_changed = None, False
    for said in answers:
        if said.kind == "dikonfirmasi":
            agreed, is_changed = said.name, False
        elif said.kind == "diubah" and said.outcome == "":
            is_changed = True
        elif said.kind == "diubah" and said.outcome == "disetujui":
            agreed, is_changed = said.name if said.by_owner else agreed, False
        elif said.kind == "diubah" and said.outcome == "ditolak" and said.by_owner:
            is_changed = True
    if is_changed:
        return Standing.CHANGED
    return Standing.CONFIRMED if agreed == name else Standing.SILENT
