"""«Bahan paparan»: twelve slides with speaker notes. One layout, two writers: PPTX to be changed, PDF to be shown anywhere.

Each slide is a list of boxes in millimetres on a page of 338.7×190.5 mm (16:9); both writers set exactly these, so that the
PDF that was looked at is what the PPTX shows (ADR 0040).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import segno

from elearning.distribution import pictures
from elearning.lib import dates
from elearning.regulations.models import Verdict

from .fitting import balanced, broken, fit, width_of
from .words import SLIDE_CARDS, Card, Kit, pick

WIDTH, HEIGHT = 338.7, 190.5
_LEFT, _ACROSS = 24.0, 290.7
_TITLE_TOP = 20.0
_MM_PER_POINT = 25.4 / 72
_SAFETY = 1.06  # the letters of an office's machine run a little wider than the ones measured here
LEADING, INDENT, BETWEEN = 1.25, 8.0, 2.0  # of a line's size; mm before an item of a list, and after it
_MEANING = {
    Verdict.ALLOWED: "Silakan, selama tidak menambah hal lain.",
    Verdict.FORBIDDEN: "Jangan. Ada alasannya, dasar hukumnya, dan cara yang lebih baik.",
    Verdict.CONDITIONAL: "Hanya jika semua syarat terpenuhi. Satu saja tidak, jangan lakukan.",
}


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs that flow in a box; ``size`` in points. ``height`` is what they take, measured."""

    left: float
    top: float
    width: float
    height: float
    paragraphs: tuple[str, ...]
    size: float
    bold: bool = False
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    left: float
    top: float
    width: float
    height: float
    png: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle: rules, and the edge that says the label."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Slide:
    title: Text
    boxes: tuple[Text | Picture | Bar, ...]
    notes: str


def slides_of(kit: Kit) -> list[Slide]:
    """Twelve for a course with eight cards or more; one less for each card that is missing."""
    cards = pick(kit.cards, SLIDE_CARDS)
    made = [_opening(kit), _labels(), *(_card(card) for card in cards), _doubt(), _closing(kit)]
    return [
        Slide(slide.title, (*slide.boxes, *_foot(kit, place, len(made))), slide.notes)
        for place, slide in enumerate(made, start=1)
    ]


def _opening(kit: Kit) -> Slide:
    title = _title(kit.title, top=46, height=58, sizes=(60, 54, 48, 42, 36))
    below = title.top + title.height + 6
    return Slide(
        title,
        (
            Bar(_LEFT, 34, 60, 1.6),
            _text(kit.summary, below, 40, (26, 24, 22, 20)),
            _text(" · ".join(filter(None, (kit.unit, kit.shared_by))), 148, 12, (22, 20, 18, 16), bold=True),
        ),
        "Sambut peserta. Sebutkan tujuannya: sesudah paparan ini setiap orang dapat membedakan yang boleh, yang tidak "
        "boleh, dan yang boleh dengan syarat. Paparan ini memakan waktu kira-kira tiga puluh menit bersama tanya jawab. "
        f"Isinya {_lowered(kit.version)}. Sebelum memaparkan, pindai kode QR di bagian akhir untuk memastikan aturannya belum berubah.",
    )


def _labels() -> Slide:
    boxes: list[Text | Picture | Bar] = []
    for place, (verdict, meaning) in enumerate(_MEANING.items()):
        top = 62 + place * 35
        boxes += [
            Picture(_LEFT, top, 24, 24, _sign(verdict), ""),
            _text(str(verdict.label), top - 1, 12, (28,), bold=True, left=_LEFT + 34, width=_ACROSS - 34),
            _text(meaning, top + 12, 14, (24, 22, 20), left=_LEFT + 34, width=_ACROSS - 34),
        ]
    return Slide(
        _title("Tiga label yang perlu diingat"),
        tuple(boxes),
        "Jelaskan ketiga label. Bentuknya berbeda, jadi tetap terbaca pada fotokopi. Minta peserta menebak label setiap "
        "perbuatan sebelum Anda membacakan jawabannya.",
    )


def _card(card: Card) -> Slide:
    title = _title(card.title, top=46, height=30, sizes=(38, 36, 34, 32))
    top = title.top + title.height + 3
    act = _text(card.act, top, 26, (26, 24, 22, 20))
    top = act.top + act.height + 9
    boxes: list[Text | Picture | Bar] = [
        *_edge(card.verdict),
        Picture(_LEFT, 19, 22, 22, _sign(card.verdict), ""),
        _text(card.label, 23.5, 14, (30,), bold=True, left=_LEFT + 29, width=_ACROSS - 29),
        act,
        Bar(_LEFT, top - 5, _ACROSS, 0.6),
    ]
    if card.conditions:
        boxes.append(_text("Boleh hanya jika semua ini terpenuhi:", top, 10, (22,), bold=True))
        boxes.append(_list(card.conditions, top + 11, 166 - top, (24, 22, 20, 18, 16)))
    else:
        half = (_ACROSS - 14) / 2
        for left, heading, text in ((_LEFT, "Mengapa", card.reason), (_LEFT + half + 14, "Sebaiknya", card.advice)):
            boxes.append(_text(heading, top, 10, (22,), bold=True, left=left, width=half))
            boxes.append(_text(text, top + 10, 166 - top, (24, 22, 20, 18, 16), left=left, width=half))
    return Slide(title, tuple(boxes), _notes_of(card))


def _notes_of(card: Card) -> str:
    lines = [f"Bacakan situasi ini: {card.situation}"] if card.situation else []
    lines += [
        "Tanyakan: boleh, tidak boleh, atau boleh dengan syarat? Beri waktu setengah menit.",
        f"Jawaban: {card.label}. {card.reason}",
    ]
    if card.conditions:
        lines.append(f"Syaratnya: {'; '.join(card.conditions)}.")
    if card.advice:
        lines.append(f"Sebaiknya: {card.advice}")
    if card.basis:
        lines.append(f"Dasar: {'; '.join(card.basis)}.")
    return "\n".join(lines)


def _doubt() -> Slide:
    steps = [
        "Jangan lakukan dulu.",
        "Ajukan satu pertanyaan: apakah ini dapat dibaca sebagai dukungan kepada salah satu calon?",
        "Tanyakan kepada atasan atau bagian kepegawaian.",
        "Cari kartunya di HP: «Boleh atau tidak?»",
    ]
    return Slide(
        _title("Bila ragu"),
        (_list(steps, 58, 96, (30, 28, 26, 24)),),
        "Tekankan: bertanya dulu selalu lebih baik daripada menjelaskan kemudian. Sebutkan siapa di kantor ini yang dapat "
        "ditanyai.",
    )


def _closing(kit: Kit) -> Slide:
    side, left = 92.0, _LEFT + 110
    steps = [
        f"Buka dan baca: ± {kit.minutes} menit",
        "Jawab kuisnya",
        "Isi data sekali, unduh sertifikat",
    ]
    boxes: list[Text | Picture | Bar] = [
        Picture(_LEFT, 58, side, side, _qr(kit.url), f"Kode QR ke {kit.address}"),
        _text("Pindai, atau ketik alamat ini:", 60, 12, (24,), left=left, width=_ACROSS - 110),
        _text(kit.address, 73, 20, (28, 26, 24, 22, 20), bold=True, left=left, width=_ACROSS - 110),
        _list(steps, 98, 36, (24, 22), left=left, width=_ACROSS - 110),
    ]
    if kit.due_on:
        due = f"Mohon selesai sebelum {dates.long_date(kit.due_on)}"
        boxes.append(_text(due, 138, 12, (24, 22, 20), bold=True, left=left, width=_ACROSS - 110))
    return Slide(
        _title("Belajar dan ambil sertifikat"),
        tuple(boxes),
        "Beri waktu dua menit agar semua orang membuka tautannya sekarang. Situs ini tidak meminta kata sandi, PIN, OTP, "
        "atau data bank, dan tidak ada aplikasi yang perlu dipasang.",
    )


def _foot(kit: Kit, place: int, count: int) -> Iterator[Text | Bar]:
    yield Bar(_LEFT, 172, _ACROSS, 0.35)
    yield _text(f"{kit.address} · {kit.version}", 174, 8, (14, 13, 12), width=_ACROSS - 40)
    yield _text(f"Slide {place} dari {count}", 174, 8, (14,), left=_LEFT + _ACROSS - 38, width=40)


def _edge(verdict: str) -> list[Text | Picture | Bar]:
    """Single, double or dashed, as on every card."""
    if verdict == Verdict.ALLOWED:
        return [Bar(13, 18, 2, 146)]
    if verdict == Verdict.FORBIDDEN:
        return [Bar(11, 18, 2, 146), Bar(15, 18, 2, 146)]
    return [Bar(13, 18 + step * 11.5, 2, 7.5) for step in range(13)]


def _title(
    text: str, *, top: float = _TITLE_TOP, height: float = 28, sizes: Sequence[float] = (40, 36, 32, 28)
) -> Text:
    """On one line if it can be large there, else on lines of about the same length."""
    on_one_line = _text(text, top, LEADING * sizes[0] * _MM_PER_POINT, sizes, bold=True)
    if len(broken(text, on_one_line.size * _MM_PER_POINT, _ACROSS / _SAFETY, bold=True)) == 1:
        return on_one_line
    points = [size * _MM_PER_POINT for size in sizes]
    fitted = balanced(
        fit(text, _ACROSS / _SAFETY, height, points, bold=True, leading=LEADING), _ACROSS / _SAFETY, bold=True
    )
    across = max(width_of(line, fitted.size, bold=True) for line in fitted.lines) * _SAFETY
    return Text(_LEFT, top, min(across, _ACROSS), fitted.height, (text,), fitted.size / _MM_PER_POINT, bold=True)


def _text(
    text: str, top: float, height: float, sizes: Sequence[float], *,
    left: float = _LEFT, width: float = _ACROSS, bold: bool = False,
) -> Text:  # fmt: skip
    """``sizes`` in points, the largest first; the box becomes as high as its lines."""
    points = [size * _MM_PER_POINT for size in sizes]
    fitted = fit(text, width / _SAFETY, height, points, bold=bold, leading=LEADING)
    return Text(left, top, width, fitted.height, (text,), fitted.size / _MM_PER_POINT, bold)


def _list(
    items: Sequence[str], top: float, height: float, sizes: Sequence[float], *,
    left: float = _LEFT, width: float = _ACROSS,
) -> Text:  # fmt: skip
    """Each item with a dot before it, all in one size."""
    for size in sizes:
        across = (width - INDENT) / _SAFETY
        lines = sum(len(broken(item, size * _MM_PER_POINT, across, bold=False)) for item in items)
        total = lines * size * _MM_PER_POINT * LEADING + len(items) * BETWEEN
        if total <= height:
            break
    return Text(left, top, width, total, tuple(items), size, is_list=True)


def _sign(verdict: str) -> bytes:
    return pictures.encoded(pictures.sign(verdict, 220, paper="#FFFFFF"), "PNG", optimize=True)


def _qr(url: str) -> bytes:
    output = BytesIO()
    segno.make(url, error="m", micro=False).save(output, kind="png", scale=12, border=2)
    return output.getvalue()


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
