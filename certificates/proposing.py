"""What an act of issue is to hold, in a form that two people can compare: claims in, lines and differences out (ADR 0034)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import facts
from .claims import CertificateClaim

Line = dict[str, str]  # source, name, kind, sha256: as IssueProposal.people holds it
MOST_NAMED = 5  # in a sentence; the page lists all


def lines_of(claims: Sequence[CertificateClaim], versions: Mapping[str, int]) -> list[Line]:
    """One line for each claim, in their order. ``versions``: the number of the newest version of each template named."""
    return [
        {
            "source": claim.source,
            "name": claim.recipient_name,
            "kind": str(claim.kind),
            "sha256": _stated(claim, versions[claim.template]),
        }
        for claim in claims
    ]


def _stated(claim: CertificateClaim, version: int) -> str:
    """Everything the paper would say, and in which words, but what is given at issue: number, code and day."""
    stated = facts.stated_by(claim, number="", pattern="", code="", address="")
    del stated["issued_on"]
    return facts.fingerprint(stated | {"template": claim.template, "template_version": version})


def fingerprint(lines: Sequence[Line]) -> str:
    """SHA-256 of the list in its order, in hexadecimal."""
    text = json.dumps(list(lines), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Changes:
    """How a list differs from the one that was proposed: names, each as it stands now (``gone``: as it stood then).

    ``altered`` holds «A menjadi B» for another name, else the name of whoever's paper would state something else.
    """

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    is_reordered: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.altered or self.is_reordered)

    @property
    def sentences(self) -> list[str]:
        """«Bertambah: Rina Contoh.», at most MOST_NAMED names each."""
        parts = [("Bertambah", self.added), ("Berkurang", self.gone), ("Isi berubah", self.altered)]
        said = [f"{word}: {_some(names)}." for word, names in parts if names]
        return said if said or not self.is_reordered else ["Urutan nama berubah."]

    @property
    def words(self) -> str:
        return " ".join(self.sentences)


def changes(then: Sequence[Mapping[str, str]], now: Sequence[Mapping[str, str]]) -> Changes:
    """Hold the list of today against the one that was proposed."""
    before = {line["source"]: line for line in then}
    after = {line["source"]: line for line in now}
    altered = [
        line["name"] if line["name"] == before[source]["name"] else f"{before[source]['name']} menjadi {line['name']}"
        for source, line in after.items()
        if source in before and line != before[source]
    ]
    kept = [source for source in before if source in after]
    return Changes(
        added=tuple(line["name"] for source, line in after.items() if source not in before),
        gone=tuple(line["name"] for source, line in before.items() if source not in after),
        altered=tuple(altered),
        is_reordered=kept != [source for source in after if source in before],
    )


def _some(names: Sequence[str]) -> str:
    shown = "; ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown}; dan {more} lainnya" if more > 0 else shown
