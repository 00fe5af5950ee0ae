"""The learner's way through a quiz: L7, L8 and L9 of the experience guide. Everything works without JavaScript."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from elearning.lib import dates
from elearning.people import limits
from elearning.regulations.readers import reader_of

from . import services
from .errors import AttemptError, ReportError
from .forms import BatchRefused, ReportForm, read_batch
from .guests import guest_key
from .models import Attempt, AttemptItem, Quiz, QuizPage
from .offers import chances_in, offer_on
from .paper import closing_of, images_of, paper_of, question_of, zone_of
from .querysets import AttemptQuerySet
from .results import result_of
from .timing import GATHERED, PATIENCE
from .voiding import void_questions


def _own(request: HttpRequest) -> AttemptQuerySet:
    """Attempts that this visitor may see; one that was given up for another is gone for him."""
    owned = Attempt.objects.owned_by(request.user, guest_key(request))
    return owned.exclude(state=Attempt.State.ABANDONED).select_related("quiz")


def _one(request: HttpRequest, owned: AttemptQuerySet, public_id: UUID) -> Attempt:
    """One of them; its person is who asks, and is not read again."""
    attempt = get_object_or_404(owned, public_id=public_id)
    if attempt.person_id is not None:
        attempt.person = request.user
    return attempt


@login_not_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    quiz = get_object_or_404(Quiz.objects.offered(), slug=slug)
    owner = (
        {"person": request.user} if request.user.is_authenticated else {"guest_key": guest_key(request, create=True)}
    )
    try:
        attempt = services.start_attempt(quiz, mode=Attempt.Mode.SELF_STUDY, at=timezone.now(), **owner)
    except AttemptError as error:
        page = get_list_or_404(QuizPage.objects.offering(quiz))[0]
        context = {"page": page, "error": error, "offer": offer_on(page, request, at=timezone.now())}
        return render(request, "quizzes/attempt_refused.html", context, status=409)
    return redirect("quizzes:attempt", attempt.public_id)


@login_not_required
@never_cache
@require_safe
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All questions at once; quiz-paper.js shows one at a time and asks the server for nothing in between."""
    attempt = _one(request, _own(request).with_paper(), public_id)
    if not attempt.is_running:
        return redirect("quizzes:result", public_id)
    now = timezone.now()
    context = {
        "paper": paper_of(attempt, at=now),
        "now": now,
        "gathered": GATHERED,
        "patience": int(PATIENCE.total_seconds()),
    }
    return render(request, "quizzes/attempt_paper.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    """One question with its own form, for a browser without JavaScript."""
    attempt = _one(request, _own(request).with_paper(), public_id)
    if not attempt.is_running:
        return redirect("quizzes:result", public_id)
    items = {item.position: item for item in attempt.items.all()}
    if position not in items:
        raise Http404
    item, count = items[position], len(items)
    now, error, typed = timezone.now(), None, None
    if request.method == "POST":
        typed = dict(request.POST.lists())
        try:
            _save_form(attempt, item, typed, at=now)
        except AttemptError as refusal:
            error = refusal
        else:
            return _onward(public_id, position, count, request.POST.get("go", "next"))
    context = {
        "attempt": attempt,
        "question": question_of(item, images_of([item]), typed),
        "count": count,
        "closing": closing_of(attempt, at=now),
        "void": void_questions(attempt, at=now),
        "error": error,
    }
    return render(request, "quizzes/attempt_question.html", context, status=409 if error else 200)


def _save_form(attempt: Attempt, item: AttemptItem, fields: dict[str, list[str]], *, at: datetime) -> None:
    """Store what the form says when it says something new: pressing twice appends nothing."""
    given = services.GivenAnswer(client_id=uuid4(), position=item.position, occurred_at=at, fields=fields)
    if services.read_fields(item, fields) != item.response:
        saved = services.save_answers(attempt, [given], at=at)[0]
        if saved.error:
            raise saved.error


def _onward(public_id: UUID, position: int, count: int, go: str) -> HttpResponse:
    target = position - 1 if go == "back" else position + 1
    if target > count:
        return redirect("quizzes:review", public_id)
    return redirect("quizzes:question", public_id, max(1, target))


@login_not_required
@require_POST
def answers(request: HttpRequest, public_id: UUID) -> JsonResponse:
    """A batch of answers from the phone's queue; each says what became of it, so that the phone may forget it."""
    now, own = timezone.now(), _own(request).filter(public_id=public_id)
    try:
        attempt, saved = services.save_answers_of(own, read_batch(request.body), at=now)
    except BatchRefused:
        get_object_or_404(own)
        return JsonResponse({"error": "batch_malformed"}, status=400)
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    if attempt.person_id is not None:
        attempt.person = request.user
    closing = closing_of(attempt, at=now)
    return JsonResponse(
        {
            "answers": [{"client_id": str(each.client_id), "status": each.status} for each in saved],
            "clock": dates.clock(now, zone_of(attempt)).split()[0],
            "closing": closing and {"until": closing.at.isoformat(), "when": closing.when},
        }
    )


@login_not_required
@never_cache
@require_safe
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    attempt = _one(request, _own(request).with_paper(), public_id)
    if not attempt.is_running:
        return redirect("quizzes:result", public_id)
    return render(request, "quizzes/attempt_review.html", {"paper": paper_of(attempt, at=timezone.now())})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if request.method == "POST":
        try:
            services.submit_one(_own(request).filter(public_id=public_id), at=timezone.now())
        except (Attempt.DoesNotExist, AttemptError) as error:  # given up in another tab a moment ago is gone as well
            raise Http404 from error
        return redirect("quizzes:result", public_id)
    attempt = _one(request, _own(request).with_paper(), public_id)
    if not attempt.is_running:
        return redirect("quizzes:result", public_id)
    sheet = paper_of(attempt, at=timezone.now())
    context = {
        "paper": sheet,
        "title": f"Kirim {sheet.answered} jawaban?",
        "consequence": "Setelah dikirim, jawaban tidak bisa diubah.",
        "action": f"Kirim {sheet.answered} jawaban",
        "back_url": reverse("quizzes:review", args=[public_id]),
    }
    return render(request, "quizzes/attempt_submit.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def restart(request: HttpRequest, public_id: UUID) -> HttpResponse:
    attempt = get_object_or_404(_own(request).filter(mode=Attempt.Mode.SELF_STUDY), public_id=public_id)
    if not attempt.is_running:
        return redirect("quizzes:result", public_id)
    error = None
    if request.method == "POST":
        try:
            fresh = services.restart_attempt(attempt, at=timezone.now())
        except AttemptError as refusal:
            error = refusal
        else:
            return redirect("quizzes:attempt", fresh.public_id)
    context = {
        "error": error,
        "title": "Mulai ulang kuis ini?",
        "consequence": "Jawaban yang sudah Anda buat tidak dihitung. Percobaan ini tetap terhitung.",
        "action": "Mulai ulang",
        "back_url": reverse("quizzes:attempt", args=[public_id]),
    }
    return render(request, "quizzes/attempt_restart.html", context, status=409 if error else 200)


@login_not_required
@never_cache
@require_safe
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    attempt = _one(request, _own(request).with_result(), public_id)
    if attempt.is_running:
        return redirect("quizzes:attempt", public_id)
    page = QuizPage.objects.offering(attempt.quiz).first() if attempt.mode == Attempt.Mode.SELF_STUDY else None
    context = {
        "result": result_of(attempt, reader=reader_of(request), at=timezone.now()),
        "page": page,
        "chances": chances_in(attempt.quiz, request, at=timezone.now()) if page and not attempt.passed else None,
        "refresher_url": resolve_url(settings.REFRESHER_URL) if attempt.mode == Attempt.Mode.REFRESHER else "",
        "identity_url": resolve_url(settings.IDENTITY_URL) if not attempt.person_id else "",
        "claim_url": resolve_url(settings.CLAIM_CERTIFICATE_URL) if _earns_certificate(attempt, page) else "",
    }
    return render(request, "quizzes/attempt_result.html", context)


def _earns_certificate(attempt: Attempt, page: QuizPage | None) -> bool:
    """Passed, by somebody with a name, as the last quiz of a course that has an issuer."""
    if page is None or not page.is_final or not attempt.passed or not attempt.person_id:
        return False
    return page.course.issuer_id is not None and Attempt.objects.passed().filter(pk=attempt.pk).exists()


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: UUID, position: int) -> HttpResponse:
    attempt = get_object_or_404(_own(request).finished(), public_id=public_id)
    item = get_object_or_404(
        AttemptItem.objects.select_related("attempt", "version"), attempt=attempt, position=position
    )
    form = ReportForm(request.POST or None)
    sent, status = False, HTTPStatus.OK
    if form.is_valid():
        try:
            if not limits.may_do(request, "same_question_report", about=item.version_id):
                raise ReportError("already_reported")
            if not limits.may_do(request, "question_report"):
                raise ReportError("too_many")
            services.report_question(item, text=form.cleaned_data["text"], at=timezone.now())
        except ReportError as error:
            form.add_error("text", str(error))
            is_often = error.code in ("already_reported", "too_many")
            status = HTTPStatus.TOO_MANY_REQUESTS if is_often else HTTPStatus.OK
        else:
            limits.count(request, "question_report")
            limits.count(request, "same_question_report", about=item.version_id)
            sent = True
    context = {"attempt": attempt, "item": item, "form": form, "sent": sent}
    return render(request, "quizzes/question_report.html", context, status=status)
