"""The screens of checking in the admin: one text with its findings, and the list of guarded names."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, RevisionMixin

from . import names, services
from .forms import AcceptForm, ConfirmForm, ListForm, NamesFileForm
from .panels import HEADING, checking_context
from .passages import checked

SALT, DRY_RUN_SECONDS = "regulations.names", 60 * 60


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, model: str, pk: str) -> HttpResponse:
    """What stops the latest draft, what waits for a reason, and what could be said better."""
    instance = _draft(request, model, pk)
    may_accept = services.may_edit(request.user, instance)
    form = AcceptForm(request.POST or None)
    refused = ""
    if request.method == "POST":
        if not may_accept:
            raise PermissionDenied
        try:
            if not form.is_valid():
                raise services.CheckError("finding_unknown")
            services.accept_finding(
                instance, form.cleaned_data["finding"], form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except services.CheckError as error:
            refused = str(error)
        else:
            messages.success(request, "Temuan diterima dengan alasan Anda.")
            return redirect("regulations_admin:check", model, pk)
    context = {
        **checking_context(instance),
        "page_title": HEADING,
        "page_subtitle": str(instance),
        "header_icon": "glasses",
        "instance": instance,
        "may_accept": may_accept,
        "edit_url": AdminURLFinder(request.user).get_edit_url(instance),
        "refused": refused,
        "refused_finding": form.data.get("finding", ""),
        "refused_reason": form.data.get("reason", ""),
    }
    return render(request, "regulations/admin/check_detail.html", context, status=400 if refused else 200)


def _draft(request: HttpRequest, model: str, pk: str) -> Model:
    """The text as it was last saved, published or not; 404 for whoever may not see it."""
    try:
        found_model = apps.get_model(model)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if checked(found_model) is None:
        raise Http404
    try:
        key = found_model._meta.pk.to_python(pk)
    except Exception as error:  # a key that this model cannot have
        raise Http404 from error
    stored = get_object_or_404(found_model, pk=key)
    if not services.may_see(request.user, stored):
        raise Http404
    if isinstance(stored, (Page, RevisionMixin)):
        return stored.get_latest_revision_as_object()
    return stored


# Guarded names


@require_http_methods(["GET", "POST"])
def import_names(request: HttpRequest) -> HttpResponse:
    """First a dry run with every fault by row, then the import of the rows that are ready."""
    _require_names(request)
    form = NamesFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "lists": names.lists(on=timezone.localdate())}
    if request.method == "POST" and form.is_valid():
        try:
            sheet = names.read(form.content(), form.cleaned_data["file"].name)
        except names.ListRefused as error:
            form.add_error("file", str(error))
        else:
            rows = signing.dumps(names.as_json(sheet.ready), salt=SALT, compress=True)
            context |= {"sheet": sheet, "confirm": ConfirmForm(initial={"rows": rows})}
    return render(request, "regulations/admin/names_import.html", {**_heading(), **context})


@require_POST
def confirm_names(request: HttpRequest) -> HttpResponse:
    _require_names(request)
    form = ConfirmForm(request.POST)
    try:
        if not form.is_valid():
            raise names.ListRefused("stale")
        try:
            rows = list(names.from_json(signing.loads(form.cleaned_data["rows"], salt=SALT, max_age=DRY_RUN_SECONDS)))
        except (signing.BadSignature, json.JSONDecodeError, TypeError, KeyError, ValueError) as error:
            raise names.ListRefused("stale") from error
        outcome = names.import_names(rows)
    except names.ListRefused as error:
        messages.error(request, str(error))
    else:
        words = f"{outcome.created} nama baru, {outcome.updated} diperbarui, {outcome.same} sudah sama."
        messages.success(request, f"Daftar tersimpan. {words}")
    return redirect("regulations_admin:names_import")


@require_POST
def end_names(request: HttpRequest) -> HttpResponse:
    return _switch(request, names.end_list, "nama tidak dijaga lagi mulai hari ini.")


@require_POST
def resume_names(request: HttpRequest) -> HttpResponse:
    return _switch(request, names.resume_list, "nama dijaga lagi.")


def _switch(request: HttpRequest, change: Any, words: str) -> HttpResponse:
    _require_names(request)
    form = ListForm(request.POST)
    if form.is_valid():
        count = change(form.cleaned_data["election"], form.cleaned_data["area"], on=timezone.localdate())
        messages.success(request, f"{count} {words}")
    return redirect("regulations_admin:names_import")


def _require_names(request: HttpRequest) -> None:
    if not request.user.has_perms(["regulations.add_protectedname", "regulations.change_protectedname"]):
        raise PermissionDenied


def _heading() -> dict[str, Any]:
    listing = reverse("wagtailsnippets_regulations_protectedname:list")
    return {
        "header_title": "Impor nama yang dijaga",
        "header_icon": "download",
        "breadcrumbs_items": [
            {"url": listing, "label": "Nama yang dijaga"},
            {"url": "", "label": "Impor"},
        ],
    }
