"""What differs between two versions of a template, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import templating
from ..models import Certificate
from ..printing import designs


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


def differences(old: tuple[str, Mapping[str, Any]], new: tuple[str, Mapping[str, Any]]) -> list[Difference]:
    """Each side: design and content. «» where one side says nothing."""
    before, after = in_words(*old), in_words(*new)
    labels = dict.fromkeys((*before, *after))
    pairs = ((label, before.get(label, ""), after.get(label, "")) for label in labels)
    return [Difference(*each) for each in pairs if each[1] != each[2]]


def in_words(design: str, content: Mapping[str, Any]) -> dict[str, str]:
    """All that a version says, by label, in the order of the form."""
    content = templating.whole(content)
    said = {"Rancangan": designs.DESIGNS.get(design, design)}
    for kind, label in Certificate.Kind.choices:
        said[f"Kalimat «{label}»"] = templating.in_words(content["wording"].get(kind, ""))
    said["Kop"] = "\n".join(content["letterhead"]["lines"])
    for number, logo in enumerate(content["letterhead"]["logos"], start=1):
        said[f"Logo {number}"] = _picture(logo)
    for number, each in enumerate(content["signatories"], start=1):
        said[f"Penanda tangan {number}"] = f"{each['name']}\n{each['title']}".strip()
        said[f"Gambar tanda tangan {number}"] = _picture(each["picture"])
    months = content["validity_months"]
    return said | {
        "Pola nomor": templating.pattern_in_words(content["number_pattern"]),
        "Cara tanda tangan": templating.MODES.get(content["signature_mode"], content["signature_mode"]),
        "NIP": "dicetak" if content["shows_nip"] else "tidak dicetak",
        "Halaman kedua": "dicetak" if content["shows_materials"] else "tidak dicetak",
        "Masa berlaku": f"{months} bulan" if months else "selamanya",
    }


def _picture(sha256: str) -> str:
    """A picture is told from another by the beginning of its hash."""
    return f"gambar {sha256[:8]}" if sha256 else ""
