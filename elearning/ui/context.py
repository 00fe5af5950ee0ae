"""What every page of ours may show around its content; each value costs nothing until a template asks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from .models import SiteIdentity
from .themes import COOKIE, Theme

FRESH_SECONDS = 10  # that long a page may still show what an editor has just changed in its frame
MOST_HOSTS = 16


@dataclass(frozen=True, slots=True)
class FooterPage:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The words that name this installation, and the pages below home that an editor put into the menu."""

    identity: SiteIdentity
    footer_pages: tuple[FooterPage, ...] = ()


def site_chrome(request: HttpRequest) -> dict:
    """``identity``, ``visitor``, ``theme``, ``themes``, ``footer_pages``, ``source_url`` and ``demo_mode``."""
    chosen = request.COOKIES.get(COOKIE, "")
    return {
        "identity": SimpleLazyObject(lambda: identity_of(request)),
        "visitor": SimpleLazyObject(lambda: visitor_of(request)),
        "footer_pages": SimpleLazyObject(lambda: frame_of(request).footer_pages),
        "theme": chosen if chosen in Theme.values else Theme.PHONE.value,
        "themes": Theme.choices,
        "source_url": settings.SOURCE_URL,
        "demo_mode": settings.DEMO_MODE,
    }


def identity_of(request: HttpRequest) -> SiteIdentity:
    """The words that name this installation; defaults while the database has no site yet."""
    return frame_of(request).identity


def frame_of(request: HttpRequest) -> Frame:
    """Read by each process once in FRESH_SECONDS: it stands around every page and hardly ever changes."""
    host, _ = split_domain_port(request.get_host())
    return _frame(host, request.get_port(), int(time.monotonic() / FRESH_SECONDS))


@lru_cache(maxsize=MOST_HOSTS)
def _frame(host: str, port: str, _moment: int) -> Frame:
    try:
        site = get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return Frame(SiteIdentity())
    # Not ``for_site``: that writes a row on the first GET.
    identity = SiteIdentity.objects.filter(site=site).first() or SiteIdentity(site=site)
    pages = site.root_page.get_children().live().in_menu()
    return Frame(identity, tuple(FooterPage(page.title, page.url) for page in pages if page.url))


def visitor_of(request: HttpRequest):
    """Who is signed in, or None. Without a session cookie nobody is asked, so that a public page stays cacheable."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    user = getattr(request, "user", None)
    return user if user and user.is_authenticated else None
