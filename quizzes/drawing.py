"""Which questions an attempt shows, in which order, from a seed. Pure, so that a draw can be repeated in a dispute."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from .types import Order

T = TypeVar("T")


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
