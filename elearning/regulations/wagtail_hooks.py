from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .admin.clock import ClockPanel
from .admin.dated import day_button
from .admin.misses import SettleMisses
from .attention import AttentionPanel
from .checking.panels import refuse_unfit
from .models import RuleCard, SearchMiss
from .permissions import ReadOnlyPolicy, can_read_changes
from .returning import show_notes_of_returned_texts
from .reviewing import refuse_unread
from .scheduling import RefusedHour
from .sending import TICK, remember_tick
from .viewsets import RuleGroup

register_permission_policy(SearchMiss, ReadOnlyPolicy(SearchMiss))
register_snippet(RuleGroup)


@hooks.register("construct_homepage_panels")
def add_attention_panel(request, panels):
    panels.append(AttentionPanel(request))
    panels.append(ClockPanel(request))
    show_notes_of_returned_texts(panels)


class ChangesMenuItem(MenuItem):
    def is_shown(self, request):
        return can_read_changes(request.user)


@hooks.register("register_rules_menu_item")
def changes_menu_item():
    address = reverse("regulations_admin:changes")
    return ChangesMenuItem("Perubahan peraturan", address, name="rule-changes", icon_name="resubmit", order=2.5)


@hooks.register("insert_global_admin_css")
def add_stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', static("css/rooms/regulations-admin.css"))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("regulations.change.open", "Tandai peraturan berubah", "Perubahan peraturan dibuka")
    actions.register_action("regulations.change.decide", "Putuskan kartu", "Kartu diputuskan dalam perubahan peraturan")
    actions.register_action("regulations.change.agree", "Setujui perubahan", "Perubahan peraturan disetujui")
    actions.register_action("regulations.change.schedule", "Jadwalkan perubahan", "Perubahan peraturan dijadwalkan")
    actions.register_action("regulations.change.apply", "Terapkan perubahan", "Perubahan peraturan diterapkan")
    actions.register_action("regulations.change.drop", "Batalkan perubahan", "Perubahan peraturan dibatalkan")
    actions.register_action(
        "regulations.finding.accept", "Terima temuan", "Temuan pemeriksaan naskah diterima dengan alasan"
    )
    actions.register_action(
        "regulations.search_miss.settle", "Tandai ditangani", "Pencarian tanpa jawaban ditandai sudah ditangani"
    )
    actions.register_action("regulations.neutrality.confirm", "Nyatakan netral", f"Dinyatakan: {TICK}")
    actions.register_action("regulations.schedule.refused")(RefusedHour)


# Nothing unfit is published from an editing screen; the draft is stored by then (ADR 0016).
hooks.register("before_publish", refuse_unfit)
hooks.register("before_publish_page", refuse_unfit)
hooks.register("before_publish_page", refuse_unread)
for moment in ("after_create_snippet", "after_edit_snippet", "after_create_page", "after_edit_page"):
    hooks.register(moment, remember_tick)
hooks.register("register_bulk_action", SettleMisses)


@hooks.register("register_snippet_listing_buttons")
def add_day_button(snippet, user, next_url=None):
    """A card's two questions, «apa aturannya hari itu» and «apa yang kami ajarkan», are one click away."""
    if isinstance(snippet, RuleCard):
        yield day_button(snippet)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("aturan/", include("elearning.regulations.admin_urls"))]


class PagesApi(PagesAdminAPIViewSet):
    """What the explorer reads. Publishing by it would ask no page, and no screen of Wagtail does."""

    actions = {name: action for name, action in PagesAdminAPIViewSet.actions.items() if name != "publish"}


@hooks.register("construct_admin_api")
def close_publishing_by_api(router):
    router.register_endpoint("pages", PagesApi)
