"""What every paper of a session says alike, whoever gets it (ADR 0036)."""

from __future__ import annotations

from typing import TypedDict

from certificates.claims import Letterhead, Signatory
from certificates.models import Template
from certificates.printing import designs
from certificates.services.templates import newest_of
from certificates.templating import MODES, Content, whole

from .models import TrainingSession


class PaperOfSession(TypedDict):
    title: str
    activity: str
    organiser: str
    unit_id: int
    place: str
    city: str
    time_zone: str
    signatories: tuple[Signatory, ...]
    letterhead: Letterhead
    template: str


def paper_of(session: TrainingSession) -> PaperOfSession:
    """A kop or a signatory that the session leaves empty comes from the template, as ``certificates`` has it."""
    return {
        "title": session.title,
        "activity": session.activity,
        "organiser": session.organiser,
        "unit_id": session.unit_id,
        "place": session.venue,
        "city": session.city,
        "time_zone": session.time_zone,
        "signatories": tuple(
            Signatory(one.name, one.title, one.picture.sha256 if one.picture else "")
            for one in session.signatories.all()
            if one.name  # an entry from before ADR 0036 may hold a title alone: nobody signs by that
        ),
        "letterhead": Letterhead(session.letterhead_lines, tuple(picture.sha256 for picture in session.logos)),
        "template": session.template.slug if session.template else "",
    }


def content_of(template: Template | None) -> Content:
    """The words and choices that a paper would get now; None: the shipped template."""
    newest = newest_of(template.slug if template else designs.BINGKAI)
    return whole(newest.content if newest else designs.shipped_content())


def mode_in_words(content: Content) -> str:
    return f"tanda tangan: {MODES[content['signature_mode']]}"
