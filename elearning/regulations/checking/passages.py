"""One walker over every text of any registered model: fields, rich text, blocks, rows of a form, pictures (ADR 0016)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from bs4 import BeautifulSoup
from django.db import models
from modelcluster.models import get_all_child_relations
from taggit.models import ItemBase
from wagtail import blocks
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.snippets.blocks import SnippetChooserBlock

from elearning.people.models import User

from ..models import Provision
from .letters import plain_letters

Kind = Literal["rich", "plain", "alt", "filename", "answer"]
"""``answer``: a choice of a question, where a number alone is an amount."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One text and where an editor finds it: «Isi › Kasus 2 › Pembahasan». ``field``: the same as a path.

    Its letters are those that a reader sees; no check can be passed by hiding signs between them.
    """

    where: str
    field: str
    text: str
    kind: Kind = "plain"

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain_letters(self.text))


@dataclass(frozen=True, slots=True)
class Checked:
    """How a kind of object is checked; see ``register``."""

    model: type[models.Model]
    fields: tuple[str, ...]
    labels: dict[str, str]
    walk: Callable[[Any], Iterable[Passage]] | None
    bases: Callable[[Any], Iterable[Provision]]
    may_edit: Callable[[User, Any], bool] | None
    is_published: bool


_checked: dict[type[models.Model], Checked] = {}


def register(
    model: type[models.Model],
    *,
    fields: Sequence[str] = (),
    labels: dict[str, str] | None = None,
    walk: Callable[[Any], Iterable[Passage]] | None = None,
    bases: Callable[[Any], Iterable[Provision]] = lambda instance: (),
    may_edit: Callable[[User, Any], bool] | None = None,
    is_published: bool = True,
) -> None:
    """Have objects of ``model`` checked; each room calls this once when Django starts.

    ``fields``: names of fields and child relations, else every text that readers see. ``labels``: what a child relation is
    called on the screen. ``walk``: for texts that are not fields of the object. ``bases``: the provisions on which the
    object rests. ``may_edit``: where Wagtail's permission policy of the model does not say it.
    ``is_published``: False for what has no publication that a finding could stop; there it only advises.
    """
    names = tuple(fields) or (() if walk else tuple(_text_fields(model)))
    _checked[model] = Checked(model, names, labels or {}, walk, bases, may_edit, is_published)


def checked(model: type[models.Model]) -> Checked | None:
    return _checked.get(model)


def checked_models() -> list[type[models.Model]]:
    return list(_checked)


def passages_of(instance: models.Model) -> list[Passage]:
    """Every text of an object, saved, unsaved or of a revision, in reading order. Raises KeyError: not registered."""
    entry = _checked[type(instance)]
    found = entry.walk(instance) if entry.walk else _walk_fields(instance, entry.fields, entry.labels)
    return [passage for passage in found if passage.text.strip()]


# Which fields

_PAGE_TEXTS = ("title", "seo_title", "search_description")
# What readers never see, or what is no sentence: keys, source codes, notes between editors.
_INTERNAL = {"slug", "sources", "editorial_note", "note", "subjects", "stages", "audiences", "key"}


def _text_fields(model: type[models.Model]) -> Iterator[str]:
    own_page = issubclass(model, Page)
    for field in model._meta.get_fields():
        if own_page and field in Page._meta.get_fields() and field.name not in _PAGE_TEXTS:
            continue
        if field.name not in _INTERNAL and _is_text(field):
            yield field.name
    for relation in _child_relations(model):
        yield relation.get_accessor_name()


def _is_text(field: Any) -> bool:
    if not getattr(field, "concrete", False) or not field.editable or getattr(field, "choices", None):
        return False
    if isinstance(field, (models.SlugField, models.URLField, models.EmailField)):
        return False
    if isinstance(field, models.ForeignKey):
        return issubclass(field.related_model, AbstractImage)
    return isinstance(field, (models.CharField, models.TextField, models.JSONField, StreamField, models.FileField))


def _child_relations(model: type[models.Model]) -> list[Any]:
    relations = get_all_child_relations(model)
    return [
        one
        for one in relations
        if not issubclass(one.related_model, ItemBase) and one.related_model._meta.app_label != "wagtailcore"
    ]


# The walk


def _walk_fields(
    instance: models.Model, names: Sequence[str], labels: dict[str, str], where: str = "", path: str = ""
) -> Iterator[Passage]:
    children = {one.get_accessor_name(): one for one in _child_relations(type(instance))}
    for name in names:
        if name in children:
            yield from _walk_children(instance, name, children[name], labels, path)
            continue
        field = instance._meta.get_field(name)
        place = _join(where, _capital(str(field.verbose_name)))
        value = getattr(instance, name)
        yield from _walk_value(value, place, f"{path}{name}", rich=isinstance(field, RichTextField), of=instance)


def _walk_children(
    instance: models.Model, name: str, relation: Any, labels: dict[str, str], path: str
) -> Iterator[Passage]:
    model = relation.related_model
    names = [one for one in _text_fields(model) if one != relation.field.name]
    for number, child in enumerate(getattr(instance, name).all(), start=1):
        label = labels.get(name) or _capital(str(model._meta.verbose_name))
        for passage in _walk_fields(child, names, {}, f"{label} {number}", f"{path}{name}.{number - 1}."):
            yield passage if len(names) > 1 else Passage(f"{label} {number}", *_rest(passage))


def _rest(passage: Passage) -> tuple[str, str, Kind]:
    return passage.field, passage.text, passage.kind


def _walk_value(value: Any, where: str, path: str, *, rich: bool = False, of: Any = None) -> Iterator[Passage]:
    if value is None or value == "":
        return
    if isinstance(value, str):
        if rich:
            yield from rich_passages(value, where, path)
        else:
            yield Passage(where, path, value, "alt" if isinstance(of, AbstractImage) else "plain")
    elif isinstance(value, RichText):
        yield from rich_passages(value.source, where, path)
    elif isinstance(value, blocks.StreamValue):
        yield from _walk_stream(value, where, path)
    elif isinstance(value, blocks.StructValue):
        for name, child in value.block.child_blocks.items():
            if _holds_text(child):
                yield from _walk_value(value.get(name), _join(where, str(child.label)), f"{path}.{name}")
    elif isinstance(value, AbstractImage):
        yield from _walk_image(value, where, path)
    elif isinstance(value, AbstractDocument):
        yield Passage(_join(where, "Judul dokumen"), f"{path}.title", value.title)
        yield Passage(_join(where, "Nama berkas"), f"{path}.file", file_name(value.file.name), "filename")
    elif isinstance(value, models.fields.files.FieldFile):
        if value.name:
            yield Passage("Nama berkas", path, file_name(value.name), "filename")
    elif isinstance(value, (list, tuple, blocks.list_block.ListValue)):
        for number, item in enumerate(value, start=1):
            yield from _walk_value(item, f"{where} {number}", f"{path}.{number - 1}")


def _walk_stream(stream: blocks.StreamValue, where: str, path: str) -> Iterator[Passage]:
    seen: dict[str, int] = {}
    for number, child in enumerate(stream):
        seen[child.block_type] = seen.get(child.block_type, 0) + 1
        if _holds_text(child.block):
            label = f"{child.block.label} {seen[child.block_type]}"
            yield from _walk_value(child.value, _join(where, label), f"{path}.{number}")


_NO_TEXT = (
    blocks.ChoiceBlock, blocks.MultipleChoiceBlock, blocks.URLBlock, blocks.EmailBlock, blocks.PageChooserBlock,
    SnippetChooserBlock,
)  # fmt: skip


def _holds_text(block: Any) -> bool:
    """A chosen card or page is checked where it is written."""
    return _holds_text(block.child_block) if isinstance(block, blocks.ListBlock) else not isinstance(block, _NO_TEXT)


def _walk_image(image: AbstractImage, where: str, path: str) -> Iterator[Passage]:
    alt = getattr(image, "contextual_alt_text", None)
    alt = image.default_alt_text if alt is None else alt
    yield Passage(_join(where, "Teks alternatif"), f"{path}.alt", alt or "", "alt")
    yield Passage(_join(where, "Nama berkas"), f"{path}.file", file_name(image.file.name), "filename")


def file_name(path: str) -> str:
    """The name an editor gave: without folder, and without the letters that the storage hung on to make it its own."""
    name = PurePosixPath(path)
    return re.sub(r"_[A-Za-z0-9]{7}$", "", name.stem) + name.suffix


# Rich text

_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "hr", "br", "figure", "td", "th", "div")


def rich_passages(html: str, where: str, path: str) -> Iterator[Passage]:
    """A rich text as lines, and the alt text of each picture in it."""
    soup = BeautifulSoup(html, "html.parser")
    for number, picture in enumerate(soup.find_all(["embed", "img"]), start=1):
        if picture.get("alt"):
            label = _join(where, f"Gambar {number} › Teks alternatif")
            yield Passage(label, f"{path}.alt.{number - 1}", str(picture["alt"]), "alt")
    for tag in soup.find_all(_BLOCKS):
        tag.insert_before("\n")
        tag.insert_after("\n")
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in soup.get_text().splitlines())
    yield Passage(where, path, "\n".join(line for line in lines if line), "rich")


def _join(where: str, label: str) -> str:
    return f"{where} › {label}" if where else label


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
