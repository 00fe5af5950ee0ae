"""«Sertifikat» in the admin: the register, to read. Corrections and revocations have their own pages."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from elearning.lib import codes
from elearning.lib.dates import local_day, plain_date
from elearning.people.models import OfficeRole, Unit

from . import numbering
from .models import Certificate
from .register import state_in_words, with_rule_events


def units_kept(request: HttpRequest) -> QuerySet[Unit]:
    return Unit.objects.visible_to(request.user, on=timezone.localdate(), roles=(OfficeRole.COMMITTEE,))


def number_in_words(certificate: Certificate) -> str:
    label = numbering.revision_label(certificate.revision)
    return f"{certificate.number} ({label})" if label else certificate.number


def day_of_issue(certificate: Certificate) -> str:
    return plain_date(local_day(certificate.issued_at, certificate.facts["time_zone"]))


def state_today(certificate: Certificate) -> str:
    return state_in_words(certificate, at=timezone.now())


class RegisterFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label="Keadaan", choices=Certificate.State.choices)
    unit = django_filters.ModelChoiceFilter(label="Unit penerbit", queryset=units_kept)
    year = django_filters.NumberFilter(label="Tahun")

    class Meta:
        model = Certificate
        fields = ["state", "unit", "year"]


class RegisterIndex(generic.IndexView):
    """The rows that ``kept_by`` gives, newest first."""

    def get_base_queryset(self) -> QuerySet[Certificate]:
        papers = Certificate.objects.kept_by(self.request.user, on=timezone.localdate())
        return with_rule_events(papers.select_related("unit"))

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("certificates:registers")
        return [*super().header_more_buttons, Button("Unduh register", url=url, icon_name="download", priority=90)]

    def order_queryset(self, queryset: QuerySet[Certificate]) -> QuerySet[Certificate]:
        return queryset.order_by(*([self.ordering] if self.ordering else ["-issued_at", "-sequence", "-revision"]))


class RegisterViewSet(ModelViewSet):
    model = Certificate
    icon = "doc-full-inverse"
    menu_label = "Sertifikat"
    menu_order = 160
    add_to_admin_menu = True
    copy_view_enabled = False
    form_fields = ()
    index_view_class = RegisterIndex
    filterset_class = RegisterFilters
    search_fields = ["number", "facts__name"]
    list_display = [
        TitleColumn("number", label="Nomor", accessor=number_in_words, classname="nowrap",
                    get_url=lambda row: reverse("certificates:keep", args=[codes.display(row.code)])),
        Column("name", label="Nama", accessor=lambda row: row.facts["name"]),
        Column("kind", label="Jenis", accessor="get_kind_display"),
        Column("title", label="Kegiatan", accessor=lambda row: row.facts["title"]),
        Column("unit", label="Unit penerbit", accessor="unit"),
        Column("state", label="Keadaan", accessor=state_today, sort_key="state"),
        Column("issued_at", label="Terbit", sort_key="issued_at", accessor=day_of_issue, classname="nowrap"),
    ]  # fmt: skip

    def get_urlpatterns(self) -> list:
        """Only the list: a certificate has no form to add, edit or delete it."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in ("index", "index_results")]
