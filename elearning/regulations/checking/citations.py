"""Citations of the law in running text, held against the register (ADR 0016; capabilities 3.19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from elearning.lib.dates import MONTHS

from ..models import Regulation
from .findings import Finding, Weight, found
from .passages import Passage
from .provisions import PROVISIONS, Path, in_words, paths_in
from .register import Entry, Register, plain_number
from .sentences import sentence_at

Kind = Regulation.Kind

# What is written, and which kind it is. The longer names come first.
_KINDS: tuple[tuple[str, str], ...] = (
    (Kind.GOVERNMENT, r"Peraturan\s+Pemerintah(?!\s+Pengganti)|PP"),
    (Kind.PRESIDENTIAL, r"Peraturan\s+Presiden|Perpres"),
    (Kind.BAWASLU, r"Peraturan\s+(?:Badan\s+Pengawas\s+Pemilihan\s+Umum|Bawaslu)|Perbawaslu"),
    (Kind.KPU, r"Peraturan\s+(?:Komisi\s+Pemilihan\s+Umum|KPU)|PKPU"),
    (Kind.BKN, r"(?:Peraturan|Perka|Per(?:ban)?)\s+(?:Kepala\s+)?(?:Badan\s+Kepegawaian\s+Negara|BKN)"),
    (Kind.JOINT_DECREE, r"(?:Surat\s+)?Keputusan\s+Bersama|SKB"),
    (Kind.CIRCULAR, r"Surat\s+Edaran|SE"),
    (Kind.LETTER, r"Surat(?:\s+Kepala)?\s+(?:Badan\s+Kepegawaian\s+Negara|BKN)"),
    (Kind.COURT, r"(?:Putusan\s+)?(?:Mahkamah\s+Konstitusi|MK)"),
    (Kind.LAW, r"(?<!Pengganti\s)Undang[-\s]?Undang(?!\s+Dasar)|UU"),
)
_MONTHS = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)}
_YEAR = r"(?:19|20)\d\d"
_NO = r"(?:\(\s*[A-Z]{2,8}\s*\)\s*)?(?:(?:Nomor|Nomer|No)\b\.?\s*)?"
# Who issued it stands between kind and number: «SE Menteri PANRB», «SKB lima lembaga», «Undang-Undang Republik Indonesia».
_NAMES_ANOTHER = (
    r"(?-i:UU|PP|Perpres|PKPU|Perbawaslu|SKB|SE|Perppu|Permen\w*|MK|Undang|Peraturan|Putusan|Surat|Pasal|Keputusan)\b"
)
_ISSUER = (
    rf"(?P<issuer>(?:\s+(?!{_NAMES_ANOTHER})(?:(?-i:[A-Z])[\w.&-]*|\d\s+(?=Lembaga|Menteri)|dua|tiga|empat|lima|enam|para|dan|serta|lembaga"
    r"|menteri|tentang|tanggal|bertanggal|tertanggal),?){0,24}?)"
)
_NUMBERED = rf"{_NO}(?P<number>\d{{1,4}}[A-Z]?)\s*(?:/|-?\s*(?:Tahun|Thn\.?|Th\.?)\s*)\s*(?P<year>{_YEAR})\b"
_DATED = rf"(?:(?:ber|ter)?tanggal\s+)?(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<dated>{_YEAR})\b"
_ONLY_YEAR = rf"(?<!pemilu\s)(?<!pilkada\s)(?<!pemilihan\s)(?:tahun\s+)?(?P<only>{_YEAR})\b"
_RULING = rf"{_NO}(?P<ruling>\d{{1,3}}\s*/\s*PUU-[IVXLC]+/{_YEAR})\b"
_RULING_NUMBER = r"(?<=n\sMK\s)(?:Nomor\s+|No\.?\s*)?(?P<alone>\d{2,3})\b(?!\s*[/\d]|\.\d)"
_LETTER_NUMBER = rf"{_NO}(?P<letter>\d{{1,4}}/[\w./-]+/(?P<lettered>{_YEAR}))"


def _form(kind: str, written: str) -> str:
    match kind:
        case Kind.JOINT_DECREE:
            return rf"\b(?:{written})\b{_ISSUER}\s+(?:{_NUMBERED}|{_DATED}|{_ONLY_YEAR})"
        case Kind.COURT:
            return rf"\b(?:{written})(?:\s+RI)?\s+(?:{_RULING}|{_NUMBERED}|{_RULING_NUMBER})"
        case Kind.LETTER:
            return rf"\b(?:{written})\s+(?:{_LETTER_NUMBER}|{_NUMBERED})"
    return rf"\b(?:{written})\b{_ISSUER}\s*{_NUMBERED}"


_FORMS = [(kind, re.compile(_form(kind, written), re.IGNORECASE)) for kind, written in _KINDS]
_BARE_RULING = re.compile(rf"\b(?P<ruling>\d{{1,3}}\s*/\s*PUU-[IVXLC]+/{_YEAR})\b", re.IGNORECASE)

# Laws that people call by their subject, and the words of the title by which the register knows them.
_SUBJECTS: tuple[tuple[str, str], ...] = (
    (r"ASN|Aparatur\s+Sipil\s+Negara", "aparatur sipil negara"),
    (r"Pilkada|Pemilihan\s+(?:Kepala\s+Daerah|Gubernur(?:,\s+Bupati,?\s+dan\s+Wali\s?kota)?)", "pemilihan gubernur"),
    (r"Pemilu|Pemilihan\s+Umum", "pemilihan umum"),
    (r"Desa", "desa"),
    (r"Polri|Kepolisian(?:\s+Negara)?", "kepolisian negara"),
    (r"TNI|Tentara\s+Nasional\s+Indonesia", "tentara nasional indonesia"),
    (r"PDP|Pelindungan\s+Data\s+Pribadi", "pelindungan data pribadi"),
    (r"Pemda|Pemerintahan\s+Daerah", "pemerintahan daerah"),
    (r"ITE|Informasi\s+dan\s+Transaksi\s+Elektronik", "informasi dan transaksi elektronik"),
)
_CALLED = re.compile(
    r"\b(?:Undang[-\s]?Undang|UU)\s+(?:tentang\s+)?(?:"
    + "|".join(f"(?P<s{number}>{written})" for number, (written, _) in enumerate(_SUBJECTS))
    + r")\b",
    re.IGNORECASE,
)
_CONSTITUTION = re.compile(
    r"\b(?:UUD|Undang[-\s]?Undang\s+Dasar)(?:\s+NRI|\s+Negara\s+Republik\s+Indonesia)?(?:\s+Tahun)?\s+1945\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"({PROVISIONS})\s*(?:,?\s*(?:dari|dalam|pada)\s+|\s)$", re.IGNORECASE)
_BEHIND = re.compile(rf"\s*[,(]?\s*({PROVISIONS})", re.IGNORECASE)
_ISSUERS = {
    "panrb": r"PAN\s?-?\s?RB|Pendayagunaan",
    "mendagri": r"Mendagri|Dalam\s+Negeri",
    "kasn": r"KASN|Komisi\s+Aparatur",
    "bkn": r"BKN|Kepegawaian",
    "bawaslu": r"Bawaslu|Pengawas\s+Pemilihan",
    "kpu": r"\bKPU|Komisi\s+Pemilihan",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a text says, without asking anybody whether it is true. ``start`` and ``end`` include its pasal."""

    start: int
    end: int
    words: str
    kind: str
    number: str = ""
    year: int | None = None
    day: date | None = None
    subject: str = ""
    issuer: str = ""
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A citation whose regulation the register has. ``unknown``: the provisions that it does not have."""

    citation: Citation
    entry: Entry
    unknown: tuple[Path, ...] = ()

    @property
    def url(self) -> str:
        known = [path for path in self.citation.paths if path not in self.unknown]
        return self.entry.url_of(known[0]) if known else self.entry.url


# Reading


def citations_in(text: str) -> list[Citation]:
    """Every citation in order, none inside another."""
    named: list[Citation] = []
    for one in sorted(_named(text), key=lambda one: (one.start, one.start - one.end)):
        if not named or one.start >= named[-1].end:
            named.append(one)
    return _with_provisions(text, named)


def _named(text: str) -> Iterator[Citation]:
    for kind, form in _FORMS:
        for match in form.finditer(text):
            yield _citation(kind, match)
    for match in _BARE_RULING.finditer(text):
        yield _citation(Kind.COURT, match)
    for match in _CONSTITUTION.finditer(text):
        yield Citation(match.start(), match.end(), match.group(), Kind.CONSTITUTION, year=1945)
    for match in _CALLED.finditer(text):
        subject = next(name for number, (_, name) in enumerate(_SUBJECTS) if match[f"s{number}"])
        yield Citation(match.start(), match.end(), match.group(), Kind.LAW, subject=subject)


def _citation(kind: str, match: re.Match[str]) -> Citation:
    part = match.groupdict()
    number = part.get("number") or part.get("ruling") or part.get("alone") or part.get("letter") or ""
    year = part.get("year") or part.get("dated") or part.get("only") or part.get("lettered")
    if part.get("ruling"):
        year = part["ruling"][-4:]
    day = None
    if part.get("dated"):
        try:
            day = date(int(part["dated"]), _MONTHS[part["month"].casefold()], int(part["day"]))
        except ValueError:  # 31 September
            day = None
    issuer = next(
        (name for name, words in _ISSUERS.items() if re.search(words, part.get("issuer") or "", re.IGNORECASE)), ""
    )
    return Citation(
        match.start(), match.end(), match.group(), kind,
        number=number, year=int(year) if year else None, day=day, issuer=issuer if kind == Kind.CIRCULAR else "",
    )  # fmt: skip


def _with_provisions(text: str, named: list[Citation]) -> list[Citation]:
    """Each pasal goes to the regulation right behind it, else to the one right in front of it."""
    found, taken = [], 0
    fronts = [_BEFORE.search(text, _floor(named, index), one.start) for index, one in enumerate(named)]
    for index, one in enumerate(named):
        front, end = fronts[index], one.end
        start = front.start(1) if front and front.start(1) >= taken else one.start
        paths = paths_in(text[start : one.start]) if start < one.start else ()
        limit = fronts[index + 1].start(1) if index + 1 < len(named) and fronts[index + 1] else len(text)
        behind = None if one.kind == Kind.COURT else _BEHIND.match(text, one.end)  # a ruling has no pasal of its own
        if not paths and behind and behind.end() <= limit:
            paths, end = paths_in(behind[1]), behind.end()
        taken = end
        found.append(_replaced(one, text, start, end, paths))
    return found


def _floor(named: list[Citation], index: int) -> int:
    return named[index - 1].end if index else 0


def _replaced(one: Citation, text: str, start: int, end: int, paths: tuple[Path, ...]) -> Citation:
    return Citation(
        start, end, text[start:end], one.kind, one.number, one.year, one.day, one.subject, one.issuer, paths
    )


# Against the register


def resolve(citation: Citation, register: Register, *, on: date) -> Recognised | None:
    """The regulation that is meant, or None where the register has none."""
    entries = _candidates(citation, register)
    if not entries:
        return None
    entries = sorted(entries, key=lambda entry: (entry.revoked_on(on), "perubahan" in entry.title.casefold()))
    best = min(entries, key=lambda entry: sum(not entry.holds(path) for path in citation.paths))
    unknown = tuple(path for path in citation.paths if not any(entry.holds(path) for entry in entries))
    return Recognised(citation, best, unknown)


def _candidates(citation: Citation, register: Register) -> list[Entry]:
    if citation.subject:
        return [one for one in register.of_kind(citation.kind) if _is_about(one, citation.subject)]
    if not citation.number:
        found = [one for one in register.of_kind(citation.kind) if one.year == citation.year]
        return [one for one in found if one.valid_from == citation.day] or found
    if citation.year is None:
        wanted = plain_number(citation.number)
        return [one for one in register.of_kind(citation.kind) if wanted in one.numbers]
    found = register.numbered(citation.kind, citation.number, citation.year)
    return [one for one in found if not citation.issuer or _issued_by(one) in ("", citation.issuer)]


def _is_about(entry: Entry, subject: str) -> bool:
    return re.search(rf"\btentang {subject}\b(?! dan)", entry.title.casefold()) is not None


def _issued_by(entry: Entry) -> str:
    words = f"{entry.name} {entry.title}"
    return next((name for name, form in _ISSUERS.items() if re.search(form, words, re.IGNORECASE)), "")


def suggestion(citation: Citation, register: Register, *, on: date) -> Entry | None:
    """The regulation that was probably meant: a slip of one figure, a wrong year, another kind."""
    if citation.year is None or citation.subject:
        return None
    ranked = []
    for entry in register.entries:
        distance = _distance(citation, entry)
        if distance is not None:
            ranked.append((distance, entry.revoked_on(on), len(ranked), entry))
    return min(ranked)[-1] if ranked else None


def _distance(citation: Citation, entry: Entry) -> tuple[int, int] | None:
    """How far off, and in which way (0: the year, 1: the number, 2: the kind); None: something else altogether."""
    if entry.year is None:
        return None
    years = _slips(str(citation.year), str(entry.year))
    if not citation.number:
        return (years, 0) if entry.kind == citation.kind and years <= 1 else None
    numbers = min((_slips(plain_number(citation.number), number) for number in entry.numbers), default=9)
    if entry.kind != citation.kind:
        return (1, 2) if numbers == years == 0 else None
    if numbers == 0:
        return (years, 0) if years <= (2 if len(plain_number(citation.number)) > 1 else 1) else None
    return (numbers, 1) if years == 0 and numbers <= 1 else None


def _slips(one: str, other: str) -> int:
    """Figures to type, leave out, change or swap until both are the same."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


# A sentence that says itself that a rule is gone, or tells of the day it went.
_SAYS_SO = re.compile(
    r"\b(?:di|men|ter)?cabut(?:nya|an)?\b|\bpencabutan\b|\btidak\s+(?:lagi\s+)?berlaku\b|\b(?:meng|di|ter|peng)g?anti(?:kan)?\b"
    r"|\bdigantikan\b|(?<!paling )(?<!berapa )\blama\b|\bdulu\b|\bdahulu\b|\bsemula\b|\bpernah berlaku\b|\bbekas\b|\bsudah mati\b",
    re.IGNORECASE,
)


def check(passage: Passage, register: Register, *, on: date) -> Iterator[Finding]:
    """What a text says of the law and the register does not."""
    if passage.kind == "filename":
        return
    for citation in citations_in(passage.text):
        sentence = sentence_at(passage.text, citation.start)
        recognised = resolve(citation, register, on=on)
        if recognised is None:
            if not citation.subject:
                yield _unknown(passage, citation, register, sentence, on)
            continue
        entry = recognised.entry
        if entry.revoked_on(on) and not _SAYS_SO.search(sentence):
            yield found(
                passage, "revoked_regulation", Weight.ACCEPT, words=citation.words, context=sentence,
                message=f"{revocation(entry)}. Ganti rujukannya, atau tulis bahwa aturan itu sudah dicabut.",
            )  # fmt: skip
        for path in recognised.unknown:
            yield found(
                passage, "unknown_provision", Weight.ACCEPT, words=citation.words, context=sentence,
                message=f"{in_words(path)} {entry.name} tidak ada di daftar pasal. Periksa nomornya atau tambahkan pasalnya.",
            )  # fmt: skip


def _unknown(passage: Passage, citation: Citation, register: Register, sentence: str, on: date) -> Finding:
    meant = suggestion(citation, register, on=on)
    advice = f"maksud Anda {meant.name}?" if meant else "periksa nomornya, atau tambahkan ke daftar peraturan."
    return found(
        passage, "unknown_regulation", Weight.BLOCK, words=citation.words, context=sentence,
        message=f"{citation.words} tidak ada; {advice}",
    )  # fmt: skip


def revocation(entry: Entry) -> str:
    """«PP 53/2010 dicabut 31-08-2021 oleh PP 94/2021»."""
    day = f" {entry.valid_to:%d-%m-%Y}" if entry.valid_to else ""
    return f"{entry.name} dicabut{day}" + (f" oleh {entry.revoked_by}" if entry.revoked_by else "")
