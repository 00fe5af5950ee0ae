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
class Signatory:
    """Who signs, in the order of the paper. ``picture``: SHA-256 of a KeptPicture of the signature, or empty."""

    name: str
    title: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The kop above the paper: address lines below the organiser's name, and logos as SHA-256 of KeptPictures."""

    lines: tuple[str, ...] = ()
    logos: tuple[str, ...] = ()


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
    ``template``: slug of the template; empty for the shipped one. ``letterhead`` and ``signatories`` that are empty are
    taken from the template. ``valid_until``: the last local day on which the paper is valid; None: for good.
    ``programme``: what the badge calls the programme, the same for all its people («training:session:…»); never printed.
    ``holder_id``: None for somebody without an account, as a speaker from outside.
    """

    source: str
    kind: Kind
    holder_id: int | None
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
    signatories: tuple[Signatory, ...] = ()
    letterhead: Letterhead = Letterhead()
    role: str = "Peserta"
    materials: tuple[Material, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[TaughtRule, ...] = ()
    template: str = ""
    programme: str = ""
    valid_until: date | None = None
