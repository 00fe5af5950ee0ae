"""The least photo and the least paper that somebody could upload."""

import io

import pikepdf
from PIL import Image


def jpeg(size=(800, 600), colour="grey", **more) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, "JPEG", **more)
    return made.getvalue()


def pdf(pages=2, **more) -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as paper:
        for _ in range(pages):
            paper.add_blank_page()
        paper.save(made, **more)
    return made.getvalue()
