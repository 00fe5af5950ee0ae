"""A film for Chromium's pretended camera: somebody holds a printed badge before it, a little askew."""

from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

WIDTH, HEIGHT, PER_SECOND = 640, 480, 5
QR_SIDE = 190  # pixels: a badge at arm's length


def badge_on(pdf: bytes) -> Image.Image:
    """The QR code and what is printed around it, cut out of a sheet of badges."""
    sheet = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("L")
    corners = zxingcpp.read_barcode(sheet).position
    left, top, right = corners.top_left.x, corners.top_left.y, corners.top_right.x
    side = right - left
    cut = sheet.crop((left - side, top - side, right + side, top + 2 * side))
    return cut.resize((3 * QR_SIDE, 3 * QR_SIDE))


def film(path: Path, *scenes: tuple[Image.Image | None, int]) -> Path:
    """YUV4MPEG2 that runs in a loop: what is held up, or None for an empty desk, and for how many seconds."""
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(header + b"".join(_frame(held) * PER_SECOND * seconds for held, seconds in scenes))
    return path


def _frame(held: Image.Image | None) -> bytes:
    """``held`` turned by 8 degrees in soft light."""
    scene = Image.new("L", (WIDTH, HEIGHT), 120)
    if held:
        turned = held.point(lambda light: 40 + light * 170 // 255).rotate(8, expand=True, fillcolor=120)
        scene.paste(turned, ((WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2))
        scene = scene.filter(ImageFilter.GaussianBlur(1))
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    return b"FRAME\n" + scene.tobytes() + grey
