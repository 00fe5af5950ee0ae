"""What a course teaches as print carries it, and what changed between two prints (ADR 0040).

``facts`` are plain values in a stable order. A card appears with its publication in force; «rule» is the number of the
latest publication that was more than words, so that an editor's statement, not a comparison of texts, says what changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from elearning.lessons.models import CoursePage, LessonPage
from elearning.lib.dates import local_day
from elearning.regulations.models import Effect, Provision, RuleCardVersion

from .models import CascadeNode, KitEdition

_PRINTED = ("title", "act", "verdict", "situation", "reason", "advice", "conditions")
_DATES = ("number", "rule", "since")  # not printed: they tell what changed, and never make an edition


def current_edition(course: CoursePage) -> KitEdition | None:
    return KitEdition.objects.filter(course=course).order_by("-number").first()


def renew_edition(course: CoursePage, *, at: datetime) -> tuple[KitEdition, bool]:
    """The edition of what ``course`` teaches at that moment, and whether it is new. Two workers make one.

    An edition that comes back to an earlier text is a new one: paper of the one between says something else.
    """
    facts = facts_of(course, at=at)
    content_hash = hash_of(facts)
    while True:
        latest = current_edition(course)
        if latest and latest.content_hash == content_hash:
            return latest, False
        try:
            with transaction.atomic():
                made = KitEdition.objects.create(
                    course=course,
                    number=latest.number + 1 if latest else 1,
                    content_hash=content_hash,
                    effective_on=_today(at) if latest else _newest_day(course, facts, at),
                    made_at=at,
                    facts=facts,
                )
        except IntegrityError:  # somebody made this number a moment ago
            continue
        return made, True


def courses_handed_on() -> list[CoursePage]:
    """Live courses that a unit hands on: those whose editions the clock looks after."""
    return list(CoursePage.objects.live().filter(pk__in=CascadeNode.objects.open().values("course")).order_by("pk"))


def facts_of(course: CoursePage, *, at: datetime) -> dict[str, Any]:
    """In a constant number of queries, whatever the number of lessons."""
    lessons = list(LessonPage.objects.child_of(course).live().public().order_by("path"))
    cards = {card.pk: card for lesson in lessons for card in lesson.rule_cards() if card.live}
    taught = _in_force(cards, at)
    sources = _sources([one.content for one, _ in taught.values()])
    return {
        "title": course.title,
        "summary": course.summary,
        "minutes": course.duration_minutes,
        "lessons": [{"title": lesson.title, "goal": lesson.goal} for lesson in lessons],
        "cards": [
            {
                "slug": card.slug,
                "number": taught[key][0].number,
                "rule": taught[key][1].number,
                "since": _today(taught[key][1].takes_effect_at).isoformat(),
                **{name: taught[key][0].content.get(name) or "" for name in _PRINTED[:-1]},
                "conditions": list(taught[key][0].content.get("conditions") or ()),
                "basis": _words(taught[key][0].content, sources),
            }
            for key, card in cards.items()
            if key in taught
        ],
    }


def hash_of(facts: Mapping[str, Any]) -> str:
    """Of what is printed, not of the numbers that tell its history."""
    cards = [{name: value for name, value in card.items() if name not in _DATES} for card in facts["cards"]]
    printed = json.dumps({**facts, "cards": cards}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(printed.encode()).hexdigest()


def _in_force(cards: Iterable[int], at: datetime) -> dict[int, tuple[RuleCardVersion, RuleCardVersion]]:
    """For each card what holds at that moment, and the publication in which its rule last changed."""
    found: dict[int, tuple[RuleCardVersion, RuleCardVersion]] = {}
    for one in RuleCardVersion.objects.filter(card__in=list(cards)).order_by("card", "number"):
        if one.takes_effect_at > at or one.effect == Effect.WITHDRAWN:
            continue
        earlier = found.get(one.card_id)
        is_words_only = earlier is not None and one.effect == Effect.EDITORIAL
        found[one.card_id] = (one, earlier[1] if earlier and is_words_only else one)
    return found


def _sources(contents: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    lines = [line for content in contents for line in content.get("basis", ())]
    found = Provision.objects.filter(
        regulation__slug__in={line["regulation"] for line in lines}, key__in={line["provision"] for line in lines}
    ).select_related("regulation")
    return {(one.regulation.slug, one.key): str(one) for one in found}


def _words(content: Mapping[str, Any], sources: Mapping[tuple[str, str], str]) -> list[str]:
    keys = [(line["regulation"], line["provision"]) for line in content.get("basis", ()) if line["role"] == "dasar"]
    return [sources[key] for key in keys if key in sources]


def _newest_day(course: CoursePage, facts: Mapping[str, Any], at: datetime) -> date:
    """Since when the first edition holds: the newest thing in it."""
    days = [date.fromisoformat(card["since"]) for card in facts["cards"]]
    return max([*days, _today(course.last_published_at or at)])


def _today(at: datetime) -> date:
    return local_day(at, timezone.get_default_timezone_name())


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule that paper of an earlier edition tells otherwise, or does not tell."""

    kind: str  # «berubah», «baru», «ditarik»
    title: str
    on: date


def differences(before: KitEdition, after: KitEdition) -> list[Difference]:
    """What somebody with paper of ``before`` should know; wording alone is nothing. Empty where ``before`` is the later."""
    if before.number >= after.number:
        return []
    old = {card["slug"]: card for card in before.facts["cards"]}
    new = {card["slug"]: card for card in after.facts["cards"]}
    changed = [
        Difference("berubah", card["title"], date.fromisoformat(card["since"]))
        for slug, card in new.items()
        if slug in old and old[slug]["rule"] != card["rule"]
    ]
    added = [Difference("baru", card["title"], after.effective_on) for slug, card in new.items() if slug not in old]
    gone = [Difference("ditarik", card["title"], after.effective_on) for slug, card in old.items() if slug not in new]
    return [*changed, *added, *gone]


def changed_since(course: CoursePage, number: int) -> tuple[KitEdition, list[Difference]] | None:
    """The edition on somebody's paper and what changed since; None for the current one, or a number we never printed."""
    editions = KitEdition.objects.filter(course=course)
    printed = editions.filter(number=number).first()
    latest = editions.order_by("-number").first() if printed else None
    if printed is None or latest is None or printed.number == latest.number:
        return None
    return printed, differences(printed, latest)
