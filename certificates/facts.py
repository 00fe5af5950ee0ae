"""What a certificate states, frozen at issue: a plain JSON object with a schema number and a fingerprint (ADR 0008).

Schema 2, all keys always present except ``nip``:
``number pattern revision revised_on code address kind role name position unit title activity organiser
letterhead{lines,logos} days place city time_zone lesson_hours issued_on valid_until signatories[{name,title,picture}]
materials[{title,speaker,lesson_hours}] identity_level extra``;
dates are ISO text, ``revised_on`` is empty for a first issue and ``valid_until`` for a paper without an end; pictures are
SHA-256 of KeptPictures; ``nip`` exists only when the template prints it. Schema 1 had one ``signatory{name,title}``, and
neither kop nor end; ``upgraded`` reads it, and nothing rewrites it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from .claims import CertificateClaim

SCHEMA = 2
Facts = dict[str, Any]


def stated_by(
    claim: CertificateClaim, *, number: str, pattern: str, code: str, address: str, shows_nip: bool = False
) -> Facts:
    """The facts of a first issue. Names and titles are copied byte for byte."""
    facts: Facts = {
        "number": number,
        "pattern": pattern,
        "revision": 0,
        "revised_on": "",
        "code": code,
        "address": address,
        "kind": str(claim.kind),
        "role": claim.role,
        "name": claim.recipient_name,
        "position": claim.recipient_position,
        "unit": claim.recipient_unit,
        "title": claim.title,
        "activity": claim.activity,
        "organiser": claim.organiser,
        "letterhead": {"lines": list(claim.letterhead.lines), "logos": list(claim.letterhead.logos)},
        "days": [day.isoformat() for day in claim.days],
        "place": claim.place,
        "city": claim.city,
        "time_zone": claim.time_zone,
        "lesson_hours": claim.lesson_hours,
        "issued_on": claim.issued_on.isoformat(),
        "valid_until": claim.valid_until.isoformat() if claim.valid_until else "",
        "signatories": [asdict(signatory) for signatory in claim.signatories],
        "materials": [asdict(material) for material in claim.materials],
        "identity_level": str(claim.identity_level),
        "extra": dict(claim.extra),
    }
    if shows_nip and claim.nip:
        facts["nip"] = claim.nip
    return facts


def corrected(
    facts: Mapping[str, Any],
    *,
    name: str,
    position: str,
    unit: str,
    revision: int,
    revised_on: date,
    code: str,
    address: str,
) -> Facts:
    """The same facts, in the newest schema, with the holder's name, position and unit put right; number and day of issue stay."""
    return {
        **upgraded(facts),
        "name": name,
        "position": position,
        "unit": unit,
        "revision": revision,
        "revised_on": revised_on.isoformat(),
        "code": code,
        "address": address,
    }


def upgraded(facts: Mapping[str, Any]) -> Facts:
    """Facts of any schema in the words of the newest, to be read; what was issued stays as it is."""
    if "signatories" in facts:
        return dict(facts)
    newer = {key: value for key, value in facts.items() if key != "signatory"}
    signatory = facts["signatory"]
    signatories = [{**signatory, "picture": ""}] if signatory["name"] else []
    return newer | {"letterhead": {"lines": [], "logos": []}, "valid_until": "", "signatories": signatories}


def pictures_in(facts: Mapping[str, Any]) -> set[str]:
    """SHA-256 of every picture that the paper shows."""
    drawn = {signatory["picture"] for signatory in facts["signatories"]}
    return (drawn | set(facts["letterhead"]["logos"])) - {""}


def printed_texts(facts: Mapping[str, Any]) -> list[str]:
    """Every free text that reaches the paper, so that a missing glyph is found before a number is taken."""
    texts = [facts[key] for key in ("number", "role", "name", "position", "unit", "title", "activity", "organiser")]
    texts += [facts["place"], facts["city"], *facts["letterhead"]["lines"]]
    for signatory in facts["signatories"]:
        texts += [signatory["name"], signatory["title"]]
    for material in facts["materials"]:
        texts += [material["title"], material["speaker"]]
    return texts


def canonical(facts: Mapping[str, Any]) -> bytes:
    """One byte form for one set of facts: sorted keys, no blanks, UTF-8."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(facts)).hexdigest()
