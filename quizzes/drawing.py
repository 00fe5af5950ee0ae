"""Which questions an attempt shows, in which order, from a seed. Pure, so that a draw can be repeated in a dispute."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from decimal import Context, Decimal
from typing import Any, TypeVar

from .types import Order

T = TypeVar("T")

EXACT = Context(prec=24)  # logarithms of Decimal are the same on every machine, those of float need not be


@dataclass(frozen=True, slots=True)
class Candidate:
    """One version that a quiz offers. ``is_open``: published, neither draft nor held back nor retired.

    ``matches``: (option id, right-hand side) of a matching question.
    """

    version: int
    is_open: bool
    order: Order
    options: tuple[int, ...]
    matches: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One question as the attempt shows it: ids in the order shown."""

    version: int
    options: tuple[int, ...]
    matches: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticket:
    """One version in a rule's drum. ``met``: by this person in this quiz; ``exposure``: by everybody.

    ``was_in_first``: the test that this one is parallel to asked it.
    """

    version: int
    level: str = ""
    met: int = 0
    exposure: int = 0
    was_in_first: bool = False


@dataclass(frozen=True, slots=True)
class Stratum:
    """One rule: ``count`` of ``tickets``. ``levels``: how many of each level the test that this one is parallel to drew."""

    rule: int
    count: int
    tickets: tuple[Ticket, ...]
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pool:
    """Everything that decides which questions a quiz with rules shows: ``fixed`` ones first, then rule by rule."""

    fixed: tuple[int, ...]
    strata: tuple[Stratum, ...]
    shuffle: bool

    def written(self) -> dict[str, Any]:
        """As an attempt keeps it, in JSON."""
        rules = [
            {
                "rule": each.rule,
                "count": each.count,
                "levels": dict(each.levels),
                "tickets": [list(astuple(ticket)) for ticket in each.tickets],
            }
            for each in self.strata
        ]
        return {"shuffle": self.shuffle, "fixed": list(self.fixed), "rules": rules}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Pool:
        strata = tuple(
            Stratum(
                each["rule"], each["count"], tuple(Ticket(*ticket) for ticket in each["tickets"]), each["levels"]
            )
            for each in written["rules"]
        )  # fmt: skip
        return cls(tuple(written["fixed"]), strata, written["shuffle"])

    @property
    def hash(self) -> str:
        return hashlib.sha256(json.dumps(self.written(), sort_keys=True).encode()).hexdigest()


def choose(pool: Pool, *, seed: int) -> tuple[tuple[int, ...], ...]:
    """What each rule draws, rule by rule: versions that are not yet in the paper (ADR 0020)."""
    taken = set(pool.fixed)
    chosen = []
    for number, stratum in enumerate(pool.strata):
        free = [ticket for ticket in stratum.tickets if ticket.version not in taken]
        versions = _parallel(_ranked(free, f"{seed}:rule:{number}"), stratum)
        taken |= set(versions)
        chosen.append(versions)
    return tuple(chosen)


def assured(fixed: Collection[int], rules: Sequence[tuple[int, Collection[int]]]) -> tuple[int, ...]:
    """How many questions each rule, (count, versions that fit), is sure to find, whatever the rules before it draw."""
    fits = [set(versions) - set(fixed) for _, versions in rules]
    found = []
    for number, own in enumerate(fits):
        taken = sum(min(rules[earlier][0], len(fits[earlier] & own)) for earlier in range(number))
        found.append(max(0, len(own) - taken))
    return tuple(found)


def levels_drawn(pool: Pool, *, seed: int) -> dict[int, dict[str, int]]:
    """By rule, how many questions of each level it drew."""
    drawn = zip(pool.strata, choose(pool, seed=seed), strict=True)
    return {
        stratum.rule: dict(Counter(ticket.level for ticket in stratum.tickets if ticket.version in versions))
        for stratum, versions in drawn
    }


def draw(pool: Sequence[Candidate], *, seed: int, shuffle: bool) -> tuple[Drawn, ...]:
    """Every open candidate once, in the order that ``seed`` decides; as written where nothing is to be shuffled."""
    found = [candidate for candidate in pool if candidate.is_open]
    if shuffle:
        found = _mixed(found, [str(candidate.version) for candidate in found], f"{seed}:questions")
    return tuple(_laid_out(candidate, seed, shuffle) for candidate in found)


def pool_hash(pool: Sequence[Candidate]) -> str:
    """Names what could be drawn, whatever its order."""
    lines = sorted(
        f"{each.version}:{','.join(map(str, sorted(each.options)))}:{each.order.value}" for each in pool if each.is_open
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _ranked(tickets: Sequence[Ticket], salt: str) -> list[Ticket]:
    """First what the earlier test did not ask, then what this person met least; among equals by weighted lot.

    The lot is −ln(u) ÷ weight, smallest first: a draw without replacement in which a weight of two is twice as likely to
    be next. A weight is 1 ÷ (1 + how often everybody met it beyond the least met).
    """
    least: dict[tuple[bool, int], int] = {}
    for ticket in tickets:
        tier = ticket.was_in_first, ticket.met
        least[tier] = min(ticket.exposure, least.get(tier, ticket.exposure))

    def rank(ticket: Ticket) -> tuple[bool, int, Decimal, int]:
        beyond = ticket.exposure - least[ticket.was_in_first, ticket.met]
        return ticket.was_in_first, ticket.met, _lot(f"{salt}:{ticket.version}") * (1 + beyond), ticket.version

    return sorted(tickets, key=rank)


def _lot(name: str) -> Decimal:
    """−ln of a number between 0 and 1 that ``name`` decides."""
    digest = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])
    return -EXACT.ln(EXACT.divide(Decimal(digest + 1), Decimal(2**64 + 1)))


def _parallel(ranked: Sequence[Ticket], stratum: Stratum) -> tuple[int, ...]:
    """The first ``count``; of each level as many as the earlier test had, as far as there are."""
    wanted = Counter(stratum.levels)
    same: list[int] = []
    others: list[int] = []
    for ticket in ranked:
        has_place = wanted[ticket.level] > 0
        wanted[ticket.level] -= has_place
        (same if has_place else others).append(ticket.version)
    return tuple((same + others)[: stratum.count])


def _laid_out(candidate: Candidate, seed: int, shuffle: bool) -> Drawn:
    mixes = candidate.order is Order.ALWAYS_SHUFFLED or (shuffle and candidate.order is Order.AS_QUIZ)
    options: Sequence[int] = candidate.options
    if mixes:
        options = _mixed(options, list(map(str, options)), f"{seed}:options:{candidate.version}")
    matches: dict[str, int] = {}
    for option, text in sorted(candidate.matches):
        matches.setdefault(text, option)  # right-hand sides that read alike are shown once
    sides = list(matches.values())
    sides = _mixed(sides, list(map(str, sides)), f"{seed}:matches:{candidate.version}")
    return Drawn(candidate.version, tuple(options), tuple(sides))


def _mixed(things: Sequence[T], names: Sequence[str], salt: str) -> list[T]:
    """By the digest of each name: the same on every machine and every release of Python, unlike ``random``."""
    ranks = [hashlib.sha256(f"{salt}:{name}".encode()).digest() for name in names]
    return [thing for _, thing in sorted(zip(ranks, things, strict=True), key=lambda pair: pair[0])]
