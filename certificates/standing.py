"""How a valid paper stands towards the rules that its holder had learnt (ADR 0017). Never a reason to call it invalid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from elearning.lib.dates import local_day

from .models import Certificate, CertificateEvent

Kind = CertificateEvent.Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """``changed``: rules that the holder has not refreshed; ``refreshed``: what was learnt anew, oldest first."""

    changed: tuple[CertificateEvent, ...] = ()
    refreshed: tuple[CertificateEvent, ...] = ()

    @property
    def is_outdated(self) -> bool:
        return bool(self.changed)


UNCHANGED = Standing()


def standing_of(certificate: Certificate) -> Standing:
    """One query, and none for a paper that no longer is valid."""
    if certificate.state != Certificate.State.VALID:
        return UNCHANGED
    return standing_from(certificate.events.exclude(rule="").order_by("at", "pk"))


def standing_from(events: Iterable[CertificateEvent]) -> Standing:
    """``events`` of one paper, in their order. A later edition learnt settles every earlier change of the same rule."""
    changed: dict[str, CertificateEvent] = {}
    refreshed: list[CertificateEvent] = []
    learnt: dict[str, int] = {}
    for event in events:
        edition = event.edition or 0
        if event.kind == Kind.RULE_CHANGED:
            if event.rule not in changed or edition > (changed[event.rule].edition or 0):
                changed[event.rule] = event
        elif event.kind == Kind.REFRESHED:
            refreshed.append(event)
            learnt[event.rule] = max(learnt.get(event.rule, 0), edition)
    still_open = (event for rule, event in changed.items() if learnt.get(rule, -1) < (event.edition or 0))
    return Standing(tuple(still_open), tuple(refreshed))


def standings_of(papers: Iterable[Certificate]) -> dict[int, Standing]:
    """What became of the rules of the valid ones, by key; a paper without any is left out. One query."""
    valid = [paper.pk for paper in papers if paper.state == Certificate.State.VALID]
    events = CertificateEvent.objects.filter(certificate__in=valid).exclude(rule="").order_by("at", "pk")
    by_paper: dict[int, list[CertificateEvent]] = {}
    for event in events:
        by_paper.setdefault(event.certificate_id, []).append(event)
    return {pk: standing_from(events) for pk, events in by_paper.items()}


def has_ended(facts: Mapping[str, Any], *, at: datetime) -> bool:
    """Whether the last day printed on the paper is over at the organiser's place."""
    last = facts.get("valid_until")
    return bool(last) and local_day(at, facts["time_zone"]) > date.fromisoformat(last)
