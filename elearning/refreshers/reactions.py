"""What this room does when others act: registered in ``apps``, called inside their transactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from certificates.models import Certificate
from elearning.people.models import User
from elearning.regulations.models import RuleCardVersion
from quizzes.models import Attempt

from . import services


def rule_changed(publication: RuleCardVersion, *, by: User | None, at: datetime) -> None:
    """The worker writes the invitations, from the moment at which the change holds: until then the old rule is right."""
    from .tasks import invite_people

    if not publication.asks_refresher:
        return
    moment = publication.takes_effect_at
    task = invite_people.using(run_after=moment) if moment > at else invite_people
    transaction.on_commit(lambda: task.enqueue(publication.pk))


def attempt_finished(attempt: Attempt, *, at: datetime) -> None:
    services.settle(attempt, at=at)
    services.invite_straggler(attempt, at=at)


def papers_issued(certificates: Sequence[Certificate], *, at: datetime) -> None:
    services.note_on_issue(certificates, at=at)
