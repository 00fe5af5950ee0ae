"""What editors may not do to pages that people have learnt from."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db import router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

KEPT = (
    "«{title}» tidak dapat dihapus: sudah ada yang membaca atau membagikannya, dan catatan itu disimpan. "
    "Batalkan terbitnya saja; halaman itu lalu tidak terlihat lagi."
)


def carries_history(page: Page) -> bool:
    """Whether this page, or one below it, is something that happened rests on: readings, share links, attempts."""
    for each in page.get_descendants(inclusive=True).specific():
        try:
            Collector(using=router.db_for_write(type(each)), origin=each).collect([each])
        except ProtectedError:
            return True
    return False


@hooks.register("before_delete_page")
def keep_pages_with_history(request: HttpRequest, page: Page) -> HttpResponse | None:
    if not carries_history(page):
        return None
    messages.error(request, KEPT.format(title=page.get_admin_display_title()))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def keep_chosen_pages_with_history(
    request: HttpRequest, action_type: str, objects: Iterable[Page], action_class_instance: object
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    for page in objects:
        if isinstance(page, Page) and carries_history(page):
            messages.error(request, KEPT.format(title=page.get_admin_display_title()))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
