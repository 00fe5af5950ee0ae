"""How often one device and one address may do what a machine could do for ever (settings.ACCOUNT_RATE_LIMITS)."""

from __future__ import annotations

import hashlib
import time
from uuid import uuid4

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

_APP = "allauth.account"


def may_do(request: HttpRequest, action: str, *, about: object = "") -> bool:
    """Whether this device and its address have done ``action`` seldom enough to do it once more. Asking costs nothing.

    ``about``: what it is done to, where each thing is counted by itself.
    It also waits for nobody: allauth's own dry run takes a lock per address and says no where it does not get it, and a
    whole hall shares one address.
    """
    device, now = _device(request, about), time.time()
    for rate in ratelimit.get_rates(app=_APP, action=action):
        kept = cache.get(ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=device), [])
        if not ratelimit.apply_rate(kept, now, rate, dry_run=True)[0]:
            return False
    return True


def count(request: HttpRequest, action: str, *, about: object = "") -> None:
    """Note that it was done once."""
    # A code in an address is tried by GET too, and allauth's public function never counts a GET.
    ratelimit.consume(request, app=_APP, action=action, key=_device(request, about), limit_get=True)


def _device(request: HttpRequest, about: object) -> str:
    """One phone, by its cookie. Throwing the cookie away gives a new key; then the limit per address remains.

    So it is for a phone that has no cookie yet. Address and browser name would make one device of a hall full of the
    same phone, and 20 misses of one would keep all the others from opening their badges.
    """
    cookie = request.session.session_key or request.COOKIES.get(settings.CSRF_COOKIE_NAME) or uuid4().hex
    return hashlib.sha256(f"{cookie}{about}".encode()).hexdigest()
