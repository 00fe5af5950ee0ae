"""/admin: what the answers say, and «Soal yang perlu diperiksa». No screen of these names a person who answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from elearning.lib.errors import DomainError
from elearning.regulations.admin.screens import frame

from .. import services
from ..models import HealthCase, HealthSignal, Question, Quiz
from ..permissions import can_publish, can_read_health, can_read_statistics
from . import insights

PER_PAGE = 50
ICON, HEALTH_ICON = "list-ol", "warning"


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="Keputusan", choices=HealthCase.Decision.choices, widget=forms.RadioSelect,
        error_messages={"required": "Pilih keputusan."},
    )  # fmt: skip
    note = forms.CharField(
        label="Alasan", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Tercatat di riwayat soal."
    )


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Every quiz whose answers were worked out."""
    _require(can_read_statistics(request.user))
    context = {**frame("Statistik kuis", icon=ICON), "rows": insights.statistics_of_quizzes()}
    return render(request, "quizzes/admin/statistics.html", {**context, "counted": insights.COUNTED})


@require_safe
def quiz_statistics(request: HttpRequest, quiz_pk: int, mode: str) -> HttpResponse:
    _require(can_read_statistics(request.user))
    quiz = get_object_or_404(Quiz, pk=quiz_pk)
    shown = insights.quiz_page(quiz, mode)
    if shown is None:
        raise Http404
    title = f"{quiz} ({insights.mode_words(mode)})"
    context: dict[str, Any] = {
        **frame(title, icon=ICON, trail=((reverse("quizzes_admin:statistics"), "Statistik kuis"),)),
        **shown,
        "counted": insights.COUNTED,
        "may_read_questions": can_read_health(request.user),
    }
    return render(request, "quizzes/admin/quiz_statistics.html", context)


@require_safe
def question_statistics(request: HttpRequest, question_pk: int) -> HttpResponse:
    _require(can_read_health(request.user))
    question = get_object_or_404(Question, pk=question_pk)
    context: dict[str, Any] = {
        **frame(str(question), icon=ICON, trail=((reverse("quizzes_admin:statistics"), "Statistik kuis"),)),
        **insights.question_page(question),
        "question": question,
        "counted": insights.COUNTED,
    }
    return render(request, "quizzes/admin/question_statistics.html", context)


@require_safe
def health_cases(request: HttpRequest) -> HttpResponse:
    """The open ones first; ``?tanda=`` one signal, ``?soal=`` one question."""
    _require(can_read_health(request.user))
    found = HealthCase.objects.select_related("question", "closed_by").order_by(
        "closed_at", "-quarantined", "-opened_at"
    )
    signal, question = request.GET.get("tanda", ""), request.GET.get("soal", "")
    if signal in HealthSignal.values:
        found = found.filter(signal=signal)
    if question.isascii() and question.isdecimal() and len(question) < 10:
        found = found.filter(question=int(question))
    found = found.filter(closed_at__isnull=request.GET.get("keadaan") != "selesai")
    paginator = Paginator(found, PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context: dict[str, Any] = {
        **frame("Soal yang perlu diperiksa", icon=HEALTH_ICON),
        "items": page,
        "rows": [(case, insights.figures_in_words(case), insights.advice(case)) for case in page],
        "signals": HealthSignal.choices,
        "signal": signal,
        "is_closed": request.GET.get("keadaan") == "selesai",
        "elided_page_range": paginator.get_elided_page_range(page.number),
    }
    return render(request, "quizzes/admin/health_cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def health_case(request: HttpRequest, case_pk: int) -> HttpResponse:
    """One question that a signal put here, and the decision about it."""
    _require(can_read_health(request.user))
    case = get_object_or_404(HealthCase.objects.select_related("question", "closed_by"), pk=case_pk)
    if request.method == "POST":
        _require(can_publish(request.user))
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.decide_case(case, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as error:
            form.add_error("note" if error.code.startswith("note") else None, str(error))
        else:
            messages.success(request, "Keputusan tercatat.")
            return redirect("quizzes_admin:health_cases")
    context: dict[str, Any] = {
        **frame(
            str(case.question),
            icon=HEALTH_ICON,
            trail=((reverse("quizzes_admin:health_cases"), "Soal yang perlu diperiksa"),),
        ),
        "case": case,
        "figures": insights.figures_in_words(case),
        "advice": insights.advice(case),
        "form": form,
        "may_decide": can_publish(request.user) and case.closed_at is None,
    }
    return render(request, "quizzes/admin/health_case.html", context)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
