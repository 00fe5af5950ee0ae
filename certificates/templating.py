"""What a template version says, and what it adds to a claim: values in, values out (ADR 0030).

``content``, all keys present from version to version, and filled in by ``whole`` where an older one lacks them::

    {"wording": {kind: sentence}, "letterhead": {"lines": [...], "logos": [sha256, ...]},
     "signatories": [{"name", "title", "picture"}], "number_pattern": "{seq:03d}/…", "signature_mode": "basah"|"gambar"|"tte",
     "shows_nip": bool, "shows_materials": bool, "validity_months": int}

A sentence holds placeholders of PLACEHOLDERS; a part in [brackets] vanishes when its placeholder has nothing to say.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from .claims import CertificateClaim, Letterhead, Signatory
from .errors import CertificateError

Content = dict[str, Any]
# As stored and as editors read them, with what each becomes on the paper.
PLACEHOLDERS = {
    "role": ("peran", "peran, misalnya Peserta"),
    "activity": ("kegiatan", "nama kegiatan"),
    "title": ("tema", "tema atau judul, pada baris sendiri"),
    "organiser": ("penyelenggara", "nama penyelenggara"),
    "days": ("tanggal", "tanggal kegiatan"),
    "place": ("tempat", "tempat kegiatan"),
    "hours": ("jp", "jam pelajaran dalam angka dan kata"),
}
MUST_HAVE = ("title", "organiser", "days")
LONGEST_SENTENCE = 400
MOST_MONTHS = 120
MODES = {"basah": "Basah", "gambar": "Gambar", "tte": "TTE"}
_NEWER = {
    "letterhead": {"lines": [], "logos": []}, "signatories": [], "shows_nip": False, "shows_materials": True,
    "validity_months": 0,
}  # fmt: skip
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_BRACED = re.compile(r"\{([^{}]*)\}")


def whole(content: Mapping[str, Any]) -> Content:
    """``content`` of any age with every key; nothing that was written is changed."""
    return {**_NEWER, **content}


def completed(claim: CertificateClaim, content: Mapping[str, Any]) -> CertificateClaim:
    """``claim`` with what its template knows where it says nothing itself.

    A kop is taken whole or not at all: the logo of one office above the address of another would be a lie. A drawn
    signature stays on the paper only in the mode «gambar».
    """
    content = whole(content)
    signatories = claim.signatories or tuple(Signatory(**each) for each in content["signatories"])
    if content["signature_mode"] != "gambar":
        signatories = tuple(replace(each, picture="") for each in signatories)
    letterhead = claim.letterhead
    if not letterhead.lines and not letterhead.logos:
        letterhead = Letterhead(**{name: tuple(parts) for name, parts in content["letterhead"].items()})
    months = content["validity_months"]
    return replace(
        claim,
        letterhead=letterhead,
        signatories=signatories,
        materials=claim.materials if content["shows_materials"] else (),
        valid_until=claim.valid_until or (months_after(claim.issued_on, months) if months else None),
    )


def months_after(day: date, months: int) -> date:
    """The same day of the month, or the last one that month has: 31 August and one month is 30 September."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def check_sentence(sentence: str) -> None:
    """Raises CertificateError: text_too_long, brackets_broken, braces_broken, placeholder_unknown, _missing, _twice."""
    if len(sentence) > LONGEST_SENTENCE:
        raise CertificateError("text_too_long", text=f"{sentence[:40]} …", limit=LONGEST_SENTENCE)
    if set("[]") & set(_BRACKETED.sub("", sentence)) or any(
        not _BRACED.search(part) for part in _BRACKETED.findall(sentence)
    ):
        raise CertificateError("brackets_broken")
    if set("{}") & set(_BRACED.sub("", sentence)):
        raise CertificateError("braces_broken")
    named = _BRACED.findall(sentence)
    for name in named:
        if name not in PLACEHOLDERS:
            raise CertificateError("placeholder_unknown", placeholder=f"{{{name}}}")
    # What may vanish with a bracket is no statement that every paper makes.
    certain = _BRACED.findall(_BRACKETED.sub("", sentence))
    for name in MUST_HAVE:
        if name not in certain:
            raise CertificateError("placeholder_missing", placeholder=f"{{{PLACEHOLDERS[name][0]}}}")
    if named.count("title") > 1:
        raise CertificateError("placeholder_twice", placeholder=f"{{{PLACEHOLDERS['title'][0]}}}")


def in_words(sentence: str) -> str:
    """A stored sentence as editors read it: «{tema}» for «{title}»."""
    return _BRACED.sub(lambda found: f"{{{PLACEHOLDERS.get(found[1], (found[1],))[0]}}}", sentence)


def from_words(sentence: str) -> str:
    """A typed sentence as it is stored, with single blanks; what is unknown stays for ``check_sentence`` to name."""
    stored = {words: name for name, (words, _) in PLACEHOLDERS.items()}
    return _BRACED.sub(
        lambda found: f"{{{stored.get(found[1].strip().lower(), found[1])}}}", " ".join(sentence.split())
    )


PATTERN_WORDS = {"seq": "nomor", "code": "kode", "month_roman": "bulan_romawi", "month": "bulan", "year": "tahun"}


def pattern_in_words(pattern: str) -> str:
    """«{nomor:3}/{kode}/{bulan_romawi}/{tahun}»."""
    pattern = re.sub(r"\{seq:0([1-6])d\}", r"{nomor:\1}", pattern)
    return _BRACED.sub(lambda found: f"{{{PATTERN_WORDS.get(found[1], found[1])}}}", pattern)


def pattern_from_words(typed: str) -> str:
    """A typed pattern as numbering.check_pattern reads it."""
    stored = {words: name for name, words in PATTERN_WORDS.items()}
    pattern = re.sub(r"\{nomor:0?([1-6])\}", r"{seq:0\1d}", "".join(typed.split()))
    return _BRACED.sub(lambda found: f"{{{stored.get(found[1], found[1])}}}", pattern)


def signatory(name: str, title: str, picture: str = "") -> dict[str, str]:
    """One signatory as ``content`` holds it."""
    return asdict(Signatory(name, title, picture))
