"""«Isi dari kertas»: numbers of the signed sheet, a look at who that is, then presence."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import services
from ..errors import AttendanceError, PaperError
from ..forms import add_refusal
from ..models import Participant, SessionDay
from ..paper import read_numbers
from ..paper_forms import PaperForm, SheetPhotosForm
from ..permissions import Duty
from .access import committee_session, day_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def from_paper(request: HttpRequest, slug: str, on: str) -> HttpResponse:
    """The first press shows the people; the second, «Simpan», records them."""
    session, now = committee_session(request, slug, duty=Duty.DESK), timezone.now()
    day = day_of(session, on)
    if day is None:
        raise Http404
    form = PaperForm(request.POST or None, initial={"press": uuid4()})
    signed: list[Participant] = []
    if form.is_valid():
        try:
            signed = _signed(day, form.cleaned_data["numbers"])
            if "save" in request.POST:
                added = services.record_from_paper(
                    day, signed, by=request.user, press=form.cleaned_data["press"], at=now
                )
                return _saved(request, slug, on, added, len(signed))
        except (PaperError, AttendanceError) as error:
            add_refusal(form, error, "numbers")
    present = sum(bool(one.attendances.all()) for one in signed)
    return render(
        request,
        "training/from_paper.html",
        {
            "session": session,
            "day": day,
            "days": list(session.days.all()),
            "form": form,
            "signed": [] if form.errors else signed,
            "present": present,
            "to_add": len(signed) - present,
            "is_open": session.is_open(now),
            "photos": list(day.sheet_photos.select_related("uploaded_by")),
            "photo_form": SheetPhotosForm(),
        },
    )


def _signed(day: SessionDay, text: str) -> list[Participant]:
    """The people behind the numbers, with whether they are present on that day."""
    people = Participant.objects.filter(session=day.session_id)
    numbers = read_numbers(text, known=set(people.values_list("line", flat=True)))
    return list(people.filter(line__in=numbers).present_on(day).select_related("person__unit").order_by("line"))


def _saved(request: HttpRequest, slug: str, on: str, added: int, signed: int) -> HttpResponse:
    before = f" {signed - added} sudah tercatat sebelumnya." if signed > added else ""
    messages.success(request, f"{added} kehadiran dicatat dari kertas.{before}")
    return redirect("training:from_paper", slug, on)
