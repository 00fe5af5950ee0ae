"""The name-proofing round: a participant confirms or corrects, the committee decides (ADR 0027, experience.md §8 P8)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from certificates import corrections
from certificates import services as certificates
from certificates.models import Certificate, CorrectionRequest
from elearning.lib import names
from elearning.people.models import User
from elearning.people.services import NAME_LENGTH, PeopleError

from ..errors import NamingError
from ..models import NameProof, Participant, TrainingSession
from ..naming import as_typed
from .certificates import certificate_of
from .sessions import locked

Kind, Outcome = NameProof.Kind, NameProof.Outcome
APPROVED_REASON = "Diminta pemilik, disetujui panitia"


def require_proofable(name: str, position: str = "") -> tuple[str, str]:
    """What would be printed, or a refusal that names what the paper cannot show.

    Raises PeopleError: name_missing, name_too_long, name_signs; CertificateError: character_missing, name_too_long.
    """
    name, position = as_typed(name), as_typed(position)
    if not name.strip():
        raise PeopleError("name_missing")
    if len(name) > NAME_LENGTH:
        raise PeopleError("name_too_long")
    if names.has_odd_signs(name):
        raise PeopleError("name_signs")
    certificates.require_printable_name(name)
    certificates.require_characters(position)
    return name, position


@transaction.atomic
def confirm_name(participant: Participant, *, shown: str, at: datetime) -> NameProof:
    """«Ya, sudah benar»: the owner agrees to the name that the page showed. Twice is once.

    A change of the owner's own that still waits is taken back by it.

    Raises NamingError: not_open, name_printed, name_moved; PeopleError and CertificateError as require_proofable does.
    """
    participant = _answering(participant)
    person = participant.person
    if shown != person.display_name:
        raise NamingError("name_moved")
    require_proofable(person.display_name, person.position_title)
    _take_back(participant, by=person, at=at)
    last = participant.name_proofs.order_by("pk").last()
    if last is not None and last.kind == Kind.CONFIRMED and last.name == shown:
        return last
    return _say(participant, Kind.CONFIRMED, name=shown, position=person.position_title, by=person, at=at)


@transaction.atomic
def propose_name(participant: Participant, *, name: str, position: str, by: User, at: datetime) -> NameProof:
    """Another name, or another jabatan, for the paper. Nothing on record changes before somebody else agrees.

    Only what nobody has confirmed, of a person whom this list brought, is put right by the committee at once: a typing
    mistake of its own. A further proposal takes back the one before of the same person; the same one twice is once.

    Raises NamingError: not_open, name_printed, name_same, change_waiting; PeopleError and CertificateError as
    require_proofable does.
    """
    is_owner = by.pk == participant.person_id
    participant = _answering(participant) if is_owner else _held(participant)
    person = participant.person
    name, position = require_proofable(name, position)
    if (name, position) == (person.display_name, person.position_title):
        raise NamingError("name_same")
    same = {"kind": Kind.PROPOSED, "outcome": "", "by": by, "name": name, "position": position}
    if waiting := participant.name_proofs.filter(**same).first():
        return waiting  # the same press of the button, come twice
    was_answered = NameProof.objects.filter(participant__person=person, by=person).exists()  # here or elsewhere
    if not is_owner and not was_answered and participant.person_was_new:
        proof = _say(participant, Kind.CORRECTED, name=name, position=position, by=by, at=at)
        _write_down(person, name=name, position=position)
        log(participant.session, "training.name.correct", user=by, data={"line": participant.line})
        return proof
    _take_back(participant, by=by, at=at)
    try:
        with transaction.atomic():
            proof = _say(participant, Kind.PROPOSED, name=name, position=position, by=by, at=at)
    except IntegrityError as error:  # one_change_of_a_name_waits
        raise NamingError("change_waiting") from error
    log(participant.session, "training.name.propose", user=by, data={"line": participant.line})
    return proof


@transaction.atomic
def approve_name(proof: NameProof, *, by: User, at: datetime) -> NameProof:
    """«Setujui»: the name on record becomes the proposed one. A paper that was issued meanwhile is issued anew.

    Raises NamingError: own_change, change_decided, old_name_moved; CertificateError as certificates.replace does.
    """
    participant = _held(proof.participant, unprinted=False)
    proof = _decided(proof, Outcome.APPROVED, answer="", by=by, at=at)
    person = participant.person
    if (person.display_name, person.position_title) != (proof.old_name, proof.old_position):
        raise NamingError("old_name_moved")
    _write_down(person, name=proof.name, position=proof.position)
    paper = certificate_of(participant)
    if paper is not None and paper.state == Certificate.State.VALID:
        certificates.replace(
            paper,
            recipient_name=proof.name,
            recipient_position=proof.position,
            reason=APPROVED_REASON,
            by=by,
            at=at,
        )
    log(participant.session, "training.name.approve", user=by, data={"line": participant.line})
    return proof


@transaction.atomic
def decline_name(proof: NameProof, *, answer: str, by: User, at: datetime) -> NameProof:
    """«Tolak»: the name stays, and whoever proposed it is told why.

    Raises NamingError: own_change, change_decided, reason_missing.
    """
    if not answer.strip():
        raise NamingError("reason_missing")
    participant = _held(proof.participant, unprinted=False)
    proof = _decided(proof, Outcome.DECLINED, answer=answer.strip()[:200], by=by, at=at)
    log(participant.session, "training.name.decline", user=by, data={"line": participant.line})
    return proof


@transaction.atomic
def approve_correction(request: CorrectionRequest, *, by: User, at: datetime) -> Certificate:
    """«Setujui» for «Minta perbaikan nama»: the paper is issued anew with the wanted name; the number stays.

    Raises NamingError: own_change, change_decided; CertificateError as certificates.replace does.
    """
    _require_open(request, by)
    return certificates.replace(
        request.certificate, recipient_name=request.wanted_name, reason=APPROVED_REASON, by=by, at=at
    )


@transaction.atomic
def decline_correction(request: CorrectionRequest, *, answer: str, by: User, at: datetime) -> CorrectionRequest:
    """«Tolak» for «Minta perbaikan nama»: the holder reads why.

    Raises NamingError: own_change, change_decided, reason_missing.
    """
    if not answer.strip():
        raise NamingError("reason_missing")
    _require_open(request, by)
    return corrections.decline_correction(request, answer=answer, by=by, at=at)


def _require_open(request: CorrectionRequest, by: User) -> None:
    """Nobody agrees to his own wish, and nothing is answered twice."""
    held = CorrectionRequest.objects.select_for_update().select_related("certificate").get(pk=request.pk)
    if held.certificate.holder_id == by.pk:
        raise NamingError("own_change")
    if held.decided_at is not None:
        raise NamingError("change_decided")


def _answering(participant: Participant) -> Participant:
    """The participant, held, in a session that has begun: nobody is asked about a draft."""
    participant = _held(participant)
    if participant.session.state == TrainingSession.State.DRAFT:
        raise NamingError("not_open")
    return participant


def _held(participant: Participant, *, unprinted: bool = True) -> Participant:
    """The participant and the person as they are now, locked until the transaction ends."""
    session = locked(participant.session)  # issuing reads all names: it comes wholly before this, or after
    held = Participant.objects.select_for_update().get(pk=participant.pk)
    held.session, held.person = session, User.objects.select_for_update().get(pk=held.person_id)
    if unprinted and certificate_of(held) is not None:
        raise NamingError("name_printed")
    return held


def _say(participant: Participant, kind: str, *, name: str, position: str, by: User, at: datetime) -> NameProof:
    person = participant.person
    return NameProof.objects.create(
        participant=participant,
        kind=kind,
        name=name,
        position=position,
        old_name=person.display_name,
        old_position=person.position_title,
        by=by,
        at=at,
    )


def _take_back(participant: Participant, *, by: User, at: datetime) -> None:
    participant.name_proofs.filter(kind=Kind.PROPOSED, outcome="", by=by).update(
        outcome=Outcome.TAKEN_BACK, decided_by=by, decided_at=at
    )


def _decided(proof: NameProof, outcome: str, *, answer: str, by: User, at: datetime) -> NameProof:
    """Fill in the decision, once: one statement decides between two people, on both engines."""
    if proof.by_id == by.pk:
        raise NamingError("own_change")
    open_rows = NameProof.objects.filter(pk=proof.pk, kind=Kind.PROPOSED, outcome="")
    if not open_rows.update(outcome=outcome, answer=answer, decided_by=by, decided_at=at):
        raise NamingError("change_decided")
    return NameProof.objects.get(pk=proof.pk)


def _write_down(person: User, *, name: str, position: str) -> None:
    person.display_name, person.position_title = name, position
    person.save(update_fields=["display_name", "position_title"])
