"""When something happened, told by a device whose clock may be wrong. Pure (ADR 0025)."""

from __future__ import annotations

from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=1)  # the way of a request and the seconds of an ordinary clock


def happened(told: datetime, *, sent_at: datetime, received_at: datetime, not_before: datetime) -> datetime:
    """The moment ``told`` by a device, put right by how far its clock was off when it reported.

    ``sent_at`` is the device's clock while it sends, ``received_at`` ours. A clock that was set between scan and report
    gives a moment before the day began or in the future: then all we know is when it reached us.
    """
    behind = received_at - sent_at
    moment = told + behind if abs(behind) > TOLERANCE else told
    return moment if not_before <= moment <= received_at else received_at
