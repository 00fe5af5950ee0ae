from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .attention import AttentionPanel
from .models import SearchMiss
from .permissions import ReadOnlyPolicy
from .viewsets import RuleGroup

register_permission_policy(SearchMiss, ReadOnlyPolicy(SearchMiss))
register_snippet(RuleGroup)


@hooks.register("construct_homepage_panels")
def add_attention_panel(request, panels):
    panels.append(AttentionPanel(request))
