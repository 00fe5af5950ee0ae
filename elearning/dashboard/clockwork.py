"""The site's recurring work, one list. A job that fails is logged and hinders no other (docs/architecture.md, Processes)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management import call_command

from certificates.sending import send_due
from certificates.tasks import render_due
from elearning.cascade import rosters
from elearning.cascade.kit.services import renew_all
from elearning.cascade.kit.tasks import make_due
from elearning.lessons.models import CoursePage
from elearning.mailing.sending import send_messages
from elearning.refreshers.services import invite_missed
from elearning.regulations.heartbeat import PUBLISHING, beat, last_runs
from elearning.regulations.scheduling import publish_due
from elearning.regulations.services.changing import apply_due
from elearning.reports.monthly import send_due as send_monthly
from elearning.reports.services import reckon_due
from elearning.training.services import checking
from elearning.training.services.drafts import discard_forgotten
from quizzes.services import (
    close_overdue,
    compute_statistics,
    give_up_forgotten,
    note_missed_completions,
    raise_cases,
    repeat_corrections,
)

logger = logging.getLogger(__name__)
Job = Callable[[datetime], object]


def close_attempts(at: datetime) -> None:
    close_overdue(at=at)
    give_up_forgotten(at=at)


def look_after_kits(at: datetime) -> None:
    """A new edition where a course teaches something else now, and the papers of units that have one."""
    renew_all(at)
    make_due()


def look_at_questions(at: datetime) -> None:
    """What the answers say, and which questions the editors should look at."""
    compute_statistics(at=at)
    raise_cases(at=at)


def note_completions() -> None:
    for course in CoursePage.objects.live():
        note_missed_completions(course)


def tidy(at: datetime) -> None:
    """Sessions nobody can use any more, lists that nobody finished, and what the queue has long done."""
    discard_forgotten(at=at)
    rosters.discard_forgotten(at=at)
    call_command("clearsessions", verbosity=0)
    call_command("prune_db_task_results", "--backend", "background", "--queue-name", "*", verbosity=0)


# In this order; drawing papers comes last, it may take a while.
EVERY_MINUTE: dict[str, Job] = {
    PUBLISHING: lambda at: publish_due(at=at),
    "apply_changes": lambda at: apply_due(at=at),
    "close_attempts": close_attempts,
    "take_in_lists": lambda at: checking.work_due(),  # what a killed worker left
    "send_letters": lambda at: send_due(),
    "send_messages": lambda at: send_messages(),
    "render_certificates": lambda at: render_due(),
    "look_after_kits": look_after_kits,
}
EVERY_HOUR: dict[str, Job] = {
    "repeat_corrections": lambda at: repeat_corrections(at=at),  # before the figures that count them
    "look_at_questions": look_at_questions,
    "reckon_for_leaders": lambda at: reckon_due(at=at),
}
EVERY_DAY: dict[str, Job] = {
    "invite_missed": lambda at: invite_missed(at=at),
    "note_completions": lambda at: note_completions(),
    "write_to_leaders": lambda at: send_monthly(at=at),
    "tidy": tidy,
}


def run_due(*, at: datetime) -> list[str]:
    """Run what is due and note each job that ended well; the names of those that failed."""
    failed = []
    for name, job in (
        EVERY_MINUTE | _due(EVERY_HOUR, at, timedelta(hours=1)) | _due(EVERY_DAY, at, timedelta(days=1))
    ).items():
        try:
            job(at)
        except Exception:  # the site goes on; the next minute tries again
            logger.exception("%s failed", name)
            failed.append(name)
        else:
            beat(name, at=at)
    return failed


def _due(jobs: dict[str, Job], at: datetime, pause: timedelta) -> dict[str, Job]:
    ran = last_runs(jobs)
    return {name: job for name, job in jobs.items() if name not in ran or at - ran[name] >= pause}
