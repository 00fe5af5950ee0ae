"""What somebody above asks to be attested: plain values, no keys to quizzes, lessons or sessions (ADR 0008)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Kind = str  # a value of certificates.models.Certificate.Kind


@dataclass(frozen=True, slots=True)
class Material:
    """One line of the second page."""

    title: str
    speaker: str = ""
    lesson_hours: int = 0


@dataclass(frozen=True, slots=True)
class TaughtRule:
    """A rule that the holder has learnt, and which edition of it; plain words, no key to the register (ADR 0013)."""

    rule: str
    edition: int


@dataclass(frozen=True, slots=True)
class CertificateClaim:
    """One thing to attest about one person.

    ``source`` is unique per fact («training:participant:<uuid>»): issuing twice returns the first certificate.
    ``unit_id`` owns the number series; ``issued_on`` is the local date at the organiser's place and decides the year.
    ``identity_level``: a value of people.models.IdentityLevel, as it was when the claim was made.
    ``nip`` is only digested for «Cocokkan NIP»; it is printed when the template asks for it, and stored as a fact only then.
    ``days``: the days that the paper states, in order; online learning states the day it was completed.
    ``rules``: what was learnt, each rule once; kept beside the paper and never printed on it.
    """

    source: str
    kind: Kind
    holder_id: int
    recipient_name: str
    recipient_position: str
    recipient_unit: str
    nip: str
    identity_level: str
    title: str
    activity: str
    organiser: str
    unit_id: int
    days: tuple[date, ...]
    place: str
    city: str
    time_zone: str
    lesson_hours: int
    issued_on: date
    signatory_name: str = ""
    signatory_title: str = ""
    role: str = "Peserta"
    materials: tuple[Material, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[TaughtRule, ...] = ()
