"""Questions whose key rests on a reversed rule are held until somebody has seen to the key (ADR 0014)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from elearning.people.models import User
from elearning.regulations.models import Effect, RuleCardVersion

from ..errors import QuestionError
from ..models import Question, QuestionBasis, QuestionHold, QuestionVersion
from ..uses import questions_with_key_on

BY_NEW_VERSION = "Versi baru soal bersandar pada terbitan kartu yang baru."


def hold_questions(publication: RuleCardVersion, *, by: User | None, at: datetime) -> None:
    """A reaction of the register: hold each published question whose key rests on an older edition of the card.

    From the start of the day on which the rule takes effect, in the zone of the site; at once when that day has begun.
    """
    if publication.effect not in (Effect.REVERSING, Effect.WITHDRAWN):
        return
    newest = QuestionVersion.objects.newest()
    older = QuestionBasis.objects.filter(
        Q(card_version__isnull=True) | Q(card_version__number__lt=publication.number),
        card=publication.card_id,
        version__in=newest,
    )
    questions = questions_with_key_on([publication.card_id]).filter(pk__in=older.values("version__question"))
    QuestionHold.objects.bulk_create(
        [
            QuestionHold(
                question=question, publication=publication, held_from=publication.takes_effect_at, created_at=at
            )
            for question in questions
        ],
        ignore_conflicts=True,
    )
    for question in questions:
        log(question, "quizzes.question.hold", user=by, data={"card": publication.card.title}, timestamp=at)


@transaction.atomic
def release_hold(question: Question, *, reason: str, by: User, at: datetime) -> list[QuestionHold]:
    """«Kunci sudah diperiksa»: the key still holds under the new rule; the holds that ended.

    Raises QuestionError: reason_missing, not_held.
    """
    if not reason.strip():
        raise QuestionError("reason_missing")
    Question.objects.select_for_update().get(pk=question.pk)
    ended = end_holds(question, reason=reason.strip(), by=by, at=at)
    if not ended:
        raise QuestionError("not_held")
    return ended


def end_holds(question: Question, *, reason: str, by: User | None, at: datetime) -> list[QuestionHold]:
    """End what holds the question now or later; nothing when nothing does."""
    holds = list(QuestionHold.objects.unreleased().filter(question=question))
    for hold in holds:
        hold.released_at, hold.released_by, hold.release_reason = at, by, reason
    QuestionHold.objects.bulk_update(holds, ["released_at", "released_by", "release_reason"])
    if holds:
        log(question, "quizzes.question.release", user=by, data={"reason": reason}, timestamp=at)
    return holds
