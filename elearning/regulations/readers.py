"""Who reads: a role that picks the example, and a status that decides which sanctions and articles can reach the reader.

Kept in one cookie that holds no person («guru.pppk») and is only set when somebody chooses.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from .models import Role, Subject

COOKIE = "pembaca"
COOKIE_AGE = 180 * 24 * 3600
OTHER = "lainnya"
ROLES = [*Role.choices, (OTHER, "Lainnya")]
STATUSES = [
    (Subject.PNS.value, "PNS"),
    (Subject.CPNS.value, "CPNS"),
    (Subject.PPPK.value, "PPPK"),
    (Subject.NON_ASN.value, "Bukan ASN"),
]
_ROLE_WORDS, _STATUS_WORDS = dict(ROLES), dict(STATUSES)

# PP 94/2021 disciplines PNS (and CPNS mutatis mutandis). Its provisions name their subjects, but one that an editor left
# without subjects must not reach a PPPK either (dasar-hukum.md; ADR 0005).
_NEVER_FOR = {Subject.PPPK.value: frozenset({"pp-94-2021"})}


@dataclass(frozen=True)
class Reader:
    """``role`` is a Role, «lainnya» or empty; ``status`` is one of STATUSES or empty: not said."""

    role: str = ""
    status: str = ""

    @property
    def words(self) -> str:
        """«Guru, PPPK»; empty when nothing was said."""
        return ", ".join(word for word in (_ROLE_WORDS.get(self.role, ""), _STATUS_WORDS.get(self.status, "")) if word)

    def is_reached_by(self, subjects: Collection[str]) -> bool:
        """Whether a rule for ``subjects`` may speak to this reader.

        A rule that names no status (everybody, or an office such as kepala desa) speaks to all; one that names statuses
        speaks to those. A reader who has not said his status is shown everything.
        """
        named = {subject for subject in subjects if subject in _STATUS_WORDS}
        return not self.status or not named or self.status in named

    def may_see(self, regulation_slug: str, subjects: Collection[str]) -> bool:
        """Whether an article of this instrument may be shown: a PPPK never sees one of PP 94/2021."""
        return regulation_slug not in _NEVER_FOR.get(self.status, ()) and self.is_reached_by(subjects)


def reader_of(request: HttpRequest) -> Reader:
    """What this request says of its reader: the address (``?status=pppk``), else the cookie, else the signed-in person."""
    role, _, status = request.COOKIES.get(COOKIE, "").partition(".")
    asked = request.GET.get("status", "")
    if asked in _STATUS_WORDS:
        status = asked
    if status not in _STATUS_WORDS:
        person = getattr(request, "user", None)
        status = person.employment_status if person is not None and person.is_authenticated else ""
    return Reader(role if role in _ROLE_WORDS else "", status)


def remember(response: HttpResponse, *, role: str, status: str, secure: bool) -> None:
    """Keep the choice on this device; choosing nothing forgets it."""
    if not (role or status):
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(COOKIE, f"{role}.{status}", max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=secure)
