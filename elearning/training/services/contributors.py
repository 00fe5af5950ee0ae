"""Narasumber, moderator and panitia: written down from the list of materi, and what is attested to them (ADR 0036)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from certificates.claims import CertificateClaim, Material
from certificates.models import Certificate
from certificates.services import require_characters, require_printable_name
from elearning.people.models import IdentityLevel

from ..errors import TrainingError
from ..models import Contributor, Participant, TrainingSession
from ..papers import paper_of

Kind = Contributor.Kind
KINDS = {
    Kind.SPEAKER: Certificate.Kind.SPEAKER,
    Kind.MODERATOR: Certificate.Kind.MODERATOR,
    Kind.COMMITTEE: Certificate.Kind.COMMITTEE,
}


def missing_speakers(session: TrainingSession) -> list[Contributor]:
    """Each speaker of the list of materi who has no row yet, with the JP of all his materi; nothing is stored."""
    written = {_alike(one.name) for one in session.contributors.all() if one.kind == Kind.SPEAKER}
    found: dict[str, Contributor] = {}
    for material in session.materials.all():
        key = _alike(material.speaker)
        if not key or key in written:
            continue
        one = found.setdefault(key, Contributor(session=session, kind=Kind.SPEAKER, name=material.speaker.strip()))
        one.lesson_hours += material.lesson_hours
        if not one.position and len(material.speaker_title) <= Contributor._meta.get_field("position").max_length:
            one.position = material.speaker_title
    return list(found.values())


@transaction.atomic
def add_speakers(session: TrainingSession) -> list[Contributor]:
    """A row for each of ``missing_speakers``; doing it twice adds nobody.

    Raises TrainingError: already_issued; CertificateError: character_missing, name_too_long, where no paper could say the name; nobody is added.
    """
    session = TrainingSession.objects.select_for_update().get(pk=session.pk)
    if session.state == TrainingSession.State.ISSUED:
        raise TrainingError("already_issued")
    first = session.contributors.count()
    made = missing_speakers(session)
    for offset, one in enumerate(made):
        require_printable_name(one.name)
        require_characters(one.position)
        one.sort_order = first + offset
    return Contributor.objects.bulk_create(made)


def also_taking_part(contributors: Iterable[Contributor], participants: Iterable[Participant]) -> dict[str, int]:
    """Contributors, by ``source``, whose account or name is also that of one of ``participants``, with the line there."""
    by_person, by_name = {}, {}
    for one in participants:
        by_person[one.person_id], by_name[_alike(one.person.display_name)] = one.line, one.line
    lines = {one.source: by_person.get(one.person_id) or by_name.get(_alike(one.name)) for one in contributors}
    return {source: line for source, line in lines.items() if line}


def claim_for_contributor(contributor: Contributor, session: TrainingSession, *, issued_on: date) -> CertificateClaim:
    """What is attested to who made it happen, without a word of learning; a speaker's own materi on page 2.

    The days are those of the activity, not of presence (ADR 0036).
    """
    person = contributor.person
    return CertificateClaim(
        source=contributor.source,
        kind=KINDS[Kind(contributor.kind)],
        holder_id=contributor.person_id,
        recipient_name=contributor.name,
        recipient_position=contributor.position,
        recipient_unit=contributor.unit_label,
        nip=(person.nip or "") if person else "",
        identity_level=person.identity_level if person else IdentityLevel.COMMITTEE_CHECKED,
        role=contributor.get_kind_display(),
        days=tuple(day.date for day in session.days.all()),
        lesson_hours=contributor.lesson_hours,
        issued_on=issued_on,
        materials=_own_materials(contributor, session),
        **paper_of(session),
    )


def _own_materials(contributor: Contributor, session: TrainingSession) -> tuple[Material, ...]:
    if contributor.kind != Kind.SPEAKER:
        return ()
    own = [one for one in session.materials.all() if _alike(one.speaker) == _alike(contributor.name)]
    if sum(one.lesson_hours for one in own) != contributor.lesson_hours:
        return ()  # the two would contradict each other on one paper
    return tuple(Material(one.title, one.speaker, one.lesson_hours) for one in own)


def _alike(name: str) -> str:
    return " ".join(name.split()).casefold()
