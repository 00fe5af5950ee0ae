"""Badges on A4: name, unit, QR of `/p/<kode>` and the code in letters (experience.md §8 P4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.urls import reverse

from certificates.printing import fitting
from elearning.lib import codes

from ..models import Participant, TrainingSession
from . import press

FOUR, EIGHT = 4, 8
SLIP = 24
NAME_BOX_PT = {FOUR: 250.0, EIGHT: 148.0, SLIP: 98.0}
LARGEST_PT = {FOUR: 26.0, EIGHT: 14.0, SLIP: 10.0}
SMALLEST_PT = 7.0


@dataclass(frozen=True, slots=True)
class Badge:
    """``size`` as CSS writes it; ``qr`` is a picture inside the page."""

    line: str
    name: str
    name_size: str
    unit: str
    code: str
    qr: str


def badges(session: TrainingSession, participants: Sequence[Participant], *, site: str, per_page: int) -> bytes:
    """A tagged PDF with one badge per participant. ``site``: «https://…/», under which `/p/<kode>` answers.

    Raises OSError where WeasyPrint's system libraries are missing.
    """
    made = [badge_of(participant, site=site, per_page=per_page) for participant in participants]
    pages = [made[at : at + per_page] for at in range(0, len(made), per_page)]
    return press.pdf("badges", {"session": session, "pages": pages, "per": per_page})


def badge_of(participant: Participant, *, site: str, per_page: int) -> Badge:
    address = site.rstrip("/") + reverse("training:badge", args=[participant.badge_code]).rstrip("/")
    name = participant.person.display_name
    return Badge(
        line=f"{participant.line:03d}",
        name=name,
        name_size=f"{name_size(name, per_page=per_page):.1f}",  # text: a decimal comma would be no CSS
        unit=participant.person.unit_label or participant.group,
        code=codes.display(participant.badge_code),
        # Level M with a quiet zone survives a photocopy; the frame of the badge is outside of it.
        qr=segno.make(address, error="m", micro=False).svg_data_uri(border=2, omitsize=True),
    )


def name_size(name: str, *, per_page: int) -> float:
    """Points in which a name takes two lines at most; it is never cut."""
    cuts = [at for at, character in enumerate(name) if character == " "] or [len(name)]
    widest = min(max(fitting.width_em(name[:at]), fitting.width_em(name[at + 1 :])) for at in cuts)
    return max(SMALLEST_PT, min(LARGEST_PT[per_page], NAME_BOX_PT[per_page] / max(widest, 0.1)))
