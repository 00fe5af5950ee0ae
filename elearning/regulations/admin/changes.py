"""«Perubahan peraturan»: open, decide card by card, agree, apply; what was decided stays readable."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from elearning.lib import dates

from ..impact import Impact, impact_of_withdrawing
from ..models import CardDecision, Citation, Regulation, RegulationChange
from ..permissions import can_agree_changes, can_apply_changes, can_mark_changes, can_read_changes
from ..services import ChangeRefused, changing
from .forms import ARTICLES, Articles, DecisionForm, OpenChangeForm, ScheduleForm, decision_forms
from .screens import frame

PER_PAGE = 30
ICON = "resubmit"
ALL = "semua"


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _trail() -> tuple[tuple[str, str], ...]:
    return ((reverse("regulations_admin:changes"), "Perubahan peraturan"),)


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    _require(can_read_changes(request.user))
    decided = Count("decisions", filter=~Q(decisions__decision__in=("", CardDecision.Choice.UNKNOWN)))
    found = RegulationChange.objects.select_related("regulation", "by", "opened_by")
    found = found.annotate(decided=decided, cards=Count("decisions")).order_by("-opened_at")
    paginator = Paginator(found, PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context = {
        **frame("Perubahan peraturan", icon=ICON),
        "may_mark": can_mark_changes(request.user),
        "items": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
    }
    return render(request, "regulations/admin/change_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_change(request: HttpRequest) -> HttpResponse:
    """``?peraturan=22``: the regulation from whose screen somebody came; else it is chosen here."""
    _require(can_mark_changes(request.user))
    asked = request.GET.get("peraturan", "")
    found = Regulation.objects.filter(pk=asked).first() if asked.isascii() and asked.isdecimal() else None
    form = OpenChangeForm(request.POST or None, initial={"regulation": found})
    if form.is_valid():
        try:
            change = changing.open_change(**form.cleaned_data, by=request.user, at=timezone.now())
        except ChangeRefused as error:
            form.add_error(form.FIELD_OF.get(error.code), ValidationError(str(error), code=error.code))
        else:
            return redirect("regulations_admin:change", change.pk)
    context = {
        **frame(f"Tandai {found or 'peraturan'} berubah", icon=ICON, trail=_trail()),
        "form": form,
        "regulation": found,
        "cards": len(changing.citing_cards(found)) if found else None,
    }
    return render(request, "regulations/admin/change_open.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_detail(request: HttpRequest, change_pk: int) -> HttpResponse:
    """Every citing card with its four decisions; one button saves all, one beside each card saves that card."""
    _require(can_read_changes(request.user))
    found = _fetch(change_pk)
    articles = Articles(on=found.effective_on)
    if request.method == "POST":
        _require(can_mark_changes(request.user))
        forms = decision_forms(_rows(found), articles=articles, data=request.POST)
        saved, faulty = _save(request, found, forms)
        if saved:
            messages.success(request, f"{saved} keputusan tersimpan.")
        left = sum(form.has_changed() for form in forms if not _is_asked(request, form))
        if not faulty and not left:
            return redirect("regulations_admin:change", change_pk)
        if faulty:
            messages.error(request, f"{faulty} keputusan belum tersimpan. Lihat keterangan di kartunya.")
        if left:
            messages.warning(request, f"{left} pilihan di kartu lain belum tersimpan. Tekan «Simpan semua keputusan».")
        found = _fetch(change_pk)
    else:
        forms = decision_forms(_rows(found), articles=articles)
    return render(request, "regulations/admin/change_detail.html", _detail(request, found, forms, articles))


def _fetch(change_pk: int) -> RegulationChange:
    people = ("regulation", "by", "opened_by", "agreed_by", "applied_by")
    return get_object_or_404(RegulationChange.objects.select_related(*people), pk=change_pk)


def _rows(found: RegulationChange) -> list[CardDecision]:
    """With the articles through which each card cites the regulation, in a constant number of queries."""
    rows = changing.decisions_of(found)
    cited = Citation.objects.filter(provision__regulation=found.regulation).select_related("provision__regulation")
    prefetch_related_objects([row.card for row in rows], Prefetch("citations", cited, to_attr="cited_here"))
    return rows


def _save(request: HttpRequest, found: RegulationChange, forms: list[DecisionForm]) -> tuple[int, int]:
    """How many decisions were stored, and how many could not be."""
    saved = faulty = 0
    for form in forms:
        if not _is_asked(request, form) or not form.has_changed():
            continue
        if form.is_valid():
            try:
                changing.decide(found, form.row.card, **form.cleaned_data, by=request.user, at=timezone.now())
            except ChangeRefused as error:
                field = "replacements" if error.code.startswith("replacement") else "decision"
                form.add_error(field, ValidationError(str(error), code=error.code))
            else:
                form.row.refresh_from_db(fields=["decision", "note", "decided_by", "decided_at"])
                saved += 1
                continue
        faulty += 1
    return saved, faulty


def _is_asked(request: HttpRequest, form: DecisionForm) -> bool:
    return request.POST.get("simpan", ALL) in (ALL, str(form.row.card_id))


def _detail(
    request: HttpRequest, found: RegulationChange, forms: list[DecisionForm], articles: Articles
) -> dict[str, Any]:
    rows = [form.row for form in forms]
    touched = [
        row.card_id for row in rows if row.decision in (CardDecision.Choice.CHANGE, CardDecision.Choice.WITHDRAW)
    ]
    return {
        **frame(f"{found} oleh {found.by}" if found.by else str(found), icon=ICON, trail=_trail()),
        "change": found,
        "undecided": [form for form in forms if not form.row.is_decided],
        "decided": [form for form in forms if form.row.is_decided],
        "progress": changing.progress_of(rows),
        "impact": _impact(found, touched) if touched and found.is_pending else None,
        "touched": len(touched),
        "articles": articles.in_force,
        "articles_id": ARTICLES,
        "all": ALL,
        "unsure": [row for row in rows if row.decision == CardDecision.Choice.UNKNOWN],
        "schedule_form": ScheduleForm(initial={"apply_at": found.apply_at or changing.starts_at(found.effective_on)}),
        "zone": dates.ZONES[settings.TIME_ZONE],
        "apply_at": _moment(found.apply_at) if found.apply_at else "",
        "is_late": found.apply_at is not None and found.apply_at < timezone.now(),
        "is_due": changing.starts_at(found.effective_on) <= timezone.now(),
        **_rights(request.user, found),
    }


def _impact(found: RegulationChange, touched: list[int]) -> Impact:
    """Of the cards that change or go. What is applied late holds from then on, not from the day of the law."""
    return impact_of_withdrawing(touched, since=max(found.effective_on, timezone.localdate()))


def _rights(user: AbstractBaseUser, found: RegulationChange) -> dict[str, bool]:
    agreed = found.state in (RegulationChange.State.AGREED, RegulationChange.State.SCHEDULED)
    is_open = found.state == RegulationChange.State.OPEN
    return {
        "may_decide": found.is_pending and can_mark_changes(user),
        "may_agree": is_open and can_agree_changes(user) and found.opened_by != user,
        "is_own": is_open and can_agree_changes(user) and found.opened_by == user,
        "may_apply": agreed and can_apply_changes(user),
    }


def _moment(at) -> str:
    """«Sabtu, 1 Maret 2025 pukul 00.00 WIB»."""
    zone = settings.TIME_ZONE
    return f"{dates.long_date(dates.local_day(at, zone))} pukul {dates.clock(at, zone)}"


def _step(request: HttpRequest, change_pk: int, step, done: str, **stated: Any) -> HttpResponse:
    """Take one step of a change, and say what came of it."""
    try:
        step(_fetch(change_pk), **stated, by=request.user, at=timezone.now())
    except ChangeRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("regulations_admin:change", change_pk)


@require_POST
def agree(request: HttpRequest, change_pk: int) -> HttpResponse:
    _require(can_agree_changes(request.user))
    return _step(request, change_pk, changing.agree, "Perubahan disetujui.")


@require_POST
def schedule(request: HttpRequest, change_pk: int) -> HttpResponse:
    _require(can_apply_changes(request.user))
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["apply_at"]))
        return redirect("regulations_admin:change", change_pk)
    apply_at = form.cleaned_data["apply_at"]
    done = f"Perubahan diterapkan otomatis {_moment(apply_at)}."
    return _step(request, change_pk, changing.schedule, done, apply_at=apply_at)


@require_POST
def apply(request: HttpRequest, change_pk: int) -> HttpResponse:
    _require(can_apply_changes(request.user))
    return _step(request, change_pk, changing.apply, "Perubahan diterapkan.")


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, change_pk: int) -> HttpResponse:
    """Asked first: it cannot be taken up again."""
    _require(can_mark_changes(request.user))
    if request.method == "POST":
        return _step(request, change_pk, changing.drop, "Perubahan dibatalkan. Keputusannya tetap dapat dibaca.")
    found = _fetch(change_pk)
    context = {
        **frame("Batalkan perubahan peraturan", icon=ICON, trail=_trail()),
        "change": found,
        "progress": changing.progress_of(changing.decisions_of(found)),
    }
    return render(request, "regulations/admin/change_drop.html", context)
