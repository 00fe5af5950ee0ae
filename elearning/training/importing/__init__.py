"""Lists of participants as they arrive: where the table stands, what its cells say, which rows are people (ADR 0023, 0024)."""

from .cells import NIP_BROKEN, UNKNOWN_END, shown
from .grids import MAX_ROWS, Grid, ImportRefused, grids_of, likeliest
from .layout import LABELS, Group, Layout, Passed, Person, Skipped
from .letters import proposal
from .reading import Fault, Row, Twin, cells_of, namesakes, numbers_agree, read_cells, sameness, twins, without_nik

__all__ = [
    "LABELS",
    "MAX_ROWS",
    "NIP_BROKEN",
    "UNKNOWN_END",
    "Fault",
    "Grid",
    "Group",
    "ImportRefused",
    "Layout",
    "Passed",
    "Person",
    "Row",
    "Skipped",
    "Twin",
    "cells_of",
    "grids_of",
    "likeliest",
    "namesakes",
    "numbers_agree",
    "proposal",
    "read_cells",
    "sameness",
    "shown",
    "twins",
    "without_nik",
]
