"""What every page of ours may show around its content; each value costs nothing until a template asks."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from .models import SiteIdentity
from .themes import COOKIE, Theme


def site_chrome(request: HttpRequest) -> dict:
    """``identity``, ``visitor``, ``theme``, ``themes``, ``footer_pages``, ``source_url`` and ``demo_mode``."""
    chosen = request.COOKIES.get(COOKIE, "")
    return {
        "identity": SimpleLazyObject(lambda: identity_of(request)),
        "visitor": SimpleLazyObject(lambda: visitor_of(request)),
        "footer_pages": SimpleLazyObject(lambda: footer_pages_of(request)),
        "theme": chosen if chosen in Theme.values else Theme.PHONE.value,
        "themes": Theme.choices,
        "source_url": settings.SOURCE_URL,
        "demo_mode": settings.DEMO_MODE,
    }


def identity_of(request: HttpRequest) -> SiteIdentity:
    """The words that name this installation; defaults while the database has no site yet."""
    site = Site.find_for_request(request)
    # Not ``for_site``: that writes a row on the first GET.
    return SiteIdentity.objects.filter(site=site).first() or SiteIdentity(site=site)


def visitor_of(request: HttpRequest):
    """Who is signed in, or None. Without a session cookie nobody is asked, so that a public page stays cacheable."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if user and user.is_authenticated else None


def footer_pages_of(request: HttpRequest) -> list[Page]:
    """Privacy, accessibility, about: the pages below home that an editor put into the menu."""
    site = Site.find_for_request(request)
    if not site:
        return []
    return [page for page in site.root_page.get_children().live().in_menu() if page.url]
