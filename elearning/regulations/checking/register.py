"""The register of the law as the checks need it: frozen, read with one query, asked without any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.core.cache import cache

from ..models import Provision, Regulation
from .provisions import Path, paths_in

CACHE_KEY, CACHED_SECONDS = "regulations:register", 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One regulation. ``numbers``: every form in which it is numbered. ``provisions``: path and name in the address."""

    slug: str
    kind: str
    numbers: tuple[str, ...]
    year: int | None
    name: str
    title: str
    valid_from: date | None = None
    valid_to: date | None = None
    is_revoked: bool = False
    revoked_by: str = ""
    provisions: tuple[tuple[Path, str], ...] = ()

    @property
    def url(self) -> str:
        return Regulation(slug=self.slug).get_absolute_url()

    def revoked_on(self, day: date) -> bool:
        """A known last day decides; else what the register says of it."""
        return self.valid_to <= day if self.valid_to else self.is_revoked

    def holds(self, path: Path) -> bool:
        """Whether the register has this provision, one inside it, or one around it whose parts it does not list."""
        own = [known for known, _ in self.provisions]
        if any(known[: len(path)] == path for known in own):
            return True
        around = [known for known in own if path[: len(known)] == known]
        if not around:
            return False
        nearest = max(around, key=len)
        level = path[len(nearest)][0]
        listed = any(len(known) > len(nearest) and known[: len(nearest)] == nearest and known[len(nearest)][0] == level
                     for known in own)  # fmt: skip
        return not listed

    def url_of(self, path: Path) -> str:
        """The page of the provision, or of the nearest one around or inside it; else of the regulation."""
        for test in (
            lambda known: known == path,
            lambda known: path[: len(known)] == known,
            lambda known: known[: len(path)] == path,
        ):
            for known, name in self.provisions:
                if name and test(known):
                    return Provision(regulation=Regulation(slug=self.slug), key=name).get_absolute_url()
        return self.url


@dataclass(frozen=True)
class Register:
    entries: tuple[Entry, ...] = ()
    _numbered: dict[tuple[str, str, int], list[Entry]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbered: dict[tuple[str, str, int], list[Entry]] = {}
        for entry in self.entries:
            for number in entry.numbers:
                numbered.setdefault((entry.kind, number, entry.year or 0), []).append(entry)
        object.__setattr__(self, "_numbered", numbered)

    def numbered(self, kind: str, number: str, year: int) -> list[Entry]:
        return self._numbered.get((kind, plain_number(number), year), [])

    def of_kind(self, kind: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]


def plain_number(number: str) -> str:
    """«01» and «1» are one number; signs and case do not count."""
    return re.sub(r"\s+", "", number).casefold().lstrip("0")


def load() -> Register:
    """The register as it is now, in one query."""
    fields = (
        "pk", "slug", "kind", "number", "year", "short_title", "title", "valid_from", "valid_to", "status",
        "revoked_by__short_title", "provisions__key", "provisions__label",
    )  # fmt: skip
    rows = Regulation.objects.order_by("pk", "provisions__position", "provisions__pk").values_list(*fields)
    return Register(tuple(_entry(list(group)) for _, group in groupby(rows, key=lambda row: row[0])))


def remembered() -> Register:
    """The register of at most a minute ago: enough for links, not for a decision."""
    return cache.get_or_set(CACHE_KEY, load, CACHED_SECONDS)


def _entry(rows: Sequence[tuple]) -> Entry:
    _, slug, kind, number, year, name, title, valid_from, valid_to, status, revoked_by, *_ = rows[0]
    return Entry(
        slug=slug,
        kind=kind,
        numbers=tuple(_numbers(kind, number)),
        year=year,
        name=name,
        title=title,
        valid_from=valid_from,
        valid_to=valid_to,
        is_revoked=status == Regulation.Status.REVOKED,
        revoked_by=revoked_by or "",
        provisions=tuple((path, Provision(key=key).path) for *_, key, label in rows if key for path in paths_in(label)),
    )


def _numbers(kind: str, number: str) -> Iterable[str]:
    """A joint decree has one number per signatory; a ruling and a letter go by the figure in front as well."""
    for part in filter(None, (part.strip() for part in number.split(";"))):
        yield plain_number(part)
        if kind in (Regulation.Kind.COURT, Regulation.Kind.LETTER) and "/" in part:
            yield plain_number(part.partition("/")[0])
