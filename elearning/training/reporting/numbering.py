"""How the headings of a report are counted: chapters I, II, III, their parts A, B, C, the appendices 1, 2, 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .blocks import Section

CHAPTERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
APPENDICES = "Lampiran"


def numbered(sections: Iterable[Section]) -> Iterator[tuple[str, Section]]:
    """Each section with its heading as it is printed."""
    chapter = part = 0
    in_appendices = False
    for section in sections:
        if section.level == 1:
            in_appendices, part = section.title == APPENDICES, 0
            chapter += not in_appendices
            yield (section.title if in_appendices else f"{CHAPTERS[chapter - 1]}. {section.title}"), section
        else:
            part += 1
            yield (f"Lampiran {part}. " if in_appendices else f"{chr(64 + part)}. ") + section.title, section
