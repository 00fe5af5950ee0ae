"""One rule that changes in three days: written, reviewed by somebody else, given its hour. Nothing of the law is invented."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from elearning.people.models import User
from elearning.regulations.models import Effect, RuleCard

CARD = "foto-dinas-tanpa-simbol"
LOCAL_RULE = (
    "Contoh perubahan, bukan aturan sebenarnya: Lembaga Pengawas Pemilihan Contoh meminta pegawainya memperlihatkan foto "
    "kegiatan dinas kepada atasan sebelum diunggah."
)
REASON = "Contoh perubahan untuk demo: aturan setempat sebuah lembaga rekaan. Aturan nasionalnya tetap."


def change_in_three_days(*, cast_of: dict[str, User], at: datetime) -> RuleCard:
    """Walks the real workflow, so that its history, the schedule and the light can be looked at."""
    writer, lawyer = cast_of["redaksi"], cast_of["hukum"]
    draft = RuleCard.objects.get(slug=CARD)
    draft.local_rule, draft.next_effect, draft.next_reason = LOCAL_RULE, Effect.CLARIFYING, REASON
    draft.next_refresher = True
    day = timezone.localdate(at) + timedelta(days=3)
    draft.go_live_at = timezone.make_aware(datetime.combine(day, time()))
    draft.save_revision(user=writer, log_action=True)
    card = RuleCard.objects.get(slug=CARD)
    card.get_workflow().start(card, writer)
    for person in (lawyer, writer):  # Dewi writes and publishes; who reviews is always somebody else
        waiting = RuleCard.objects.get(slug=CARD).current_workflow_task_state
        waiting.task.specific.on_action(waiting, person, "approve")
    return RuleCard.objects.get(slug=CARD)
