"""Reads of the name-proofing round: where each participant stands, and what waits for the committee (ADR 0027)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from certificates.models import CorrectionRequest

from .claimants import Claimant, claimants, sources
from .models import NameProof, Participant, TrainingSession
from .naming import Said, Standing, standing


@dataclass(frozen=True, slots=True)
class Naming:
    """Where one participant stands. ``waiting``: the change that waits; ``declined``: the owner's last one, when it was declined."""

    participant: Participant
    standing: Standing
    waiting: NameProof | None = None
    declined: NameProof | None = None


def naming_of(participant: Participant) -> Naming:
    """One participant, in one query."""
    return _naming(participant, participant.name_proofs.select_related("by").order_by("pk"))


def namings(session: TrainingSession) -> list[Naming]:
    """Every participant in the order of the list; two queries for any number of them."""
    answers: dict[int, list[NameProof]] = defaultdict(list)
    for proof in NameProof.objects.filter(participant__session=session).select_related("by").order_by("pk"):
        answers[proof.participant_id].append(proof)
    participants = session.participants.select_related("person__unit").order_by("line")
    return [_naming(participant, answers[participant.pk]) for participant in participants]


def confirmed_participants(session: TrainingSession) -> set[int]:
    """The primary keys of those whose name on record is the one they confirmed, in one query."""
    rows = NameProof.objects.filter(participant__session=session).order_by("pk")
    answers: dict[int, list[Said]] = defaultdict(list)
    names: dict[int, str] = {}
    columns = rows.values_list(
        "participant", "participant__person__display_name", "kind", "name", "outcome", "by", "participant__person"
    )
    for pk, current, kind, name, outcome, by, owner in columns:
        answers[pk].append(Said(kind, name, outcome, by == owner))
        names[pk] = current
    return {pk for pk, said in answers.items() if standing(said, name=names[pk]) is Standing.CONFIRMED}


def counts(rows: Iterable[Naming]) -> Mapping[Standing, int]:
    return Counter(row.standing for row in rows)


def waiting_changes(session: TrainingSession) -> Sequence[NameProof]:
    """Changes that the committee has to decide, in the order of the list."""
    rows = NameProof.objects.filter(participant__session=session, kind=NameProof.Kind.PROPOSED, outcome="")
    return list(rows.select_related("by", "participant__person__unit").order_by("participant__line"))


def correction_requests(session: TrainingSession) -> Sequence[tuple[CorrectionRequest, Claimant]]:
    """«Minta perbaikan» about papers of this session that nobody has answered yet, oldest first."""
    by_source = {one.source: one for one in claimants(session)}
    rows = CorrectionRequest.objects.waiting().filter(certificate__source__in=by_source)
    return [(row, by_source[row.certificate.source]) for row in rows.select_related("certificate")]


def correction_request(session: TrainingSession, code: str) -> CorrectionRequest | None:
    """The last request about the paper with this code, answered or not, when it is a paper of this session."""
    rows = CorrectionRequest.objects.filter(certificate__code=code, certificate__source__in=sources(session))
    return rows.select_related("certificate").order_by("pk").last()


def to_decide(session: TrainingSession) -> int:
    """How many changes wait for the committee, of names that are not printed yet."""
    return NameProof.objects.filter(
        participant__session=session, kind=NameProof.Kind.PROPOSED, outcome=""
    ).count()  # fmt: skip


def _naming(participant: Participant, proofs: Iterable[NameProof]) -> Naming:
    proofs = list(proofs)
    said = [Said(one.kind, one.name, one.outcome, one.by_id == participant.person_id) for one in proofs]
    own = [one for one in proofs if one.by_id == participant.person_id and one.outcome != NameProof.Outcome.TAKEN_BACK]
    last = own[-1] if own else None
    return Naming(
        participant=participant,
        standing=standing(said, name=participant.person.display_name),
        waiting=next((one for one in proofs if one.is_waiting), None),
        declined=last if last is not None and last.outcome == NameProof.Outcome.DECLINED else None,
    )
