"""Who a visitor without a name is: a random key in the session, made only when he starts something."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpRequest

SESSION_KEY = "quiz_guest"


def guest_key(request: HttpRequest, *, create: bool = False) -> UUID | None:
    """The key of this session; with ``create`` a new session and key where there is none."""
    found = request.session.get(SESSION_KEY)
    if found is None and create:
        found = request.session[SESSION_KEY] = str(uuid4())
    return UUID(found) if found else None
