"""A list of participants comes in: Unggah → Kenali kolom → Periksa → Perbaiki → Simpan (experience.md §8 P3, ADR 0024)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from elearning.lib import spreadsheets
from elearning.lib.errors import DomainError

from .. import importing
from ..errors import ParticipantError
from ..forms import add_refusal
from ..import_forms import ColumnsForm, PlaceForm, UploadForm
from ..importing import ImportRefused
from ..models import DraftRow, ImportDraft, TrainingSession
from ..services import checking, correcting, drafts
from .access import committee_session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE_SIZE = 50
State, Stage = DraftRow.State, ImportDraft.Stage
STEPS = ("Unggah", "Kenali kolom", "Periksa", "Perbaiki", "Simpan")
DraftView = Callable[..., HttpResponse]
TABS = (
    (State.READY, "Siap"),
    (State.TO_CHECK, "Perlu diperiksa"),
    (State.INCOMPLETE, "NIP belum lengkap"),
    (State.DOUBLE, "Kembar"),
    (State.LISTED, "Sudah ada di daftar"),
    (State.SKIPPED, "Dilewati"),
)


def of_draft(*stages: str) -> Callable[[DraftView], DraftView]:
    """A view of a draft that is at one of these stages; at another one the page of that stage answers.

    A draft that is finished or thrown away is told so: somebody pressed «Simpan» in another tab.
    """

    def decorate(view: DraftView) -> DraftView:
        @wraps(view)
        def found(request: HttpRequest, slug: str, draft_id: UUID, **rest: Any) -> HttpResponse:
            session = committee_session(request, slug)
            draft = session.import_drafts.filter(public_id=draft_id).first()
            if draft is None:
                messages.info(request, "Impor itu sudah selesai atau sudah dibuang. Daftar peserta ada di sini.")
                return redirect("training:participants", slug)
            if stages and draft.stage not in stages:
                return redirect(here(draft, slug))
            draft.session = session
            return view(request, draft, **rest)

        return never_cache(found)

    return decorate


def here(draft: ImportDraft, slug: str) -> str:
    """The page where this draft goes on."""
    name = "import_columns" if draft.stage == Stage.COLUMNS else "import_check"
    return reverse(f"training:{name}", args=[slug, draft.public_id])


def show(request: HttpRequest, template: str, draft: ImportDraft, step: int, **context: Any) -> HttpResponse:
    return render(
        request,
        f"training/{template}.html",
        {"session": draft.session, "draft": draft, "steps": STEPS, "step": step, **context},
    )


# Unggah


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    session = committee_session(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _take_in(request, session, form.content(), form.cleaned_data["file"].name)
        except DomainError as error:
            add_refusal(form, error, "file")
    waiting = session.import_drafts.select_related("made_by")
    context = {"session": session, "form": form, "drafts": waiting, "steps": STEPS, "step": 1}
    return render(request, "training/import_upload.html", context)


def _take_in(request: HttpRequest, session: TrainingSession, content: bytes, name: str) -> HttpResponse:
    grids = importing.grids_of(content, name)
    waiting = session.import_drafts.filter(stage=Stage.CHECKED)
    if marked := correcting.draft_marked_in(waiting, grids):
        return _take_corrections(request, marked, grids)
    draft, is_new = drafts.keep_draft(
        session,
        grids,
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        has_macros=spreadsheets.has_macros(content),
        by=request.user,
        at=timezone.now(),
    )
    if not is_new:
        messages.info(request, "Berkas ini sudah diunggah. Anda melanjutkan dari langkah terakhir.")
    return redirect(here(draft, session.slug))


@require_safe
def template_file(request: HttpRequest, slug: str) -> HttpResponse:
    """«Unduh templat»: the columns that we know, as text."""
    committee_session(request, slug)
    header = list(importing.LABELS.values())
    content = spreadsheets.write_xlsx("Peserta", header, [[""] * len(header) for _ in range(300)])
    return _download(content, "templat-peserta.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# Kenali kolom


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft(Stage.COLUMNS, Stage.CHECKED)
def columns(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    sheet = checking.sheet_of(draft)
    layout = checking.layout_of(draft, sheet)
    sheets = list(draft.sheets.values_list("place", "name", "people"))
    rereads = request.method == "POST" and "baca-ulang" in request.POST
    place = PlaceForm(
        request.POST if rereads else None, sheets=sheets,
        initial={"sheet": sheet.place, "header_row": layout.header_row},
    )  # fmt: skip
    form = ColumnsForm(
        request.POST if request.method == "POST" and not rereads else None,
        sheet=sheet, layout=layout, groups=drafts.groups_of(sheet, layout), ignored=draft.choices["ignored_groups"],
    )  # fmt: skip
    try:
        if rereads and place.is_valid():
            row = place.cleaned_data["header_row"]
            is_other = place.cleaned_data["sheet"] != sheet.place and row == layout.header_row
            drafts.reread(
                draft, place=place.cleaned_data["sheet"], header_row=None if is_other else row, at=timezone.now()
            )
            return redirect("training:import_columns", draft.session.slug, draft.public_id)
        if form.is_valid():
            drafts.choose_columns(
                draft, columns=form.meanings, ignored_groups=form.ignored_groups, at=timezone.now()
            )  # fmt: skip
            return redirect("training:import_check", draft.session.slug, draft.public_id)
    except (ImportRefused, ParticipantError) as error:
        add_refusal(place if rereads else form, error)
    return show(
        request, "import_columns", draft, 2, sheet=sheet, layout=layout, sheets=sheets, place=place, form=form,
        will_lose=draft.rows.exists(), can_return=draft.stage == Stage.CHECKED,
    )  # fmt: skip


# Periksa


@require_safe
@of_draft(Stage.CHECKING, Stage.CHECKED, Stage.SAVING)
def check(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    if draft.is_working:
        return show(request, "import_working", draft, 3 if draft.stage == Stage.CHECKING else 5)
    counts = checking.counts(draft)
    tabs = [(state, label, counts[state.name.lower()]) for state, label in TABS]
    wanted = request.GET.get("tab", "")
    tab = (
        wanted
        if wanted in State.values
        else next((state.value for state, _, count in tabs if count), State.READY.value)
    )
    rows = draft.rows.filter(state=tab).order_by("number")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return show(
        request, "import_check", draft, 3, counts=counts, tabs=tabs, tab=tab, page=page, query=f"tab={tab}&",
        lines=[(row, importing.Row(*row.values) if row.values else None, correcting.words_of(row)) for row in page],
        nip_broken=importing.NIP_BROKEN, tidied=draft.choices.get("tidied", {}), trouble=draft.choices.get("trouble", ""),
    )  # fmt: skip


# The file of corrections


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft(Stage.CHECKED)
def corrections(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """GET: «Unduh berkas perbaikan». POST: it comes back."""
    if request.method != "POST":
        return _download(correcting.correction_file(draft), f"perbaikan-{draft.public_id.hex[:8]}.xlsx")
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "Pilih berkas perbaikannya dulu. Belum ada yang diubah.")
        return redirect("training:import_fix", draft.session.slug, draft.public_id)
    try:
        return _take_corrections(request, draft, importing.grids_of(form.content(), form.cleaned_data["file"].name))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("training:import_fix", draft.session.slug, draft.public_id)


def _take_corrections(request: HttpRequest, draft: ImportDraft, grids: list[importing.Grid]) -> HttpResponse:
    taken = correcting.take_corrections(draft, grids, at=timezone.now())
    words = f"Berkas perbaikan dibaca: {taken.changed} baris berubah, {taken.new} baris baru."
    if taken.missing:
        words += f" {taken.missing} baris tidak ada lagi di berkas itu dan dilewati."
    messages.success(request, words)
    return redirect("training:import_check", draft.session.slug, draft.public_id)


# Simpan, buang


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft(Stage.CHECKED)
def save(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    slug = draft.session.slug
    if request.method != "POST":
        return show(request, "import_save", draft, 5, counts=checking.counts(draft))
    try:
        result = checking.save(draft, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("training:import_save", slug, draft.public_id)
    if result is None:
        return redirect("training:import_check", slug, draft.public_id)
    words = f"{result.added} peserta ditambahkan."
    if result.completed:
        words += f" {result.completed} NIP dilengkapi."
    if result.already_listed:
        words += f" {result.already_listed} sudah ada di daftar."
    messages.success(request, words)
    return redirect("training:participants", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@of_draft(Stage.COLUMNS, Stage.CHECKING, Stage.CHECKED)
def discard(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    slug = draft.session.slug
    if request.method == "POST":
        try:
            drafts.discard(draft)
        except ParticipantError as error:
            messages.error(request, str(error))
            return redirect(here(draft, slug))
        messages.success(request, f"Impor {draft.file_name} dibuang. Daftar peserta tidak berubah.")
        return redirect("training:participants", slug)
    return render(
        request,
        "components/confirm.html",
        {
            "title": f"Buang impor {draft.file_name}?",
            "consequence": "Baris yang belum disimpan dan perbaikannya hilang. Peserta yang sudah di daftar tidak berubah.",
            "action": "Buang impor ini",
            "danger": True,
            "back_url": here(draft, slug),
        },
    )
