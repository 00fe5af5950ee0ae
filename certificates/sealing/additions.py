"""What was written behind our bytes: signatures, or something that a reader would see instead of our paper (ADR 0032).

A signer can put another page behind the one that we gave and sign both; the first bytes are then still ours. So every object of
ours must stand as it stood. Catalogue and pages may be written again, with a signature's field among their annotations.
pyHanko's own analysis of differences begins at a signature, and a paper that goes out unsealed has none.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject
    from pyhanko.pdf_utils.reader import PdfFileReader

LARGEST_MARK = 1 / 8  # of the page: a provider's visible mark may not lie over what the paper says
CATALOGUE_MAY_GAIN = {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Perms", "/Version"}
FORM_MAY_HOLD = {"/Fields", "/SigFlags", "/DR", "/DA"}
FIELD_MAY_NOT = {"/A", "/AA", "/Kids", "/Parent"}  # no action, and nothing that hides in a tree


def only_signatures(content: bytes, base: bytes) -> bool:
    """Whether ``content``, which begins with ``base``, shows what ``base`` shows and signatures besides."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        return _Comparison(PdfFileReader(BytesIO(base)), PdfFileReader(BytesIO(content))).is_clean()
    except Exception:  # a file of somebody else's making; what cannot be followed is a change
        return False


class _Comparison:
    """Our paper, and the same with what was written behind it."""

    def __init__(self, old: PdfFileReader, new: PdfFileReader) -> None:
        self.old, self.new = old, new
        self.old_pages, self.new_pages = _pages(old), _pages(new)

    def is_clean(self) -> bool:
        if "/Encrypt" in self.new.trailer or _number(self.old.trailer, "/Root") != _number(self.new.trailer, "/Root"):
            return False
        return (
            not (self._written_again() - self._may_be_written_again())
            and _same(self.old.root, self.new.root, but=CATALOGUE_MAY_GAIN)
            and list(self.old_pages) == list(self.new_pages)
            and all(self._adds_signatures(number) for number in self.old_pages)
            and self._form_is_ours()
        )

    def _written_again(self) -> set[int]:
        """The numbers of our objects that stand in a later part of the file, or were struck out there."""
        revisions = self.old.xrefs.total_revisions
        ours = {ref.idnum for part in range(revisions) for ref in self.old.xrefs.explicit_refs_in_revision(part)}
        later = range(revisions, self.new.xrefs.total_revisions)
        written = {ref.idnum for part in later for ref in self.new.xrefs.explicit_refs_in_revision(part)}
        struck = {ref.idnum for part in later for ref in self.new.xrefs.refs_freed_in_revision(part)}
        return ours & (written | struck)

    def _may_be_written_again(self) -> set[int]:
        """Catalogue, description, form, pages, and the lists that fields stand in: each is looked into."""
        fields = _number(self.old.root["/AcroForm"], "/Fields") if "/AcroForm" in self.old.root else 0
        found = {
            _number(self.old.trailer, "/Root"),
            _number(self.old.trailer, "/Info"),
            _number(self.old.root, "/Metadata"),
            _number(self.old.root, "/AcroForm"),
            fields,
            *self.old_pages,
            *(_number(page, "/Annots") for page in self.old_pages.values()),
        }
        return {number for number in found if number}

    def _adds_signatures(self, number: int) -> bool:
        before, after = self.old_pages[number], self.new_pages[number]
        ours, theirs = _list(before, "/Annots"), _list(after, "/Annots")
        kept = [_written(each) for each in theirs[: len(ours)]] == [_written(each) for each in ours]
        added = [each.get_object() for each in theirs[len(ours) :]]
        return kept and _same(before, after, but={"/Annots"}) and all(_is_modest(each, after) for each in added)

    def _form_is_ours(self) -> bool:
        if "/AcroForm" not in self.new.root:
            return "/AcroForm" not in self.old.root
        form = self.new.root["/AcroForm"]
        ours = _list(self.old.root["/AcroForm"], "/Fields") if "/AcroForm" in self.old.root else []
        theirs = _list(form, "/Fields")
        kept = [_written(each) for each in theirs[: len(ours)]] == [_written(each) for each in ours]
        return kept and set(form) <= FORM_MAY_HOLD and all(_is_signature(each.get_object()) for each in theirs)


def _is_signature(field: DictionaryObject) -> bool:
    return field.get("/FT") == "/Sig" and FIELD_MAY_NOT.isdisjoint(field)


def _is_modest(field: DictionaryObject, page: DictionaryObject) -> bool:
    """Whether an annotation is a signature, and small beside its page or not to be seen at all."""
    if field.get("/Subtype") != "/Widget" or not _is_signature(field):
        return False
    left, bottom, right, top = (float(number) for number in field["/Rect"])
    x0, y0, x1, y1 = (float(number) for number in _inherited(page, "/MediaBox"))
    return abs((right - left) * (top - bottom)) <= LARGEST_MARK * abs((x1 - x0) * (y1 - y0))


def _inherited(page: DictionaryObject, key: str) -> ArrayObject:
    while key not in page:
        page = page["/Parent"]
    return page[key]


def _pages(reader: PdfFileReader) -> dict[int, DictionaryObject]:
    """Every page by the number of its object, in order."""
    found, waiting = {}, [reader.root.raw_get("/Pages")]
    while waiting:
        ref = waiting.pop()
        node = ref.get_object()
        if node["/Type"] == "/Pages":
            waiting += reversed(list(_list(node, "/Kids")))
        elif ref.idnum in found:
            raise ValueError("a page that stands twice")
        else:
            found[ref.idnum] = node
    return found


def _list(holder: DictionaryObject, key: str) -> list[PdfObject]:
    """The entries of a list as they stand there, references unresolved."""
    if key not in holder:
        return []
    array = holder[key]
    return [array.raw_get(place) for place in range(len(array))]


def _number(holder: DictionaryObject, key: str) -> int:
    """The number of the object that a key points at; 0 when it holds the thing itself, or nothing."""
    if key not in holder:
        return 0
    return getattr(holder.raw_get(key), "idnum", 0)


def _same(before: DictionaryObject, after: DictionaryObject, *, but: set[str]) -> bool:
    keys = (set(before) | set(after)) - but
    return all(key in before and key in after for key in keys) and all(
        _written(before.raw_get(key)) == _written(after.raw_get(key)) for key in keys
    )


def _written(value: PdfObject) -> bytes:
    output = BytesIO()
    value.write_to_stream(output, None)
    return output.getvalue()
