"""«Boleh atau tidak?» as one file: every published card as an answer, with the rules by which a question finds it.

The page shows the same answers to one reader; the file holds them for all, each part marked with the readers to whom
``presenting.present`` does not show it. The browser hides by these marks and ranks by the words that came along: it knows no rule.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string

from . import searching
from .models import RuleCard, Stage
from .presenting import ShownCard, present, subject_words
from .readers import MOMENTS, ROLES, STATUSES, Reader

# A withdrawn card is gone from every open page within a minute: so old may the file be, and so often the page asks for it.
FRESH_SECONDS, CACHE_KEY = 20, "finder-file"

READERS: dict[str, Reader] = {
    **{f"peran-{role}": Reader(role=role) for role in ("", *dict(ROLES))},
    **{f"status-{status}": Reader(status=status) for status in ("", *dict(STATUSES))},
    **{f"kapan-{moment}": Reader(moment=moment) for moment in ("", *MOMENTS)},
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer; ``hidden_for`` names the READERS who are not shown it, in one attribute."""

    value: Any
    hidden_for: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One card as an answer. ``withheld`` and ``elsewhere`` are remarks: there, or for whom they are not."""

    card: RuleCard
    conditions: tuple[str, ...]
    situations: tuple[Piece, ...]
    sanctions: tuple[Piece, ...]
    basis: tuple[Piece, ...]
    withheld: tuple[Piece, ...]
    elsewhere: tuple[Piece, ...]


def answer_for(shown: ShownCard) -> Answer:
    """What one reader is shown."""
    return Answer(
        card=shown.card,
        conditions=shown.conditions,
        situations=tuple(Piece(words) for words in [shown.situation] if words),
        sanctions=tuple(Piece(line) for line in _sanctions(shown).values()),
        basis=tuple(Piece(line) for line in shown.basis),
        withheld=(Piece(True),) if shown.withheld else (),
        elsewhere=tuple(Piece(words) for words in _elsewhere(shown).values()),
    )


def answer_for_all(card: RuleCard, *, on: date) -> Answer:
    """What all readers are shown, each part with those who are not."""
    seen = {mark: present(card, reader, on=on) for mark, reader in READERS.items()}
    silent = present(card, Reader(), on=on)
    return Answer(
        card=card,
        conditions=silent.conditions,
        situations=_pieces(seen, lambda shown: {shown.situation: shown.situation} if shown.situation else {}),
        sanctions=_pieces(seen, _sanctions),
        basis=_pieces(seen, lambda shown: {line.provision.pk: line for line in shown.basis}),
        withheld=_pieces(seen, lambda shown: {True: True} if shown.withheld else {}),
        elsewhere=_pieces(seen, _elsewhere),
    )


def _pieces(seen: Mapping[str, ShownCard], parts_of: Any) -> tuple[Piece, ...]:
    """Every part that anybody is shown, once. A reader who said one thing only is told by that one mark.

    A part that depends on a status (say) is there for all marks of role and moment alike, so these decide nothing.
    """
    parts = {mark: parts_of(shown) for mark, shown in seen.items()}
    union: dict[Any, Any] = {}
    for found in parts.values():
        union = {**found, **union}
    pieces = []
    for key, value in union.items():
        axes = {mark.split("-", 1)[0] for mark in parts if (key in parts[mark]) != (key in parts["peran-"])}
        hidden = [mark for mark in parts if mark.split("-", 1)[0] in axes and key not in parts[mark]]
        pieces.append(Piece(value, " ".join(hidden)))
    return tuple(pieces)


def _sanctions(shown: ShownCard) -> dict[int, tuple[str, Any]]:
    return {
        sanction.pk: (subject_words(sanction.subjects), sanction)
        for group in shown.sanctions
        for sanction in group.sanctions
    }


def _elsewhere(shown: ShownCard) -> dict[str, str]:
    """The times of which the card speaks, where they are not the reader's."""
    if shown.is_of_moment:
        return {}
    words = ", ".join(str(Stage(stage).label).lower() for stage in shown.card.stages if stage in Stage.values)
    return {words: words}


def finder_file(*, on: date) -> tuple[str, bytes]:
    """The file and its fingerprint, at most FRESH_SECONDS old."""
    return cache.get_or_set(f"{CACHE_KEY}:{on}", lambda: _build(on), FRESH_SECONDS)


def _build(on: date) -> tuple[str, bytes]:
    cards = list(RuleCard.objects.published().with_basis().order_by("title", "pk"))
    content = {**searching.rules(), "cards": [_entry(card, on) for card in cards]}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(body).hexdigest()[:32], body


def _entry(card: RuleCard, on: date) -> dict[str, Any]:
    html = render_to_string("regulations/_answer.html", {"answer": answer_for_all(card, on=on)})
    return {
        "slug": card.slug,
        "title": card.title,
        "fields": searching.fields_of(card),
        "html": " ".join(html.split()),
    }


def answers(cards: Iterable[RuleCard], reader: Reader, *, on: date) -> list[Answer]:
    """Cards read with ``with_basis`` as answers to one reader, in their order."""
    return [answer_for(present(card, reader, on=on)) for card in cards]
