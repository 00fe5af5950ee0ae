"""The worker's part: a list of a province is read, checked and stored in chunks, not while a committee waits."""

from __future__ import annotations

from elearning.lib.tasks import task

from .services import checking


@task(backend="background", queue_name="imports")
def work_on_drafts() -> int:
    """Every draft that waits; how many. A killed worker's draft is taken up again by the minute hand."""
    return checking.work_due()
