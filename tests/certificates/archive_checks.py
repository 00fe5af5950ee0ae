"""What can be read off a PDF without a validator for PDF/A and PDF/UA (ADR 0031): each breach in one sentence."""

import io
from collections.abc import Iterator

import pikepdf
from fontTools.ttLib import TTFont

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "EI"}


def breaches(content: bytes) -> list[str]:
    """Empty for a paper that we would hand out."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [*_catalogue(pdf), *_metadata(pdf), *_fonts(pdf), *_attachments(pdf), *_tags(pdf), *_pictures(pdf)]
        for number, page in enumerate(pdf.pages, start=1):
            found += [f"page {number}: {sentence}" for sentence in _marked_content(page)]
        return found


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    return (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Stream))


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """The structure elements of a kind, e.g. «Figure»."""
    return [item for item in dictionaries(pdf) if item.get("/Type") == "/StructElem" and str(item.S) == f"/{kind}"]


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if pdf.is_encrypted:
        yield "it is encrypted"
    if "/ID" not in pdf.trailer:
        yield "it has no identifier"
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "it does not say that it is marked"
    if str(root.get("/Lang", "")) != "id-ID":
        yield "its language is not id-ID"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the window would not show its title"
    if not str(pdf.docinfo.get("/Title", "")):
        yield "it has no title"
    intents = [intent for intent in root.get("/OutputIntents", []) if intent.S == "/GTS_PDFA1"]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield "it has no output intent with a profile"
    for forbidden in ("/OpenAction", "/AA", "/JavaScript", "/XFA"):
        if forbidden in root:
            yield f"it has {forbidden}"
    for page in pdf.pages:
        if page.get("/Tabs") != "/S":
            yield "tabs do not follow the structure"
        yield from (breach for annotation in page.get("/Annots", []) for breach in _annotation(annotation))


def _annotation(annotation: pikepdf.Object) -> Iterator[str]:
    """Only the field of a seal may stand here: outside the page PDF/UA asks for no tag, without size for no appearance."""
    if annotation.get("/FT") != "/Sig":
        yield "it has annotations, whose marks nobody checks"
        return
    left, bottom, right, top = (float(number) for number in annotation.Rect)
    if (left, bottom) != (right, top) or right >= 0:
        yield "the field of its seal is to be seen"
    flags = int(annotation.F)
    if not flags & 4 or flags & 0b100011:  # printable, and neither hidden nor invisible: PDF/A
        yield "the field of its seal is hidden"
    if not str(annotation.get("/TU", "")):
        yield "the field of its seal has no name for a reader"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    with pdf.open_metadata() as xmp:
        expected = {"pdfaid:part": "3", "pdfaid:conformance": "U", "pdfuaid:part": "1"}
        for key, value in expected.items():
            if xmp.get(key) != value:
                yield f"XMP {key} is {xmp.get(key)!r}"
        pairs = {"dc:title": "/Title", "pdf:Producer": "/Producer"}
        for key, name in pairs.items():
            if xmp.get(key) != str(pdf.docinfo[name]):
                yield f"XMP {key} differs from {name}"
        for key, name in {"xmp:CreateDate": "/CreationDate", "xmp:ModifyDate": "/ModDate"}.items():
            if f"D:{xmp.get(key, '').replace('-', '')}" != str(pdf.docinfo[name]):
                yield f"XMP {key} differs from {name}"
    text = pdf.Root.Metadata.read_bytes()
    if b"pdfaExtension:schemas" not in text or b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" not in text:
        yield "the schema of pdfuaid is not described"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    fonts = [item for item in dictionaries(pdf) if item.get("/Type") == "/Font" and item.Subtype == "/Type0"]
    if not fonts:
        yield "it has no fonts"
    for font in fonts:
        (inner,) = font.DescendantFonts
        descriptor, name = inner.FontDescriptor, str(font.BaseFont)
        if "/ToUnicode" not in font:
            yield f"{name} has no ToUnicode"
        if name[7:8] != "+":
            yield f"{name} is not named as a subset"
        if "/FontFile2" not in descriptor:
            yield f"{name} is not embedded as TrueType"
            continue
        if font.Encoding != "/Identity-H" or inner.get("/CIDToGIDMap") != "/Identity":
            yield f"{name} maps its characters in another way"
        yield from _widths(name, inner, descriptor.FontFile2.read_bytes())


def _widths(name: str, inner: pikepdf.Object, content: bytes) -> Iterator[str]:
    """ISO 19005-3, 6.2.11.5: the widths in the dictionary are those of the embedded program."""
    with TTFont(io.BytesIO(content)) as program:
        metrics, per_em, order = program["hmtx"], program["head"].unitsPerEm, program.getGlyphOrder()
        stated = list(inner.W)
        for first, widths in zip(stated[::2], stated[1::2], strict=True):
            for glyph, width in enumerate(widths, start=int(first)):
                if glyph >= len(order) or abs(metrics[order[glyph]][0] * 1000 / per_em - float(width)) > 1:
                    yield f"{name} states another width of glyph {glyph}"


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    associated = [str(one.UF) for one in pdf.Root.get("/AF", [])]
    if sorted(associated) != sorted(pdf.attachments) or len(set(associated)) != len(associated):
        yield f"associated files {associated}, embedded files {list(pdf.attachments)}"
    for one in pdf.Root.get("/AF", []):
        stream = one.EF.F
        if one.get("/AFRelationship") not in ("/Data", "/Source", "/Alternative", "/Supplement"):
            yield f"{one.UF} has no relationship"
        if not str(stream.get("/Subtype", "")) or "/ModDate" not in stream.get("/Params", {}):
            yield f"{one.UF} has no media type or date"


def _tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = pdf.Root.get("/StructTreeRoot")
    if tree is None:
        yield "it has no structure"
        return
    if any(not str(figure.get("/Alt", "")).strip() for figure in elements(pdf, "Figure")):
        yield "a picture has no words"
    headings = elements(pdf, "TH")
    if any(heading.A.get("/Scope") not in ("/Column", "/Row") for heading in headings):
        yield "a table heading has no direction"
    registered = [str(name) for name in tree.get("/IDTree", {}).get("/Names", [])][::2]
    if registered != sorted(str(heading.ID) for heading in headings):
        yield "the register of table headings is wrong"
    if len(elements(pdf, "H1")) != 1:
        yield "it has not one heading of the first order"
    orphans = [one for one in dictionaries(pdf) if one.get("/Type") == "/StructElem" and "/P" not in one]
    if orphans:
        yield "a structure element hangs nowhere"


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in dictionaries(pdf):
        if item.get("/Subtype") == "/Image" and item.get("/Interpolate", False):
            yield "a picture is to be interpolated"
        if "/LZWDecode" in str(item.get("/Filter", "")):
            yield "a stream is packed with LZW"


def _marked_content(page: pikepdf.Page) -> Iterator[str]:
    """Whatever is painted is tagged or an artifact; every tag of the page is in the tree once."""
    stack: list[str] = []
    seen: list[int] = []
    bare: set[str] = set()
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BMC", "BDC"):
            stack.append(str(operands[0]))
            if len(operands) > 1 and "/MCID" in operands[1]:
                seen.append(int(operands[1].MCID))
        elif name == "EMC":
            stack.pop()
        elif name in PAINTS and not stack:
            bare.add(name)
    if stack:
        yield "marked content is not closed"
    if bare:
        yield f"painted without a mark: {sorted(bare)}"
    if sorted(seen) != list(range(len(seen))):
        yield "tags are not numbered through"
