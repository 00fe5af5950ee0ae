"""C2 to C4: what the head of a unit sees and does. Names and status, never a score (experience.md §7)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.distribution import printing
from elearning.distribution import services as distribution
from elearning.distribution.models import CascadeNode, Handout, Receipt
from elearning.distribution.sharing import RuleNews, Sharing, new_rules, texts, whatsapp_url
from elearning.lib import dates
from elearning.lib.addresses import absolute
from elearning.people import permissions
from elearning.people import services as people
from elearning.people.auth import remember_code
from elearning.people.models import OfficeHolding, OfficeRole, Unit, User
from elearning.regulations.news import fresh_rules
from elearning.ui.context import identity_of

from .. import staff as reads
from ..forms import OpenHandoutForm, StaffFilterForm, TargetForm

ROWS = 50
PAPER_SECONDS = 24 * 3600

head_only = permissions.staff_of(OfficeRole.HEAD)


def _unit(request: HttpRequest) -> Unit:
    """The unit on the screen. A Plt. may head two: ``?unit=`` tells which; another's unit does not exist."""
    units = permissions.units_headed(request.user, on=timezone.localdate())
    wanted = request.GET.get("unit")
    if wanted:
        try:
            return get_object_or_404(units, public_id=UUID(wanted))
        except ValueError as error:
            raise Http404 from error
    unit = units.first()
    if unit is None:
        raise Http404
    return unit


def _office(request: HttpRequest, unit: Unit) -> str:
    """«Camat Kenanga Contoh», as of today."""
    held = OfficeHolding.objects.of(request.user, on=timezone.localdate(), roles=(OfficeRole.HEAD,))
    return held.select_related("unit").filter(unit=unit)[0].title


def _link_of(unit: Unit) -> Handout | None:
    node = reads.current_node(unit)
    return reads.link_of(node) if node else None


def _address(request: HttpRequest, name: str, unit: Unit, *args: object) -> str:
    """An address of this room that stays with the unit when somebody heads several."""
    return reverse(f"cascade:{name}", args=args) + (f"?unit={unit.public_id}" if request.GET.get("unit") else "")


def _frame(request: HttpRequest, unit: Unit) -> dict:
    """What every page of a head carries: the unit, and the way to the other ones."""
    others = permissions.units_headed(request.user, on=timezone.localdate()).exclude(pk=unit.pk)
    return {
        "unit": unit,
        "other_units": list(others),
        "unit_query": f"?unit={unit.public_id}" if request.GET.get("unit") else "",
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def overview(request: HttpRequest) -> HttpResponse:
    """C2: one number with its base, three buttons, one next step."""
    unit = _unit(request)
    today = dates.local_day(timezone.now(), unit.time_zone)
    node = reads.current_node(unit)
    form = None
    if node:
        initial = {"staff_target": node.staff_target, "due_on": node.due_on}
        form = TargetForm(request.POST or None, today=today, initial=initial)
        if form.is_valid():
            distribution.set_staff_target(
                node, form.cleaned_data["staff_target"], source=CascadeNode.Source.HEAD, by=request.user
            )
            distribution.set_due_date(node, form.cleaned_data["due_on"], by=request.user)
            messages.success(request, "Tersimpan.")
            return redirect(_address(request, "home", unit))
    turnout = None
    if node:
        people_of_unit = reads.staff_of(unit, node.course)
        turnout = reads.turnout_of(people_of_unit, target=node.staff_target)
    return render(
        request,
        "cascade/overview.html",
        {**_frame(request, unit), "node": node, "turnout": turnout, "form": form},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def sharing(request: HttpRequest) -> HttpResponse:
    """C3: a link, three texts, one sheet of paper. Before there is a link, the choice of a course."""
    unit = _unit(request)
    handout = _link_of(unit)
    if handout is None:
        return _open_link(request, unit)
    if request.method == "POST":
        return redirect(_address(request, "sharing", unit))
    turnout = reads.turnout_of(reads.staff_of(unit, handout.course), target=handout.node.staff_target)
    written = {**texts(_sharing(request, handout, turnout)), **_news_text(request, handout, turnout)}
    paper = _paper(request, handout)
    return render(
        request,
        "cascade/sharing.html",
        {
            **_frame(request, unit),
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
        distribution.open_handout(node, shared_by=_office(request, unit), by=request.user, at=now)
        return redirect(_address(request, "sharing", unit))
    return render(request, "cascade/link_open.html", {**_frame(request, unit), "form": form})


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
    unit = _unit(request)
    handout = _link_of(unit)
    if handout is None:
        return redirect(_address(request, "sharing", unit))
    if request.method == "POST":
        distribution.replace_link(handout, shared_by=_office(request, unit), by=request.user, at=timezone.now())
        messages.success(request, "Tautan baru siap. Tautan lama hanya membuka materi.")
        return redirect(_address(request, "sharing", unit))
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Ganti tautan {handout.code}?",
            "consequence": "Tautan lama tetap membuka materi, tetapi tidak lagi mencatat pegawai Anda. "
            "Selebaran lama perlu dicetak ulang.",
            "action": "Ganti tautan",
            "back_url": _address(request, "sharing", unit),
        },
    )


@never_cache
@require_safe
@head_only
def handout_pdf(request: HttpRequest) -> HttpResponse:
    unit = _unit(request)
    handout = _link_of(unit)
    paper = _paper(request, handout) if handout else None
    if paper is None:
        raise Http404
    name = f"selebaran-{handout.code}.pdf"
    return HttpResponse(
        paper, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@never_cache
@require_safe
@head_only
def staff(request: HttpRequest) -> HttpResponse:
    """C4: by name and status."""
    unit = _unit(request)
    node = reads.current_node(unit)
    if node is None:
        return render(request, "cascade/staff.html", {**_frame(request, unit), "node": None})
    below = Unit.objects.within([unit.path])
    form = StaffFilterForm(request.GET, units=below)
    form.is_valid()
    wanted = form.cleaned_data
    everybody = reads.staff_of(unit, node.course)
    people_shown = reads.with_status(everybody, wanted.get("status", ""))
    if wanted.get("q"):
        people_shown = people_shown.filter(display_name__icontains=wanted["q"])
    if wanted.get("kantor"):
        people_shown = people_shown.filter(unit=wanted["kantor"])
    page = Paginator(people_shown.order_by("display_name", "pk"), ROWS).get_page(request.GET.get("page"))
    for person in page.object_list:
        person.status = reads.status_of(person)
    kept = request.GET.copy()
    kept.pop("page", None)
    return render(
        request,
        "cascade/staff.html",
        {
            **_frame(request, unit),
            "node": node,
            "form": form,
            "is_filtered": any(wanted.values()),
            "page": page,
            "turnout": reads.turnout_of(everybody, target=node.staff_target),
            "sent_away": list(reads.sent_away_from(unit)[:ROWS]),
            "kept_query": f"{kept.urlencode()}&" if kept else "",
        },
    )


@require_POST
@head_only
def decide(request: HttpRequest, person: UUID) -> HttpResponse:
    """«Benar pegawai saya» or «Bukan pegawai saya», for every link through which the person came."""
    unit = _unit(request)
    today = timezone.localdate()
    receipts = Receipt.objects.decidable_by(request.user, on=today).filter(
        person__public_id=person, handout__node__unit__in=Unit.objects.within([unit.path])
    )
    found = list(receipts.select_related("person"))
    if not found:
        raise Http404
    decision = request.POST.get("decision", "")
    for receipt in found:
        try:
            distribution.decide_receipt(receipt, decision=decision, by=request.user, at=timezone.now())
        except distribution.DistributionError as error:
            messages.error(request, str(error))
            break
    else:
        said = "tercatat sebagai pegawai Anda" if decision == Receipt.State.CONFIRMED else "keluar dari daftar Anda"
        messages.success(request, f"{found[0].person} {said}.")
    return redirect(_address(request, "staff", unit))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@head_only
def staff_code(request: HttpRequest, person: UUID) -> HttpResponse:
    """A new kode peserta for somebody of the staff who lost it: the head knows the face."""
    unit = _unit(request)
    today = timezone.localdate()
    somebody = get_object_or_404(_staff_in(unit), public_id=person)
    if not (permissions.can_give_code_to(request.user, somebody, on=today)):
        context = {"person": somebody, "back_url": _address(request, "staff", unit)}
        return render(request, "people/code_refused.html", context, status=403)
    if request.method == "POST":
        plain = people.issue_code(somebody, at=timezone.now(), by=request.user)
        remember_code(request, somebody, plain, back_url=_address(request, "staff", unit))
        return redirect("dashboard:code")
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Buat kode baru untuk {somebody}?",
            "consequence": "Kode lamanya langsung tidak berlaku. Hasil belajar dan sertifikatnya tetap ada.",
            "action": "Buat kode baru",
            "back_url": _address(request, "staff", unit),
        },
    )


def _staff_in(unit: Unit):
    return User.objects.filter(unit__in=Unit.objects.within([unit.path]), is_active=True)
