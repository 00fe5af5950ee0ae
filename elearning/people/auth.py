"""How participants sign in: by kode peserta, without a password (ADR 0002)."""

from __future__ import annotations

import hashlib

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from .models import User

BACKEND = "elearning.people.auth.CodeBackend"
_ACTION = "code"  # the limits stand in settings.ACCOUNT_RATE_LIMITS


class CodeBackend(BaseBackend):
    """Keeps somebody signed in who came by code. It checks no credentials and gives no permissions of its own."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()


def sign_in(request: HttpRequest, person: User, *, shared_computer: bool = False) -> None:
    """Sign ``person`` in on this device for 180 days, or until the browser closes on a shared computer.

    The session gets a new key and keeps what a guest did so far (his quiz, the camat's link); what another
    person left on the same device is thrown away.
    """
    login(request, person, backend=BACKEND)
    request.session.set_expiry(0 if shared_computer else settings.SESSION_COOKIE_AGE)


def may_try(request: HttpRequest) -> bool:
    """Whether this device and its address have failed seldom enough to try once more. Asking costs nothing."""
    return ratelimit.consume(request, action=_ACTION, key=_device(request), dry_run=True)


def count_failure(request: HttpRequest) -> None:
    """A refused code, NIP or report counts; a success never does, because a whole hall shares one address."""
    ratelimit.consume(request, action=_ACTION, key=_device(request))


def _device(request: HttpRequest) -> str:
    """One phone. Address and browser name alone would make one device of a hall full of the same phone.

    Throwing the cookie away gives a new key; then the limit per address remains.
    """
    cookie = request.session.session_key or request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    plain = cookie or f"{request.META.get('REMOTE_ADDR')}|{request.META.get('HTTP_USER_AGENT')}"
    return hashlib.sha256(plain.encode()).hexdigest()
