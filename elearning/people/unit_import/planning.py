"""What a file would do to the tree, line by line: the dry run, and what «Simpan» then does. Pure (ADR 0038)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ..models import UnitKind
from .errors import UnitImportError
from .reading import UnitRow


class Outcome(StrEnum):
    NEW = "baru"
    SAME = "sudah ada"
    RENAMED = "berganti nama"
    CODED = "mendapat kode"
    REFUSED = "tidak diambil"


@dataclass(frozen=True, slots=True)
class Known:
    """A unit of the tree."""

    pk: int
    path: str
    name: str
    kind: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of a line. ``unit``: which unit it names; ``above``: the unit, or the line, it belongs below."""

    row: UnitRow
    outcome: Outcome
    unit: Known | None = None
    above: Known | UnitRow | None = None
    reason: str = ""
    details: tuple[tuple[str, object], ...] = ()

    @property
    def words(self) -> str:
        """Why the line is not taken."""
        return str(UnitImportError(self.reason, **dict(self.details))) if self.reason else ""

    @property
    def changes(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.RENAMED, Outcome.CODED)


@dataclass
class _Tree:
    """What the tree and the file hold so far, by code and by name."""

    codes: dict[str, Known | UnitRow] = field(default_factory=dict)
    names: dict[str, list[Known | UnitRow]] = field(default_factory=lambda: defaultdict(list))
    below: dict[tuple[object, str, str], Known | UnitRow] = field(default_factory=dict)

    def add(self, one: Known | UnitRow, above: object) -> None:
        if one.code:
            self.codes[one.code] = one
        self.names[_same(one.name)].append(one)
        self.below.setdefault((_key(above), one.kind, _same(one.name)), one)


def plan(rows: Sequence[UnitRow], known: Iterable[Known]) -> list[Line]:
    """One line for each row, in their order. Parents are looked for in the tree and in the file, wherever they stand there."""
    tree, by_path = _Tree(), {one.path: one for one in known}
    for one in by_path.values():
        tree.add(one, by_path.get(one.path[:-4]))
    lines: dict[int, Line] = {}
    # A code is never longer than that of what lies below it; whoever has none may lie below anybody, or below each other.
    ahead = sorted((row for row in rows if row.code or row.problem), key=lambda row: len(row.code))
    for row in ahead:
        lines[row.line] = _settle(row, tree, by_path)
    waiting = [row for row in rows if not row.code and not row.problem]
    while waiting:
        settled = [(row, line) for row in waiting if (line := _settle(row, tree, by_path)).reason != "parent_unknown"]
        for row, line in settled:
            lines[row.line] = line
        rest = [row for row in waiting if row.line not in lines]
        if len(rest) == len(waiting):
            lines |= {row.line: _refused(row, "parent_unknown") for row in rest}
            break
        waiting = rest
    return [lines[row.line] for row in rows]


def _settle(row: UnitRow, tree: _Tree, by_path: dict[str, Known]) -> Line:
    if row.problem:
        return _refused(row, row.problem)
    met = tree.codes.get(row.code) if row.code else None
    if isinstance(met, UnitRow):
        if _same(met.name) == _same(row.name):
            return _refused(row, "name_twice", line=met.line)
        return _refused(row, "code_twice", line=met.line)
    above, problem = _above(row, tree)
    if problem:
        return _refused(row, problem)
    if isinstance(met, Known):
        stands_below = by_path.get(met.path[:-4])
        if row.code and above is not stands_below:
            return _refused(row, "code_elsewhere", parent=stands_below.name if stands_below else "akar pohon unit")
        outcome = Outcome.SAME if met.name == row.name else Outcome.RENAMED
        return Line(row, outcome, unit=met, above=above)
    namesake = tree.below.get((_key(above), row.kind, _same(row.name)))
    if isinstance(namesake, UnitRow):
        if not row.code:
            return _refused(row, "name_twice", line=namesake.line)
    elif namesake is not None and not row.code:
        return Line(row, Outcome.SAME, unit=namesake, above=above)
    elif namesake is not None and not namesake.code:
        tree.codes[row.code] = namesake
        return Line(row, Outcome.CODED, unit=namesake, above=above)
    tree.add(row, above)
    return Line(row, Outcome.NEW, above=above)


def _above(row: UnitRow, tree: _Tree) -> tuple[Known | UnitRow | None, str]:
    """Below what the row belongs, and what speaks against it."""
    if row.code:
        if not row.parent_code:
            return None, ""
        above = tree.codes.get(row.parent_code)
        return above, "" if above else "parent_unknown"
    if not row.parent:
        return None, ""
    above = tree.codes.get(row.parent)
    if above is None:
        named = tree.names.get(_same(row.parent), [])
        if len(named) > 1:
            return None, "parent_unclear"
        above = named[0] if named else None
    if above is None:
        return None, "parent_unknown"
    return above, "parent_village" if above.kind == UnitKind.VILLAGE else ""


def _refused(row: UnitRow, code: str, **details: object) -> Line:
    return Line(row, Outcome.REFUSED, reason=code, details=tuple(details.items()))


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _key(above: object) -> object:
    return above.pk if isinstance(above, Known) else above.line if isinstance(above, UnitRow) else None
