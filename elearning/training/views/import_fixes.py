"""Perbaiki: the rows of a list that need a word or a decision, in place (experience.md §8 P3, ADR 0024)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.lib import nip as nips
from elearning.lib.errors import DomainError

from ..import_forms import RowForm
from ..importing import LABELS, NIP_BROKEN, Row, shown
from ..models import DraftRow, ImportDraft
from ..services import checking, correcting
from ..services.matching import Decided, plan_import
from .imports import Stage, State, of_draft, show

PAGE_SIZE, NAMES_A_PAGE = 10, 50
_DECISIONS = {
    "double_nip": (
        ("gabung", "Gabung menjadi satu"),
        ("pertama", "Pakai baris {first}"),
        ("ini", "Pakai baris {number}"),
        ("keduanya", "Keduanya benar, NIP salah ketik"),
    ),
    "double_row": (
        ("gabung", "Gabung menjadi satu"),
        ("pertama", "Pakai baris {first}"),
        ("ini", "Pakai baris {number}"),
        ("keduanya", "Keduanya benar, dua orang"),
    ),
    "known_name": (("sama", "Orang yang sama, hubungkan"), ("lain", "Orang lain, NIP salah ketik")),
    "maybe_listed": (("sama", "Orang yang sama, lengkapi NIP-nya"), ("lain", "Orang lain, tambahkan")),
}


@dataclass(slots=True)
class Item:
    """One row on the page: a form for its faulty cells, or two columns side by side with what may be decided."""

    row: DraftRow
    form: RowForm | None = None
    words: str = ""
    other_title: str = ""
    sides: list[tuple[str, str, str]] | None = None
    choices: list[tuple[str, str]] | None = None


@require_safe
@of_draft(Stage.CHECKED)
def fix(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    urgent = Case(When(state=State.TO_CHECK, then=0), When(state=State.DOUBLE, then=1), default=2)
    rows = draft.rows.filter(state__in=(*checking.TO_MEND, State.INCOMPLETE)).order_by(urgent, "number")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    counts = checking.counts(draft)
    known = draft.rows.filter(state=State.DOUBLE, relation__code="known_name").count()
    return show(
        request, "import_fix", draft, 4, page=page, items=_items(draft, list(page)), counts=counts, known=known,
        nip_broken=NIP_BROKEN, has_proposals=bool(correcting.name_proposals(draft)),
    )  # fmt: skip


def _items(draft: ImportDraft, rows: list[DraftRow]) -> list[Item]:
    firsts = {number for row in rows for number in row.relation.get("rows", ()) if row.state == State.DOUBLE}
    by_number = {row.number: row for row in draft.rows.filter(number__in=firsts)}
    asked = [Row(*row.values) for row in rows if row.state == State.DOUBLE and row.values]
    others = draft.rows.exclude(participant=None).values_list("participant", flat=True)
    plan = (
        {one.row.row: one for one in plan_import(draft.session, asked, Decided(), taken=set(others))} if asked else {}
    )
    return [_item(row, by_number, plan) for row in rows]


def _item(row: DraftRow, by_number: dict[int, DraftRow], plan: dict[int, Any]) -> Item:
    words = correcting.words_of(row)
    if row.state == State.TO_CHECK:
        return Item(row, RowForm(row=row, only={name for name, _, _ in row.faults}))
    if row.state == State.INCOMPLETE:
        return Item(row, RowForm(row=row, only={"nip"}))
    code, planned = row.relation["code"], plan.get(row.number)
    first = by_number.get((row.relation.get("rows") or [0])[0])
    other: dict[str, str] = {}
    title = ""
    if first:
        other, title = {name: shown(first.cells.get(name, "")) for name in LABELS}, f"Baris {first.number}"
    elif planned and planned.listed:
        one = planned.listed
        other = {"name": one.name, "nip": one.nip or f"{one.hint}…", "position": one.position, "unit": one.unit}
        title = "Sudah ada di daftar"
    elif planned and planned.person:
        person = planned.person
        other = {"name": person.display_name, "nip": person.nip or "", "position": person.position_title,
                 "unit": person.unit_label}  # fmt: skip
        title = "Sudah dikenal"
    pairs = [
        (label, nips.display(shown(row.cells.get(name, ""))), nips.display(other.get(name, "")))
        if name == "nip"
        else (label, shown(row.cells.get(name, "")), other.get(name, ""))
        for name, label in LABELS.items()
    ]
    sides = [pair for pair in pairs if any(pair[1:])]
    choices = [
        (choice, label.format(first=first.number if first else "", number=row.number))
        for choice, label in _DECISIONS[code]
    ]
    return Item(row, words=words, other_title=title, sides=sides, choices=choices)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft(Stage.CHECKED)
def row(request: HttpRequest, draft: ImportDraft, position: int) -> HttpResponse:
    """One row with all its cells. A form of «Perbaiki» sends only some of them, and goes back there."""
    found = get_object_or_404(draft.rows, number=position)
    back = _back(request, draft)
    form = RowForm(row=found)
    if request.method == "POST":
        typed = {name: request.POST[name][:400] for name in LABELS if name in request.POST}
        if not typed:
            raise Http404
        try:
            found = correcting.correct_row(draft, position, typed, at=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(back)
        form = RowForm({name: shown(found.cells.get(name, "")) for name in LABELS}, row=found)
        if not found.faults:
            messages.success(request, f"Baris {position} diperbaiki.")
            return redirect(back)
        form.is_valid()
        form.show_faults()
    place = {key: (request.POST or request.GET).get(key, "") for key in ("tab", "page")}
    return show(
        request, "import_row", draft, 4, row=found, form=form, back=back, words=correcting.words_of(found), place=place,
    )  # fmt: skip


@require_POST
@of_draft(Stage.CHECKED)
def decide(request: HttpRequest, draft: ImportDraft, position: int) -> HttpResponse:
    get_object_or_404(draft.rows, number=position)
    try:
        correcting.decide(draft, position, request.POST.get("keputusan", ""), at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Keputusan untuk baris {position} dicatat.")
    return redirect(_back(request, draft))


def _back(request: HttpRequest, draft: ImportDraft) -> str:
    """«Perbaiki» where one was, or the tab of «Periksa» one came from."""
    place = request.POST or request.GET
    tab, page = place.get("tab", ""), place.get("page", "")
    name = "import_check" if tab in State.values else "import_fix"
    query = {"tab": tab if tab in State.values else "", "page": page if page.isdecimal() else ""}
    address = reverse(f"training:{name}", args=[draft.session.slug, draft.public_id])
    said = urlencode({key: value for key, value in query.items() if value})
    return f"{address}?{said}" if said else address


@require_POST
@of_draft(Stage.CHECKED)
def link_known(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    try:
        count = correcting.link_known(draft, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{count} orang dihubungkan. Nama yang sudah tercatat yang dipakai.")
    return redirect("training:import_fix", draft.session.slug, draft.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft(Stage.CHECKED)
def letters(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """«Rapikan huruf»: each name beside its proposal; only those that somebody ticks are changed."""
    if request.method == "POST":
        wanted = [int(number) for number in request.POST.getlist("baris") if number.isdecimal() and len(number) < 8]
        try:
            count = correcting.tidy_names(draft, wanted, at=timezone.now())
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{count} nama dirapikan." if count else "Tidak ada nama yang dicentang.")
        return redirect("training:import_letters", draft.session.slug, draft.public_id)
    page = Paginator(correcting.name_proposals(draft), NAMES_A_PAGE).get_page(request.GET.get("page"))
    return show(request, "import_letters", draft, 4, page=page)
