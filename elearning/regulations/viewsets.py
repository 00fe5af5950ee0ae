"""The register's editing screens: «Aturan»."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, LiveStatusTagColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, InspectView, SnippetViewSet, SnippetViewSetGroup

from elearning.lib.dates import plain_date
from elearning.people.choosers import ReadersChooser
from elearning.ui.panels import NamePanel, key_panel

from .admin.cards import CardUsageView, WithdrawView
from .admin.dated import day_button
from .admin.misses import SearchMissFilters
from .admin.panels import ChangePanel, ImpactPanel
from .checking.panels import CheckingPanel
from .forms import ProvisionForm, ProvisionVersionForm, RegulationForm, RuleCardForm, SanctionForm
from .models import ProtectedName, Provision, Regulation, RuleCard, Sanction, SearchMiss, Synonym
from .sending import TickPanel


class VersionsPanel(InlinePanel):
    """The dated texts of a pasal; Wagtail lets an inline panel name its fields but not its form."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = ProvisionVersionForm
        return options


class RegisterChooser(ReadersChooser, SnippetChooserViewSet):
    pass


class CardColumns:
    """By label and whether the card is out; Wagtail's status asks for the workflow of every single row."""

    @property
    def columns(self) -> list[Column]:
        plain = [column for column in super().columns if not isinstance(column, LiveStatusTagColumn)]
        return [*plain, Column("get_verdict_display", label="Label"), BooleanColumn("live", label="Terbit")]


class ChooseCard(CardColumns, ChooseView):
    pass


class ChooseCardResults(CardColumns, ChooseResultsView):
    pass


class CardChooser(RegisterChooser):
    choose_view_class = ChooseCard
    choose_results_view_class = ChooseCardResults


class ProvisionChooser(RegisterChooser):
    def get_object_list(self):
        return Provision.objects.select_related("regulation")


class RegisterInspectView(InspectView):
    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        return "Belum diisi" if value in (None, "", "-") else value


class RegisterViewSet(SnippetViewSet):
    inspect_view_class = RegisterInspectView
    chooser_viewset_class = RegisterChooser


class RuleCardEditView(EditView):
    @cached_property
    def header_more_buttons(self):
        return [*super().header_more_buttons, day_button(self.object)]


class RuleCardViewSet(RegisterViewSet):
    model = RuleCard
    edit_view_class = RuleCardEditView
    unpublish_view_class = WithdrawView
    usage_view_class = CardUsageView
    chooser_viewset_class = CardChooser
    icon = "clipboard-list"
    menu_label = "Kartu aturan"
    menu_name = "rule-cards"
    list_display = [
        "title",
        Column("get_verdict_display", label="Label", sort_key="verdict"),
        Column("get_certainty_display", label="Kepastian", sort_key="certainty"),
        BooleanColumn("live", label="Terbit", sort_key="live"),
        DateColumn("reviewed_on", label="Diperiksa", sort_key="reviewed_on"),
    ]
    list_filter = ["verdict", "certainty", "live"]
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = ["title", "act", "verdict", "situation", "reason", "advice", "certainty", "editorial_note"]

    def get_usage_view_kwargs(self, **kwargs):
        return {**super().get_usage_view_kwargs(**kwargs), "template_name": CardUsageView.template_name}

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    NamePanel("title"),
                    FieldPanel("act"),
                    FieldPanel("verdict"),
                    FieldPanel("situation"),
                    InlinePanel("examples", label="Contoh menurut peran", panels=["role", "situation"]),
                    FieldPanel("reason"),
                    InlinePanel("conditions", label="Syarat", panels=["text"]),
                    FieldPanel("advice"),
                    FieldPanel("local_rule"),
                    CheckingPanel(),
                ],
                heading="Isi kartu",
            ),
            ObjectList(
                [
                    InlinePanel(
                        "citations",
                        label="Dasar hukum",
                        panels=["provision", FieldRowPanel([FieldPanel("role"), FieldPanel("certainty")])],
                    ),
                    FieldPanel("sanctions"),
                    MultiFieldPanel(
                        [
                            FieldPanel("certainty"),
                            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("reviewed_on")]),
                            FieldPanel("editorial_note"),
                        ],
                        heading="Pemeriksaan",
                    ),
                ],
                heading="Dasar dan sanksi",
            ),
            ObjectList(
                [
                    FieldPanel("topics"),
                    FieldPanel("keywords"),
                    FieldPanel("subjects"),
                    FieldPanel("stages"),
                    FieldPanel("sources"),
                    key_panel(),
                ],
                heading="Penemuan",
            ),
            ObjectList(
                [
                    ImpactPanel(),
                    MultiFieldPanel(
                        [
                            FieldPanel("next_effect"),
                            FieldPanel("next_reason"),
                            FieldPanel("next_refresher"),
                        ],
                        heading="Akibat bagi yang sudah belajar",
                        help_text="Perlu diisi bila kartu yang sudah terbit berubah isinya.",
                    ),
                    TickPanel(),
                    PublishingPanel(),
                ],
                heading="Sebelum terbit",
            ),
        ],
        base_form_class=RuleCardForm,
    )


class RegulationViewSet(RegisterViewSet):
    model = Regulation
    inspect_view_enabled = True  # whoever may only read it
    inspect_view_fields = [
        "short_title", "title", "kind", "number", "year", "status", "valid_from", "valid_to", "revoked_by", "amended_by",
        "source_url", "certainty", "note",
    ]  # fmt: skip
    icon = "doc-full"
    menu_label = "Peraturan"
    menu_name = "regulations"
    list_display = [
        "short_title",
        "title",
        Column("get_status_display", label="Status", sort_key="status"),
        Column("get_certainty_display", label="Kepastian", sort_key="certainty"),
    ]
    list_filter = ["kind", "status", "certainty"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    NamePanel("short_title"),
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("year")]),
                    key_panel(),
                ],
                heading="Peraturan",
            ),
            ChangePanel(),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("status"), FieldPanel("certainty")]),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                    FieldPanel("revoked_by"),
                    FieldPanel("amended_by"),
                ],
                heading="Keberlakuan",
            ),
            FieldPanel("source_url"),
            FieldPanel("sources"),
            FieldPanel("note"),
        ],
        base_form_class=RegulationForm,
    )


class ProvisionViewSet(RegisterViewSet):
    model = Provision
    inspect_view_enabled = True
    inspect_view_fields = ["regulation", "label", "note"]
    chooser_viewset_class = ProvisionChooser
    icon = "list-ol"
    menu_label = "Pasal"
    menu_name = "provisions"
    list_display = ["label", "regulation"]
    list_filter = ["regulation"]
    list_per_page = 50

    def get_queryset(self, request):
        return Provision.objects.select_related("regulation")

    edit_handler = ObjectList(
        [
            FieldPanel("regulation"),
            FieldRowPanel([FieldPanel("label"), FieldPanel("key"), FieldPanel("position")]),
            VersionsPanel(
                "versions",
                label="Versi",
                min_num=1,
                panels=[
                    FieldRowPanel([FieldPanel("number"), FieldPanel("effect"), FieldPanel("certainty")]),
                    FieldPanel("summary"),
                    FieldPanel("quote"),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to"), FieldPanel("known_from")]),
                    FieldPanel("amended_by"),
                    FieldPanel("subjects"),
                    FieldPanel("stages"),
                    FieldPanel("sources"),
                ],
            ),
            FieldPanel("note"),
        ],
        base_form_class=ProvisionForm,
    )


class SanctionViewSet(RegisterViewSet):
    model = Sanction
    inspect_view_enabled = True
    inspect_view_fields = ["name", "description", "provisions"]
    icon = "warning"
    menu_label = "Sanksi"
    menu_name = "sanctions"
    list_display = ["name", "description"]
    edit_handler = ObjectList(
        [
            NamePanel("name"),
            FieldPanel("description"),
            FieldPanel("subjects"),
            FieldPanel("provisions"),
            FieldRowPanel([FieldPanel("position"), key_panel()]),
        ],
        base_form_class=SanctionForm,
    )


class SynonymViewSet(RegisterViewSet):
    model = Synonym
    icon = "resubmit"
    menu_label = "Padanan kata"
    menu_name = "synonyms"
    list_display = ["term", "means"]
    list_per_page = 100
    search_fields = ["term", "means"]
    panels = [FieldPanel("term"), FieldPanel("means")]


class SearchMissViewSet(RegisterViewSet):
    """What people asked in vain. The site counts; editors answer with a card or a synonym."""

    model = SearchMiss
    icon = "search"
    menu_label = "Pencarian tanpa jawaban"
    menu_name = "search-misses"
    list_display = [
        "text",
        Column("count", label="Kali", sort_key="count"),
        DateColumn("last_on", label="Terakhir", sort_key="last_on"),
        DateColumn("settled_at", label="Ditangani", sort_key="settled_at"),
    ]
    filterset_class = SearchMissFilters
    ordering = ["-count", "text"]
    search_fields = ["text"]
    inspect_view_enabled = True
    inspect_view_fields = ["text", "count", "first_on", "last_on", "settled_at"]
    copy_view_enabled = False
    panels = [FieldPanel("text", read_only=True), FieldPanel("count", read_only=True)]


class ProtectedNameIndexView(IndexView):
    @cached_property
    def header_buttons(self):
        buttons = super().header_buttons
        if self.request.user.has_perms(["regulations.add_protectedname", "regulations.change_protectedname"]):
            buttons.append(HeaderButton("Impor", url=reverse("regulations_admin:names_import"), icon_name="download"))
        return buttons


class ProtectedNameViewSet(RegisterViewSet):
    """Names that our texts must not carry, from dated lists (ADR 0016)."""

    model = ProtectedName
    icon = "no-view"
    menu_label = "Nama yang dijaga"
    menu_name = "protected-names"
    index_view_class = ProtectedNameIndexView
    copy_view_enabled = False
    list_display = [
        "text",
        Column("get_kind_display", label="Jenis", sort_key="kind"),
        Column("election", label="Pemilihan", sort_key="election"),
        Column("area", label="Wilayah", sort_key="area"),
        Column(
            "valid_from", label="Berlaku sejak", sort_key="valid_from", accessor=lambda row: plain_date(row.valid_from)
        ),
        Column(
            "valid_to",
            label="Berlaku sampai",
            sort_key="valid_to",
            accessor=lambda row: plain_date(row.valid_to) if row.valid_to else "",
        ),
    ]
    list_filter = ["kind", "election", "area"]
    list_per_page = 100
    search_fields = ["text"]
    search_backend_name = None
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("text")]),
        FieldRowPanel([FieldPanel("election"), FieldPanel("area")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("source"),
    ]


class RuleGroup(SnippetViewSetGroup):
    menu_label = "Aturan"
    menu_icon = "clipboard-list"
    menu_name = "rules"
    menu_order = 150
    submenu_hook = "register_rules_menu_item"
    items = (
        RuleCardViewSet, RegulationViewSet, ProvisionViewSet, SanctionViewSet, SynonymViewSet, SearchMissViewSet,
        ProtectedNameViewSet,
    )  # fmt: skip
