"""Addresses that leave the site: printed, sent, scanned. They name the site's own host, whatever host a request came by."""

from django.conf import settings


def absolute(path: str) -> str:
    """``path`` (with its leading slash) below the address of the site (the SITE_URL of the environment)."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"
