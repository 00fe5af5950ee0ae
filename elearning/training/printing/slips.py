"""«Lembar kode»: slips for those who get no badge, 24 on A4 with lines to cut along (experience.md §8 P4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from certificates.printing import fitting

from ..models import Participant, TrainingSession
from . import press
from .badge_cards import LARGEST_PT, NAME_BOX_PT, Badge, badge_of

SLIPS_ON_A_PAGE = 24
NAME_HEIGHT_PT = 46  # what unit, code and number leave of a slip


def slips(session: TrainingSession, participants: Sequence[Participant], *, site: str) -> bytes:
    """A tagged PDF with one slip per participant, in the order of the list. ``site``: as for badges.

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    made = [_slip(participant, site) for participant in participants]
    pages = [made[at : at + SLIPS_ON_A_PAGE] for at in range(0, len(made), SLIPS_ON_A_PAGE)]
    return press.pdf("slips", {"session": session, "pages": pages})


def _slip(participant: Participant, site: str) -> Badge:
    badge = badge_of(participant, site=site, per_page=SLIPS_ON_A_PAGE)
    return replace(badge, name_size=f"{name_size(badge.name):.1f}")


def name_size(name: str) -> float:
    """Points in which the whole name stays above the code, in as many lines as that takes."""
    width, size = fitting.width_em(name), LARGEST_PT[SLIPS_ON_A_PAGE]
    while size > 4 and ceil(1.15 * width * size / NAME_BOX_PT[SLIPS_ON_A_PAGE]) * 1.15 * size > NAME_HEIGHT_PT:
        size -= 0.5
    return size
