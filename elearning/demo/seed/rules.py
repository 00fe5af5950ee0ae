"""One rule that changed today and one that changes in three days: written, reviewed by somebody else, published.

Nothing of the law is invented: both add what a fictional institution asks of its own people.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from elearning.people.models import User
from elearning.refreshers import services as refreshers
from elearning.regulations.models import Effect, RuleCard

CARD, CHANGED_CARD = "foto-dinas-tanpa-simbol", "memakai-atribut-calon"
PHOTOS = "memperlihatkan foto kegiatan dinas kepada atasan sebelum diunggah"
BADGES = "meninggalkan barang bergambar peserta pemilihan di rumah, juga stiker pada kendaraan yang dibawa ke kantor"
REASON = "Contoh perubahan untuk demo: aturan setempat sebuah lembaga rekaan. Aturan nasionalnya tetap."


def change_today(*, cast_of: dict[str, User], at: datetime) -> None:
    """Whoever learnt the card is asked to learn it again, and his certificate says so."""
    card = _agreed(CHANGED_CARD, BADGES, goes_live_at=None, cast_of=cast_of)
    refreshers.invite(card.versions.latest("number"), at=at)


def change_in_three_days(*, cast_of: dict[str, User], at: datetime) -> RuleCard:
    day = timezone.localdate(at) + timedelta(days=3)
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return _agreed(CARD, PHOTOS, goes_live_at=midnight, cast_of=cast_of)


def _agreed(slug: str, asks: str, *, goes_live_at: datetime | None, cast_of: dict[str, User]) -> RuleCard:
    """Walks the real workflow, so that its history, the schedule and the light can be looked at."""
    writer, lawyer = cast_of["redaksi"], cast_of["hukum"]
    draft = RuleCard.objects.get(slug=slug)
    draft.local_rule = (
        f"Contoh perubahan, bukan aturan sebenarnya: Lembaga Pengawas Pemilihan Contoh meminta pegawainya {asks}."
    )
    draft.next_effect, draft.next_reason, draft.next_refresher = Effect.CLARIFYING, REASON, True
    draft.go_live_at = goes_live_at
    draft.save_revision(user=writer, log_action=True)
    card = RuleCard.objects.get(slug=slug)
    card.get_workflow().start(card, writer)
    for person in (lawyer, writer):  # Dewi writes and publishes; who reviews is always somebody else
        waiting = RuleCard.objects.get(slug=slug).current_workflow_task_state
        waiting.task.specific.on_action(waiting, person, "approve")
    return RuleCard.objects.get(slug=slug)
