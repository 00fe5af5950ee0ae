"""Making PDFs from the outbox. A worker may be killed at any point: whoever comes next finishes the identical set."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from elearning.lib.tasks import task

from . import sealing
from .badges.keys import KeyUnusable
from .models import CertificateFile, RenderJob, keep_bytes, paper_path, sealed_path
from .printing import rendering
from .printing.making import make_with_key

logger = logging.getLogger(__name__)

CHUNK = 25
LEASE = timedelta(seconds=90)  # a chunk takes some 5 s; a killed worker's papers wait no longer than this


@task(backend="background", queue_name="certificates")
def render_pending() -> int:
    """Make every PDF that is due; how many were made. The queue's entry to ``render_due``."""
    return render_due()


def render_due(now: Callable[[], datetime] = timezone.now) -> int:
    """Make every PDF that is due and not leased to another worker; how many were made.

    Nothing to do costs one query. A paper that fails is tried again later, five times in all, and keeps its reason.
    """
    made = 0
    while RenderJob.objects.due(now()).exists():
        if not rendering.is_available():
            logger.warning("Certificates wait: pango is missing on this machine (see manage.py check).")
            return made
        jobs = _lease(now())
        made += sum(_render(job, now()) for job in jobs)
    return made


def try_again() -> int:
    """Give papers that failed five times a new chance, as after a full disk; how many. Their reason stays until they are made."""
    return RenderJob.objects.given_up().update(attempts=0, leased_until=None)


def try_these_again(sources: Collection[str]) -> int:
    """«Ulangi yang gagal» for some papers, at once and whether or not they were given up; how many."""
    failed = RenderJob.objects.filter(certificate__source__in=sources, done_at=None).exclude(error="")
    count = failed.update(attempts=0, leased_until=None)
    render_pending.enqueue()
    return count


def _lease(at: datetime) -> list[RenderJob]:
    """Take up to 25 papers for a while; workers on PostgreSQL step over each other's rows."""
    with transaction.atomic():
        due = RenderJob.objects.due(at).order_by("attempts", "created_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        jobs = list(due[:CHUNK])
        RenderJob.objects.filter(pk__in=[job.pk for job in jobs]).update(leased_until=at + LEASE)
        if jobs:
            # The queue forgets a killed task: this one looks again when the lease has run out, and mostly finds nothing.
            render_pending.using(run_after=at + LEASE + timedelta(seconds=1)).enqueue()
    return list(
        RenderJob.objects.filter(pk__in=[job.pk for job in jobs]).with_certificate().order_by("created_at", "pk")
    )


def _render(job: RenderJob, at: datetime) -> bool:
    """One paper: count the attempt first, so that a paper that kills its worker is given up in the end."""
    RenderJob.objects.filter(pk=job.pk).update(attempts=F("attempts") + 1)
    try:
        _write_paper(job, at)
    except (sealing.SealError, KeyUnusable) as error:
        # Not the paper's fault: it waits for its key, uncounted, and says why. Unsealed it never leaves a sealing unit.
        logger.warning("A certificate waits for its key (%s): job %s", error.code, job.pk)
        RenderJob.objects.filter(pk=job.pk, done_at=None).update(
            error=str(error)[:300], attempts=F("attempts") - 1, leased_until=at + LEASE * 2
        )
        return False
    except Exception as error:
        # Whatever went wrong with one paper must not stop the others; the reason stays with the job, without the name.
        logger.exception("A certificate could not be made: job %s", job.pk)
        RenderJob.objects.filter(pk=job.pk, done_at=None).update(
            error=f"{type(error).__name__}: {error}"[:300], leased_until=at + LEASE * (job.attempts + 1)
        )
        return False
    RenderJob.objects.filter(pk=job.pk).update(done_at=at, leased_until=None, error="")
    return True


def _write_paper(job: RenderJob, at: datetime) -> None:
    """Bytes first, then the row that makes them final. A row that exists is never touched again."""
    certificate = job.certificate
    if CertificateFile.objects.filter(certificate=certificate).exists():
        return
    key = sealing.key_for(certificate)
    content = make_with_key(certificate, key)
    sha256 = hashlib.sha256(content).hexdigest()
    storage = CertificateFile._meta.get_field("pdf").storage
    # A time stamp or a token gives other bytes each time: two workers must not share a name, nor one delete the other's file.
    name = paper_path(certificate) if key is None else sealed_path(certificate, sha256)
    keep_bytes(storage, name, content)
    try:
        with transaction.atomic():
            file = CertificateFile.objects.create(
                certificate=certificate, pdf=name, sha256=sha256, size=len(content), rendered_at=at
            )
            sealing.keep_seal(file, content, key, at=at)
    except IntegrityError:
        logger.info("Another worker finished job %s first; its row holds.", job.pk)
        if CertificateFile.objects.get(certificate=certificate).pdf.name != name:
            storage.delete(name)
