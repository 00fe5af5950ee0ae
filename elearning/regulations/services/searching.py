"""What people ask in vain is counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from elearning.people.models import User

from ..models import SearchMiss
from ..searching import is_personal, normalise

MISS_MIN, MISS_MAX = 3, 80


@transaction.atomic
def record_search_miss(query: str, *, on: date) -> SearchMiss | None:
    """Count a search without an answer: the words and the day, never who.

    Too short, too long, or shaped like a NIP, phone number, code or e-mail address: nothing is kept and None returned.
    """
    text = normalise(query)
    if not MISS_MIN <= len(text) <= MISS_MAX or is_personal(query):
        return None
    miss, _ = SearchMiss.objects.get_or_create(text=text, defaults={"first_on": on, "last_on": on})
    SearchMiss.objects.filter(pk=miss.pk).update(count=F("count") + 1, last_on=on, settled_at=None)
    miss.refresh_from_db()
    return miss


@transaction.atomic
def settle_search_misses(misses: Collection[SearchMiss], *, by: User, at: datetime) -> int:
    """«Sudah ditangani»: they leave the queue until somebody asks again in vain. How many left it now."""
    settled = 0
    for miss in misses:
        if SearchMiss.objects.filter(pk=miss.pk, settled_at=None).update(settled_at=at):
            log(miss, "regulations.search_miss.settle", user=by)
            settled += 1
    return settled
