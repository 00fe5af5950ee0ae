"""L11 «Masuk lagi», signing out, and «Ini bukan saya»."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus

from django.conf import settings
from django.contrib import auth as sessions
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import services
from .auth import count_failure, may_try, sign_in
from .forms import CodeSignInForm
from .permissions import signed_in_as

TOO_MANY = (
    "Terlalu banyak percobaan dari perangkat ini. Kode Anda tetap berlaku. "
    "Tunggu 5 menit, lalu coba lagi, atau minta bantuan camat atau panitia."
)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    form = CodeSignInForm(request.POST or None)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    status = HTTPStatus.OK
    if form.is_valid():
        if not may_try(request):
            form.add_error(None, TOO_MANY)
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            try:
                person = services.person_by_code(form.cleaned_data["code"])
            except services.CodeRefused as error:
                count_failure(request)
                form.add_error("code", str(error))
            else:
                sign_in(request, person, shared_computer=form.cleaned_data["shared_computer"])
                return redirect(_destination(request, wanted))
    return render(request, "people/login.html", {"form": form, "next": wanted}, status=status)


def _destination(request: HttpRequest, wanted: str) -> str:
    """Where the person wanted to go, if that is a page of ours."""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("dashboard:home")


@login_not_required
@require_safe
def forgotten_code(request: HttpRequest) -> HttpResponse:
    return render(request, "people/code_forgotten.html")


@login_not_required
@require_safe
def admin_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends whoever its admin does not let in. Somebody signed in would come back, and be sent here again."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        said = signed_in_as(request.user, on=timezone.localdate())
        raise PermissionDenied(f"Halaman ini untuk pengelola situs. {said}")
    return redirect(f"{reverse('account_login')}?{request.GET.urlencode()}")


def not_offered(request: HttpRequest, **parts: str) -> HttpResponse:
    """Stands before pages of allauth that this site does not have.

    Making a first password, or writing another address to one's account, would turn a kode peserta (or a badge that was
    photographed) into a way in by password. Both are done by whoever runs the site, under «Orang».
    """
    raise Http404


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    sessions.logout(request)
    return redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def not_me(request: HttpRequest) -> HttpResponse:
    """A press of «Ini bukan saya». The answer says the same whether or not the number is known.

    It comes with the press itself: a look at this address reports nothing, so it must not say that anything was received.
    """
    if request.method != "POST":
        return redirect(settings.IDENTITY_URL)
    if not may_try(request):
        return render(request, "people/not_me.html", {"refused": True}, status=HTTPStatus.TOO_MANY_REQUESTS)
    count_failure(request)
    with suppress(services.PeopleError):  # a number that cannot exist needs no report
        services.report_identity(request.POST.get("nip", ""), at=timezone.now())
    return render(request, "people/not_me.html", {"refused": False})
