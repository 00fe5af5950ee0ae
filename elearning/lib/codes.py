"""Codes that people read aloud, type on a phone and wear on a badge.

Letters and digits alternate strictly, so no two letters ever touch and no acronym of a party can appear; letters that
look like digits (I, L, O) and digits that look like letters (0, 1) are not used. Rules: experience.md §4, ADR 0002.
"""

import hashlib
import hmac
import re
import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"
# Typed in the wrong kind of place, these can only have meant the other one.
_AS_DIGIT = str.maketrans("BSZG", "8526")
_AS_LETTER = str.maketrans("8526", "BSZG")

ROOM_LENGTH, SHARE_LENGTH, BADGE_LENGTH, LONG_LENGTH, CARD_LENGTH = 4, 6, 8, 12, 16


class CodeError(ValueError):
    """What was typed cannot be one of our codes. ``code`` is ``length`` or ``alphabet``."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def generate(length: int) -> str:
    """A random code of ``length`` characters without dashes, from the operating system's cryptographic source."""
    return "".join(secrets.choice(DIGITS if position % 2 else LETTERS) for position in range(length))


def derive(length: int, text: str, *, key: str) -> str:
    """The code that belongs to ``text``: the same each time, and as unguessable as ``key`` and ``text`` are."""
    value = int(digest(text, key=key), 16)
    code = ""
    for position in range(length):
        alphabet = DIGITS if position % 2 else LETTERS
        value, place = divmod(value, len(alphabet))
        code += alphabet[place]
    return code


def normalise(typed: str, length: int) -> str:
    """The stored form of what somebody typed: upper case, no dashes or spaces, look-alikes put right by position.

    Raises CodeError: ``length`` when it is too short or too long, ``alphabet`` when a character is never used by us.
    """
    text = re.sub(r"[\s\-–—.]", "", typed).upper()
    if len(text) != length:
        raise CodeError("length")
    fixed = "".join(
        character.translate(_AS_DIGIT if position % 2 else _AS_LETTER) for position, character in enumerate(text)
    )
    if any(character not in (DIGITS if position % 2 else LETTERS) for position, character in enumerate(fixed)):
        raise CodeError("alphabet")
    return fixed


def display(code: str) -> str:
    """``K7M4Q2R9`` as ``K7M4-Q2R9``; codes of up to six characters stay in one piece."""
    if len(code) <= SHARE_LENGTH:
        return code
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def digest(code: str, *, key: str) -> str:
    """What the database keeps of a secret code: an HMAC whose key is outside the database (ADR 0002)."""
    if not key:
        raise ValueError("The key for secret codes is empty: set CODE_PEPPER.")
    return hmac.new(key.encode(), code.encode(), hashlib.sha256).hexdigest()
