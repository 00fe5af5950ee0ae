"""From presence and post-tests to certificates. ``certificates`` gets plain values and knows nothing of a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from wagtail.log_actions import log

from certificates import services as certificates
from certificates.claims import CertificateClaim, Material, TaughtRule
from certificates.models import Batch, Certificate, NumberCounter
from certificates.printing.samples import sample_pdf
from certificates.services import CertificateError
from certificates.tasks import try_these_again
from elearning.lib import dates
from elearning.people.models import User
from quizzes.models import Attempt
from quizzes.querysets import AttemptQuerySet

from .. import eligibility
from ..claimants import Claimant, sources
from ..eligibility import Conditions, Eligibility, Facts, Override, PostTest
from ..errors import TrainingError
from ..models import Contributor, EligibilityOverride, Participant, SessionDay, TrainingSession
from ..papers import paper_of
from ..proofing import confirmed_participants
from ..showing import shown_to
from ..teaching import rules_of_attempts
from .contributors import claim_for_contributor
from .sessions import locked

State = TrainingSession.State


@dataclass(frozen=True, slots=True)
class Appraisal:
    """One participant held against the conditions. ``days``: the dates on which the person was there, in order.

    ``is_confirmed``: the name on record is the one that its owner confirmed.
    """

    participant: Participant
    days: tuple[date, ...]
    facts: Facts
    verdict: Eligibility
    is_confirmed: bool


def appraise(session: TrainingSession) -> list[Appraisal]:
    """Every participant in the order of the list, with reasons. A constant number of queries."""
    days = list(session.days.all())
    number = {day.pk: position for position, day in enumerate(days, start=1)}
    conditions = Conditions(
        len(days), session.min_days_attended, session.needs_post_test_passed, session.needs_post_test_taken
    )
    participants = list(
        session.participants.select_related("person__unit").prefetch_related("attendances").order_by("line")
    )
    represented = {participant.deputy_for_id for participant in participants if participant.deputy_for_id}
    results, overrides, confirmed = _post_tests(session), _overrides(session), confirmed_participants(session)
    return [
        _appraised(participant, days, number, conditions, represented, results, overrides, confirmed)
        for participant in participants
    ]


def _appraised(
    participant: Participant,
    days: Sequence[SessionDay],
    number: Mapping[int, int],
    conditions: Conditions,
    represented: set[int],
    results: Mapping[int, PostTest],
    overrides: Mapping[int, Override],
    confirmed: set[int],
) -> Appraisal:
    present = {attendance.day_id for attendance in participant.attendances.all()}
    facts = Facts(
        days_attended=frozenset(number[pk] for pk in present),
        post_test=results.get(participant.person_id, PostTest.NOT_TAKEN),
        is_represented=participant.pk in represented,
        override=overrides.get(participant.pk),
    )
    return Appraisal(
        participant=participant,
        days=tuple(day.date for day in days if day.pk in present),
        facts=facts,
        verdict=eligibility.assess(conditions, facts),
        is_confirmed=participant.pk in confirmed,
    )


def _overrides(session: TrainingSession) -> dict[int, Override]:
    """What the committee decided beside the conditions, by participant: the last row holds."""
    decision = EligibilityOverride.Decision
    last = {row.participant_id: row for row in EligibilityOverride.objects.filter(participant__session=session)}
    return {
        pk: Override(grants=row.decision == decision.GRANT, reason=row.reason)
        for pk, row in last.items()
        if row.decision != decision.WITHDRAWN
    }


def _post_tests(session: TrainingSession) -> dict[int, PostTest]:
    if session.post_test_id is None:
        return {}
    sat = _sat(session)
    results = dict.fromkeys(sat.values_list("person", flat=True), PostTest.FAILED)
    return results | dict.fromkeys(sat.passed().values_list("person", flat=True), PostTest.PASSED)


def _sat(session: TrainingSession) -> AttemptQuerySet:
    return Attempt.objects.finished().filter(
        quiz=session.post_test_id, mode=Attempt.Mode.POST_TEST, context=session.context, person__isnull=False
    )


def claim_for(
    appraisal: Appraisal, session: TrainingSession, *, issued_on: date, rules: tuple[TaughtRule, ...] = ()
) -> CertificateClaim:
    """What is attested to this person: «lulus» only where passing was asked for and done.

    ``rules``: what the passed post-test asked about.
    """
    person = appraisal.participant.person
    passed = session.needs_post_test_passed and appraisal.facts.post_test is PostTest.PASSED
    return CertificateClaim(
        source=appraisal.participant.source,
        programme=session.source,
        kind=Certificate.Kind.PASSED if passed else Certificate.Kind.ATTENDED,
        holder_id=person.pk,
        recipient_name=person.display_name,
        recipient_position=person.position_title,
        recipient_unit=person.unit_label,
        nip=person.nip or "",
        identity_level=person.identity_level,
        days=appraisal.days,
        lesson_hours=session.lesson_hours,
        issued_on=issued_on,
        materials=tuple(
            Material(material.title, material.speaker, material.lesson_hours) for material in session.materials.all()
        ),
        rules=rules,
        **paper_of(session),
    )


@transaction.atomic
def issue_certificates(session: TrainingSession, *, by: User, at: datetime) -> Batch:
    """Everybody who has earned one gets a certificate, in the order of the list; all or none.

    Issuing twice, also by two people at once, gives the same certificates: the session's row is locked first.

    Raises TrainingError: approval_needed, list_open, no_claimants; CertificateError (a name that does not fit the paper).
    """
    _refuse_alone()
    session = closed(session)
    return _issue(session, chosen(session, confirmed_only=False), by=by, at=at)


@transaction.atomic
def issue_confirmed(session: TrainingSession, *, by: User, at: datetime) -> Batch:
    """As ``issue_certificates``, and only those whose names are confirmed; the others can follow later.

    Raises TrainingError: approval_needed, list_open, no_claimants, no_confirmed; CertificateError.
    """
    _refuse_alone()
    session = closed(session)
    return _issue(session, chosen(session, confirmed_only=True), by=by, at=at)


def _refuse_alone() -> None:
    """Where two people are asked for, one of them issues nothing (ADR 0034)."""
    if settings.CERTIFICATES_NEED_APPROVAL:
        raise TrainingError("approval_needed")


def chosen(session: TrainingSession, *, confirmed_only: bool) -> list[Appraisal]:
    """Which participants have earned a paper, in the order of the list; none is no error where contributors get one.

    Raises TrainingError: no_claimants, no_confirmed.
    """
    earned = [one for one in appraise(session) if one.verdict.eligible]
    has_others = session.contributors.exists()
    if not earned and not has_others:
        raise TrainingError("no_claimants")
    if not confirmed_only:
        return earned
    confirmed = [one for one in earned if one.is_confirmed]
    if not confirmed and not has_others:
        raise TrainingError("no_confirmed")
    return confirmed


def closed(session: TrainingSession) -> TrainingSession:
    session = locked(session)
    if session.state not in (State.CLOSED, State.ISSUED):
        raise TrainingError("list_open")
    return session


def _issue(session: TrainingSession, earned: Sequence[Appraisal], *, by: User, at: datetime) -> Batch:
    claims = claims_of(session, earned, at=at)
    batch = certificates.issue_batch(claims, source=session.source, unit=session.unit, by=by, at=at)
    mark_issued(session, count=len(claims), by=by)
    return batch


def claims_of(session: TrainingSession, earned: Sequence[Appraisal], *, at: datetime) -> list[CertificateClaim]:
    """What is attested to these people, in their order, and then to all contributors, if it is issued now."""
    issued_on = dates.local_day(at, session.time_zone)
    learnt = rules_of_attempts(_sat(session).passed())
    prefetch_related_objects([session], "days", "materials", "signatories__picture", "contributors__person")
    learners = [
        claim_for(appraisal, session, issued_on=issued_on, rules=learnt.get(appraisal.participant.person_id, ()))
        for appraisal in earned
    ]
    others = [claim_for_contributor(one, session, issued_on=issued_on) for one in session.contributors.all()]
    return learners + others


def mark_issued(session: TrainingSession, *, count: int, by: User) -> None:
    """From now on the list stays as it is; a later batch changes nothing here."""
    if session.state != State.ISSUED:
        session.state = State.ISSUED
        session.save(update_fields=["state"])
        log(session, "training.certificates.issue", user=by, data={"count": count})


def retry_papers(session: TrainingSession, *, by: User) -> int:
    """«Ulangi yang gagal», «Lanjutkan»: wake the worker, and let what failed begin anew; how many had failed."""
    count = try_these_again(sources(session))
    log(session, "training.certificates.retry", user=by, data={"failed": count})
    return count


def papers_of(session: TrainingSession) -> QuerySet[Certificate]:
    """Every paper that this session issued, whatever became of it."""
    return Certificate.objects.filter(batch__source=session.source)


def note_export(session: TrainingSession, *, kind: str, people: int, by: User, group: str = "") -> None:
    """Who took a list of persons out of the system, which one, and of how many."""
    log(session, "training.certificates.export", user=by, data={"kind": kind, "people": people, "group": group})
    on_them = papers_of(session)
    if group:
        on_them = on_them.filter(holder__in=session.participants.filter(group=group).values("person"))
    shown_to(by, session, User.objects.filter(pk__in=on_them.values("holder")), exported=True)


def sample(claimant: Claimant, session: TrainingSession, *, at: datetime) -> bytes:
    """How this person's paper would look now, marked «CONTOH». Raises CertificateError; OSError where pango is missing."""
    issued_on = dates.local_day(at, session.time_zone)
    if isinstance(claimant, Contributor):
        return sample_pdf(claim_for_contributor(claimant, session, issued_on=issued_on))
    appraisal = next(one for one in appraise(session) if one.participant.pk == claimant.pk)
    if not appraisal.days:
        raise CertificateError("days_missing")
    return sample_pdf(claim_for(appraisal, session, issued_on=issued_on))


def certificate_of(claimant: Claimant) -> Certificate | None:
    """The newest paper of this person in this session, whatever its state."""
    return (
        Certificate.objects.filter(source=claimant.source)
        .select_related("file", "signed_file")
        .order_by("-revision")
        .first()
    )


def certificates_of(claimants: Iterable[Claimant]) -> dict[str, Certificate]:
    """The newest paper of each, by ``source``, in one query."""
    rows = Certificate.objects.filter(source__in=[claimant.source for claimant in claimants])
    return {row.source: row for row in rows.select_related("file", "signed_file").order_by("revision", "pk")}


def is_restorable(certificate: Certificate | None, *, at: datetime) -> bool:
    """Whether «Pulihkan» is still offered."""
    return (
        certificate is not None
        and certificate.state == Certificate.State.REVOKED
        and at - certificate.state_since <= certificates.RESTORABLE_FOR
    )


def next_sequence(session: TrainingSession, *, on: date) -> int:
    """The running number that the next certificate of the organiser would get on that day; nothing is reserved."""
    counter = NumberCounter.objects.filter(unit=session.unit_id, year=on.year).first()
    return (counter.value if counter else 0) + 1


@transaction.atomic
def replace_certificate(
    claimant: Claimant,
    *,
    recipient_name: str,
    reason: str,
    by: User,
    at: datetime,
    recipient_position: str | None = None,
) -> Certificate:
    """A corrected name or jabatan: same number, next revision, new code. The person's own record is left to the person.

    Raises TrainingError: no_certificate; CertificateError as certificates.replace does.
    """
    return certificates.replace(
        _certificate(claimant),
        recipient_name=recipient_name,
        recipient_position=recipient_position,
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def revoke_certificate(
    claimant: Claimant, *, reason: str, typed_number: str, by: User, at: datetime, note: str = ""
) -> Certificate:
    """Void a certificate; typing its number shows that the right one is meant.

    Raises TrainingError: no_certificate, number_mismatch; CertificateError as certificates.revoke does.
    """
    certificate = _certificate(claimant)
    if "".join(typed_number.split()).casefold() != "".join(certificate.number.split()).casefold():
        raise TrainingError("number_mismatch")
    return certificates.revoke(certificate, reason=reason, by=by, at=at, note=note)


@transaction.atomic
def restore_certificate(claimant: Claimant, *, by: User, at: datetime) -> Certificate:
    """Take a revocation back within 24 hours. Raises TrainingError: no_certificate; CertificateError."""
    return certificates.restore(_certificate(claimant), by=by, at=at)


def _certificate(claimant: Claimant) -> Certificate:
    certificate = certificate_of(claimant)
    if certificate is None:
        raise TrainingError("no_certificate")
    return certificate
