"""Answers are appended, once each, whatever the network does (ADR 0007)."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ..errors import AttemptError
from ..models import Answer, Attempt, AttemptItem
from ..querysets import AttemptQuerySet
from ..timing import Standing, standing
from ..types import ResponseRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as a device sends it. ``client_id`` was made on the device; ``occurred_at`` is the device's clock.

    ``response``: option ids, see models.Answer; or letters as a form states them, in ``fields``.
    """

    client_id: UUID
    position: int
    occurred_at: datetime
    response: Mapping[str, Any] | None = None
    fields: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """What became of one answer: the stored row, or why there is none."""

    client_id: UUID
    answer: Answer | None = None
    error: AttemptError | None = None

    @property
    def status(self) -> str:
        """stored, late, waiting, or the code of the refusal."""
        if self.answer is None:
            return self.error.code if self.error else "answer_id_taken"
        if self.answer.waits:
            return "waiting"
        return "late" if self.answer.is_late else "stored"


def save_answer(
    attempt: Attempt,
    *,
    position: int,
    client_id: UUID,
    response: Mapping[str, Any],
    occurred_at: datetime,
    at: datetime,
) -> Answer:
    """Append one answer; the same ``client_id`` again returns the first row.

    Made before the deadline and received within 15 minutes after it, an answer counts, and is marked late after the
    five minutes that a phone itself may hold it back; received later it waits for the committee (``Answer.waits``).

    Raises AttemptError: attempt_closed, too_late, no_such_question, answer_id_taken, response_malformed,
    response_unknown_option, response_repeated, response_too_many.
    """
    given = GivenAnswer(client_id=client_id, position=position, occurred_at=occurred_at, response=response)
    saved = save_answers(attempt, [given], at=at)[0]
    if saved.answer is None:
        raise saved.error or AttemptError("answer_id_taken")
    return saved.answer


def save_answers(attempt: Attempt, given: Sequence[GivenAnswer], *, at: datetime) -> list[SavedAnswer]:
    """Append a batch in the order given, in a constant number of queries; one refusal hinders no other answer."""
    return save_answers_of(Attempt.objects.filter(pk=attempt.pk), given, at=at)[1]


def save_answers_of(
    one: AttemptQuerySet, given: Sequence[GivenAnswer], *, at: datetime
) -> tuple[Attempt, list[SavedAnswer]]:
    """``save_answers`` for the attempt that ``one`` finds: whose it is and the lock on it are one query.

    Raises Attempt.DoesNotExist.
    """
    try:
        return _save(one, given, at=at)
    except IntegrityError:  # one of them was stored before, or a moment ago: found by its id the second time
        return _save(one, given, at=at, sent_before=True)


@transaction.atomic
def _save(
    one: AttemptQuerySet, given: Sequence[GivenAnswer], *, at: datetime, sent_before: bool = False
) -> tuple[Attempt, list[SavedAnswer]]:
    # The row lock makes an answer and the sending of the attempt follow each other: no answer slips in ungraded.
    attempt = one.select_related(None).select_for_update().get()
    items = {item.position: item for item in AttemptItem.objects.with_editions().filter(attempt=attempt)}
    stored = _stored(each.client_id for each in given) if sent_before else {}
    rows: dict[UUID, Answer] = {}
    errors: dict[UUID, AttemptError] = {}
    for each in given:
        if each.client_id in stored or each.client_id in rows:
            continue
        try:
            rows[each.client_id] = _row(attempt, items.get(each.position), each, at)
        except AttemptError as error:
            errors[each.client_id] = error
    if errors and not sent_before:  # what would be refused now may have been taken before: sent twice is sent once
        stored |= _stored(errors)
    stored |= {made.client_id: made for made in Answer.objects.bulk_create(rows.values())}
    saved = [_outcome(each, stored.get(each.client_id), errors.get(each.client_id), items) for each in given]
    return attempt, saved


def read_fields(item: AttemptItem, fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The response that a form states, in letters. Raises AttemptError: response_*."""
    try:
        return item.kind.read_form(fields, item.shown)
    except ResponseRefused as refusal:
        raise AttemptError(f"response_{refusal.code}") from refusal


def _row(attempt: Attempt, item: AttemptItem | None, given: GivenAnswer, at: datetime) -> Answer:
    if item is None:
        raise AttemptError("no_such_question")
    decision = standing(
        occurred_at=given.occurred_at, received_at=at, deadline_at=attempt.deadline_at, ended_at=_ended_at(attempt)
    )
    if decision is Standing.CLOSED:
        raise AttemptError("attempt_closed")
    if decision is Standing.TOO_LATE:
        log.warning("Answer to question %s of attempt %s refused: too late", item.position, attempt.public_id)
        raise AttemptError("too_late")
    late = decision in (Standing.LATE, Standing.WAITS)
    return Answer(
        item=item,
        client_id=given.client_id,
        response=_parsed(item, given),
        occurred_at=given.occurred_at,
        received_at=at,
        is_late=late,
        waits=decision is Standing.WAITS,
    )


def _parsed(item: AttemptItem, given: GivenAnswer) -> dict[str, Any]:
    if given.fields is not None:
        return read_fields(item, given.fields)
    try:
        return item.kind.parse(given.response or {}, item.shown)
    except ResponseRefused as refusal:
        raise AttemptError(f"response_{refusal.code}") from refusal


def _ended_at(attempt: Attempt) -> datetime | None:
    if attempt.state == Attempt.State.ABANDONED:
        return attempt.started_at  # given up: nothing more is taken
    return attempt.submitted_at


def _stored(client_ids: Iterable[UUID]) -> dict[UUID, Answer]:
    found = Answer.objects.filter(client_id__in=list(client_ids))
    return {answer.client_id: answer for answer in found}


def _outcome(
    given: GivenAnswer, answer: Answer | None, error: AttemptError | None, items: Mapping[int, AttemptItem]
) -> SavedAnswer:
    item = items.get(given.position)
    if answer is not None and (item is None or answer.item_id != item.pk):
        answer, error = None, AttemptError("answer_id_taken")
    return SavedAnswer(given.client_id, answer, error)
