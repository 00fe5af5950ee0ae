"""What every page of ours may show around its content."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from .models import SiteIdentity


def site_chrome(request: HttpRequest) -> dict:
    """``identity`` (looked up only when a template asks) and ``demo_mode``."""
    return {"identity": SimpleLazyObject(lambda: identity_of(request)), "demo_mode": settings.DEMO_MODE}


def identity_of(request: HttpRequest) -> SiteIdentity:
    """The words that name this installation; defaults while the database has no site yet."""
    site = Site.find_for_request(request)
    return SiteIdentity.for_site(site) if site else SiteIdentity()
