"""The name as the certificate prints it, for a page: the paper's face, sizes, lines and width (ADR 0027)."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.printing import fitting

HEIGHT_PT = 74
LINE_HEIGHT = 1.15  # templates/certificates/designs/bingkai.css, .name
BASELINE = 0.83  # of a line's height, where the letters of this face stand


@dataclass(frozen=True, slots=True)
class NameBox:
    """Numbers as SVG writes them. ``lines``: each line of the name with its baseline; none when the name does not fit."""

    name: str
    size: str
    lines: tuple[tuple[str, str], ...]
    width: str = f"{fitting.NAME_BOX_PT:.0f}"
    height: str = f"{HEIGHT_PT}"
    middle: str = f"{fitting.NAME_BOX_PT / 2:.0f}"


def name_box(name: str) -> NameBox:
    fit = fitting.fit_name(name)
    if fit is None:
        return NameBox(name, "18", ())
    step = fit.size_pt * LINE_HEIGHT
    top = (HEIGHT_PT - step * len(fit.lines)) / 2
    lines = tuple((line, f"{top + step * (at + BASELINE):.2f}") for at, line in enumerate(fit.lines))
    return NameBox(name, f"{fit.size_pt:.1f}", lines)
