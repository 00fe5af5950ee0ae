"""Units in the admin: the tree as a list, one unit at a time; many at once come by file (unit_import)."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from .models import Unit, UnitKind
from .unit_import.errors import UnitImportError


class UnitForm(WagtailAdminModelForm):
    """A unit and its place in the tree. Moving a unit takes everything below it along."""

    parent = forms.ModelChoiceField(
        Unit.objects.all(), label="Bagian dari", required=False, empty_label="Tidak ada (unit teratas)"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.all()
        if self.instance.pk:
            units = units.exclude(path__startswith=self.instance.path)
            self.initial["parent"] = self.instance.get_parent()
        self.fields["parent"].queryset = units
        self.fields["parent"].label_from_instance = indented

    def clean_parent(self) -> Unit | None:
        parent = self.cleaned_data.get("parent")
        if parent and parent.kind == UnitKind.VILLAGE:
            raise forms.ValidationError(str(UnitImportError("parent_village")), code="parent_village")
        return parent

    def clean_official_code(self) -> str | None:
        return self.cleaned_data.get("official_code") or None

    @transaction.atomic
    def save(self, commit: bool = True) -> Unit:
        unit, parent = self.instance, self.cleaned_data["parent"]
        if unit._state.adding:
            self.instance = parent.add_child(instance=unit) if parent else Unit.add_root(instance=unit)
            return self.instance
        super().save(commit=commit)
        if parent != unit.get_parent():
            target = parent or Unit.get_last_root_node()
            unit.move(target, "sorted-child" if parent else "sorted-sibling")
            unit.refresh_from_db()
        return unit


def indented(unit: Unit) -> str:
    """«— — SD Contoh»: how deep in the tree."""
    return f"{'— ' * (unit.depth - 1)}{unit.name}"


class UnitsIndexView(generic.IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.request.user.has_perm("people.add_unit"):
            url = reverse("people_admin:unit_imports")
            buttons.append(Button("Impor unit", url=url, icon_name="upload", priority=90))
        return buttons


class UnitViewSet(ModelViewSet):
    model = Unit
    index_view_class = UnitsIndexView
    icon = "site"
    menu_label = "Unit kerja"
    menu_name = "units"
    ordering = ("path",)
    list_per_page = 100
    search_fields = ("name", "official_code")
    copy_view_enabled = False
    list_display = (
        TitleColumn("name", label="Nama", accessor=indented, url_name="unit:edit"),
        Column("get_kind_display", label="Jenis"),
        Column("official_code", label="Kode", accessor=lambda unit: unit.official_code or ""),
        Column("number_code", label="Kode nomor"),
        BooleanColumn("is_active", label="Aktif"),
    )
    list_filter = ("kind", "is_active")
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("parent"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("time_zone")]),
            FieldRowPanel([FieldPanel("official_code"), FieldPanel("code_edition")]),
            FieldPanel("number_code"),
            FieldPanel("is_active"),
        ],
        base_form_class=UnitForm,
    )
