"""Who reads, and when he would act: a role picks the example, a status and a moment decide which sanctions and articles.

Role and status are kept in one cookie that holds no person («guru.pppk») and is only set when somebody chooses. The moment
stands in the address only: kept, it would go on hiding what holds in the next one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse

from .models import Role, Stage, Subject, Towards

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


class Moment(TextChoices):
    """When the reader would act, in his words."""

    PROSPECTIVE = "bakal-calon", "Belum ada calon resmi (bakal calon)"
    CANDIDATE = "calon", "Sudah ada calon resmi"
    CAMPAIGN = "kampanye", "Masa kampanye"
    QUIET = "tenang", "Masa tenang dan hari pemungutan suara"
    AFTER = "sesudah", "Sesudah pemungutan suara"


# Candidates are determined before the campaign begins (SKB 2022: «calon» since the determination).
MOMENTS: dict[str, tuple[Stage, Towards]] = {
    Moment.PROSPECTIVE: (Stage.BEFORE, Towards.PROSPECTIVE),
    Moment.CANDIDATE: (Stage.BEFORE, Towards.CANDIDATE),
    Moment.CAMPAIGN: (Stage.DURING, Towards.CANDIDATE),
    Moment.QUIET: (Stage.DURING, Towards.CANDIDATE),
    Moment.AFTER: (Stage.AFTER, Towards.CANDIDATE),
}

# PP 94/2021 disciplines PNS (and CPNS mutatis mutandis). Its provisions name their subjects, but one that an editor left
# without subjects must not reach a PPPK either (dasar-hukum.md; ADR 0005).
_NEVER_FOR = {Subject.PPPK.value: frozenset({"pp-94-2021"})}


@dataclass(frozen=True)
class Reader:
    """``role`` is a Role, «lainnya» or empty; ``status`` one of STATUSES, ``moment`` a Moment; empty: not said."""

    role: str = ""
    status: str = ""
    moment: str = ""

    @property
    def words(self) -> str:
        """«Guru, PPPK»; empty when nothing was said."""
        return ", ".join(word for word in (_ROLE_WORDS.get(self.role, ""), _STATUS_WORDS.get(self.status, "")) if word)

    @property
    def moment_words(self) -> str:
        return str(Moment(self.moment).label) if self.moment else ""

    @property
    def all_words(self) -> str:
        return " · ".join(word for word in (self.words, self.moment_words) if word)

    @property
    def towards(self) -> str:
        """Whom the act would favour at that moment: somebody who means to stand, or a candidate."""
        return MOMENTS[self.moment][1] if self.moment else ""

    def is_in_stage(self, stages: Collection[str]) -> bool:
        """Whether a rule for ``stages`` speaks of the reader's moment; one that names no stage speaks of all."""
        return not self.moment or not stages or MOMENTS[self.moment][0] in stages

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
    role, asked = request.GET.get("peran", role), request.GET.get("status")
    if asked == "" or asked in _STATUS_WORDS:  # chosen on the page; «tidak disebut» is a choice too
        status = asked
    elif status not in _STATUS_WORDS:
        person = getattr(request, "user", None)
        status = person.employment_status if person is not None and person.is_authenticated else ""
    moment = request.GET.get("kapan", "")
    return Reader(role if role in _ROLE_WORDS else "", status, moment if moment in MOMENTS else "")


def remember(response: HttpResponse, *, role: str, status: str, secure: bool) -> None:
    """Keep the choice on this device; choosing nothing forgets it."""
    if not (role or status):
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(COOKIE, f"{role}.{status}", max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=secure)
