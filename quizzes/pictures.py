"""The picture of a question and its named parts, in the pixels that a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SPEC = "width-800|format-webp|webpquality-60"


@dataclass(frozen=True, slots=True)
class PaperRegion:
    """Whole pixels, so that no decimal comma of the locale gets into a drawing."""

    letter: str
    x: int
    y: int
    width: int
    height: int
    is_chosen: bool

    @property
    def label(self) -> tuple[int, int]:
        """Where the letter stands: inside, near the upper left corner."""
        return self.x + 32, self.y + 32


@dataclass(frozen=True, slots=True)
class PaperPicture:
    url: str
    width: int
    height: int
    regions: tuple[PaperRegion, ...]


def picture_of(image: Any, parts: Iterable[tuple[str, Mapping[str, float] | None, bool]]) -> PaperPicture | None:
    """``parts``: letter, rectangle in percent, and whether it is ticked."""
    if image is None:
        return None
    rendition = image.get_rendition(SPEC)
    across, down = rendition.width / 100, rendition.height / 100
    regions = tuple(
        PaperRegion(
            letter,
            round(region["x"] * across),
            round(region["y"] * down),
            round(region["width"] * across),
            round(region["height"] * down),
            is_chosen,
        )
        for letter, region, is_chosen in parts
        if region
    )
    return PaperPicture(rendition.url, rendition.width, rendition.height, regions)
