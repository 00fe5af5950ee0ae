"""C3: the link, its texts and its papers (experience.md §7)."""

from __future__ import annotations

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.distribution import printing
from elearning.distribution import services as distribution
from elearning.distribution.models import CascadeNode, Handout
from elearning.distribution.sharing import RuleNews, Sharing, new_rules, texts, whatsapp_url
from elearning.lib import dates
from elearning.lib.addresses import absolute
from elearning.people.models import Unit
from elearning.regulations.news import fresh_rules
from elearning.ui.context import identity_of

from .. import staff as reads
from ..forms import OpenHandoutForm
from .frame import address, frame, head_only, office_of, staff_on, unit_of

PAPER_SECONDS = 24 * 3600


def _link_of(unit: Unit) -> Handout | None:
    node = reads.current_node(unit)
    return reads.link_of(node) if node else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def sharing(request: HttpRequest) -> HttpResponse:
    """C3: a link, three texts, one sheet of paper. Before there is a link, the choice of a course."""
    unit = unit_of(request)
    handout = _link_of(unit)
    if handout is None:
        return _open_link(request, unit)
    if request.method == "POST":
        return redirect(address(request, "sharing", unit))
    turnout = staff_on(request, handout.node).turnout(handout.node.staff_target)
    written = {**texts(_sharing(request, handout, turnout)), **_news_text(request, handout, turnout)}
    paper = _paper(request, handout)
    return render(
        request,
        "cascade/sharing.html",
        {
            **frame(request, unit),
            "handout": handout,
            "link": _link(handout),
            "texts": [
                {"name": name, "text": text, "whatsapp_url": whatsapp_url(text)} for name, text in written.items()
            ],
            "paper_bytes": len(paper) if paper else None,
        },
    )


def _open_link(request: HttpRequest, unit: Unit) -> HttpResponse:
    courses = reads.shareable_courses()
    today = dates.local_day(timezone.now(), unit.time_zone)
    form = OpenHandoutForm(request.POST or None, courses=courses, today=today, initial={"course": courses.first()})
    if form.is_valid():
        now = timezone.now()
        node = distribution.open_node(
            unit, **form.cleaned_data, opening=CascadeNode.Opening.BY_HAND, by=request.user, at=now
        )
        distribution.open_handout(node, shared_by=office_of(request, unit), by=request.user, at=now)
        return redirect(address(request, "sharing", unit))
    return render(request, "cascade/link_open.html", {**frame(request, unit), "form": form})


def _link(handout: Handout) -> str:
    """Without a closing slash: it is printed, and read aloud."""
    return absolute(f"/b/{handout.code}")


def _sharing(request: HttpRequest, handout: Handout, turnout: reads.Turnout) -> Sharing:
    return Sharing(
        unit=handout.unit.name,
        shared_by=handout.shared_by,
        organiser=identity_of(request).organiser,
        url=_link(handout),
        minutes=handout.course.duration_minutes,
        due_on=handout.node.due_on,
        finished=turnout.finished,
        target=handout.node.staff_target,
    )


def _news_text(request: HttpRequest, handout: Handout, turnout: reads.Turnout) -> dict[str, str]:
    """«Ada aturan baru», while there is something new."""
    today = dates.local_day(timezone.now(), handout.unit.time_zone)
    news = [RuleNews(title, day) for _, title, day in fresh_rules(today)]
    if not news:
        return {}
    url = absolute(reverse("regulations:changes"))
    return {"Ada aturan baru": new_rules(_sharing(request, handout, turnout), news, url=url)}


def _paper(request: HttpRequest, handout: Handout) -> bytes | None:
    """The sheet as PDF, made once for each set of words; None on a machine that cannot make it."""
    published = handout.course.last_published_at or handout.created_at
    sheet = printing.Sheet(
        title=handout.course.title,
        summary=handout.course.summary,
        shared_by=handout.shared_by,
        organiser=identity_of(request).organiser,
        minutes=handout.course.duration_minutes,
        url=_link(handout),
        version_on=dates.local_day(published, handout.unit.time_zone),
        due_on=handout.node.due_on,
    )
    key = f"selebaran:{sheet.fingerprint}"
    made = cache.get(key)
    if made is None:
        try:
            made = printing.sheet_pdf(sheet)
        except printing.PrintingUnavailable:
            return None
        cache.set(key, made, PAPER_SECONDS)
    return made


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def replace_link(request: HttpRequest) -> HttpResponse:
    """A page that says what will happen; the press ends the old code."""
    unit = unit_of(request)
    handout = _link_of(unit)
    if handout is None:
        return redirect(address(request, "sharing", unit))
    if request.method == "POST":
        distribution.replace_link(handout, shared_by=office_of(request, unit), by=request.user, at=timezone.now())
        messages.success(request, "Tautan baru siap. Tautan lama hanya membuka materi.")
        return redirect(address(request, "sharing", unit))
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Ganti tautan {handout.code}?",
            "consequence": "Tautan lama tetap membuka materi, tetapi tidak lagi mencatat pegawai Anda. "
            "Selebaran lama perlu dicetak ulang.",
            "action": "Ganti tautan",
            "back_url": address(request, "sharing", unit),
        },
    )


@never_cache
@require_safe
@head_only
def handout_pdf(request: HttpRequest) -> HttpResponse:
    unit = unit_of(request)
    handout = _link_of(unit)
    paper = _paper(request, handout) if handout else None
    if paper is None:
        raise Http404
    name = f"selebaran-{handout.code}.pdf"
    return HttpResponse(
        paper, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
