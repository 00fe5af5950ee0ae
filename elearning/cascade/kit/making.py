"""A row of a kit in, the bytes that are handed out: which files there are, what each is and how heavy it may be (ADR 0040)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from elearning.distribution.models import Handout, KitEdition, KitFile
from elearning.lib.addresses import absolute
from elearning.ui.models import SiteIdentity

from . import papers, pictures, slide_files, words
from .words import Kit

Kind = KitFile.Kind


@dataclass(frozen=True, slots=True)
class Product:
    """``most`` in bytes, from experience.md §7 C3. ``mime`` is what a browser is told, ``type`` what a person is told."""

    make: Callable[[Kit], bytes]
    suffix: str
    type: str
    mime: str
    most: int
    is_shared: bool = False


def _jpeg(make: Callable[[Kit], bytes], most: int) -> Product:
    return Product(make, "jpg", "JPEG", "image/jpeg", most, is_shared=True)


def _pdf(make: Callable[[Kit], bytes], most: int) -> Product:
    return Product(make, "pdf", "PDF", "application/pdf", most)


def _card(place: int) -> Callable[[Kit], bytes]:
    return lambda kit: pictures.card_picture(words.pick(kit.cards, words.PICTURES)[place], kit)


_CARDS = (Kind.CARD_A, Kind.CARD_B, Kind.CARD_C, Kind.CARD_D, Kind.CARD_E, Kind.CARD_F)
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PRODUCTS: Mapping[str, Product] = {
    Kind.PREVIEW: _jpeg(lambda kit: pictures.preview_picture(kit.title), pictures.PREVIEW_BYTES),
    **{kind: _jpeg(_card(place), pictures.PICTURE_BYTES) for place, kind in enumerate(_CARDS)},
    Kind.POSTER_A4: _pdf(lambda kit: papers.poster(kit, size="a4"), 300_000),
    Kind.POSTER_A3: _pdf(lambda kit: papers.poster(kit, size="a3"), 300_000),
    Kind.LEAFLET: _pdf(papers.leaflet, 400_000),
    Kind.SLIDES: Product(slide_files.pptx, "pptx", "PPTX", _PPTX, 2_000_000),
    Kind.SLIDES_PDF: _pdf(slide_files.pdf, 2_000_000),
    Kind.SPEECH: _pdf(papers.speech, 60_000),
}


class TooHeavy(ValueError):
    """A file above its ceiling is not handed out: it would not go through the office's WhatsApp."""


def shared_kinds(kit: Kit) -> list[str]:
    """What is made once for all units; as many pictures as there are cards."""
    return [Kind.PREVIEW, *_CARDS[: len(words.pick(kit.cards, words.PICTURES))]]


def own_kinds() -> list[str]:
    return [kind for kind, product in PRODUCTS.items() if not product.is_shared]


def kit_of(edition: KitEdition, handout: Handout | None, *, organiser: str) -> Kit:
    """``handout``: the open link of the unit, whose code stands on its papers; None for what all units share."""
    facts = edition.facts
    course = edition.course.get_url() or "/"
    path = f"/b/{handout.code}" if handout else course.rstrip("/") or "/"
    url = absolute(path)
    return Kit(
        number=edition.number,
        effective_on=edition.effective_on,
        title=facts["title"],
        summary=facts["summary"],
        minutes=facts["minutes"],
        cards=words.cards_of(facts),
        url=f"{url}?cetak={edition.number}" if handout else url,
        address=url.split("://", 1)[-1],
        organiser=organiser,
        unit=handout.unit.name if handout else "",
        shared_by=handout.shared_by if handout else "",
        due_on=handout.node.due_on if handout else None,
    )


def make(kind: str, kit: Kit) -> bytes:
    """Raises OSError where pango is missing; TooLong, TooHeavy."""
    product = PRODUCTS[kind]
    made = product.make(kit)
    if len(made) > product.most:
        raise TooHeavy(f"{Kind(kind).label}: {len(made)} bita, paling banyak {product.most}.")
    return made


def pages_in(kind: str, made: bytes) -> int:
    return papers.pages_of(made) if PRODUCTS[kind].suffix == "pdf" else 0


def organiser() -> str:
    """A worker has no request: the words of the site that is the default."""
    return (SiteIdentity.objects.filter(site__is_default_site=True).first() or SiteIdentity()).organiser
