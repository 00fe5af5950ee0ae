"""Lists of participants as they arrive: where the table stands, what its cells say, which rows are people (ADR 0023)."""

from .cells import NIP_BROKEN
from .layout import LABELS
from .reading import Fault, ImportRefused, Row, Sheet, numbers_agree, read, rows_from_json, sameness

__all__ = [
    "LABELS",
    "NIP_BROKEN",
    "Fault",
    "ImportRefused",
    "Row",
    "Sheet",
    "numbers_agree",
    "read",
    "rows_from_json",
    "sameness",
]
