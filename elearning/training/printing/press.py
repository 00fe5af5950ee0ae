"""How this room makes PDFs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elearning.ui import press


def pdf(name: str, context: Mapping[str, Any]) -> bytes:
    """``templates/training/print/<name>.html`` with its style sheet.

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    return press.pdf(f"training/print/{name}", context)
