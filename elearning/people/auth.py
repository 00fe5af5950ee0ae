"""How participants sign in: by kode peserta, without a password (ADR 0002)."""

from __future__ import annotations

import base64
import hashlib
import time
from dataclasses import dataclass
from uuid import uuid4

from allauth.core.internal import ratelimit
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.core.cache import cache
from django.http import HttpRequest

from .models import User

BACKEND = "elearning.people.auth.CodeBackend"
FRESH_SECONDS = 15 * 60
_FRESH = "fresh_code"
_APP, _ACTION = "allauth.account", "code"  # the limits stand in settings.ACCOUNT_RATE_LIMITS


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A kode peserta that was just made; ``is_own`` is false when a head made it for somebody of the staff."""

    code: str
    name: str
    is_own: bool


class CodeBackend(BaseBackend):
    """Keeps somebody signed in who came by badge or code: for the own learning only, whatever office the person holds."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.filter(pk=user_id, is_active=True).first()
        if person:
            person.signed_in_by_code = True
        return person


def sign_in(request: HttpRequest, person: User, *, shared_computer: bool = False) -> None:
    """Sign ``person`` in on this device for 180 days, or until the browser closes on a shared computer.

    The session gets a new key and keeps what a guest did so far (his quiz, the camat's link); what another
    person left on the same device is thrown away.
    """
    person.signed_in_by_code = True
    login(request, person, backend=BACKEND)
    request.session.set_expiry(0 if shared_computer else settings.SESSION_COOKIE_AGE)


def may_try(request: HttpRequest) -> bool:
    """Whether this device and its address have failed seldom enough to try once more. Asking costs nothing.

    It also waits for nobody: allauth's own dry run takes a lock per address and says no where it does not get it, and a
    whole hall shares one address.
    """
    device, now = _device(request), time.time()
    for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
        kept = cache.get(ratelimit.get_cache_key(request, app=_APP, action=_ACTION, rate=rate, key=device), [])
        if not ratelimit.apply_rate(kept, now, rate, dry_run=True)[0]:
            return False
    return True


def count_failure(request: HttpRequest) -> None:
    """A refused code, NIP or report counts; a success never does, because a whole hall shares one address."""
    # A code in an address is tried by GET too, and allauth's public function never counts a GET.
    ratelimit.consume(request, app=_APP, action=_ACTION, key=_device(request), limit_get=True)


def _device(request: HttpRequest) -> str:
    """One phone, by its cookie. Throwing the cookie away gives a new key; then the limit per address remains.

    So it is for a phone that has no cookie yet. Address and browser name would make one device of a hall full of the
    same phone, and 20 misses of one would keep all the others from opening their badges.
    """
    cookie = request.session.session_key or request.COOKIES.get(settings.CSRF_COOKIE_NAME) or uuid4().hex
    return hashlib.sha256(cookie.encode()).hexdigest()


def remember_code(request: HttpRequest, owner: User, code: str) -> None:
    """Keep a fresh kode peserta for the one page that shows it.

    Encrypted, because sessions lie in the database and a leaked database must open nothing (ADR 0002).
    """
    token = _cipher().encrypt(code.encode()).decode()
    request.session[_FRESH] = {"token": token, "owner": str(owner.public_id), "name": owner.display_name}


def fresh_code(request: HttpRequest) -> FreshCode | None:
    """The code that was made for this session in the last quarter of an hour, until it is put away."""
    kept = request.session.get(_FRESH)
    if not kept:
        return None
    try:
        code = _cipher().decrypt(kept["token"].encode(), ttl=FRESH_SECONDS).decode()
    except InvalidToken:
        return None
    return FreshCode(code=code, name=kept["name"], is_own=kept["owner"] == str(request.user.public_id))


def forget_code(request: HttpRequest) -> None:
    request.session.pop(_FRESH, None)


def _cipher() -> Fernet:
    key = hashlib.sha256(f"fresh code:{settings.CODE_PEPPER}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
