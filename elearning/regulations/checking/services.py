"""Checking one object, answering for a finding, and refusing to publish what nobody answered for (ADR 0016)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry

from elearning.lib.dates import plain_date
from elearning.lib.errors import DomainError
from elearning.people.models import User

from ..models import AcceptedFinding, ProtectedName, Provision, ProvisionVersion
from . import citations, neutrality, readability, register, weekdays
from .findings import Acceptance, Finding, Report, Weight
from .letters import plain_letters
from .neutrality import GuardedName
from .passages import Passage, checked, passages_of
from .register import Register

REASON_LENGTH = 300


class CheckError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "text_unfit": "Naskah belum dapat terbit: {count} temuan. {first} Draf tersimpan. Buka «Pemeriksaan naskah».",
        "basis_revoked": "Dasar hukum belum dapat dipakai. {first} Draf tersimpan. Ganti dasarnya, lalu terbitkan.",
        "finding_unknown": "Temuan ini sudah tidak ada. Naskahnya mungkin sudah berubah. Muat ulang halaman ini.",
        "not_acceptable": "Temuan ini tidak dapat diterima dengan alasan. Perbaiki naskahnya.",
        "reason_missing": "Tulis alasannya. Orang lain akan membacanya.",
        "reason_too_long": "Alasan paling panjang 300 huruf.",
        "not_allowed": "Hanya yang boleh menyunting naskah ini yang dapat menerima temuannya.",
    }


# Checking


def check(
    instance: Model, *, on: date, passages: Iterable[Passage] | None = None, bases: Iterable[Provision] | None = None
) -> Report:
    """Every finding of an object, saved or not, as it would be published on ``on``.

    ``passages`` and ``bases``: brought by the caller where the text is not stored yet. Four queries and those of the walk.
    """
    entry = checked(type(instance))
    if entry is None:
        return Report()
    texts = passages_of(instance) if passages is None else [one for one in passages if one.text.strip()]
    laws, names = register.load(), names_on(on)
    findings = list(basis_findings(entry.bases(instance) if bases is None else bases, laws, on=on))
    for passage in texts:
        findings += citations.check(passage, laws, on=on)
        findings += neutrality.check(passage, names)
        findings += weekdays.check(passage)
    findings += readability.check(texts)
    return Report(tuple(findings), _acceptances(instance))


def names_on(day: date, *, area: str | None = None, election: str | None = None) -> list[GuardedName]:
    """The guarded names whose list holds on that day; of one area or election together with those of every one."""
    rows = ProtectedName.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)
    if area is not None:
        rows = rows.filter(area__in=["", area])
    if election is not None:
        rows = rows.filter(election__in=["", election])
    names = rows.values_list("kind", "text", "source")
    return [GuardedName(kind, plain_letters(text), source) for kind, text, source in names]


def basis_findings(bases: Iterable[Provision], laws: Register, *, on: date) -> Iterator[Finding]:
    """What rests on a repealed regulation, or on a provision that says nothing on that day."""
    bases = list(bases)
    by_slug = {entry.slug: entry for entry in laws.entries}
    in_force = _in_force(bases, on)
    for provision in bases:
        regulation = by_slug.get(provision.regulation.slug)
        if regulation and regulation.revoked_on(on):
            code, message = "revoked_basis", f"{citations.revocation(regulation)}. Ganti dasar hukumnya."
        elif provision.pk not in in_force:
            code = "basis_not_in_force"
            message = f"{provision} tidak punya isi yang berlaku pada {plain_date(on)}. Pilih pasal lain, atau lengkapi versinya."
        else:
            continue
        yield Finding(code, Weight.BLOCK, "Dasar hukum", "citations", str(provision), str(provision), message)


def _in_force(provisions: Sequence[Provision], on: date) -> set[int]:
    if not provisions:
        return set()
    versions = ProvisionVersion.objects.filter(provision__in=[provision.pk for provision in provisions])
    return {
        version.provision_id
        for version in versions
        if version.holds_on(on) and version.effect != ProvisionVersion.Effect.REPEAL
    }


# Refusing


def require_clean(
    instance: Model, *, on: date, passages: Iterable[Passage] | None = None, bases: Iterable[Provision] | None = None
) -> None:
    """Nothing is published that rests on repealed law, cites what is not there, or takes sides without a reason.

    Raises CheckError: basis_revoked, text_unfit.
    """
    blocking = check(instance, on=on, passages=passages, bases=bases).blocking
    if not blocking:
        return
    code = "basis_revoked" if blocking[0].code in ("revoked_basis", "basis_not_in_force") else "text_unfit"
    raise CheckError(code, count=len(blocking), first=f"{blocking[0].where}: {blocking[0].message}")


# Answering for a finding


@transaction.atomic
def accept_finding(instance: Model, fingerprint: str, reason: str, *, by: User, at: datetime) -> AcceptedFinding:
    """Somebody who may edit the object answers for a finding; a second time returns the first answer.

    Raises CheckError: not_allowed, reason_missing, reason_too_long, finding_unknown, not_acceptable.
    """
    if not may_edit(by, instance):
        raise CheckError("not_allowed")
    if not reason.strip():
        raise CheckError("reason_missing")
    if len(reason.strip()) > REASON_LENGTH:
        raise CheckError("reason_too_long")
    found = check(instance, on=timezone.localdate(at)).findings
    finding = next((one for one in found if one.fingerprint == fingerprint), None)
    if finding is None:
        raise CheckError("finding_unknown")
    if finding.weight != Weight.ACCEPT:
        raise CheckError("not_acceptable")
    accepted, created = AcceptedFinding.objects.get_or_create(
        content_type=_content_type(instance),
        object_id=str(instance.pk),
        code=finding.code,
        fingerprint=fingerprint,
        defaults={
            "location": finding.where[:200],
            "words": finding.words[:300],
            "reason": reason.strip(),
            "accepted_by": by,
            "accepted_at": at,
        },
    )
    if created:
        data = {"code": finding.code, "words": accepted.words, "reason": accepted.reason}
        log(instance, "regulations.finding.accept", user=by, data=data, timestamp=at)
    return accepted


def may_edit(user: User, instance: Model) -> bool:
    return _may(user, instance, "change")


def may_see(user: User, instance: Model) -> bool:
    """Whoever edits, reviews, publishes or only reads it in the admin."""
    return may_edit(user, instance) or any(_may(user, instance, action) for action in ("publish", "lock", "view"))


def _may(user: User, instance: Model, action: str) -> bool:
    if isinstance(instance, Page):
        tester = instance.permissions_for_user(user)
        return {"change": tester.can_edit, "publish": tester.can_publish, "lock": tester.can_lock}.get(
            action, lambda: False
        )()
    entry = checked(type(instance))
    if action == "change" and entry and entry.may_edit:
        return entry.may_edit(user, instance)
    return policy_registry.get_by_type(type(instance)).user_has_permission_for_instance(user, action, instance)


def _acceptances(instance: Model) -> dict[str, Acceptance]:
    if instance.pk is None:
        return {}
    rows = AcceptedFinding.objects.filter(content_type=_content_type(instance), object_id=str(instance.pk))
    return {
        row.fingerprint: Acceptance(
            row.reason, row.accepted_by.display_name, plain_date(timezone.localdate(row.accepted_at))
        )
        for row in rows.select_related("accepted_by")
    }


def _content_type(instance: Model) -> Any:
    return ContentType.objects.get_for_model(type(instance))
