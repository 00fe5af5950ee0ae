"""«Pratinjau»: a question as a learner meets it, before it is saved or in any edition; trying it out stores nothing."""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from ..bank import QuestionContent, content_of
from ..errors import AttemptError
from ..grading import Item
from ..models import Question
from ..paper import laid_out, preview_of
from ..permissions import can_view, can_write
from ..pictures import SPEC
from ..types import KINDS, ResponseRefused, Wording
from ..types.contract import Fields
from .editing import QuestionForm

TRIED = "coba"
ANSWER_FIELDS = frozenset(kind.field_of(letter) for kind in KINDS.values() for letter in ascii_uppercase)


@dataclass(frozen=True, slots=True)
class Trial:
    """What an answer would earn; or why it is refused."""

    percent: int = 0
    your_answer: tuple[str, ...] = ()
    right_answer: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    explanation: str = ""
    refusal: str = ""


def trial_of(content: QuestionContent, typed: Fields) -> Trial:
    """``typed``: the fields as a learner fills them in, by letter."""
    kind, choices = KINDS[content.type], content.choices
    try:
        response = kind.read_form(typed, laid_out(content))
    except ResponseRefused as refusal:
        return Trial(refusal=str(AttemptError(f"response_{refusal.code}")))
    options = dict(enumerate(content.options, start=1))
    wording = Wording(
        {number: option.text for number, option in options.items()},
        {number: option.match_text for number, option in options.items()},
    )
    worth = Item(1, content.type, choices, gives_part_marks=content.gives_part_marks).worth(response)
    picked = kind.picked(response, choices)
    return Trial(
        percent=int(worth * 100),
        your_answer=kind.describe(response, wording),
        right_answer=kind.describe(kind.right(choices), wording),
        feedback=tuple(option.feedback for number, option in options.items() if number in picked and option.feedback),
        explanation=content.explanation,
    )


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The form as it stands; its fields travel along, so that an answer can be tried before anything is saved."""
    if not can_write(request.user):
        raise PermissionDenied
    form = QuestionForm(request.POST, by=request.user)
    content = form.preview()
    image = form.cleaned_data.get("picture") if content else None
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (TRIED, "csrfmiddlewaretoken") and not _is_answer(name)
    ]
    where = {"where": "Belum disimpan", "method": "post", "kept": kept}
    return _page(request, content, image, {**where, "form": form, "shown_faults": ("type", "prompt", "picture")})


@require_safe
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A stored edition: the newest, or ``?versi=2``."""
    if not can_view(request.user):
        raise PermissionDenied
    question = get_object_or_404(Question, pk=pk)
    versions = question.versions.select_related("picture").prefetch_related("options__option", "bases")
    asked = request.GET.get("versi", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 6
    version = get_object_or_404(versions, number=asked) if is_number else versions.order_by("-number").first()
    kept = [("versi", str(version.number))] if version else []
    where = {"where": f"Versi {version.number}" if version else "", "method": "get", "kept": kept}
    return _page(request, content_of(version) if version else None, version.picture if version else None, where)


@require_safe
def picture(request: HttpRequest, image_pk: int) -> HttpResponse:
    """The picture in the size in which a learner sees it, for drawing its parts."""
    if not can_write(request.user):
        raise PermissionDenied
    return redirect(get_object_or_404(get_image_model(), pk=image_pk).get_rendition(SPEC).url)


def _page(
    request: HttpRequest, content: QuestionContent | None, image: AbstractImage | None, where: dict
) -> HttpResponse:
    said = request.POST if request.method == "POST" else request.GET
    typed = {name: values for name, values in said.lists() if _is_answer(name)}
    context = {
        **where,
        "preview": preview_of(content, image, typed) if content else None,
        "trial": trial_of(content, typed) if content and TRIED in said else None,
    }
    return render(request, "quizzes/admin/question_preview.html", context)


def _is_answer(name: str) -> bool:
    """A field of the answer; those of the options' rows are named «options-0-text»."""
    return name in ANSWER_FIELDS
