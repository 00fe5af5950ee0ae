"""A file of units: read as a dry run, applied in one transaction, taken back while nothing rests on it (ADR 0038)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.db.models import Count
from wagtail.log_actions import log

from elearning.lib import dates
from elearning.lib.spreadsheets import MAX_BYTES, without_control_signs

from ..models import Unit, User
from ..models.unit_imports import ImportedUnit, UnitImport
from .errors import UnitImportError
from .planning import Known, Line, Outcome, plan
from .reading import UnitRow, read

CHUNK = 500
FIELDS = ("name", "official_code", "code_edition")  # of a unit that was there


def read_file(
    upload: UploadedFile, *, code_edition: str = "", time_zone: str = dates.WIB, by: User, at: datetime
) -> UnitImport:
    """A dry run. The same file of the same person is read into the same batch as long as that was not applied.

    Raises UnitImportError: empty, too_large, too_wide, too_many_rows, type, locked, unreadable, no_header.
    """
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnitImportError("too_large")
    name = without_control_signs(upload.name or "")[-200:] or "unit"
    rows = [row.as_json() for row in read(content, name)]
    same = {"file_sha256": hashlib.sha256(content).hexdigest(), "created_by": by, "applied_at": None}
    told = {"file_name": name, "code_edition": code_edition, "time_zone": time_zone, "rows": rows, "created_at": at}
    waiting = UnitImport.objects.filter(**same)
    waiting.update(**told)
    return waiting.first() or UnitImport.objects.create(**same, **told)


def lines_of(batch: UnitImport) -> list[Line]:
    """What the file would do to the tree of today, in one query."""
    known = [
        Known(pk, path, name, kind, code or "")
        for pk, path, name, kind, code in Unit.objects.values_list("pk", "path", "name", "kind", "official_code")
    ]
    return plan([UnitRow(**row) for row in batch.rows], known)


@transaction.atomic
def apply_import(batch: UnitImport, *, by: User, at: datetime) -> UnitImport:
    """Do what the dry run says, as of now. A batch that was applied before stays as it is.

    Raises UnitImportError: taken_back, nothing_new, meanwhile.
    """
    # Every import that waits is locked, so that two files applied at one moment follow each other and make no doubles.
    waiting = {one.pk: one for one in UnitImport.objects.select_for_update().filter(undone_at=None)}
    held = waiting.get(batch.pk)
    if held is None:
        raise UnitImportError("taken_back")
    if held.applied_at:
        return held
    lines = [line for line in lines_of(held) if line.changes]
    if not lines:
        raise UnitImportError("nothing_new")
    try:
        with transaction.atomic():
            done = _change(held, [line for line in lines if line.unit is not None])
            done += _make(held, [line for line in lines if line.outcome is Outcome.NEW])
    except IntegrityError as error:  # somebody added a unit by hand in this very moment
        raise UnitImportError("meanwhile") from error
    ImportedUnit.objects.bulk_create(done, batch_size=CHUNK)
    held.applied_at = at
    held.save(update_fields=["applied_at"])
    log(held, "people.units.import", user=by, data={"units": len(done)}, timestamp=at)
    return held


@transaction.atomic
def undo_import(batch: UnitImport, *, by: User, at: datetime) -> UnitImport:
    """Take out what the batch made and give back what it changed, all or nothing.

    Raises UnitImportError: not_applied, in_use, changed_since.
    """
    held = UnitImport.objects.select_for_update().get(pk=batch.pk)
    if held.undone_at:
        return held
    if not held.applied_at:
        raise UnitImportError("not_applied")
    rows = list(held.units.select_related("unit"))
    made = [row.unit for row in rows if row.action == ImportedUnit.Action.MADE and row.unit]
    if uses := uses_of(made):
        raise UnitImportError("in_use", uses=", ".join(uses))
    for row in rows:
        if row.unit is None:
            continue
        if any(getattr(row.unit, field) != value for field, value in row.after.items()):
            raise UnitImportError("changed_since", unit=row.unit.name)
        if row.action == ImportedUnit.Action.CHANGED:
            Unit.objects.filter(pk=row.unit.pk).update(**row.before)
    _remove(made)
    held.undone_at = at
    held.save(update_fields=["undone_at"])
    log(held, "people.units.undo", user=by, data={"units": len(rows)}, timestamp=at)
    return held


def uses_of(units: Sequence[Unit]) -> list[str]:
    """What rests on these units, in the words of whoever keeps it: «orang», «pemangku jabatan», «unit kerja lain»."""
    keys, found = [unit.pk for unit in units], []
    for relation in Unit._meta.related_objects:
        if relation.related_model is ImportedUnit:
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
        if rows.exists():
            found.append(str(relation.related_model._meta.verbose_name_plural))
    paths = {unit.path for unit in units}
    others = Unit.objects.exclude(pk__in=keys).values_list("path", flat=True)
    if any(path[: -Unit.steplen] in paths for path in others):
        found.append("unit kerja lain di bawahnya")
    return found


def _change(batch: UnitImport, lines: Sequence[Line]) -> list[ImportedUnit]:
    """New names and codes for units that are there. A name moves among its sisters when the tree is next put in order."""
    units = Unit.objects.in_bulk([line.unit.pk for line in lines if line.unit])
    done = []
    for line in lines:
        unit = units[line.unit.pk] if line.unit else Unit()
        before = {field: getattr(unit, field) for field in FIELDS}
        unit.name = line.row.name if line.outcome is Outcome.RENAMED else unit.name
        unit.official_code = line.row.code or unit.official_code
        unit.code_edition = batch.code_edition or unit.code_edition
        after = {field: getattr(unit, field) for field in FIELDS}
        action = ImportedUnit.Action.CHANGED
        done.append(ImportedUnit(batch=batch, unit=unit, line=line.row.line, action=action, before=before, after=after))
    Unit.objects.bulk_update(units.values(), FIELDS, batch_size=CHUNK)
    return done


def _make(batch: UnitImport, lines: Sequence[Line]) -> list[ImportedUnit]:
    """Level by level, so that a unit stands before what lies below it."""
    below: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        below[_place(line.above)].append(line)
    made: dict[int, Unit] = {}  # by line of the file
    level = [place for place in below if not isinstance(place, str)]
    while level:
        parents = Unit.objects.in_bulk([place for place in level if isinstance(place, int)])
        fresh: list[Unit] = []
        for place in level:
            parent = parents.get(place) if isinstance(place, int) else None
            fresh += _below(batch, parent, below[place], made)
        level = []
        for line in lines:
            place = f"line {line.row.line}"
            if place in below and line.row.line in made:
                unit = made[line.row.line]
                below[unit.pk] = below.pop(place)
                level.append(unit.pk)
    return [
        ImportedUnit(
            batch=batch,
            unit=made[line.row.line],
            line=line.row.line,
            action=ImportedUnit.Action.MADE,
            after={"name": line.row.name, "official_code": line.row.code or None},
        )
        for line in lines
    ]


def _place(above: Known | UnitRow | None) -> object:
    """Below which unit (its key), below which line («line 7»), or at the top."""
    if above is None:
        return 0
    return above.pk if isinstance(above, Known) else f"line {above.line}"


def _below(batch: UnitImport, parent: Unit | None, lines: Sequence[Line], made: dict[int, Unit]) -> list[Unit]:
    """Where nothing lies yet, in one statement; else one by one, for the tree keeps sisters by name and moves them."""
    fields = [
        Unit(
            name=line.row.name,
            kind=line.row.kind,
            official_code=line.row.code or None,
            code_edition=batch.code_edition if line.row.code else "",
            time_zone=parent.time_zone if parent else batch.time_zone,
        )
        for line in lines
    ]
    pairs = sorted(zip(lines, fields, strict=True), key=lambda pair: pair[1].name)
    is_empty = not (parent.numchild if parent else Unit.objects.filter(depth=1).exists())
    if is_empty:
        path, depth = (parent.path, parent.depth) if parent else ("", 0)
        for step, (_, unit) in enumerate(pairs, start=1):
            unit.path, unit.depth = Unit._get_path(path, depth + 1, step), depth + 1
        Unit.objects.bulk_create([unit for _, unit in pairs], batch_size=CHUNK)
        if parent:
            Unit.objects.filter(pk=parent.pk).update(numchild=len(pairs))
    else:
        for _, unit in pairs:
            Unit.objects.get(pk=parent.pk).add_child(instance=unit) if parent else Unit.add_root(instance=unit)
    made.update({line.row.line: unit for line, unit in pairs})
    return [unit for _, unit in pairs]


def _remove(units: Sequence[Unit]) -> None:
    """Rows, and the number of children that their parents remember."""
    gone = {unit.pk for unit in units}
    above = {unit.path[: -Unit.steplen] for unit in units}
    models.QuerySet(Unit).filter(pk__in=gone).delete()
    for parent in Unit.objects.filter(path__in=above):
        count = Unit.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).aggregate(n=Count("pk"))["n"]
        Unit.objects.filter(pk=parent.pk).update(numchild=count)
