"""«jumat (19/5/2024)» was a Sunday: a weekday beside its date (capabilities 3.19)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from elearning.lib.dates import DAYS, MONTHS, long_date

from .findings import Finding, Weight, found
from .passages import Passage
from .sentences import sentence_at

_DAY_NAMES = {**{name.casefold(): number for number, name in enumerate(DAYS)}, "jum'at": 4, "jum’at": 4, "ahad": 6}
_MONTH_NAMES = {name.casefold(): number for number, name in enumerate(MONTHS, start=1)}
_DATE = re.compile(
    rf"\b(?P<weekday>{'|'.join(map(re.escape, _DAY_NAMES))})\s*,?\s*(?:tanggal\s+)?[(\[]?\s*"
    rf"(?P<day>\d{{1,2}})(?:\s*[/.-]\s*(?P<figure>\d{{1,2}})\s*[/.-]\s*|\s+(?P<month>{'|'.join(MONTHS)})\s+)(?P<year>(?:19|20)\d\d)\b[)\]]?",
    re.IGNORECASE,
)


def check(passage: Passage) -> Iterator[Finding]:
    for match in _DATE.finditer(passage.text):
        month = int(match["figure"]) if match["figure"] else _MONTH_NAMES[match["month"].casefold()]
        try:
            day = date(int(match["year"]), month, int(match["day"]))
        except ValueError:
            message = f"Tanggal «{match['day']}» bulan itu tidak ada. Periksa tanggalnya."
        else:
            if day.weekday() == _DAY_NAMES[match["weekday"].casefold()]:
                continue
            message = f"Tanggal itu jatuh pada {long_date(day)}. Periksa hari atau tanggalnya."
        yield found(
            passage, "weekday_mismatch", Weight.ACCEPT, words=match.group(),
            context=sentence_at(passage.text, match.start()), message=message,
        )  # fmt: skip
