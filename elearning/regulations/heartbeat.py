"""Whether the clock still runs: without it nothing that waits for its hour goes out, and nothing else would say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .models import SchedulerRun

PUBLISHING = "publish_scheduled"
LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Light:
    """«Penjadwal terakhir berjalan 3 menit lalu»; ``is_well`` is False where nothing will go out."""

    words: str
    is_well: bool


def beat(job: str, *, at: datetime) -> None:
    """A recurring job has ended well."""
    SchedulerRun.objects.update_or_create(job=job, defaults={"ran_at": at})


def last_run(job: str) -> datetime | None:
    return SchedulerRun.objects.filter(job=job).values_list("ran_at", flat=True).first()


def last_runs(jobs: Iterable[str]) -> dict[str, datetime]:
    """Of those that ever ran. One query."""
    return dict(SchedulerRun.objects.filter(job__in=list(jobs)).values_list("job", "ran_at"))


def light(*, at: datetime) -> Light:
    """What the admin says of the job that publishes. One query."""
    ran_at = last_run(PUBLISHING)
    if ran_at is None:
        return Light("Penjadwal belum pernah berjalan. Terbitan terjadwal tidak akan tayang. Hubungi admin.", False)
    if at - ran_at > LATE:
        return Light("Penjadwal berhenti. Terbitan terjadwal tidak akan tayang. Hubungi admin.", False)
    minutes = max(0, int((at - ran_at).total_seconds() // 60))
    ago = f"{minutes} menit lalu" if minutes else "kurang dari semenit lalu"
    return Light(f"Penjadwal terakhir berjalan {ago}.", True)
