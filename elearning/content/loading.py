"""Bring the shipped content into the database without ever overwriting an editor (ADR 0012)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import yaml
from django.db import transaction

from elearning.regulations.models import LoadedRecord

DATA = Path(__file__).parent / "data"
SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same parser in C, ten times faster, where it was built
State = dict[str, Any]


class Kind(Protocol):
    """One kind of record: how the files say it, how the database says it, how to write it.

    ``desired`` and ``state`` give the same shape, so that two equal records have equal fingerprints.
    """

    name: str

    def desired(self) -> Iterable[tuple[str, State]]: ...
    def find(self, key: str) -> Any | None: ...
    def state(self, found: Any) -> State: ...
    def create(self, key: str, state: State, *, at: datetime) -> None: ...
    def update(self, found: Any, state: State, *, at: datetime) -> None: ...


@dataclass
class Report:
    """What a run did. ``left``: records that an editor changed or deleted; they were not touched."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.created) + len(self.updated)


def read(name: str) -> Any:
    """One data file, parsed."""
    return yaml.load((DATA / name).read_text(encoding="utf-8"), SafeLoader)  # noqa: S506


def fingerprint(state: State) -> str:
    return hashlib.sha256(json.dumps(state, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def load(kinds: Iterable[Kind], *, at: datetime) -> Report:
    """Load every kind in order, each record in its own transaction. A second run changes nothing."""
    report = Report()
    for kind in kinds:
        known = dict(LoadedRecord.objects.filter(kind=kind.name).values_list("key", "fingerprint"))
        for key, state in kind.desired():
            with transaction.atomic():
                _load_one(kind, key, state, known.get(key), report, at)
    return report


def _load_one(kind: Kind, key: str, state: State, loaded: str | None, report: Report, at: datetime) -> None:
    label = f"{kind.name} {key}"
    wanted = fingerprint(state)
    found = kind.find(key)
    if found is None:
        if loaded is not None:  # somebody deleted it on purpose
            report.left.append(f"{label} (dihapus redaksi)")
            return
        kind.create(key, state, at=at)
        report.created.append(label)
    else:
        present = fingerprint(kind.state(found))
        if present == wanted:
            report.same.append(label)
        elif present == loaded:
            kind.update(found, state, at=at)
            report.updated.append(label)
        else:
            report.left.append(f"{label} (diubah redaksi)")
            return
    if loaded != wanted:
        LoadedRecord.objects.update_or_create(
            kind=kind.name, key=key, defaults={"fingerprint": wanted, "loaded_at": at}
        )


def text(value: Any) -> str:
    """YAML's scalars as text: a missing value is empty, line ends of folded blocks are dropped."""
    return "" if value is None else str(value).strip()


def pairs(rows: Iterable[dict], key: str = "id") -> Iterator[tuple[str, dict]]:
    for row in rows:
        yield str(row[key]), row
