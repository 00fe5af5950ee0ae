"""A stack of papers, one after another: scanned in the page, or pasted without script (ADR 0033)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from elearning.lib import codes
from elearning.ui.context import identity_of

from .. import verification
from ..checking import stacks
from ..checking.errors import CheckError
from ..models import Certificate
from ..standing import Standing
from ..verification import Finding
from .answering import allowed, as_json, as_page, even_when_broken, form_of, wants_json

SHAPES = (
    ("berlaku", *verification.WORDS[Certificate.State.VALID]),
    ("aturan-berubah", *verification.RULE_CHANGED),
    ("kedaluwarsa", *verification.WORDS[verification.EXPIRED]),
    ("digantikan", *verification.WORDS[Certificate.State.REPLACED]),
    ("dicabut", *verification.WORDS[Certificate.State.REVOKED]),
    *(
        (each.state, each.word, each.shape)
        for each in (verification.UNKNOWN, verification.OUTAGE, verification.TOO_MANY)
    ),
)


@login_not_required
@csrf_exempt  # stateless, as ``verification.verify``
@require_http_methods(["GET", "HEAD", "POST"])
@even_when_broken
def check_stack(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    pasted = ""
    try:
        pasted = form_of(request).get("kode", "")
        lines = stacks.read(pasted)
    except CheckError as error:
        if wants_json(request):
            return as_json({"code": error.code, "sentence": str(error)}, status=400)
        return _page(request, pasted=pasted, error=str(error), status=400)
    organiser, at = identity_of(request).organiser, timezone.now()

    def found(paper: Certificate, standing: Standing) -> Finding:
        return verification.found(paper, organiser=organiser, at=at, standing=standing)

    answers = stacks.checked(lines, found=found, may_miss=lambda: allowed(request, "verification_miss"))
    if wants_json(request):
        rows = [
            {"code": codes.display(one.line.code), "state": one.finding.state, **one.finding.values} for one in answers
        ]
        return as_json({"checked": rows})
    repeated = [line for line in lines if line.first]
    return _page(request, answers=answers, repeated=repeated, counted=stacks.counted(answers))


def _page(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    shapes = {"shapes": SHAPES, "most": stacks.MOST_CODES}
    return as_page(request, "certificates/stack.html", {**shapes, **context}, status=status)
