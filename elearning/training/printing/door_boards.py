"""«Papan QR»: the way into the room, for doors and tables, one on each A4 (experience.md §8 P4)."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from django.urls import reverse

from ..models import TrainingSession
from . import press


def door_boards(session: TrainingSession, *, places: Sequence[str], site: str) -> bytes:
    """A tagged PDF with one board for each of ``places``, which may be empty words; ``site``: as for badges.

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    room = site.rstrip("/") + reverse("training:room", args=[session.room_code]).rstrip("/")
    address = (site.rstrip("/") + reverse("training:door").rstrip("/")).split("://", 1)[-1]
    qr = segno.make(room, error="q", micro=False).svg_data_uri(border=4, omitsize=True)
    return press.pdf("door_boards", {"session": session, "places": places, "qr": qr, "address": address})
