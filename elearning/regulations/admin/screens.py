"""What every screen of ours hands to Wagtail's frame."""

from __future__ import annotations

from typing import Any

from django.urls import reverse


def frame(title: str, *, icon: str, trail: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """Context of ``wagtailadmin/generic/base.html``. ``trail``: address and words of what stands above the screen."""
    above = [{"url": url, "label": label} for url, label in trail]
    home = {"url": reverse("wagtailadmin_home"), "label": "Beranda"}
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [home, *above, {"url": "", "label": title}],
    }
