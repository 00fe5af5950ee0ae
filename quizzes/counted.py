"""Attempts as statistics count them: each person's first finished one, read in portions, marked by what counts now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q

from .models import Answer, Attempt, AttemptItem, Mark, Option
from .querysets import AttemptQuerySet
from .statistics.items import UNIT, Scored

T = TypeVar("T")
PORTION = 500


@dataclass(frozen=True, slots=True)
class Counted:
    """One attempt and its questions that count, by position. ``percent``: the score that its owner was told."""

    attempt: int
    person: int
    context: str
    percent: int
    items: tuple[Scored, ...]


def first_attempts() -> AttemptQuerySet:
    """The first finished attempt of each person per quiz and mode; guests, whom nobody can tell apart, are left out."""
    return _first_of("quiz", "mode")


def first_on_occasion(mode: str, contexts: Iterable[str]) -> AttemptQuerySet:
    """The first finished attempt of each person in one test of each of these occasions; guests are left out."""
    return _first_of("context", "mode").filter(mode=mode, context__in=contexts)


def _first_of(*group: str) -> AttemptQuerySet:
    finished = Attempt.objects.finished().counting().filter(person__isnull=False)
    same = finished.filter(**{name: OuterRef(name) for name in ("person", *group)})
    earlier = Q(submitted_at__lt=OuterRef("submitted_at")) | Q(
        submitted_at=OuterRef("submitted_at"), pk__lt=OuterRef("pk")
    )
    return finished.filter(~Exists(same.filter(earlier)))


def counted(attempts: AttemptQuerySet) -> Iterator[Counted]:
    """One pass; a constant number of queries for each PORTION, and no more than a PORTION in memory."""
    keys: dict[int, str] = {}
    rows = attempts.order_by("pk").values_list("pk", "person_id", "context", "score_percent")
    for portion in portions(rows.iterator(chunk_size=PORTION), PORTION):
        yield from _portion(portion, keys)


def portions(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of so many, the last one shorter."""
    left = iter(rows)
    while portion := list(islice(left, size)):
        yield portion


def _portion(rows: list[tuple[int, int, str, int]], keys: dict[int, str]) -> Iterator[Counted]:
    attempts = [attempt for attempt, *_ in rows]
    marks = _newest_marks(attempts)
    responses, seconds = _answers(attempts)
    _learn_keys(keys, responses.values())
    items: dict[int, list[Scored]] = defaultdict(list)
    asked = AttemptItem.objects.filter(attempt__in=attempts).order_by("position")
    for item, attempt, question, edition, max_mark in asked.values_list(
        "pk", "attempt_id", "version__question_id", "version__number", "max_mark"
    ):
        fraction, reason = marks.get(item, (None, ""))
        if fraction is None or (reason == Mark.Reason.VOID and fraction < 1):
            continue  # as in grading: void and not answered rightly, it leaves the maximum
        out_of = round(max_mark * UNIT)
        chosen = tuple(keys[option] for option in _options(responses.get(item, {})) if option in keys)
        scored = Scored(question, edition, round(fraction * max_mark * UNIT), out_of, chosen, seconds.get(item))
        items[attempt].append(scored)
    for attempt, person, context, percent in rows:
        yield Counted(attempt, person, context, percent, tuple(items[attempt]))


def _newest_marks(attempts: list[int]) -> dict:
    rows = Mark.objects.filter(item__attempt__in=attempts).order_by("pk")
    return {item: (fraction, reason) for item, fraction, reason in rows.values_list("item_id", "fraction", "reason")}


def _answers(attempts: list[int]) -> tuple[dict[int, dict], dict[int, int]]:
    """The response that counts of each item, and how long its first answer took after the answer before it."""
    given = Answer.objects.filter(item__attempt__in=attempts).with_decision()
    rows = given.order_by("received_at", "pk").values_list(
        "item__attempt_id", "item_id", "response", "occurred_at", "waits", "is_accepted"
    )
    responses: dict[int, dict] = {}
    moments: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    for attempt, item, response, occurred_at, waits, is_accepted in rows:
        if not waits or is_accepted:
            responses[item] = response
        moments[attempt].append((occurred_at, item))
    seconds: dict[int, int] = {}
    for events in moments.values():
        events.sort()
        met = {events[0][1]}  # what came before the first answer, no clock of the phone tells
        for (before, _), (moment, item) in pairwise(events):
            if item not in met:
                seconds[item] = round((moment - before).total_seconds())
            met.add(item)
    return responses, seconds


def _options(response: Mapping) -> list[int]:
    """What was ticked, of the types that tick options."""
    return response.get("options", [])


def _learn_keys(keys: dict[int, str], responses: Iterable[Mapping]) -> None:
    unknown = {option for response in responses for option in _options(response)} - keys.keys()
    if unknown:
        keys.update(Option.objects.filter(pk__in=unknown).values_list("pk", "key"))
