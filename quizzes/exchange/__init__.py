"""Files of questions: each format is a module that maps bytes to records and back (ADR 0019)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..errors import ExchangeError
from . import aiken, gift, moodle_xml, xlsx
from .problems import Problem
from .records import Record


@dataclass(frozen=True, slots=True)
class Format:
    """``render`` is None for a format that is only read."""

    key: str
    label: str
    suffix: str
    content_type: str
    parse: Callable[[bytes], list[Record]]
    render: Callable[[Iterable[Record]], bytes] | None = None


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    format.key: format
    for format in (
        Format("gift", "GIFT", "gift", "text/plain; charset=utf-8", gift.parse, gift.render),
        Format("moodle-xml", "Moodle XML", "xml", "application/xml", moodle_xml.parse, moodle_xml.render),
        Format("xlsx", "XLSX", "xlsx", _SHEET, xlsx.parse, xlsx.render),
        Format("aiken", "Aiken", "txt", "text/plain; charset=utf-8", aiken.parse),
    )
}


def format_of(file_name: str, content: bytes) -> Format:
    """By what the file holds; its name decides between the two formats of plain text.

    Raises ExchangeError: format_unknown.
    """
    suffix = file_name.rpartition(".")[2].lower()
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or suffix == "xlsx":
        return FORMATS["xlsx"]
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<quiz")) or suffix == "xml":
        return FORMATS["moodle-xml"]
    if suffix not in ("gift", "txt", "aiken"):
        raise ExchangeError("format_unknown")
    answered = aiken.ANSWERED.search(content[:100_000].decode("utf-8", errors="replace"))
    return FORMATS["aiken" if suffix == "aiken" or (suffix == "txt" and answered) else "gift"]


__all__ = ["FORMATS", "ExchangeError", "Format", "Problem", "Record", "format_of"]
