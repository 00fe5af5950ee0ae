"""One question before and after: McNemar's four counts, and which option became which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .flow import BLANK
from .items import Scored


@dataclass(slots=True)
class Changes:
    """``cells``: (option before, option after), of people who ticked at most one each time."""

    kept: int = 0
    corrected: int = 0
    spoiled: int = 0
    wrong: int = 0  # both times
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, before: Scored, after: Scored) -> None:
        was, is_now = before.mark == before.out_of, after.mark == after.out_of
        if was:
            self.kept, self.spoiled = self.kept + is_now, self.spoiled + (not is_now)
        else:
            self.corrected, self.wrong = self.corrected + is_now, self.wrong + (not is_now)
        if len(before.chosen) <= 1 and len(after.chosen) <= 1:
            self.cells["".join(before.chosen) or BLANK, "".join(after.chosen) or BLANK] += 1

    @property
    def people(self) -> int:
        return self.kept + self.corrected + self.spoiled + self.wrong

    def stored(self) -> dict[str, Any]:
        cells = [[before, after, people] for (before, after), people in sorted(self.cells.items())]
        counts = {"kept": self.kept, "corrected": self.corrected, "spoiled": self.spoiled, "wrong": self.wrong}
        return {**counts, "cells": cells}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Changes:
        cells = {(before, after): people for before, after, people in stored["cells"]}
        counts = {name: stored[name] for name in ("kept", "corrected", "spoiled", "wrong")}
        return cls(**counts, cells=Counter(cells))


def met_twice(before: Sequence[Scored], after: Sequence[Scored]) -> Iterator[tuple[int, Scored, Scored]]:
    """The questions that both papers asked, whatever their editions."""
    earlier = {item.question: item for item in before}
    for item in after:
        if item.question in earlier:
            yield item.question, earlier[item.question], item
