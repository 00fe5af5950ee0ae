"""Reads of certificates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from elearning.people.models import Unit, User

MAX_ATTEMPTS = 5


class CertificateQuerySet(models.QuerySet):
    def valid(self) -> CertificateQuerySet:
        return self.filter(state="berlaku")

    def held_by(self, user: User) -> CertificateQuerySet:
        return self.filter(holder=user).select_related("file", "unit")

    def kept_by(self, user: User, *, on: date) -> CertificateQuerySet:
        """The register that ``user`` keeps: papers issued by the units whose committee office gives them."""
        from elearning.people.models import OfficeRole, Unit

        return self.filter(unit__in=Unit.objects.visible_to(user, on=on, roles=(OfficeRole.COMMITTEE,)))

    def open_to(self, user: User, *, on: date) -> CertificateQuerySet:
        """What a person may download: the own papers, and those of the units in sight."""
        from elearning.people.models import Unit

        return self.filter(Q(holder=user) | Q(unit__in=Unit.objects.visible_to(user, on=on)))

    def resting_on(self, rules: Iterable[str] | models.QuerySet, *, before: int | None = None) -> CertificateQuerySet:
        """Papers whose holder had learnt one of these rules; with ``before``, in an older edition than that."""
        from .models import CertificateRule

        kept = CertificateRule.objects.filter(rule__in=rules)
        return self.filter(pk__in=(kept if before is None else kept.filter(edition__lt=before)).values("certificate"))

    def newest_first(self) -> CertificateQuerySet:
        return self.order_by("-issued_at", "-pk")


class BadgeQuerySet(models.QuerySet):
    def complete(self) -> BadgeQuerySet:
        """With all that a credential says."""
        return self.select_related("certificate", "achievement__unit", "status_list__unit")


class RenderJobQuerySet(models.QuerySet):
    def due(self, at: datetime) -> RenderJobQuerySet:
        """Papers still to be made that no worker holds and that have not failed too often."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
        return self.filter(free, done_at__isnull=True, attempts__lt=MAX_ATTEMPTS)

    def given_up(self) -> RenderJobQuerySet:
        """Failed so often that nobody tries any more, until somebody says so."""
        return self.filter(done_at__isnull=True, attempts__gte=MAX_ATTEMPTS)

    def with_certificate(self) -> RenderJobQuerySet:
        return self.select_related("certificate__template_version", "certificate__unit")


class CorrectionRequestQuerySet(models.QuerySet):
    def waiting(self) -> CorrectionRequestQuerySet:
        return self.filter(decided_at=None)

    def for_register_of(self, user: User, *, on: date) -> CorrectionRequestQuerySet:
        """Requests about the papers whose register ``user`` keeps."""
        from .models import Certificate

        return self.filter(certificate__in=Certificate.objects.kept_by(user, on=on)).select_related("certificate")


class BatchQuerySet(models.QuerySet):
    def kept_by(self, user: User, *, on: date) -> BatchQuerySet:
        """Acts of the units whose register ``user`` keeps."""
        from elearning.people.models import OfficeRole, Unit

        return self.filter(unit__in=Unit.objects.visible_to(user, on=on, roles=(OfficeRole.COMMITTEE,)))

    def with_size(self) -> BatchQuerySet:
        """``issued``: how many papers the act itself gave."""
        return self.annotate(issued=Count("certificates", filter=Q(certificates__revision=0)))

    def with_people(self) -> BatchQuerySet:
        """With everybody whom the berita acara names."""
        return self.select_related("unit", "created_by", "approval__decided_by", "approval__proposal__proposed_by")


class IssueProposalQuerySet(models.QuerySet):
    def waiting(self) -> IssueProposalQuerySet:
        return self.filter(decision=None)


class TemplateQuerySet(models.QuerySet):
    def kept_by(self, user: User, *, on: date) -> TemplateQuerySet:
        """The templates that ``user`` may change: those of the units whose committee office is held, and the shared ones
        with the permission to change templates.
        """
        from elearning.people.models import OfficeRole, Unit

        own = Q(unit__in=Unit.objects.visible_to(user, on=on, roles=(OfficeRole.COMMITTEE,)))
        return self.filter(own | Q(unit=None) if user.has_perm("certificates.change_template") else own)

    def seen_by(self, user: User, *, on: date) -> TemplateQuerySet:
        """Those that ``user`` may change, and for whoever keeps a template or a unit the shared ones, to read and copy."""
        from elearning.people.models import OfficeHolding, OfficeRole

        held = OfficeHolding.objects.of(user, on=on, roles=(OfficeRole.COMMITTEE,))
        reads = user.has_perm("certificates.view_template") or held.exists()
        return self.kept_by(user, on=on) | self.filter(unit=None) if reads else self.kept_by(user, on=on)

    def offered_to(self, unit: Unit) -> TemplateQuerySet:
        """What papers of ``unit`` may be printed on: the shared templates, its own, and those of the units above it."""
        above = [unit.path[:length] for length in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
        return self.filter(Q(unit=None) | Q(unit__path__in=above), retired_at=None)
