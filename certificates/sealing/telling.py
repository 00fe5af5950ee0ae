"""What is said, beside the facts, of the seal and the signature inside a paper's file (experience.md §9, ADR 0032).

Said where it can be kept true: on screen. The paper is drawn before it is sealed and before anybody signs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elearning.lib.dates import local_day, plain_date

from ..models import Certificate, Seal, SignedFile
from .names import TEST_WORDS

TEST_SIGNATURE = "KUNCI UJI, bukan tanda tangan resmi"


def seal_line(seal: Seal) -> str:
    """«Disegel oleh Lembaga Contoh.» A test key says what it is, here where its own name does not."""
    line = f"Disegel oleh {seal.subject}."
    return f"{line} {TEST_WORDS}." if seal.is_test and TEST_WORDS not in line else line


def signature_line(signed: SignedFile, time_zone: str) -> str:
    """The TTE sentence. It names the provider, and is said only of a file that really came back signed."""
    day = plain_date(local_day(signed.received_at, time_zone))
    line = (
        f"Berkas PDF ditandatangani secara elektronik oleh {signed.subject} dengan sertifikat elektronik dari "
        f"{signed.provider}, diterima {day}."
    )
    return line + (f" {TEST_SIGNATURE}." if signed.is_test else "")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a paper's file carries. ``rows`` and ``values`` are empty for a paper with neither seal nor signature."""

    seal: Seal | None
    signed: SignedFile | None
    time_zone: str

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """For the check of the very file, below the facts, and for the register."""
        rows = []
        if self.seal:
            rows.append(("Segel pada berkas PDF", seal_line(self.seal)))
        if self.signed:
            rows.append(("Tanda tangan elektronik", signature_line(self.signed, self.time_zone)))
        return tuple(rows)

    @property
    def values(self) -> dict[str, Any]:
        """The same for machines."""
        found: dict[str, Any] = {}
        if self.seal:
            found["seal"] = _named(self.seal) | {"level": self.seal.level}
        if self.signed:
            found["signature"] = _named(self.signed) | {"provider": self.signed.provider}
        return found


def _named(mark: Seal | SignedFile) -> dict[str, Any]:
    return {"subject": mark.subject, "fingerprint": mark.fingerprint, "is_test": mark.is_test}


def marks_of(certificate: Certificate) -> Marks:
    """Two queries."""
    return Marks(
        Seal.objects.filter(file__certificate=certificate).first(),
        SignedFile.objects.filter(certificate=certificate).first(),
        certificate.facts["time_zone"],
    )
