"""What changed between two publications of a card, in words. Pure: two contents (``services.content_of``) in, lines out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from elearning.lib.dates import plain_date

from .models import Certainty, Citation, Role, Stage, Subject, Verdict

Names = Mapping[
    str, str
]  # «sanksi:<slug>» and «<regulation>#<provision>» → words; what is missing stays as it is written

_TEXTS = {
    "title": "Judul", "act": "Perbuatan", "situation": "Situasi", "reason": "Mengapa", "advice": "Sebaiknya",
    "local_rule": "Aturan instansi",
}  # fmt: skip
_CODES = {"subjects": ("Berlaku bagi", Subject), "stages": ("Tahapan", Stage)}


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of «dulu / sekarang». Of a list only what left and what came is named."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any], names: Names | None = None) -> list[Difference]:
    """Every difference a reader may notice, the label first; empty when the two teach the same in the same words."""
    names = names or {}
    old, new = dict(_parts(before, names)), dict(_parts(after, names))
    found = []
    for label in dict.fromkeys([*old, *new]):
        left, right = old.get(label, ()), new.get(label, ())
        gone = tuple(words for words in left if words not in right)
        come = tuple(words for words in right if words not in left)
        if gone or come:
            found.append(Difference(label, gone, come))
    return found


def _parts(content: Mapping[str, Any], names: Names) -> Iterable[tuple[str, tuple[str, ...]]]:
    """A content as labelled lines, in the order in which a card shows them."""
    yield "Label", _one(_label(Verdict, content.get("verdict")))
    for key, label in _TEXTS.items():
        yield label, _one(content.get(key))
    yield "Syarat", tuple(content.get("conditions", ()))
    for role, situation in content.get("examples", {}).items():
        yield f"Contoh untuk {_label(Role, role)}", _one(situation)
    yield "Sanksi", tuple(names.get(f"sanksi:{slug}", slug) for slug in content.get("sanctions", ()))
    yield "Dasar hukum", tuple(_basis(line, names) for line in content.get("basis", ()))
    for key, (label, choices) in _CODES.items():
        yield label, tuple(_label(choices, code) for code in content.get(key, ()))
    yield "Kepastian", _one(_label(Certainty, content.get("certainty")))
    since = content.get("valid_from")
    yield "Berlaku sejak", _one(since and plain_date(date.fromisoformat(since)))


def _basis(line: Mapping[str, Any], names: Names) -> str:
    key = basis_key(line)
    version = f" (versi {line['version']})" if line.get("version") else ""
    kind = " sebagai pembanding" if line.get("role") == Citation.Role.COUNTER else ""
    return f"{names.get(key, key)}{version}{kind}"


def basis_key(line: Mapping[str, Any]) -> str:
    return f"{line['regulation']}#{line['provision']}"


def _one(words: str | None) -> tuple[str, ...]:
    return (words,) if words else ()


def _label(choices: Any, code: str | None) -> str:
    return str(choices(code).label) if code in choices.values else code or ""
