from django.templatetags.static import static
from django.urls import include, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .attention import AttentionPanel
from .checking.panels import refuse_unfit
from .models import SearchMiss
from .permissions import ReadOnlyPolicy
from .viewsets import RuleGroup

register_permission_policy(SearchMiss, ReadOnlyPolicy(SearchMiss))
register_snippet(RuleGroup)


@hooks.register("construct_homepage_panels")
def add_attention_panel(request, panels):
    panels.append(AttentionPanel(request))


@hooks.register("insert_global_admin_css")
def add_stylesheet():
    return format_html('<link rel="stylesheet" href="{}">', static("css/rooms/regulations-admin.css"))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("regulations.finding.accept", "Terima temuan", "Temuan pemeriksaan naskah diterima dengan alasan")


# Nothing unfit is published from an editing screen; the draft is stored by then (ADR 0016).
hooks.register("before_publish", refuse_unfit)
hooks.register("before_publish_page", refuse_unfit)


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("aturan/", include("elearning.regulations.admin_urls"))]
