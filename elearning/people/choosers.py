"""A chooser is a list like any other: it shows rows only to whoever may see them in the admin."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views import View
from wagtail.admin.views.generic.chooser import ModelLookupMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry


class ForReadersOnly(ModelLookupMixin, View):
    """Wagtail opens a chooser to everybody in the admin; drafts of questions and cards are not for every committee."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        policy = policy_registry.get_by_type(self.model_class) or ModelPermissionPolicy(self.model_class)
        if not policy.user_has_any_permission(request.user, ["view", "add", "change"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfferingChooser(ChooserViewSet):
    """Offers rows and has no form for new ones: Wagtail's address for that would break on a POST."""

    def get_urlpatterns(self) -> list:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class ReadersChooser(OfferingChooser):
    """All its views are for readers of the model."""

    def construct_view(self, view_class: type, **kwargs):
        return super().construct_view(type(view_class.__name__, (ForReadersOnly, view_class), {}), **kwargs)
