"""«Pencarian tanpa jawaban»: a queue with counts. What was answered by a card or a synonym leaves it."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from .. import services
from ..models import SearchMiss
from ..permissions import can_settle_misses


class SearchMissFilters(WagtailFilterSet):
    """Without a choice the queue: what nobody has dealt with since it was last asked."""

    keadaan = django_filters.ChoiceFilter(
        label="Keadaan", empty_label="Belum ditangani", choices=[("ditangani", "Sudah ditangani")]
    )

    class Meta:
        model = SearchMiss
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[SearchMiss]) -> QuerySet[SearchMiss]:
        return queryset.filter(settled_at__isnull=not self.form.cleaned_data.get("keadaan"))


class SettleMisses(SnippetBulkAction):
    models = [SearchMiss]
    display_name = "Sudah ditangani"
    aria_label = "Tandai yang dipilih sudah ditangani"
    action_type = "settle"
    template_name = "regulations/admin/misses_settle.html"

    def check_perm(self, snippet: SearchMiss) -> bool:
        return can_settle_misses(self.request.user)

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        return services.settle_search_misses(objects, by=user, at=timezone.now()), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return f"{num_parent_objects} pencarian ditandai sudah ditangani. Ia kembali bila dicari lagi tanpa jawaban."
