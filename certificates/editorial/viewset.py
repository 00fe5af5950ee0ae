"""«Templat sertifikat» in the admin: the list, and the addresses of our own screens behind it."""

from __future__ import annotations

import django_filters
from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.urls import path, reverse
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from ..models import Template, TemplateVersion
from ..printing import designs
from . import views


class TemplateFilters(WagtailFilterSet):
    retired = django_filters.ChoiceFilter(
        label="Keadaan", choices=[("dipakai", "dipakai"), ("dihentikan", "dihentikan")], method="by_state"
    )

    class Meta:
        model = Template
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Template], name: str, value: str) -> QuerySet[Template]:
        return queryset.filter(retired_at__isnull=value == "dipakai")


class TemplateIndex(generic.IndexView):
    """What ``seen_by`` gives, with the newest version and how many papers there are."""

    def get_base_queryset(self) -> QuerySet[Template]:
        newest = TemplateVersion.objects.filter(template=OuterRef("pk")).order_by("-number")
        seen = Template.objects.seen_by(self.request.user, on=timezone.localdate()).select_related("unit")
        return seen.annotate(
            newest=Max("versions__number"),
            design=Subquery(newest.values("design")[:1]),
            papers=Count("versions__certificates"),
        )

    def order_queryset(self, queryset: QuerySet[Template]) -> QuerySet[Template]:
        return queryset.order_by(*([self.ordering] if self.ordering else ["retired_at", "unit", "name", "pk"]))


class TemplateViewSet(ModelViewSet):
    model = Template
    icon = views.ICON
    menu_label = "Templat sertifikat"
    menu_order = 161
    add_to_admin_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ()
    index_view_class = TemplateIndex
    filterset_class = TemplateFilters
    search_fields = ["name"]
    search_backend_name = None
    list_display = [
        TitleColumn("name", label="Nama", accessor="name",
                    get_url=lambda row: reverse("certificate_template:detail", args=[row.pk])),
        Column("design", label="Rancangan", accessor=lambda row: designs.DESIGNS.get(row.design, row.design)),
        Column("unit", label="Milik", accessor=lambda row: row.unit or "semua unit"),
        Column("newest", label="Versi", sort_key="newest"),
        Column("papers", label="Dipakai sertifikat", sort_key="papers"),
        Column("retired_at", label="Keadaan", accessor=lambda row: "dihentikan" if row.retired_at else "dipakai"),
    ]  # fmt: skip

    def get_urlpatterns(self) -> list:
        """The list is Wagtail's; a template has no other form than ours, and nobody deletes one."""
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in ("index", "index_results")]
        return [
            *lists,
            path("baru/", views.add, name="add"),
            path("pratinjau/", views.preview, name="preview"),
            path("contoh/", views.sample, name="sample"),
            path("<int:pk>/", views.detail, name="detail"),
            path("<int:pk>/ubah/", views.edit, name="edit"),
            path("<int:pk>/hentikan/", views.retire, name="retire"),
            path("<int:pk>/versi/<int:number>/", views.version_sample, name="version_sample"),
        ]
