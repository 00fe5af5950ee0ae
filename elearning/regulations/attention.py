"""«Perlu perhatian» on the editors' first screen: what waits, how much, and where."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from .models import RegulationChange, RuleCard, SearchMiss

REVIEW_AFTER = timedelta(days=182)  # half a year: the register is checked between two stages of an election


class AttentionPanel(Component):
    name = "perlu_perhatian"
    template_name = "regulations/admin/attention.html"
    order = 60

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        allowed = self.request.user.has_perm("regulations.change_rulecard")
        return {"lines": lines(on=timezone.localdate()) if allowed else []}


def lines(*, on: date) -> list[dict[str, Any]]:
    """Each thing that waits: how many, in words, and the list that shows them."""
    cards = reverse("wagtailsnippets_regulations_rulecard:list")
    doubtful = urlencode({"certainty": "perlu-dicek", "live": "false"})
    return [
        {
            "count": RuleCard.objects.doubtful_drafts().count(),
            "words": "kartu draf yang masih perlu dicek",
            "url": f"{cards}?{doubtful}",
        },
        {
            "count": RuleCard.objects.not_reviewed_since(on - REVIEW_AFTER).count(),
            "words": "kartu terbit yang tidak diperiksa enam bulan terakhir",
            "url": f"{cards}?{urlencode({'live': 'true', 'ordering': 'reviewed_on'})}",
        },
        {
            "count": RegulationChange.objects.pending().count(),
            "words": "perubahan peraturan yang belum diterapkan",
            "url": reverse("regulations_admin:changes"),
        },
        {
            "count": SearchMiss.objects.filter(settled_at=None).count(),
            "words": "pencarian tanpa jawaban",
            "url": reverse("wagtailsnippets_regulations_searchmiss:list"),
        },
    ]
