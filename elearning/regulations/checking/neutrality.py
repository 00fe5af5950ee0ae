"""Whatever could be read as taking sides: guarded names, numbers of candidates, poses and attributes in pictures.

Lessons speak of poses and attributes all the time; in a picture, its alt text or its file's name they take sides.
Source: capabilities 3.12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..models import ProtectedName
from .findings import Finding, Weight, found
from .passages import Passage
from .sentences import lines_of, sentence_at


@dataclass(frozen=True, slots=True)
class GuardedName:
    """One name of the list. ``source``: where the list comes from, said to whoever meets it."""

    kind: str
    text: str
    source: str = ""

    @property
    def code(self) -> str:
        return {
            ProtectedName.Kind.PARTY: "party_name",
            ProtectedName.Kind.CANDIDATE: "candidate_name",
            ProtectedName.Kind.PAIR: "pair_name",
            ProtectedName.Kind.SLOGAN: "slogan",
        }[self.kind]


def check(passage: Passage, names: Iterable[GuardedName]) -> Iterator[Finding]:
    yield from _names(passage, names)
    yield from _candidate_numbers(passage)
    if passage.kind != "answer":
        yield from _lone_numerals(passage)
    yield from _counted_fingers(passage)
    if passage.kind in ("alt", "filename"):
        yield from _in_pictures(passage)


def _readable(passage: Passage) -> str:
    """A file's name as words: «paslon_02.jpg» is «paslon 02»."""
    if passage.kind != "filename":
        return passage.text
    stem = passage.text.rsplit(".", 1)[0]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", stem)
    return re.sub(r"[\W_]+", " ", spaced).strip()


def _accept(passage: Passage, code: str, words: str, context: str, message: str) -> Finding:
    return found(passage, code, Weight.ACCEPT, words=words, context=context, message=message)


# Names


def _names(passage: Passage, names: Iterable[GuardedName]) -> Iterator[Finding]:
    text, folded = _readable(passage), _readable(passage).casefold()
    for name in names:
        first = re.search(r"\w+", name.text)
        if first is None or first.group().casefold() not in folded:  # quick, so that a long list costs little
            continue
        match = re.search(_form_of(name.text, in_file=passage.kind == "filename"), text)
        if match:
            kind = ProtectedName.Kind(name.kind).label
            source = f" (daftar: {name.source})" if name.source else ""
            yield _accept(
                passage, name.code, match.group(), sentence_at(text, match.start()),
                f"«{match.group()}» adalah nama {kind}{source}. Ganti dengan sebutan umum, misalnya «calon A».",
            )  # fmt: skip


def _form_of(name: str, *, in_file: bool) -> str:
    """Whole words in any case; a name in capitals only in capitals, so that «PAS» is not «pas», nor part of «PAS-XX»."""
    words = r"[\W_]+".join(re.escape(word) for word in re.findall(r"\w+", name))
    exact = name.isupper() and not in_file
    return rf"{'' if exact else '(?i)'}(?<![\w-]){words}(?!\w)(?!-(?!(?:nya|ku|mu|lah|kah)\b)\w)"


# Numbers of candidates

_FIGURE = r"(?:\d{1,2}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|[IVX]{1,4})"
_WHO = (
    r"(?:paslon|pasangan\s+calon|calon(?:\s+(?:gubernur|bupati|wali\s?kota|presiden|legislatif))?"
    r"|kandidat|capres|cawapres|cagub|cabup|cawali|caleg|partai|parpol)"
)
_NUMBER_WORD = r"(?:nomor|nomer|no\.?|#)(?:\s*urut)?"
# What makes a figure an amount: «calon 2 orang», «coblos 2 kali».
_AMOUNT = r"(?!\s*(?:[%/.,]\d|%|orang|kali|tahun|hari|bulan|minggu|jam|menit|lembar|surat|pasangan|peserta|kecamatan|dapil|kursi))"
_CANDIDATE_NUMBER = re.compile(
    rf"\b(?:{_WHO}|pasangan)\s+{_NUMBER_WORD}\s*{_FIGURE}\b"
    rf"|\b{_WHO}\s+(?:0?\d|1\d)\b{_AMOUNT}"
    rf"|\b(?:nomor|nomer|no\.?)\s*urut\s*:?\s*{_FIGURE}\b"
    rf"|\b(?:coblos|pilih|dukung|menangkan|tusuk|contreng)(?:lah)?\s+(?:{_NUMBER_WORD}\s*{_FIGURE}\b|#\s*\d{{1,2}}\b|0\d\b)"
    rf"|\b(?:coblos|tusuk|contreng)\s+\d{{1,2}}\b{_AMOUNT}",
    re.IGNORECASE,
)
# A number in a list of people, papers or turns, and «salah satu».
_OTHER_LIST = re.compile(
    r"\b(?:daftar\s+hadir|antrean|antrian|presensi|absen|agenda|loket|formulir|lampiran|tabel|baris|kolom)\b",
    re.IGNORECASE,
)


def _candidate_numbers(passage: Passage) -> Iterator[Finding]:
    text = _readable(passage)
    for match in _CANDIDATE_NUMBER.finditer(text):
        sentence = sentence_at(text, match.start())
        if _OTHER_LIST.search(sentence):
            continue
        yield _accept(
            passage, "candidate_number", match.group(), sentence,
            f"«{match.group()}» dapat dibaca sebagai nomor urut peserta pemilihan. Tulis «calon A» atau «salah satu calon».",
        )  # fmt: skip


_LONE = re.compile(r"[«“\"'(\[]?\s*(?:(?:nomor|nomer|no\.?|#)\s*)?0?\d{1,2}\s*[»”\"')\].!]*", re.IGNORECASE)


def _lone_numerals(passage: Passage) -> Iterator[Finding]:
    for line in lines_of(_readable(passage)):
        if _LONE.fullmatch(line):
            yield _accept(
                passage, "lone_numeral", line, line,
                "Angka ini berdiri sendiri dan dapat dibaca sebagai nomor urut. Tulis dalam kalimat, atau hapus.",
            )  # fmt: skip


# Poses and attributes

_COUNTED_FINGERS = re.compile(
    r"\b(?:salam|pose|acung\w*|angkat|mengacung\w*|mengangkat|tunjuk\w*|menunjuk\w*|tanda|simbol|isyarat)\s+(?:\w+\s+){0,2}?"
    r"(?:satu|dua|tiga|empat|lima|[1-5])\s+jari\b|\b(?:satu|dua|tiga|empat|lima|[1-5])\s+jari\s+(?:diacungkan|diangkat|terangkat)\b"
    r"|\bsalam\s+(?:metal|jempol|\d\b|(?:dua|tiga|empat)\b)",
    re.IGNORECASE,
)
_POSE = re.compile(
    r"\b(?:(?:dua|tiga|empat|lima|satu|\d)\s+jari|jari(?:-jari|nya)?|jemari|jempol(?:nya)?|telunjuk|kelingking|metal|salam"
    r"|(?:meng|ke)?acung\w*|(?:me|ter)?kepal\w*|mengepal\w*|victory|peace|thumbs?(?:\s*up)?|fingers?)\b",
    re.IGNORECASE,
)
_INNOCENT_POSE = re.compile(
    r"\bsidik\s+jari\b|\b(?:layar|papan\s+(?:ketik|tombol)|keyboard|tombol|gawai|tetikus)\b"
    r"|\b(?:meja|kursi|bangku|pagar|pintu|kotak|rak|p[e]?lat|tiang|bahan)\s+metal\b|\bsalam\s+(?:pembuka|penutup|hormat)\b",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\b(?:(?:atribut|bendera|logo|lambang|seragam|kaus|kaos|baju|jaket|topi|rompi|warna|stiker|spanduk|baliho|poster|panji|simbol)"
    r"\s+(?:\w+\s+)?(?:partai|parpol|calon|paslon|kandidat|caleg|capres|kampanye|pemenangan|relawan)|alat\s+peraga\s+kampanye|apk)\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\b(?:tanpa|bukan|tidak\s+(?:ada|memakai|membawa)|bebas\s+(?:dari\s+)?|bersih\s+dari)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)


def _counted_fingers(passage: Passage) -> Iterator[Finding]:
    """A pose with its number says the number of a candidate also in a sentence."""
    if passage.kind in ("alt", "filename"):
        return
    for match in _COUNTED_FINGERS.finditer(passage.text):
        yield _accept(
            passage, "gesture", match.group(), sentence_at(passage.text, match.start()),
            f"«{match.group()}» menyebut pose dengan angkanya. Tulis «pose jari» saja, tanpa jumlah.",
        )  # fmt: skip


def _in_pictures(passage: Passage) -> Iterator[Finding]:
    text = _readable(passage)
    place = "Nama berkas" if passage.kind == "filename" else "Teks alternatif"
    if not _INNOCENT_POSE.search(text):
        yield from _seen(
            passage, text, _POSE, "gesture", f"{place} menyebut pose atau isyarat tangan. Pakai gambar tanpa pose jari."
        )
    yield from _seen(
        passage, text, _ATTRIBUTE, "party_attribute",
        f"{place} menyebut atribut partai atau calon. Pakai gambar tanpa atribut.",
    )  # fmt: skip


def _seen(passage: Passage, text: str, form: re.Pattern[str], code: str, message: str) -> Iterator[Finding]:
    match = next((one for one in form.finditer(text) if not _WITHOUT.search(text[: one.start()])), None)
    if match:
        yield _accept(passage, code, match.group(), passage.text, message)
