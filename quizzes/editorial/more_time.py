"""«Tambahan waktu» in the admin: more time for one person who takes a quiz with a limit at home.

Rooms have their own screen, the committee's. Here somebody is found by the kode peserta that he said, or by name among the
people whom the seeker may see anyway. A code is posted, never part of an address, and wrong ones are counted as at the door.
"""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from elearning.lib import dates
from elearning.people import auth
from elearning.people.models import User
from elearning.people.services import CodeRefused, person_by_code
from elearning.regulations.admin.screens import frame

from .. import services
from ..errors import ExtensionError, SearchError
from ..forms import MoreTimeForm
from ..models import Attempt, Extension
from ..permissions import can_extend
from ..querysets import AttemptQuerySet

TITLE, ICON = "Tambahan waktu", "time"
PER_PAGE, MOST_FOUND, SHORTEST_NAME = 50, 20, 3
FOUND_BY_CODE = "more_time_by_code"  # attempts that this session found by a code, so that their addresses open for it


class SearchForm(forms.Form):
    who = forms.CharField(
        label="Kode peserta atau nama",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Nama hanya menemukan orang di unit yang boleh Anda lihat. Kode peserta menemukan siapa saja.",
        error_messages={"required": "Tulis kode peserta atau nama."},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find who is at work; below, what was given."""
    _require(can_extend(request.user))
    form, found = SearchForm(request.POST if request.method == "POST" else None), []
    if form.is_valid():
        try:
            found = _found(request, form.cleaned_data["who"])
        except SearchError as error:
            form.add_error("who", str(error))
    paginator = Paginator(_given(request.user), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context = {
        **frame(TITLE, icon=ICON, trail=((reverse("quiz:index"), "Kuis"),)),
        "form": form,
        "found": [(attempt, _until(attempt)) for attempt in found],
        "most": MOST_FOUND if len(found) == MOST_FOUND else 0,
        "items": page,
        "rows": [(row, dates.moment(row.until, dates.WIB)) for row in page],
        "elided_page_range": paginator.get_elided_page_range(page.number),
    }
    return render(request, "quizzes/admin/more_time.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """So many minutes, and why."""
    _require(can_extend(request.user))
    attempt = get_object_or_404(
        Attempt.objects.filter(mode=Attempt.Mode.SELF_STUDY, context="").select_related("person__unit", "quiz"),
        public_id=attempt_id,
        person__isnull=False,
    )
    if not _may_see(request, attempt):
        raise Http404
    form = MoreTimeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            row = services.extend_self_study(attempt, **form.cleaned_data, by=request.user, at=timezone.now())
        except ExtensionError as error:
            form.add_error("reason" if error.code == "reason_missing" else None, str(error))
        else:
            messages.success(request, f"Waktu {attempt.person} diperpanjang sampai {dates.moment(row.until, _zone(attempt))}.")  # fmt: skip
            return redirect("quizzes_admin:more_time")
    context = {
        **frame(str(attempt.person), icon=ICON, trail=((reverse("quizzes_admin:more_time"), TITLE),)),
        "attempt": attempt,
        "until": _until(attempt),
        "form": form,
    }
    return render(request, "quizzes/admin/more_time_give.html", context)


def _found(request: HttpRequest, who: str) -> list[Attempt]:
    """Attempts at work, by code or by name. Raises SearchError: nobody_at_work, too_short, too_often."""
    at_work = Attempt.objects.extendable_at_home().select_related("person__unit", "quiz").order_by("deadline_at", "pk")
    person = _person_of(request, who)
    if person is not None:
        found = list(at_work.filter(person=person))
        request.session[FOUND_BY_CODE] = [str(attempt.public_id) for attempt in found]
    elif len(who) < SHORTEST_NAME:
        raise SearchError("too_short")
    else:
        found = list(_seen(at_work, request.user).filter(person__display_name__icontains=who)[:MOST_FOUND])
    if not found:
        raise SearchError("nobody_at_work")
    return found


def _person_of(request: HttpRequest, typed: str) -> User | None:
    """Whose kode peserta this is; None where it is none, and then it may be a name. Raises SearchError: too_often."""
    if not auth.may_try(request):
        raise SearchError("too_often")
    try:
        return person_by_code(typed)
    except CodeRefused as refusal:
        if refusal.code == "unknown":  # it looks like a code, so that it may be a guess
            auth.count_failure(request)
        return None


def _seen(attempts: AttemptQuerySet, user: User) -> AttemptQuerySet:
    return attempts.filter(person__in=User.objects.visible_to(user, on=timezone.localdate()))


def _may_see(request: HttpRequest, attempt: Attempt) -> bool:
    if str(attempt.public_id) in request.session.get(FOUND_BY_CODE, ()):
        return True
    return _seen(Attempt.objects.filter(pk=attempt.pk), request.user).exists()


def _given(user: User):
    """What was given at home to people whom ``user`` may see, or by ``user``."""
    seen = Q(person__in=User.objects.visible_to(user, on=timezone.localdate())) | Q(created_by=user)
    at_home = Extension.objects.filter(mode=Attempt.Mode.SELF_STUDY, context="")
    return at_home.filter(seen).select_related("person", "quiz", "created_by")


def _zone(attempt: Attempt) -> str:
    return attempt.time_zone or dates.WIB


def _until(attempt: Attempt) -> str:
    return dates.moment(attempt.deadline_at, _zone(attempt)) if attempt.deadline_at else ""


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
