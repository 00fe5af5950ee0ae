"""What differs between two versions of a template, in words and pictures. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import templating
from ..models import Certificate
from ..printing import designs
from .forms import LOGOS, SIGNATORIES

LOST = "Gambar ini tidak ada lagi di penyimpanan."


@dataclass(frozen=True, slots=True)
class Said:
    """``words``, or a ``picture``: its SHA-256, on a screen its address."""

    words: str = ""
    picture: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.picture)

    def shown(self, addresses: Mapping[str, str]) -> Said:
        """With the address of its picture, or in words when the picture is lost."""
        if not self.picture:
            return self
        address = addresses.get(self.picture, "")
        return Said("" if address else LOST, address)


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: Said
    after: Said

    def shown(self, addresses: Mapping[str, str]) -> Difference:
        return Difference(self.label, self.before.shown(addresses), self.after.shown(addresses))


def differences(old: tuple[str, Mapping[str, Any]], new: tuple[str, Mapping[str, Any]]) -> list[Difference]:
    """Each side: design and content. Nothing is said where one side is silent."""
    before, after = in_words(*old), in_words(*new)
    return [Difference(label, before[label], after[label]) for label in before if before[label] != after[label]]


def in_words(design: str, content: Mapping[str, Any]) -> dict[str, Said]:
    """All that a version says and leaves unsaid, by label, in the order of the form."""
    content = templating.whole(content)
    said = {"Rancangan": Said(designs.DESIGNS.get(design, design))}
    for kind, label in Certificate.Kind.choices:
        said[f"Kalimat «{label}»"] = Said(templating.in_words(content["wording"].get(kind, "")))
    said["Kop"] = Said("\n".join(content["letterhead"]["lines"]))
    logos = dict(enumerate(content["letterhead"]["logos"], start=1))
    people = dict(enumerate(content["signatories"], start=1))
    for number in LOGOS:
        said[f"Logo {number}"] = Said(picture=logos.get(number, ""))
    for number in SIGNATORIES:
        each = people.get(number, {"name": "", "title": "", "picture": ""})
        said[f"Penanda tangan {number}"] = Said(f"{each['name']}\n{each['title']}".strip())
        said[f"Gambar tanda tangan {number}"] = Said(picture=each["picture"])
    months = content["validity_months"]
    last = {
        "Pola nomor": templating.pattern_in_words(content["number_pattern"]),
        "Cara tanda tangan": templating.MODES.get(content["signature_mode"], content["signature_mode"]),
        "NIP": "dicetak" if content["shows_nip"] else "tidak dicetak",
        "Halaman kedua": "dicetak" if content["shows_materials"] else "tidak dicetak",
        "Masa berlaku": f"{months} bulan" if months else "selamanya",
    }
    return said | {label: Said(words) for label, words in last.items()}
