"""Figures as a screen says them."""

from __future__ import annotations

ENOUGH = 30  # with fewer answers all of these figures are noise (capabilities.md 4.5)


def too_few(count: int) -> str:
    """«belum cukup data (n = 12)», or nothing."""
    return f"belum cukup data (n = {count})" if count < ENOUGH else ""


def figure(value: float | None, *, count: int, places: int = 0, unit: str = "") -> str:
    """«48,8», «71%», «belum cukup data (n = 12)», or that nothing can be computed because nothing varies."""
    if count < ENOUGH:
        return too_few(count)
    return "tidak dapat dihitung" if value is None else f"{decimal(value, places)}{unit}"


def decimal(value: float, places: int = 0) -> str:
    """With a comma and a true minus sign."""
    text = f"{value:.{places}f}".replace(".", ",")
    return f"−{text[1:]}" if text.startswith("-") and text.strip("-0,") else text.lstrip("-")
