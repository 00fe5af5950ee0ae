"""Every change to certificates: issue, replace, revoke, restore (ADR 0008)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.lib import codes
from elearning.lib.dates import local_day
from elearning.lib.errors import DomainError
from elearning.people.models import Unit, User

from . import designs, facts, fitting, numbering
from .claims import CertificateClaim
from .models import (
    Batch,
    Certificate,
    CertificateEvent,
    CorrectionRequest,
    NumberCounter,
    RenderJob,
    Template,
    TemplateVersion,
)

State = Certificate.State
REVOCATION_REASONS = ("Tidak memenuhi syarat", "Data tidak benar", "Ganda", "Lainnya")
RESTORABLE_FOR = timedelta(hours=24)
CODE_DRAWS = 5
# The tightest setting of the design holds these lengths all at once (tests/certificates/test_rendering.py).
LONGEST = {
    "role": 60,
    "position": 120,
    "unit": 160,
    "title": 200,
    "activity": 160,
    "organiser": 160,
    "place": 160,
    "city": 80,
}
LONGEST_SIGNATORY = {"name": 120, "title": 160}
STATE_FIELDS = ["state", "state_since", "state_reason"]


class CertificateError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "name_missing": "Nama belum diisi. Isi nama seperti akan tercetak.",
        "name_too_long": "Nama «{name}» terlalu panjang untuk dua baris sertifikat. Singkat gelarnya, lalu coba lagi.",
        "character_missing": (
            "Huruf «{character}» pada «{text}» tidak ada dalam huruf sertifikat. Ganti huruf itu, lalu coba lagi."
        ),
        "text_too_long": "Teks «{text}» terlalu panjang untuk sertifikat. Paling banyak {limit} huruf.",
        "kind_unknown": "Jenis sertifikat «{kind}» belum punya kalimat pada templat.",
        "days_missing": "Tanggal kegiatan belum diisi. Sertifikat harus menyebut tanggalnya.",
        "unit_differs": "Sertifikat ini milik unit lain. Satu penerbitan hanya untuk satu unit.",
        "source_twice": "Satu orang tercantum dua kali dalam penerbitan ini. Periksa daftarnya.",
        "nothing_to_issue": "Belum ada yang memenuhi syarat. Tidak ada sertifikat yang terbit.",
        "pattern_refused": "Pola nomor sertifikat tidak bisa dipakai. Perbaiki pola pada templat.",
        "not_valid": "Hanya sertifikat yang berlaku yang bisa diubah. Muat ulang halaman untuk melihat keadaannya.",
        "reason_missing": "Alasan belum diisi. Tulis alasan perbaikan.",
        "reason_unknown": "Pilih alasan dari daftar.",
        "not_revoked": "Sertifikat ini tidak sedang dicabut.",
        "restore_too_late": "Pencabutan hanya bisa dibatalkan dalam 24 jam.",
        "source_taken": "Sudah ada sertifikat lain yang berlaku untuk kegiatan ini.",
        "name_same": "Nama itu sama dengan yang tercetak. Tulis nama yang benar.",
        "request_waiting": "Permintaan Anda sebelumnya masih diperiksa. Tunggu jawaban penyelenggara.",
        "request_decided": "Permintaan ini sudah dijawab. Muat ulang halaman untuk melihatnya.",
        "code_exhausted": "Kode sertifikat belum berhasil dibuat. Tidak ada nomor yang terpakai. Coba lagi.",
    }


def default_template(at: datetime) -> TemplateVersion:
    """The newest version of the shipped design; made on first use. Safe to call at any time and by many at once."""
    newest = TemplateVersion.objects.filter(template__slug=designs.BINGKAI).order_by("-number").first()
    if newest:
        return newest
    template, _ = Template.objects.get_or_create(slug=designs.BINGKAI, defaults={"name": designs.BINGKAI_NAME})
    version, _ = TemplateVersion.objects.get_or_create(
        template=template,
        number=1,
        defaults={"design": designs.BINGKAI, "content": designs.bingkai_content(), "created_at": at},
    )
    return version


@transaction.atomic
def issue(claim: CertificateClaim, *, by: User | None, at: datetime) -> Certificate:
    """Give one claim a number, a code and frozen facts; its PDF is made afterwards by a worker.

    The same ``source`` again returns the certificate it has, also when that one was revoked: a routine run never undoes
    a revocation. Then no number is taken. ``at`` is timezone-aware.

    Raises CertificateError: name_missing, name_too_long, text_too_long, character_missing, kind_unknown,
    days_missing, pattern_refused.
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

    ``None`` keeps position or unit as printed. Raises CertificateError: not_valid, reason_missing, name_missing,
    name_too_long, character_missing, code_exhausted.
    """
    if not reason.strip():
        raise CertificateError("reason_missing")
    old = Certificate.objects.select_for_update().select_related("unit", "template_version").get(pk=certificate.pk)
    if old.state != State.VALID:
        raise CertificateError("not_valid")
    old.state, old.state_since, old.state_reason = State.REPLACED, at, reason.strip()[:200]
    old.save(update_fields=STATE_FIELDS)
    code = _draw_codes(1)[0]
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
    _check_texts(stated)
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
    _record([old], CertificateEvent.Kind.REPLACED, by=by, at=at, reason=reason.strip()[:200])
    _record([new], CertificateEvent.Kind.ISSUED, by=by, at=at, reason=reason.strip()[:200])
    _hand_to_workers([new], at)
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
    """Take a revocation back, within 24 hours.

    Raises CertificateError: not_revoked, restore_too_late, source_taken.
    """
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.state != State.REVOKED:
        raise CertificateError("not_revoked")
    if not is_restorable(row, at=at):
        raise CertificateError("restore_too_late")
    try:
        with transaction.atomic():
            _change_state(row, State.VALID, CertificateEvent.Kind.RESTORED, reason="", note=note, by=by, at=at)
    except IntegrityError as error:  # one_valid_certificate_per_source
        raise CertificateError("source_taken") from error
    certificate.refresh_from_db(fields=STATE_FIELDS)
    return certificate


def is_restorable(certificate: Certificate, *, at: datetime) -> bool:
    """Whether a revocation can still be taken back."""
    return certificate.state == State.REVOKED and at - certificate.state_since <= RESTORABLE_FOR


def address_of(code: str) -> str:
    """Where a paper with this code is verified; printed on it, so it needs no dashes and no closing slash."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/v/{code}"


def nip_digest(nip: str) -> str:
    """What «Cocokkan NIP» compares: an HMAC, so that a leaked table cannot be searched for a NIP."""
    return codes.digest(nip, key=settings.CODE_PEPPER) if nip else ""


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
    template = default_template(at)
    pattern = template.content["number_pattern"]
    for claim in claims:
        _check_claim(claim, template)
    for _ in range(CODE_DRAWS):
        counters = _lock_counters(unit, {claim.issued_on.year for claim in claims})
        found = _issued([claim.source for claim in claims])
        rows = []
        remaining = [claim for claim in claims if claim.source not in found]
        for claim, code in zip(remaining, _draw_codes(len(remaining)), strict=True):
            counter = counters[claim.issued_on.year]
            counter.value += 1
            rows.append(_row(claim, counter.value, code, unit, template, pattern, batch, by, at))
        try:
            with transaction.atomic():
                made = Certificate.objects.bulk_create(rows)
        except IntegrityError:
            # A code drawn twice, or another unit or year took one of our sources: nothing was written, look again.
            continue
        NumberCounter.objects.bulk_update(counters.values(), ["value"])
        if made:
            _record(made, CertificateEvent.Kind.ISSUED, by=by, at=at)
            _hand_to_workers(made, at)
        return made
    raise CertificateError("code_exhausted")


def _row(
    claim: CertificateClaim,
    sequence: int,
    code: str,
    unit: Unit,
    template: TemplateVersion,
    pattern: str,
    batch: Batch | None,
    by: User | None,
    at: datetime,
) -> Certificate:
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
    _check_texts(facts.stated_by(claim, number="", pattern="", code="", address=""))


def _check_texts(stated: facts.Facts) -> None:
    """Refuse now what the paper could not show later: nothing is cut and no letter becomes a box."""
    name = stated["name"]
    if not name.strip():
        raise CertificateError("name_missing")
    lengths = [(stated[key], limit) for key, limit in LONGEST.items()]
    lengths += [(stated["signatory"][key], limit) for key, limit in LONGEST_SIGNATORY.items()]
    for text, limit in lengths:
        if len(text) > limit:
            raise CertificateError("text_too_long", text=text, limit=limit)
    for text in facts.printed_texts(stated):
        _require_characters(text)
    require_printable_name(name)


def require_printable_name(name: str) -> None:
    """Refuse a name that no certificate could carry; asked when a name is written down, long before the paper is due.

    Raises CertificateError: character_missing, name_too_long.
    """
    _require_characters(name)
    if fitting.fit_name(name) is None:
        raise CertificateError("name_too_long", name=name)


def _require_characters(text: str) -> None:
    if (character := fitting.missing_character(text)) is not None:
        shown = character if character.isprintable() else unicodedata.name(character, f"U+{ord(character):04X}")
        raise CertificateError("character_missing", text=text, character=shown)


def _draw_codes(count: int) -> list[str]:
    """Distinct codes that no certificate has. The unique column has the last word."""
    for _ in range(CODE_DRAWS):
        drawn = [codes.generate(codes.LONG_LENGTH) for _ in range(count)]
        if len(set(drawn)) == count and not Certificate.objects.filter(code__in=drawn).exists():
            return drawn
    raise CertificateError("code_exhausted")


def _change_state(
    row: Certificate, state: str, kind: str, *, reason: str, note: str, by: User | None, at: datetime
) -> None:
    row.state, row.state_since, row.state_reason = state, at, reason
    row.save(update_fields=STATE_FIELDS)
    _record([row], kind, by=by, at=at, reason=reason, note=note)
    log(row, "certificates.revoke" if state == State.REVOKED else "certificates.restore", user=by)


def _record(
    certificates: Iterable[Certificate], kind: str, *, by: User | None, at: datetime, reason: str = "", note: str = ""
) -> None:
    CertificateEvent.objects.bulk_create(
        CertificateEvent(certificate=certificate, kind=kind, at=at, by=by, reason=reason, note=note)
        for certificate in certificates
    )


def _hand_to_workers(certificates: Iterable[Certificate], at: datetime) -> None:
    """The outbox rows live in this transaction; the queue is only told that there is something to do."""
    from .tasks import render_pending

    RenderJob.objects.bulk_create(RenderJob(certificate=certificate, created_at=at) for certificate in certificates)
    transaction.on_commit(render_pending.enqueue)
