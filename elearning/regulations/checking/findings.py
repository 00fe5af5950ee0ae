"""What a check says of a text: where, which words, in which sentence, and what to do (ADR 0016)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum

from .passages import Passage


class Weight(StrEnum):
    """What a finding does to publication. ACCEPT stops it until the words change or somebody answers for them."""

    BLOCK = "menghalangi"
    ACCEPT = "perlu-diterima"
    HINT = "saran"


@dataclass(frozen=True, slots=True)
class Finding:
    """``words``: what was found. ``context``: the sentence around it. ``message``: what is wrong and what to do."""

    code: str
    weight: Weight
    where: str
    field: str
    words: str
    context: str
    message: str

    @property
    def fingerprint(self) -> str:
        """The same fault in the same sentence, wherever it stands. Another sentence is another finding."""
        return hashlib.sha256(f"{self.code}\n{_plain(self.words)}\n{_plain(self.context)}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """«Terima dengan alasan», as it was given."""

    reason: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Report:
    """Every finding of one text. ``accepted``: by fingerprint, those that somebody answers for."""

    findings: tuple[Finding, ...] = ()
    accepted: dict[str, Acceptance] = field(default_factory=dict)

    @property
    def blocking(self) -> list[Finding]:
        """What stops publication now."""
        return [*self.blocks, *self.waiting]

    @property
    def blocks(self) -> list[Finding]:
        """What only other words can mend."""
        return self._of(Weight.BLOCK)

    @property
    def waiting(self) -> list[Finding]:
        """What waits for other words or for a reason."""
        return [one for one in self._of(Weight.ACCEPT) if one.fingerprint not in self.accepted]

    @property
    def answered(self) -> list[tuple[Finding, Acceptance]]:
        found = [one for one in self._of(Weight.ACCEPT) if one.fingerprint in self.accepted]
        return [(one, self.accepted[one.fingerprint]) for one in found]

    @property
    def hints(self) -> list[Finding]:
        return self._of(Weight.HINT)

    def _of(self, weight: Weight) -> list[Finding]:
        return [one for one in self.findings if one.weight == weight]


def found(passage: Passage, code: str, weight: Weight, *, words: str, context: str, message: str) -> Finding:
    return Finding(code, weight, passage.where, passage.field, _spaced(words), _spaced(context), message)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _plain(text: str) -> str:
    return _spaced(text).casefold()
