"""Issue: a number, a code and frozen facts for one claim or for many as one act (ADR 0008)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.people.models import Unit, User

from .. import facts, numbering, reactions, templating
from ..badges.assigning import keep_badges
from ..claims import CertificateClaim
from ..errors import CertificateError
from ..models import Batch, Certificate, CertificateEvent, NumberCounter, TemplateVersion
from .rules import keep_rules
from .templates import templates_for
from .texts import check_texts, require_room
from .writing import CODE_DRAWS, State, address_of, draw_codes, hand_to_workers, nip_digest, record


@transaction.atomic
def issue(claim: CertificateClaim, *, by: User | None, at: datetime) -> Certificate:
    """Give one claim a number, a code and frozen facts; its PDF is made afterwards by a worker.

    The same ``source`` again returns the certificate it has, also when that one was revoked: a routine run never undoes
    a revocation. Then no number is taken. ``at`` is timezone-aware.

    Raises CertificateError: name_missing, name_too_long, text_too_long, character_missing, kind_unknown,
    page_full, picture_missing, days_missing, pattern_refused, template_unknown, template_retired.
    """
    found = _issued([claim.source])
    if claim.source in found:
        return found[claim.source]
    unit = Unit.objects.get(pk=claim.unit_id)
    made = _issue([claim], unit=unit, batch=None, by=by, at=at)
    if not made:
        return _issued([claim.source])[claim.source]
    log(made[0], "certificates.issue", user=by)
    return made[0]


@transaction.atomic
def issue_batch(claims: Iterable[CertificateClaim], *, source: str, unit: Unit, by: User | None, at: datetime) -> Batch:
    """Issue many claims of one unit as one act: all of them, or none and no number.

    Claims that already have a certificate (see ``issue``) are left alone. When nothing is left the last batch of this
    ``source`` is returned, so pressing the button twice makes no second one; late comers make a further batch.

    Raises CertificateError: those of ``issue``, unit_differs, source_twice, nothing_to_issue.
    """
    claims = list(claims)
    if not claims:
        raise CertificateError("nothing_to_issue")
    if any(claim.unit_id != unit.pk for claim in claims):
        raise CertificateError("unit_differs")
    if len({claim.source for claim in claims}) < len(claims):
        raise CertificateError("source_twice")
    earlier = Batch.objects.filter(source=source).order_by("-created_at", "-pk")
    if len(_issued([claim.source for claim in claims])) == len(claims) and (last := earlier.first()):
        return last
    _lock_counters(unit, {claim.issued_on.year for claim in claims})
    # Whoever held the lock before us may have issued everything meanwhile.
    found = _issued([claim.source for claim in claims])
    open_claims = [claim for claim in claims if claim.source not in found]
    if not open_claims and (last := earlier.first()):
        return last
    batch = Batch.objects.create(source=source, unit=unit, created_at=at, created_by=by)
    made = _issue(open_claims, unit=unit, batch=batch, by=by, at=at) if open_claims else []
    log(batch, "certificates.issue_batch", user=by, data={"count": len(made), "source": source})
    return batch


def _issued(sources: Sequence[str]) -> dict[str, Certificate]:
    """The certificate that each source has: the valid one, else the last one that was revoked."""
    rows = Certificate.objects.filter(source__in=sources, state__in=[State.VALID, State.REVOKED]).order_by("pk")
    found: dict[str, Certificate] = {}
    for row in rows:
        if row.source not in found or found[row.source].state != State.VALID:
            found[row.source] = row
    return found


def _lock_counters(unit: Unit, years: Iterable[int]) -> dict[int, NumberCounter]:
    """The unit's counter rows, locked until the transaction ends; made when missing. Years in order, against deadlocks."""
    years = sorted(years)
    for year in years:
        NumberCounter.objects.get_or_create(unit=unit, year=year)
    rows = NumberCounter.objects.select_for_update().filter(unit=unit, year__in=years).order_by("year")
    return {row.year: row for row in rows}


def _issue(
    claims: Sequence[CertificateClaim], *, unit: Unit, batch: Batch | None, by: User | None, at: datetime
) -> list[Certificate]:
    """Number and write what is not issued yet, in the order of ``claims``. Runs inside the caller's transaction."""
    templates = templates_for(claims, unit=unit, at=at)
    claims = [templating.completed(claim, templates[claim.template].content) for claim in claims]
    for claim in claims:
        _check_claim(claim, templates[claim.template])
    for _ in range(CODE_DRAWS):
        counters = _lock_counters(unit, {claim.issued_on.year for claim in claims})
        found = _issued([claim.source for claim in claims])
        rows = []
        remaining = [claim for claim in claims if claim.source not in found]
        for claim, code in zip(remaining, draw_codes(len(remaining)), strict=True):
            counter = counters[claim.issued_on.year]
            counter.value += 1
            rows.append(_row(claim, counter.value, code, unit, templates[claim.template], batch, by, at))
        try:
            with transaction.atomic():
                made = Certificate.objects.bulk_create(rows)
        except IntegrityError:
            # A code drawn twice, or another unit or year took one of our sources: nothing was written, look again.
            continue
        NumberCounter.objects.bulk_update(counters.values(), ["value"])
        if made:
            record(made, CertificateEvent.Kind.ISSUED, by=by, at=at)
            keep_rules(made, remaining)
            keep_badges(made, remaining, at=at)
            hand_to_workers(made, at)
            reactions.react(made, at=at)
        return made
    raise CertificateError("code_exhausted")


def _row(
    claim: CertificateClaim,
    sequence: int,
    code: str,
    unit: Unit,
    template: TemplateVersion,
    batch: Batch | None,
    by: User | None,
    at: datetime,
) -> Certificate:
    pattern = template.content["number_pattern"]
    try:
        number = numbering.printed_number(
            pattern, sequence=sequence, unit_code=unit.number_code or unit.official_code or "", on=claim.issued_on
        )
    except numbering.PatternError as error:
        raise CertificateError("pattern_refused") from error
    stated = facts.stated_by(
        claim,
        number=number,
        pattern=pattern,
        code=code,
        address=address_of(code),
        shows_nip=bool(template.content.get("shows_nip")),
    )
    require_room(stated, template)
    return Certificate(
        code=code,
        source=claim.source,
        holder_id=claim.holder_id,
        unit=unit,
        year=claim.issued_on.year,
        sequence=sequence,
        number=number,
        kind=claim.kind,
        facts=stated,
        facts_schema=facts.SCHEMA,
        facts_sha256=facts.fingerprint(stated),
        nip_digest=nip_digest(claim.nip),
        template_version=template,
        batch=batch,
        issued_at=at,
        issued_by=by,
        state_since=at,
    )


def _check_claim(claim: CertificateClaim, template: TemplateVersion) -> None:
    if claim.kind not in template.content["wording"] or claim.kind not in Certificate.Kind.values:
        raise CertificateError("kind_unknown", kind=claim.kind)
    if not claim.days:
        raise CertificateError("days_missing")
    check_texts(facts.stated_by(claim, number="", pattern="", code="", address=""))
