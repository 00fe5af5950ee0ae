"""Pictures and the QR code as they go into the PDF: each picture taken apart once per process (ADR 0031).

Both stand in for WeasyPrint's own images: it asks them for a size, lets them draw, and takes their streams.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import Any

QR = "qr:"
KEPT_IN_MEMORY = 32  # logos and drawn signatures: a batch shows the same few, some 20 KB each


def picture_address(name: str) -> str:
    """What the design writes as ``src`` of the picture with this SHA-256."""
    return f"picture:{name}"


def images(address: str, pictures: Mapping[str, bytes]) -> dict[str, Any]:
    """Everything that a page may show, by its ``src``: the QR code of ``address`` and the pictures of the facts."""
    return {QR: Modules(address), **{picture_address(name): _picture(png) for name, png in pictures.items()}}


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
