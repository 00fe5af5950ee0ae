"""«Pembaruan aturan»: the changed cards of whoever is signed in, then their questions on the ordinary quiz screens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from elearning.regulations.readers import reader_of
from quizzes.errors import AttemptError

from . import services
from .errors import RefresherError
from .sitting import sitting_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pending(request: HttpRequest) -> HttpResponse:
    """GET reads; POST says «sudah saya baca» and leads to the questions, where there are any."""
    now, error = timezone.now(), None
    if request.method == "POST":
        settled = services.settle_by_reading(request.user, at=now)
        if settled:
            messages.success(request, "Diperbarui. Nomor sertifikat Anda tetap.")
        try:
            attempt = services.start_sitting(request.user, at=now)
        except (RefresherError, AttemptError) as refusal:
            if settled or refusal.code == "nothing_to_refresh":
                return redirect("refreshers:pending")
            error = refusal
        else:
            return redirect("quizzes:attempt", attempt.public_id)
    context = {"sitting": sitting_of(request.user, reader_of(request), at=now), "error": error}
    return render(request, "refreshers/refresher_pending.html", context, status=409 if error else 200)
