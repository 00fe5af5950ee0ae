"""What may still happen to an issued paper: replace, revoke, restore. Nothing is redrawn or deleted (ADR 0008)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.lib.dates import local_day
from elearning.people.models import User

from .. import facts, reactions
from ..badges.assigning import copy_badge
from ..errors import CertificateError
from ..models import Certificate, CertificateEvent, CorrectionRequest
from .rules import copy_rules
from .texts import check_texts, require_room
from .writing import State, address_of, draw_codes, hand_to_workers, record

OTHER_REASON = "Lainnya"
REVOCATION_REASONS = ("Tidak memenuhi syarat", "Data tidak benar", "Ganda", OTHER_REASON)
RESTORABLE_FOR = timedelta(hours=24)
STATE_FIELDS = ["state", "state_since", "state_reason"]


@transaction.atomic
def replace(
    certificate: Certificate,
    *,
    recipient_name: str,
    reason: str,
    by: User | None,
    at: datetime,
    recipient_position: str | None = None,
    recipient_unit: str | None = None,
) -> Certificate:
    """Correct who the paper names: same number, next revision, new code; the old paper is «digantikan».

    ``None`` keeps position or unit as printed. Nobody corrects his own paper (ADR 0027).

    Raises CertificateError: not_valid, own_paper, reason_missing, name_missing, name_too_long, text_too_long, character_missing,
    page_full, code_exhausted.
    """
    if not reason.strip():
        raise CertificateError("reason_missing")
    papers = Certificate.objects.select_for_update(of=("self",)).select_related("unit", "template_version")
    old = papers.get(pk=certificate.pk)
    if old.state != State.VALID:
        raise CertificateError("not_valid")
    _refuse_own(old, by)
    old.state, old.state_since, old.state_reason = State.REPLACED, at, reason.strip()[:200]
    old.save(update_fields=STATE_FIELDS)
    code = draw_codes(1)[0]
    stated = facts.corrected(
        old.facts,
        name=recipient_name,
        position=old.facts["position"] if recipient_position is None else recipient_position,
        unit=old.facts["unit"] if recipient_unit is None else recipient_unit,
        revision=old.revision + 1,
        revised_on=local_day(at, old.facts["time_zone"]),
        code=code,
        address=address_of(code),
    )
    check_texts(stated)
    require_room(stated, old.template_version)
    new = Certificate.objects.create(
        code=code,
        source=old.source,
        holder_id=old.holder_id,
        unit=old.unit,
        year=old.year,
        sequence=old.sequence,
        revision=old.revision + 1,
        number=old.number,
        kind=old.kind,
        facts=stated,
        facts_schema=facts.SCHEMA,
        facts_sha256=facts.fingerprint(stated),
        nip_digest=old.nip_digest,
        template_version=old.template_version,
        batch=old.batch,
        issued_at=at,
        issued_by=by,
        state_since=at,
        replaces=old,
    )
    old.correction_requests.waiting().update(
        decided_at=at, decided_by=by, outcome=CorrectionRequest.Outcome.CORRECTED, answer=reason.strip()[:200]
    )
    record([old], CertificateEvent.Kind.REPLACED, by=by, at=at, reason=reason.strip()[:200])
    record([new], CertificateEvent.Kind.ISSUED, by=by, at=at, reason=reason.strip()[:200])
    copy_rules(old, new)
    copy_badge(old, new, at=at)
    hand_to_workers([new], at)
    reactions.react([new], at=at)  # a change that is being noted at this moment may see the old paper only
    log(new, "certificates.replace", user=by, data={"revision": new.revision})
    certificate.refresh_from_db(fields=STATE_FIELDS)
    return new


@transaction.atomic
def revoke(certificate: Certificate, *, reason: str, by: User | None, at: datetime, note: str = "") -> Certificate:
    """Declare a certificate void. ``reason`` is one of REVOCATION_REASONS and public; ``note`` stays inside.

    Raises CertificateError: reason_unknown, not_valid.
    """
    if reason not in REVOCATION_REASONS:
        raise CertificateError("reason_unknown")
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.state != State.VALID:
        raise CertificateError("not_valid")
    _change_state(row, State.REVOKED, CertificateEvent.Kind.REVOKED, reason=reason, note=note, by=by, at=at)
    certificate.refresh_from_db(fields=STATE_FIELDS)
    return certificate


@transaction.atomic
def restore(certificate: Certificate, *, by: User | None, at: datetime, note: str = "") -> Certificate:
    """Take a revocation back, within 24 hours; never that of one's own paper.

    Raises CertificateError: not_revoked, own_paper, restore_too_late, source_taken.
    """
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.state != State.REVOKED:
        raise CertificateError("not_revoked")
    _refuse_own(row, by)
    if not is_restorable(row, at=at):
        raise CertificateError("restore_too_late")
    try:
        with transaction.atomic():
            _change_state(row, State.VALID, CertificateEvent.Kind.RESTORED, reason="", note=note, by=by, at=at)
    except IntegrityError as error:  # one_valid_certificate_per_source
        raise CertificateError("source_taken") from error
    reactions.react([row], at=at)  # a rule may have changed while the paper was void
    certificate.refresh_from_db(fields=STATE_FIELDS)
    return certificate


def is_restorable(certificate: Certificate, *, at: datetime) -> bool:
    """Whether a revocation can still be taken back."""
    return certificate.state == State.REVOKED and at - certificate.state_since <= RESTORABLE_FOR


def _refuse_own(row: Certificate, by: User | None) -> None:
    if by is not None and row.holder_id == by.pk:
        raise CertificateError("own_paper")


def _change_state(
    row: Certificate, state: str, kind: str, *, reason: str, note: str, by: User | None, at: datetime
) -> None:
    row.state, row.state_since, row.state_reason = state, at, reason
    row.save(update_fields=STATE_FIELDS)
    record([row], kind, by=by, at=at, reason=reason, note=note)
    log(row, "certificates.revoke" if state == State.REVOKED else "certificates.restore", user=by)
