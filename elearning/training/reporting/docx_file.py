"""A report as DOCX, for those who go on editing it. The same document gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from . import blocks
from .numbering import APPENDICES, numbered

Photos = Callable[[str], bytes | None]
FONT, INK = "Arial", RGBColor(0, 0, 0)
TEXT_MM = 160  # A4 with margins of 25 mm
PHOTO_MM = (150, 95)  # so that two stand on a page with their captions
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def docx(document: blocks.Document, *, as_of: datetime, photos: Photos) -> bytes:
    """``photos``: the bytes by their hash; None where the file is gone."""
    made = new_document()
    _page(made, document)
    _properties(made, document, as_of)
    for line, size in (
        (document.organiser.upper(), 12),
        (document.title, 16),
        *((one, 11) for one in document.subtitle),
    ):
        paragraph = made.add_paragraph(style="Title" if size == 16 else "Normal")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(line)
        run.bold, run.font.size = size > 11, Pt(size)
    for heading, section in numbered(document.sections):
        title = made.add_heading(heading, level=section.level)
        title.paragraph_format.page_break_before = section.title == APPENDICES
        for block in section.blocks:
            _WRITERS[block.kind](made, block, photos)
    stored = io.BytesIO()
    made.save(stored)
    return _without_clock(stored.getvalue())


def _page(made, document: blocks.Document) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    for name, size in (
        ("Normal", 11),
        ("Title", 16),
        ("Heading 1", 14),
        ("Heading 2", 12),
        ("List Bullet", 11),
        ("Caption", 10),
    ):
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme would win over our font
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        fonts.set(qn("w:hAnsi"), FONT)
        fonts.set(qn("w:cs"), FONT)
    _language(made)
    made.styles["Normal"].paragraph_format.space_after = Pt(6)
    if (border := made.styles["Title"].element.pPr.find(qn("w:pBdr"))) is not None:
        made.styles["Title"].element.pPr.remove(border)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{document.footer} · halaman ").font.size = Pt(8)
    _field(footer.add_run(), "PAGE")


def _language(made) -> None:
    for properties in made.styles.element.iter(qn("w:rPrDefault")):
        for language in properties.iter(qn("w:lang")):
            language.set(qn("w:val"), "id-ID")


def _field(run, name: str) -> None:
    run.font.size = Pt(8)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run._r.addnext(field)
    field.append(run._r)


def _properties(made, document: blocks.Document, as_of: datetime) -> None:
    known, moment = made.core_properties, as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    known.title, known.subject, known.author = (
        document.title[:255],
        document.subtitle[0][:255],
        document.organiser[:255],
    )
    known.last_modified_by, known.comments, known.language = "", document.footer, "id-ID"
    known.created = known.modified = moment


def _paragraph(made, block: blocks.Paragraph, photos: Photos) -> None:
    made.add_paragraph(block.text)


def _missing(made, block: blocks.Missing, photos: Photos) -> None:
    run = made.add_paragraph().add_run(block.text)
    run.bold = run.italic = True


def _bullets(made, block: blocks.Bullets, photos: Photos) -> None:
    for item in block.items:
        made.add_paragraph(item, style="List Bullet")


def _table(made, block: blocks.Table, photos: Photos) -> None:
    table = made.add_table(rows=0, cols=len(block.header), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, block.widths, strict=True):
        column.width = Mm(TEXT_MM * width / 100)
    _row(table, block, block.header, bold=True, is_header=True)
    for place, row in enumerate(block.rows, start=1):
        _row(table, block, row, bold=block.last_is_sum and place == len(block.rows))
    made.add_paragraph()


def _row(table, block: blocks.Table, cells: Iterable[str], *, bold: bool, is_header: bool = False) -> None:
    made = table.add_row()
    properties = made._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_header:
        properties.append(OxmlElement("w:tblHeader"))  # said again on every page
    for place, (cell, text) in enumerate(zip(made.cells, cells, strict=True)):
        cell.width = Mm(TEXT_MM * block.widths[place] / 100)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(9.5)
        if place in block.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _photo(made, block: blocks.Photo, photos: Photos) -> None:
    content = photos(block.sha256)
    if content is None:
        _missing(made, blocks.Missing("[Foto ini sudah dihapus]"), photos)
    else:
        scale = min(PHOTO_MM[0] / block.width, PHOTO_MM[1] / block.height)
        paragraph = made.add_paragraph()
        paragraph.alignment, paragraph.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        shape = paragraph.add_run().add_picture(io.BytesIO(content), width=Mm(block.width * scale))
        shape._inline.docPr.set("descr", block.caption)
    caption = made.add_paragraph(block.caption, style="Caption")
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _signature(made, block: blocks.Signature, photos: Photos) -> None:
    made.paragraphs[-1].paragraph_format.keep_with_next = True  # nobody signs an empty page
    lines = [*block.lines, "", "", "", block.name]
    for place, line in enumerate(lines):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_after = Mm(85), Pt(2)
        paragraph.paragraph_format.keep_with_next = place < len(lines) - 1
        paragraph.add_run(line).bold = place == len(lines) - 1


_WRITERS: dict[str, Callable[..., None]] = {
    "paragraph": _paragraph, "missing": _missing, "bullets": _bullets, "table": _table, "photo": _photo,
    "signature": _signature,
}  # fmt: skip


def _without_clock(content: bytes) -> bytes:
    """The same parts in the order of their names, none of them dated."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
