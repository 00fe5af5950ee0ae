"""Letters measured before they are set: how text breaks into lines, and how large it may be. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elearning.distribution.pictures import font

_MEASURED_AT = 100  # pixels; widths grow in proportion


@dataclass(frozen=True, slots=True)
class Fitted:
    """``size`` and ``height`` in the caller's unit."""

    size: float
    lines: tuple[str, ...]
    height: float


def width_of(text: str, size: float, *, bold: bool) -> float:
    return font(_MEASURED_AT, bold=bold).getlength(text) * size / _MEASURED_AT


def broken(text: str, size: float, width: float, *, bold: bool) -> tuple[str, ...]:
    """Lines of whole words; a word that is wider than a line stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def fit(
    text: str, width: float, height: float, sizes: Sequence[float], *, bold: bool = False, leading: float = 1.3
) -> Fitted:
    """The largest of ``sizes`` (falling) at which the text keeps within its box; else the smallest."""
    for size in sizes:
        lines = broken(text, size, width, bold=bold)
        fitted = Fitted(size, lines, len(lines) * size * leading)
        if fitted.height <= height and all(width_of(line, size, bold=bold) <= width for line in lines):
            return fitted
    return fitted


def balanced(fitted: Fitted, width: float, *, bold: bool = False) -> Fitted:
    """The same lines in number, of about the same length: no single word on the last one."""
    text, best = " ".join(fitted.lines), fitted.lines
    for share in range(95, 50, -5):
        lines = broken(text, fitted.size, width * share / 100, bold=bold)
        if len(lines) > len(fitted.lines):
            break
        best = lines
    return Fitted(fitted.size, best, fitted.height)
