"""What a report is made of, whoever prints it: sections of blocks. Each writer knows every block and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that nobody has given yet: «[Belum diisi: jalannya acara]»."""

    kind: ClassVar[str] = "missing"
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``widths``: parts of the whole, one per column; ``numeric``: columns that hold figures; ``last_is_sum``."""

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    numeric: tuple[int, ...] = ()
    last_is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """``sha256`` finds the bytes."""

    kind: ClassVar[str] = "photo"
    sha256: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Signature:
    kind: ClassVar[str] = "signature"
    lines: tuple[str, ...]
    name: str


Block = Paragraph | Missing | Bullets | Table | Photo | Signature


@dataclass(frozen=True, slots=True)
class Section:
    """``level``: 1 for a chapter, 2 for what stands in it."""

    title: str
    level: int
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """``subtitle``: what stands below the title; ``footer``: the time of the data and the hash of the content."""

    organiser: str
    title: str
    subtitle: tuple[str, ...]
    footer: str
    sections: Sequence[Section]
