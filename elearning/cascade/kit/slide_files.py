"""The two writers of the slides: PPTX by python-pptx, PDF by WeasyPrint, from the same boxes."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import Any

from lxml.etree import SubElement
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from elearning.ui import press

from .slides import BETWEEN, HEIGHT, INDENT, LEADING, WIDTH, Bar, Picture, Slide, Text, slides_of
from .words import Kit

_INK = RGBColor(0x1F, 0x23, 0x28)
_FACE = "Arial"  # on every office machine, or replaced by one of the same widths; ours is not installed there
_TITLE_ONLY = 5


def pptx(kit: Kit) -> bytes:
    """Slides whose words can be changed, with notes for the speaker."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Mm(WIDTH), Mm(HEIGHT)
    deck.core_properties.title = kit.title
    deck.core_properties.author = kit.shared_by or kit.organiser
    deck.core_properties.subject = kit.version
    deck.core_properties.language = "id-ID"
    for slide in slides_of(kit):
        _add(deck, slide)
    output = BytesIO()
    deck.save(output)
    return output.getvalue()


def pdf(kit: Kit) -> bytes:
    """The same slides. Raises OSError where pango is missing."""
    slides = [
        {
            "title": slide.title,
            "texts": [box for box in slide.boxes if isinstance(box, Text)],
            "pictures": [(box, _address(box.png)) for box in slide.boxes if isinstance(box, Picture)],
            "bars": [box for box in slide.boxes if isinstance(box, Bar)],
        }
        for slide in slides_of(kit)
    ]
    return press.pdf("cascade/print/slides", {"kit": kit, "slides": slides})


def _add(deck: Any, slide: Slide) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = page.shapes.title
    title.left, title.top = Mm(slide.title.left), Mm(slide.title.top)
    title.width, title.height = Mm(slide.title.width), Mm(slide.title.height)
    _set(title.text_frame, slide.title)
    for box in slide.boxes:
        if isinstance(box, Text):
            shape = page.shapes.add_textbox(Mm(box.left), Mm(box.top), Mm(box.width), Mm(box.height))
            _set(shape.text_frame, box)
        elif isinstance(box, Picture):
            shape = page.shapes.add_picture(BytesIO(box.png), Mm(box.left), Mm(box.top), Mm(box.width), Mm(box.height))
            shape._element.nvPicPr.cNvPr.set("descr", box.alt)
        else:
            bar = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, Mm(box.left), Mm(box.top), Mm(box.width), Mm(box.height))
            bar.fill.solid()
            bar.fill.fore_color.rgb = _INK
            bar.line.fill.background()
            bar.shadow.inherit = False
    page.notes_slide.notes_text_frame.text = slide.notes


def _set(frame: Any, box: Text) -> None:
    """Whole paragraphs, so that words flow again when somebody changes them."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for place, words in enumerate(box.paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.line_spacing = PP_ALIGN.LEFT, Pt(box.size * LEADING)
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold, run.font.name = Pt(box.size), box.bold, _FACE
        run.font.color.rgb = _INK
        run._r.get_or_add_rPr().set("lang", "id-ID")
        if box.is_list:
            _dot(paragraph)


def _dot(paragraph: Any) -> None:
    """A real list, with hanging lines; python-pptx has no words for it."""
    paragraph.space_after = Mm(BETWEEN)
    settings = paragraph._p.get_or_add_pPr()
    settings.set("marL", str(Mm(INDENT)))
    settings.set("indent", str(-Mm(INDENT)))
    SubElement(settings, qn("a:buChar")).set("char", "•")


def _address(png: bytes) -> str:
    return f"data:image/png;base64,{b64encode(png).decode()}"
