"""The screens «Impor soal» and «Ekspor soal» in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from .. import services, types
from ..bank import content_of
from ..errors import ExchangeError
from ..models import Question, QuestionImport
from ..permissions import can_export, can_import
from ..services.importing import known_as, records_of
from . import FORMATS, Record, leaving
from .forms import ExportForm, QuestionsFileForm
from .pictures import reference
from .records import ON_A_PICTURE

SHOWN_IMPORTS = 50
BESIDE_A_FORMAT = {
    "gift": "GIFT tidak memuat soal urutan, salah paham, dan umpan balik per pasangan.",
    "moodle-xml": "Salah paham dan umpan balik per pasangan ikut, tetapi tidak dibaca Moodle.",
    "xlsx": "Satu baris untuk setiap pilihan. Gambar disebut dengan namanya: di situs ini ia dikenali lagi.",
}


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a file, and what was uploaded before."""
    _require(can_import(request.user))
    form = QuestionsFileForm(request.POST, request.FILES) if request.method == "POST" else QuestionsFileForm()
    if form.is_valid():
        try:
            batch = services.read_file(form.cleaned_data["file"], by=request.user, at=timezone.now())
        except ExchangeError as error:
            form.add_error("file", str(error))
        else:
            return redirect("quizzes_admin:import", batch.public_id)
    batches = QuestionImport.objects.select_related("created_by").defer("records")[:SHOWN_IMPORTS]
    rows = [(batch, FORMATS[batch.format].label) for batch in batches]
    context = {**_heading("Impor soal"), "form": form, "rows": rows}
    return render(request, "quizzes/admin/import_list.html", context)


@require_safe
def import_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the file holds, line by line; after it was kept, what became of it."""
    batch = _batch(request, public_id)
    records = records_of(batch)
    made = {row.line: row.question for row in batch.questions.select_related("question")}
    context = {
        **_heading("Impor soal", batch.file_name),
        "batch": batch,
        "format": FORMATS[batch.format].label,
        "read": len(records),
        "refused": [_row(record) for record in records if not record.is_ready],
        "ready": [_row(record, made.get(record.line)) for record in records if record.is_ready],
        "unexplained": sum(record.is_ready and not record.content.explanation for record in records),
        "known": None if batch.applied_at else known_as(batch),
    }
    return render(request, "quizzes/admin/import_detail.html", context)


@require_POST
def apply_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _press(request, public_id, services.apply_import, "Soal tersimpan sebagai draf.")


@require_POST
def undo_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _press(request, public_id, services.undo_import, "Impor dibatalkan. Soalnya sudah dihapus.")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Choose, see what stays behind, then take the file."""
    _require(can_export(request.user))
    form = ExportForm(request.GET if "format" in request.GET else None)
    context: dict[str, Any] = {**_heading("Ekspor soal"), "form": form}
    if form.is_valid():
        format = FORMATS[form.cleaned_data["format"]]
        found = [(question, _record(question)) for question in form.questions()]
        reasons = [(question, leaving.reason(record, format.key)) for question, record in found]
        going = [record for question, record in found if not leaving.reason(record, format.key)]
        if "unduh" in request.GET and going and format.render:
            name = f"soal-{timezone.localdate():%Y-%m-%d}.{format.suffix}"
            disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
            return HttpResponse(format.render(going), content_type=format.content_type, headers=disposition)
        context |= {
            "format": format,
            "going": len(going),
            "staying": [(question, reason) for question, reason in reasons if reason],
            "beside": BESIDE_A_FORMAT[format.key],
            "download": f"?{request.GET.urlencode()}&unduh=1",
        }
    return render(request, "quizzes/admin/export.html", context)


def _press(request: HttpRequest, public_id: UUID, change: Callable[..., QuestionImport], words: str) -> HttpResponse:
    batch = _batch(request, public_id)
    try:
        change(batch, by=request.user, at=timezone.now())
    except ExchangeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("quizzes_admin:import", batch.public_id)


def _row(record: Record, question: Question | None = None) -> dict[str, Any]:
    """A question as the screen lists it. Of what stays out only the faults matter; missing explanations are told once."""
    problems = [
        problem
        for problem in record.problems
        if problem.blocks or (record.is_ready and problem.code != "explanation_missing")
    ]
    label = dict(types.labels()).get(record.content.type, "") if record.content else ""
    return {"record": record, "question": question, "type": label, "problems": problems}


def _record(question: Question) -> Record:
    version = question.current
    topics = tuple(sorted(topic.name for topic in question.topics.all()))
    picture = reference(version.picture) if version and version.picture and version.type in ON_A_PICTURE else ""
    return Record(0, question.name, content_of(version) if version else None, topics, picture=picture)


def _batch(request: HttpRequest, public_id: UUID) -> QuestionImport:
    _require(can_import(request.user))
    return get_object_or_404(QuestionImport, public_id=public_id)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _heading(title: str, subtitle: str = "") -> dict[str, Any]:
    crumbs = [{"url": reverse("question:index"), "label": "Bank soal"}]
    if subtitle:
        crumbs.append({"url": reverse("quizzes_admin:imports"), "label": title})
    return {
        "header_title": title,
        "page_subtitle": subtitle,
        "header_icon": "help",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": subtitle or title}],
    }
