"""«Tetap beri sertifikat», «Jangan beri sertifikat»: a decision beside the conditions, with its reason (ADR 0027)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import services
from ..errors import OverrideError
from ..forms import add_refusal
from ..models import EligibilityOverride
from ..naming_forms import OverrideForm
from .access import committee_session, participant_of

Decision = EligibilityOverride.Decision


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def override(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Who decided what, when and why; and the next decision."""
    session = committee_session(request, slug)
    participant = participant_of(session, public_id)
    history = list(participant.overrides.select_related("by"))
    holds = history[-1].decision if history and history[-1].decision != Decision.WITHDRAWN else ""
    form = OverrideForm(request.POST or None, holds=holds)
    if form.is_valid():
        decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
        told = {"reason": reason, "by": request.user, "at": timezone.now()}
        try:
            if decision == Decision.WITHDRAWN:
                services.withdraw_override(participant, **told)
            else:
                services.override_eligibility(participant, decision=decision, **told)
        except OverrideError as error:
            add_refusal(form, error, "reason" if error.code == "reason_missing" else "decision")
        else:
            messages.success(request, f"{Decision(decision).label}: {participant.person.display_name}.")
            return redirect("training:participant", slug, public_id)
    verdict = next(one.verdict for one in services.appraise(session) if one.participant.pk == participant.pk)
    context = {"session": session, "participant": participant, "history": history, "form": form, "verdict": verdict}
    return render(request, "training/override.html", context)
