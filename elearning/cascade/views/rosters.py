"""«Dengan daftar pegawai»: names pasted or uploaded, shown, saved, and taken back (experience.md C4, ADR 0041)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from elearning.distribution.models import CascadeNode
from elearning.lib.errors import DomainError
from elearning.people.models import Unit, User

from .. import pasting, rosters
from .. import staff as reads
from ..forms import PasteForm, StaffFileForm
from ..models import StaffBatch, StaffDraft, StaffEntry
from ..rosters import Fate
from .frame import address, frame, head_only, staff_on, unit_of

SHOWN = 1000  # of each kind of line on the page that asks; all of them are saved


def with_node(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The list belongs to what is handed on: without a node, C4 says what the first step is."""

    @wraps(view)
    def found(request: HttpRequest, **rest: UUID) -> HttpResponse:
        unit = unit_of(request)
        node = reads.current_node(unit)
        if node is None:
            return redirect(address(request, "staff", unit))
        return view(request, unit, node, **rest)

    return never_cache(head_only(found))


@require_http_methods(["GET", "HEAD", "POST"])
@with_node
def roster(request: HttpRequest, unit: Unit, node: CascadeNode) -> HttpResponse:
    """The list as it came, and the two ways to add to it."""
    waiting = StaffDraft.objects.filter(unit=unit).first()
    is_paste, is_file = "names" in request.POST, request.method == "POST" and "names" not in request.POST
    paste = PasteForm(request.POST if is_paste else None, initial=_pasted(waiting))
    upload = StaffFileForm(request.POST, request.FILES) if is_file else StaffFileForm()
    for form in (paste, upload):
        if form.is_valid():
            try:
                _take_in(request, unit, form)
            except DomainError as error:
                form.add_error("names" if form is paste else "file", str(error))
            else:
                return redirect(address(request, "roster_check", unit))
    standing = Count("entries", filter=Q(entries__removed_at=None))
    everybody = staff_on(request, node)
    return render(
        request,
        "cascade/roster.html",
        {
            **frame(request, unit),
            "node": node,
            "paste": paste,
            "upload": upload,
            "waiting": waiting,
            "batches": StaffBatch.objects.filter(unit=unit, undone_at=None).annotate(standing=standing)[:50],
            "on_list": rosters.on_list(everybody),
        },
    )


def _pasted(waiting: StaffDraft | None) -> dict[str, str]:
    return {"names": waiting.text} if waiting else {}


def _take_in(request: HttpRequest, unit: Unit, form: PasteForm | StaffFileForm) -> None:
    who = {"by": request.user, "at": timezone.now()}
    if isinstance(form, PasteForm):
        text = form.cleaned_data["names"]
        read = pasting.read_text(text)
        rosters.keep_draft(unit, read, text=pasting.kept_text(text), **who)
    else:
        name = form.cleaned_data["file"].name
        rosters.keep_draft(unit, pasting.read_file(form.content(), name), file_name=name, **who)


@require_http_methods(["GET", "HEAD", "POST"])
@with_node
def check(request: HttpRequest, unit: Unit, node: CascadeNode) -> HttpResponse:
    """What was read, before anything is stored; doubles side by side with what they repeat."""
    draft = StaffDraft.objects.filter(unit=unit).select_related("unit").first()
    if draft is None:
        return redirect(address(request, "roster", unit))
    apart = [int(number) for number in request.POST.getlist("lain") if number.isdecimal() and len(number) < 9]
    if request.method == "POST":
        try:
            saved = rosters.save(draft, apart=apart, by=request.user, at=timezone.now())
        except rosters.RosterError as error:
            messages.error(request, str(error))
        else:
            more = f" {saved.completed} nama dilengkapi." if saved.completed else ""
            messages.success(request, f"{saved.added} nama masuk daftar pegawai.{more}")
            return redirect(address(request, "roster", unit))
    planned = rosters.plan(draft, apart=apart)
    counts = rosters.counts(planned)
    groups = {fate.name.lower(): [one for one in planned if one.fate == fate][:SHOWN] for fate in Fate}
    return render(
        request,
        "cascade/roster_check.html",
        {
            **frame(request, unit),
            "draft": draft,
            "counts": counts,
            "groups": groups,
            "shown": SHOWN,
            "can_save": counts["new"] or counts["completes"] or any(one.can_differ for one in planned),
        },
    )


@require_POST
@with_node
def discard(request: HttpRequest, unit: Unit, node: CascadeNode) -> HttpResponse:
    StaffDraft.objects.filter(unit=unit).delete()
    messages.success(request, "Dibuang. Daftar pegawai tidak berubah.")
    return redirect(address(request, "roster", unit))


@require_http_methods(["GET", "HEAD", "POST"])
@with_node
def undo(request: HttpRequest, unit: Unit, node: CascadeNode, batch: UUID) -> HttpResponse:
    found = get_object_or_404(StaffBatch, unit=unit, public_id=batch)
    if request.method == "POST":
        try:
            count = rosters.undo(found, by=request.user, at=timezone.now())
        except rosters.RosterError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Dibatalkan. {count} nama keluar dari daftar pegawai.")
        return redirect(address(request, "roster", unit))
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Batalkan masukan {found}?",
            "consequence": f"{found.entries.filter(removed_at=None).count()} nama keluar dari daftar pegawai. "
            "Orang yang sudah mendaftar sendiri tetap terlihat.",
            "action": "Batalkan masukan ini",
            "danger": True,
            "back_url": address(request, "roster", unit),
        },
    )


@require_POST
@with_node
def take_number(request: HttpRequest, unit: Unit, node: CascadeNode) -> HttpResponse:
    try:
        count = rosters.take_number(node, staff_on(request, node), by=request.user)
    except rosters.RosterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Jumlah ASN sekarang {count}, menurut daftar pegawai.")
    return redirect(address(request, "roster", unit))


@require_POST
@with_node
def entry(request: HttpRequest, unit: Unit, node: CascadeNode, entry: UUID) -> HttpResponse:
    """«Keluarkan dari daftar», «Orang yang sama», «Bukan orang yang sama»."""
    everybody = staff_on(request, node)
    found = get_object_or_404(StaffEntry, unit=unit, removed_at=None, public_id=entry)
    decision = request.POST.get("decision", "")
    try:
        if decision == "keluar":
            rosters.remove(unit, StaffEntry.objects.filter(pk=found.pk), by=request.user, at=timezone.now())
            messages.success(request, f"{found.name} keluar dari daftar pegawai.")
        else:
            person = _person(request)
            act = {"sama": rosters.link, "lain": rosters.hold_apart}.get(decision)
            if act is None or person is None:
                raise rosters.RosterError("not_namesake")
            act(everybody, found, person, by=request.user)
            messages.success(request, "Tersimpan.")
    except rosters.RosterError as error:
        messages.error(request, str(error))
    return redirect(address(request, "staff", unit))


def _person(request: HttpRequest) -> User | None:
    try:
        return User.objects.filter(public_id=UUID(request.POST.get("person", ""))).first()
    except ValueError:
        return None
