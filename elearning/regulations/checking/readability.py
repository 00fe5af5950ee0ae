"""Whether people will understand it at once: hints, never a reason to refuse (experience.md §1.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .findings import Finding, Weight, found
from .passages import Passage
from .sentences import sentence_at, spans, word_count

MOST_WORDS = 22
_NUMERALS = {2: "dua", 3: "tiga", 4: "empat", 5: "lima"}

_ACRONYM = re.compile(r"(?<![\w/.-])[A-Z][A-Z]{1,9}(?![\w/]|\.\w|-[A-Z])")
# What every reader of this site knows, and signs that are no acronyms.
_KNOWN = {
    "ASN", "PNS", "CPNS", "PPPK", "PANRB", "TNI", "POLRI", "RI", "NIP", "NIK", "KTP", "TPS", "PDF", "HP", "SD", "SMP", "SMA",
    "SMK", "RT", "RW", "DPR", "DPD", "DPRD", "KPU", "BKN", "MK", "UU", "PP", "UUD", "SE", "PKPU", "JP", "WIB", "WITA", "WIT",
    "QR", "OK", "ID", "BOLEH", "TIDAK", "DENGAN", "SYARAT", "BERLAKU", "DICABUT", "II", "III", "IV", "VI", "VII", "VIII",
    "IX", "XI", "XII",
}  # fmt: skip
_LEGAL = re.compile(
    r"\b(?:sebagaimana\s+(?:telah\s+)?(?:di)?(?:maksud|diubah)|dimaksud\s+(?:pada|dalam)\s+(?:ayat|pasal|huruf)|barang\s?siapa"
    r"|mutatis\s+mutandis|a\s+quo|juncto|jo\.|in\s+casu|bahwasanya|dalam\s+hal\s+mana|berdasarkan\s+ketentuan\s+sebagaimana)"
    r"(?:\s+(?:pada|dalam)\s+(?:ayat\s+\(\d+\)|pasal\s+\d+|huruf\s+[a-z]\b))?(?:\s+\(\d+\))?",
    re.IGNORECASE,
)  # fmt: skip


def check(passages: Iterable[Passage]) -> Iterator[Finding]:
    """Long sentences, legal phrasing, and acronyms that the page has not opened before; one hint per acronym."""
    opened: set[str] = set()
    for passage in passages:
        if passage.kind == "filename":
            continue
        yield from _long_sentences(passage)
        yield from _legal_phrasing(passage)
        yield from _acronyms(passage, opened)


def _long_sentences(passage: Passage) -> Iterator[Finding]:
    for number, (start, end) in enumerate(spans(passage.text), start=1):
        sentence = passage.text[start:end]
        count = word_count(sentence)
        if count > MOST_WORDS:
            parts = min(-(-count // MOST_WORDS), 5)
            yield found(
                passage, "long_sentence", Weight.HINT, words=" ".join(sentence.split()[:6]) + " …", context=sentence,
                message=f"Kalimat {number}: {count} kata. Pecah jadi {_NUMERALS[parts]}.",
            )  # fmt: skip


def _legal_phrasing(passage: Passage) -> Iterator[Finding]:
    for match in _LEGAL.finditer(passage.text):
        yield found(
            passage, "legal_phrasing", Weight.HINT, words=match.group(), context=sentence_at(passage.text, match.start()),
            message=f"Kata sulit: «{match.group()}». Tulis dengan kata sehari-hari.",
        )  # fmt: skip


def _acronyms(passage: Passage, opened: set[str]) -> Iterator[Finding]:
    for match in _ACRONYM.finditer(passage.text):
        word = match.group()
        if word in _KNOWN or word in opened:
            continue
        opened.add(word)
        if _is_opened(passage.text, match):
            continue
        yield found(
            passage, "unopened_acronym", Weight.HINT, words=word, context=sentence_at(passage.text, match.start()),
            message=f"Singkatan «{word}» belum dibuka. Tulis kepanjangannya pada pemakaian pertama.",
        )  # fmt: skip


def _is_opened(text: str, match: re.Match[str]) -> bool:
    """«Keputusan Bersama (SKB)» or «SKB (Surat Keputusan Bersama)»."""
    before, behind = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    return (before.endswith("(") and behind.startswith(")")) or re.match(
        r"\((?:[A-Z]\w+[\s,]+){1,}", behind
    ) is not None
