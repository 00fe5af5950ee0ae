"""How participants sign in: by kode peserta, without a password (ADR 0002)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from . import limits
from .models import User

BACKEND = "elearning.people.auth.CodeBackend"
FRESH_SECONDS = 15 * 60
_FRESH = "fresh_code"


@dataclass(frozen=True, slots=True)
class FreshCode:
    """A kode peserta that was just made.

    ``is_own`` is false when somebody made it for another person; ``back_url`` then says where that one came from.
    """

    code: str
    name: str
    is_own: bool
    back_url: str = ""


class CodeBackend(BaseBackend):
    """Keeps somebody signed in who came by badge or code: for the own learning only, whatever office the person holds."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.select_related("unit").filter(pk=user_id, is_active=True).first()
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
    """Whether this device and its address have failed seldom enough to try once more. Asking costs nothing."""
    return limits.may_do(request, "code")


def count_failure(request: HttpRequest) -> None:
    """A refused code, NIP or report counts; a success never does, because a whole hall shares one address."""
    limits.count(request, "code")


def remember_code(request: HttpRequest, owner: User, code: str, *, back_url: str = "") -> None:
    """Keep a fresh kode peserta for the one page that shows it.

    Encrypted, because sessions lie in the database and a leaked database must open nothing (ADR 0002).
    """
    token = cipher().encrypt(code.encode()).decode()
    request.session[_FRESH] = {
        "token": token,
        "owner": str(owner.public_id),
        "name": owner.display_name,
        "back_url": back_url,
    }


def fresh_code(request: HttpRequest) -> FreshCode | None:
    """The code that was made for this session in the last quarter of an hour, until it is put away."""
    kept = request.session.get(_FRESH)
    if not kept:
        return None
    try:
        code = cipher().decrypt(kept["token"].encode(), ttl=FRESH_SECONDS).decode()
    except InvalidToken:
        return None
    is_own = kept["owner"] == str(request.user.public_id)
    return FreshCode(code=code, name=kept["name"], is_own=is_own, back_url=kept.get("back_url", ""))


def forget_code(request: HttpRequest) -> None:
    request.session.pop(_FRESH, None)


def cipher() -> Fernet:
    """For secrets that a session keeps until they were read: a leaked database must open nothing (ADR 0002)."""
    key = hashlib.sha256(f"fresh code:{settings.CODE_PEPPER}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
