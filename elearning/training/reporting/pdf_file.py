"""A report as a tagged PDF, for those who file it. The same document gives the same bytes."""

from __future__ import annotations

import base64
from collections.abc import Callable

from ..printing import press
from . import blocks
from .numbering import numbered


def pdf(document: blocks.Document, *, photos: Callable[[str], bytes | None]) -> bytes:
    """``photos``: the bytes by their hash. Raises OSError where WeasyPrint's system libraries are missing."""
    sources = {
        block.sha256: _inside(content)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, blocks.Photo) and (content := photos(block.sha256)) is not None
    }
    sections = [
        (heading, section, [(block, sources.get(getattr(block, "sha256", ""))) for block in section.blocks])
        for heading, section in numbered(document.sections)
    ]
    return press.pdf("report", {"document": document, "sections": sections})


def _inside(content: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
