"""Every change to a kit: its rows are written, renewed when words change, given another try, emptied when they are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from elearning.distribution import editions
from elearning.distribution.models import CascadeNode, Handout, KitEdition, KitFile

from . import making
from .tasks import make_pending
from .words import Kit


def prepare(handout: Handout, *, at: datetime) -> tuple[KitEdition, Kit]:
    """The edition in force, and what papers of the unit say now; rows for all files that are not there yet.

    Not a change by the reader: it may be called from a page that is only looked at, any number of times.
    """
    edition = editions.current_edition(handout.course)
    if edition is None:
        edition, _ = editions.renew_edition(handout.course, at=at)
    organiser = making.organiser()
    kit = making.kit_of(edition, handout, organiser=organiser)
    there: dict[int | None, dict[str, str]] = {None: {}, handout.node_id: {}}
    rows = KitFile.objects.for_node(handout.node).filter(edition=edition)
    for node, kind, fingerprint in rows.values_list("node", "kind", "fingerprint"):
        there[node][kind] = fingerprint
    _want_shared(edition, there[None], organiser, at)
    _want(edition, handout.node, making.own_kinds(), there[handout.node_id], kit, at)
    return edition, kit


def renew_all(at: datetime) -> int:
    """A new edition where a course teaches something else now, and its kit for each unit that has one; how many editions.

    The clock asks every minute, and whoever publishes a card through ``on_publication``.
    """
    made = 0
    for course in editions.courses_handed_on():
        edition, is_new = editions.renew_edition(course, at=at)
        if is_new and edition.number > 1:
            _renew_units(edition, at)
        made += is_new
    _empty_old()
    return made


def try_again(node: CascadeNode) -> int:
    """«Ulangi yang gagal»: how many files are tried anew."""
    failed = KitFile.objects.for_node(node).filter(made_at=None).exclude(error="")
    count = failed.update(attempts=0, leased_until=None, error="")
    make_pending.enqueue()
    return count


def make_again(file: KitFile) -> None:
    """Its bytes are gone from the disk: they are made from the same words."""
    KitFile.objects.filter(pk=file.pk).update(made_at=None, file="", size=0, leased_until=None, attempts=0, error="")
    make_pending.enqueue()


def _renew_units(edition: KitEdition, at: datetime) -> None:
    """Units that were given an earlier edition; the others get theirs when their page is opened."""
    open_links = Handout.objects.open().filter(node__course=edition.course, node__kit_files__isnull=False)
    organiser = making.organiser()
    _want_shared(edition, {}, organiser, at)
    for handout in open_links.with_node().distinct().iterator(chunk_size=200):
        kit = making.kit_of(edition, handout, organiser=organiser)
        _want(edition, handout.node, making.own_kinds(), {}, kit, at)


def _want_shared(edition: KitEdition, there: Mapping[str, str], organiser: str, at: datetime) -> None:
    kit = making.kit_of(edition, None, organiser=organiser)
    _want(edition, None, making.shared_kinds(kit), there, kit, at)


def _want(
    edition: KitEdition,
    node: CascadeNode | None,
    kinds: Sequence[str],
    there: Mapping[str, str],
    kit: Kit,
    at: datetime,
) -> None:
    """Exactly these files with these words. ``there``: the fingerprints of those that have a row."""
    missing = [kind for kind in kinds if kind not in there]
    stale = [kind for kind, printed in there.items() if printed != kit.fingerprint]
    if not missing and not stale:
        return
    made_of = {"edition": edition, "node": node}
    with transaction.atomic():
        KitFile.objects.bulk_create(
            [KitFile(**made_of, kind=kind, fingerprint=kit.fingerprint, created_at=at) for kind in missing],
            ignore_conflicts=True,  # somebody opened the same page a moment ago
        )
        KitFile.objects.filter(**made_of, kind__in=stale).update(
            fingerprint=kit.fingerprint, made_at=None, leased_until=None, attempts=0, error=""
        )
        make_pending.enqueue()


def _empty_old() -> None:
    """Bytes of editions that are over go; of the rows only the posters stay, which tell that paper may hang somewhere."""
    newest = KitEdition.objects.filter(course=OuterRef("edition__course")).order_by("-number").values("number")[:1]
    old = KitFile.objects.filter(edition__number__lt=Subquery(newest))
    over = old.exclude(kind=KitFile.Kind.POSTER_A4, file="", made_at__isnull=False)
    for file in over.select_related("edition"):
        if file.file:
            file.file.storage.delete(file.file.name)  # first the bytes: killed in between, the row is found again
        if file.kind == KitFile.Kind.POSTER_A4 and file.made_at:
            KitFile.objects.filter(pk=file.pk).update(file="", size=0, pages=0)
        else:
            file.delete()


def on_publication(publication: object, *, by: object, at: datetime) -> None:
    """A card was published or withdrawn: the worker looks for what became of it, after the transaction."""
    from .tasks import renew_editions

    transaction.on_commit(lambda: renew_editions.enqueue())
