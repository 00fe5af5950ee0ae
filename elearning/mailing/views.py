"""The page behind the foot of a mail: stop, or take it again. No sign-in; the press decides, a look changes nothing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from . import services
from .models import Stop


@csrf_exempt  # the secret is the address: a mail program may press without our cookie (RFC 8058)
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        person, topic = services.whose_stop(token)
    except BadSignature as error:
        raise Http404 from error
    if request.method == "POST":
        if "resume" in request.POST:
            services.resume(person, topic)
        else:
            services.stop(person, topic, at=timezone.now())
        return redirect("mailing:stop", token)
    has_stopped = Stop.objects.filter(person=person, topic=topic).exists()
    return render(request, "mailing/stop.html", {"topic": topic, "has_stopped": has_stopped})
