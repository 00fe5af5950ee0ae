"""«Rapikan huruf»: what a name in capitals may look like. A proposal, shown name by name; never applied unasked. Pure."""

from __future__ import annotations

import re

# Degrees and titles as they are written; compared without dots and case. What stands here neither loses nor changes letters.
_DEGREES = (
    "S.H.", "S.E.", "S.T.", "S.P.", "S.S.", "S.I.P.", "S.IP.", "S.Sos.", "S.Sos.I.", "S.Pd.", "S.Pd.I.", "S.Ag.", "S.Kom.",
    "S.Si.", "S.Pt.", "S.Hut.", "S.Ked.", "S.Kep.", "S.Farm.", "S.KM.", "S.K.M.", "S.Psi.", "S.Hum.", "S.STP.", "S.Tr.IP.",
    "S.Th.", "S.Th.I.", "S.H.I.", "S.E.I.", "S.Gz.", "S.An.", "S.AP.", "S.Ak.", "S.M.", "S.Pi.", "S.TP.", "S.Sn.", "S.Tr.",
    "M.Si.", "M.M.", "M.H.", "M.Kn.", "M.Pd.", "M.Pd.I.", "M.A.", "M.AP.", "M.Ag.", "M.E.", "M.Ec.Dev.", "M.Eng.", "M.Hum.",
    "M.Kes.", "M.Kom.", "M.P.", "M.Sc.", "M.T.", "M.I.P.", "M.IP.", "M.Tr.IP.", "M.P.A.", "M.P.P.", "M.Ak.", "M.Sos.",
    "M.Psi.", "M.H.I.", "M.E.I.", "M.I.Kom.", "M.Th.", "A.Md.", "A.Md.Kep.", "A.Md.Keb.", "A.Ma.", "A.Ma.Pd.", "Ph.D.",
    "Dr.", "Drs.", "Dra.", "Ir.", "H.", "Hj.", "Prof.", "Ns.", "Apt.", "K.H.", "Tgk.", "R.", "Rr.", "I.", "Lc.", "B.A.",
)  # fmt: skip
_PLAIN = {re.sub(r"[^a-z]", "", degree.lower()): degree for degree in _DEGREES}
_BEFORE = {"dr", "drs", "dra", "ir", "h", "hj", "prof", "ns", "apt", "kh", "tgk", "r", "rr"}
_NUMERALS = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
_PARTS = re.compile(r"([-/])")


def proposal(name: str) -> str:
    """The name as people write it, when it is all in capitals or all in small letters; else the name itself.

    Spaces that nobody sees are put in order as well. A degree that we do not know keeps its letters.
    """
    tidy = re.sub(r"\s+", " ", re.sub(r"\s+,", ",", name)).strip()
    before, comma, after = tidy.partition(",")
    if not (before.isupper() or before.islower()):
        return tidy
    words = before.split(" ")
    leading = 0
    while leading < len(words) - 1 and _letters(words[leading]) in _BEFORE:
        leading += 1
    trailing = len(words)
    while trailing > leading + 1 and len(_letters(words[trailing - 1])) > 1 and _letters(words[trailing - 1]) in _PLAIN:
        trailing -= 1  # «CONTOH SH»: a degree without its comma, or part of the name; we cannot know
    said = [_degree(word) for word in words[:leading]] + [_word(word) for word in words[leading:trailing]]
    said += words[trailing:]
    if not comma:
        return " ".join(said)
    return " ".join(said) + ", " + ", ".join(_degree(degree.strip()) for degree in after.split(",") if degree.strip())


def _degree(text: str) -> str:
    return " ".join(_PLAIN.get(_letters(word), word) for word in text.split(" "))


def _word(word: str) -> str:
    if _NUMERALS.fullmatch(word.rstrip(".")):
        return word
    if "." in word.rstrip("."):  # initials, or a degree without its comma
        return _PLAIN.get(_letters(word), word.upper())
    return "".join(part if part in "-/" else _capital(part) for part in _PARTS.split(word))


def _capital(part: str) -> str:
    return part[:1].upper() + part[1:].lower()


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())
