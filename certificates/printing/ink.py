"""Pictures, the QR code and the drawing behind a page as they go into the PDF, prepared once per process (ADR 0031).

They stand in for WeasyPrint's own images: it asks them for a size, lets them draw, and takes their streams.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from defusedxml import ElementTree
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

QR = "qr:"
BEHIND = "design:behind"  # what the style sheet of a design names as its background
KEPT_IN_MEMORY = 32  # logos and drawn signatures: a batch shows the same few, some 20 KB each


def picture_address(name: str) -> str:
    """What the design writes as ``src`` of the picture with this SHA-256."""
    return f"picture:{name}"


def images(design: str, address: str, pictures: Mapping[str, bytes]) -> dict[str, Any]:
    """Everything that a page may show, by its ``src``: QR code of ``address``, pictures of the facts, the design's drawing."""
    shown = {picture_address(name): _picture(png) for name, png in pictures.items()}
    drawing = _drawing(design)
    return {QR: Modules(address), **({BEHIND: drawing} if drawing else {}), **shown}


class Modules:
    """A QR code drawn as filled squares, without the way through the text of an SVG and back."""

    def __init__(self, address: str) -> None:
        import segno

        self.rows = segno.make(address, error="m", micro=False).matrix

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[int, int, int]:
        return len(self.rows), len(self.rows), 1

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        side = width / len(self.rows)
        stream.set_color_rgb(0, 0, 0)
        for line, row in enumerate(self.rows):
            for start, length in _runs(row):
                stream.rectangle(start * side, line * side, length * side, side)
        stream.fill()


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Start and length of each stretch of dark modules."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        elif dark:
            runs.append((at, 1))
    return runs


class Drawing:
    """An SVG whose operators are kept once it was drawn: reading its paths again costs as much as the rest of a page.

    Threads share it: whoever finds nothing kept draws with an image of his own, and all of them keep the same.
    """

    def __init__(self, svg: str) -> None:
        self.svg = svg
        self.size = self._image().get_intrinsic_size(1, 16)
        self.kept: dict[tuple[float, float], tuple[bytes, dict[str, Any]]] = {}

    def _image(self) -> Any:
        from weasyprint.images import SVGImage

        return SVGImage(ElementTree.fromstring(self.svg), None, None, None)

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[Any, Any, Any]:
        return self.size

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        states = stream._resources["ExtGState"]
        if (width, height) in self.kept:
            operators, used = self.kept[width, height]
            stream.stream.append(operators)
            states.update(used)
            return
        others = {kind: len(stream._resources[kind]) for kind in ("XObject", "Pattern", "Shading")}
        first, before = len(stream.stream), dict(states)
        self._image()._svg.draw(
            stream, width, height, None, None
        )  # not SVGImage.draw: that one swallows what goes wrong
        if all(len(stream._resources[kind]) == count for kind, count in others.items()):
            used = {name: state for name, state in states.items() if name not in before}
            self.kept[width, height] = b"\n".join(stream.stream[first:]), used


@cache
def _drawing(design: str) -> Drawing | None:
    """What lies behind the pages of a design, where it has such a file."""
    try:
        return Drawing(render_to_string(f"certificates/designs/{design}.svg"))
    except TemplateDoesNotExist:
        return None


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _picture(png: bytes) -> Any:
    """A PNG as WeasyPrint's image, whose compressed streams are kept: making them costs more than the rest of a page."""
    import pydyf
    from PIL import Image
    from weasyprint.images import RasterImage

    class TakenApart(RasterImage):
        parts: Any = None

        def get_x_object(self, interpolate: bool, dpi_ratio: float) -> Any:
            if self.parts is None:
                self.parts = super().get_x_object(False, 1)
            return copy(self.parts)

    def copy(stream: Any) -> Any:
        extra = pydyf.Dictionary(stream.extra)
        if "SMask" in extra:
            extra["SMask"] = copy(extra["SMask"])
        return pydyf.Stream(stream.stream, extra)

    options = {"optimize_images": False, "jpeg_quality": None, "dpi": None}
    with Image.open(BytesIO(png), formats=("PNG",)) as image:
        return TakenApart(image, sha256(png).hexdigest()[:16], png, None, {}, "none", options)
