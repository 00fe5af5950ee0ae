"""Making files of kits in the background. A worker may be killed at any point: the next one goes on where the lease ends."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from elearning.distribution.models import Handout, KitFile
from elearning.lib.tasks import task

from . import making
from .papers import TooLong

logger = logging.getLogger(__name__)

CHUNK = 6
LEASE = timedelta(seconds=90)  # a file takes some 3 s; a killed worker's files wait no longer than this


@task(backend="background", queue_name="kits")
def make_pending() -> int:
    """The queue's entry to ``make_due``."""
    return make_due()


@task(backend="background", queue_name="kits")
def renew_editions() -> int:
    """The queue's entry to ``services.renew_all``."""
    from .services import renew_all

    return renew_all(timezone.now())


def make_due(now: Callable[[], datetime] = timezone.now) -> int:
    """Make every file that is due and not leased to another worker; how many. Nothing to do costs one query."""
    made = 0
    while KitFile.objects.due(now()).exists():
        made += sum(_make(file, now()) for file in _lease(now()))
    return made


def _lease(at: datetime) -> list[KitFile]:
    with transaction.atomic():
        due = KitFile.objects.due(at).order_by("attempts", "created_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        keys = list(due.values_list("pk", flat=True)[:CHUNK])
        if not keys:
            return []
        KitFile.objects.filter(pk__in=keys).update(leased_until=at + LEASE)
        # The queue forgets a killed task: this one looks again when the lease has run out, and mostly finds nothing.
        make_pending.using(run_after=at + LEASE + timedelta(seconds=1)).enqueue()
    return list(
        KitFile.objects.filter(pk__in=keys).select_related("edition__course", "node").order_by("created_at", "pk")
    )


def _make(file: KitFile, at: datetime) -> bool:
    """One file: the attempt is counted first, so that one which kills its worker is given up in the end."""
    row = KitFile.objects.filter(pk=file.pk, made_at=None)
    row.update(attempts=F("attempts") + 1)
    try:
        kit = making.kit_of(file.edition, _link_of(file), organiser=making.organiser())
        content = making.make(file.kind, kit)
    except Exception as error:
        # Whatever went wrong with one file must not stop the others; the row keeps the reason and the page names the file.
        logger.exception("A file of a kit could not be made: %s", file.pk)
        said = str(error) if isinstance(error, (TooLong, making.TooHeavy)) else f"{type(error).__name__}: {error}"
        row.update(error=said[:300], leased_until=at + LEASE * (file.attempts + 1))
        return False
    return _keep(file, kit.fingerprint, content, at)


def _keep(file: KitFile, fingerprint: str, content: bytes, at: datetime) -> bool:
    """Bytes first, then the row that hands them out with the words they carry; what nobody is handed goes last."""
    before = file.file.name
    sha256 = hashlib.sha256(content).hexdigest()
    file.file.save(f"{file.kind}-{sha256[:12]}.{making.PRODUCTS[file.kind].suffix}", ContentFile(content), save=False)
    kept = KitFile.objects.filter(pk=file.pk, made_at=None).update(
        file=file.file.name, size=len(content), sha256=sha256, pages=making.pages_in(file.kind, content),
        fingerprint=fingerprint, made_at=at, leased_until=None, error="",
    )  # fmt: skip
    unused = before if kept else file.file.name
    if unused and not KitFile.objects.filter(file=unused).exists():
        file.file.storage.delete(unused)
    return bool(kept)


def _link_of(file: KitFile) -> Handout | None:
    """The unit's open link; the last one where it has none at the moment."""
    if file.node_id is None:
        return None
    links = Handout.objects.filter(node=file.node_id).with_node()
    return links.open().newest().first() or links.newest().first()
