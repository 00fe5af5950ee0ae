"""What the page of a head shows of a kit: how far it is made, what is ready, what failed, and what hangs on old paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO

import pypdfium2

from elearning.distribution.editions import Difference, differences
from elearning.distribution.models import CascadeNode, KitEdition, KitFile
from elearning.ui import press

from .making import PRODUCTS
from .words import PICTURES, Card, cards_of, pick

Kind = KitFile.Kind
_GROUPS = {
    "poster": (Kind.POSTER_A4, Kind.POSTER_A3),
    "leaflet": (Kind.LEAFLET,),
    "slides": (Kind.SLIDES, Kind.SLIDES_PDF),
    "speech": (Kind.SPEECH,),
    "pictures": (Kind.CARD_A, Kind.CARD_B, Kind.CARD_C, Kind.CARD_D, Kind.CARD_E, Kind.CARD_F),
}
REMINDED_FOR = timedelta(days=60)  # so long the page asks to print again
STALLED = timedelta(minutes=2)  # longer than a lease: no worker is at it


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files by group, in the order of the page. ``failed``: given up, or waiting for another try after a fault."""

    edition: KitEdition
    files: Sequence[KitFile]
    groups: dict[str, list[KitFile]]
    preview: KitFile | None
    is_stalled: bool

    @property
    def total(self) -> int:
        return len(self.files)

    @property
    def made(self) -> int:
        return sum(file.is_ready for file in self.files)

    @property
    def failed(self) -> list[KitFile]:
        return [file for file in self.files if not file.is_ready and file.error]

    @property
    def is_over(self) -> bool:
        return self.made + len(self.failed) == self.total

    def cards(self) -> list[tuple[KitFile, Card]]:
        """The pictures, each with the card that it shows."""
        return list(zip(self.groups["pictures"], pick(cards_of(self.edition.facts), PICTURES), strict=False))


@dataclass(frozen=True, slots=True)
class Reprint:
    """«Cetak ulang: aturan berubah sejak …»: paper of ``edition`` may hang in the office."""

    edition: KitEdition
    since: date
    changes: Sequence[Difference]


def shelf_of(node: CascadeNode, edition: KitEdition, *, at: datetime) -> Shelf:
    """One query. Each file carries its type as ``product``."""
    found = {file.kind: file for file in KitFile.objects.for_node(node).filter(edition=edition)}
    for file in found.values():
        file.product = PRODUCTS[file.kind]
    waiting = [file for file in found.values() if not file.is_ready and not file.error]
    is_held = any(file.leased_until and file.leased_until > at for file in waiting)
    signs = [moment for file in found.values() for moment in (file.made_at, file.created_at) if moment]
    return Shelf(
        edition=edition,
        files=[found[kind] for kind in PRODUCTS if kind in found],
        groups={name: [found[kind] for kind in kinds if kind in found] for name, kinds in _GROUPS.items()},
        preview=found.get(Kind.PREVIEW),
        is_stalled=bool(waiting) and not is_held and at - max(signs) > STALLED,
    )


def reprint_of(node: CascadeNode, edition: KitEdition, *, today: date) -> Reprint | None:
    """The newest paper of the unit that says something else than the rules of now; None after REMINDED_FOR."""
    earlier = KitEdition.objects.filter(files__node=node, number__lt=edition.number, course=edition.course)
    for printed in earlier.distinct().order_by("-number"):
        changes = differences(printed, edition)
        if changes:
            since = max(change.on for change in changes)
            return Reprint(printed, since, changes) if today - since <= REMINDED_FOR else None
    return None


def file_of(node: CascadeNode, edition: KitEdition | None, kind: str) -> KitFile | None:
    """A file of this unit that can be handed out; of another unit there is none."""
    file = KitFile.objects.for_node(node).filter(edition=edition, kind=kind).select_related("edition").first()
    return file if file and file.is_ready else None


def page_png(file: KitFile, page: int) -> bytes:
    """A page of a PDF, 1000 dots wide. Raises FileNotFoundError."""
    with file.file.open("rb") as opened:
        content = opened.read()
    output = BytesIO()
    with press.pdfium:
        document = pypdfium2.PdfDocument(content)
        try:
            width = document[page - 1].get_size()[0]
            document[page - 1].render(scale=1000 / width, grayscale=True).to_pil().save(output, "PNG", optimize=True)
        finally:
            document.close()
    return output.getvalue()
