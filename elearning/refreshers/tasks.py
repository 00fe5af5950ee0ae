"""The worker's part: a province of people is written in chunks, not while an editor waits."""

from __future__ import annotations

from django.utils import timezone

from elearning.lib.tasks import task
from elearning.regulations.models import RuleCardVersion

from . import services


@task(backend="background", queue_name="refreshers")
def invite_people(publication: int) -> int:
    """Invite everybody whom this publication concerns; how many are new. Running it again adds nobody."""
    found = RuleCardVersion.objects.select_related("card").get(pk=publication)
    return services.invite(found, at=timezone.now())
