"""A neutral mark for the demo, drawn here: no institution has it (experience.md §2)."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from certificates.models import KeptPicture
from certificates.services.pictures import keep_picture

SIDE = 480
TEAL, SAND = "#1f5f5b", "#e8dfc8"


def example_logo() -> KeptPicture:
    """A ring around three bars: people listening, if one likes. The same bytes every time, so it is kept once."""
    image = Image.new("RGBA", (SIDE, SIDE))
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, SIDE - 8, SIDE - 8), fill=TEAL)
    draw.ellipse((36, 36, SIDE - 36, SIDE - 36), outline=SAND, width=10)
    for at, height in ((140, 110), (210, 190), (280, 110)):
        draw.rounded_rectangle((at, 340 - height, at + 60, 340), radius=14, fill=SAND)
    out = BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return keep_picture(out, name="logo-contoh.png")
