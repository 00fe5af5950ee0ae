"""Certificates: frozen facts, bytes and a state. Never redrawn from today's data, never deleted (ADR 0008)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from elearning.lib.frozen import WrittenOnce

from ..querysets import CertificateQuerySet
from .storage import filed_under, private_storage
from .templates import TemplateVersion

if TYPE_CHECKING:
    from .seals import SignedFile


class Certificate(models.Model):
    """What was attested, to whom, under which number. ``facts`` never change; the state does, with a trace."""

    class Kind(models.TextChoices):
        ATTENDED = "mengikuti", "mengikuti"
        PASSED = "lulus", "lulus"
        SPEAKER = "narasumber", "narasumber"
        MODERATOR = "moderator", "moderator"
        COMMITTEE = "panitia", "panitia"

    class State(models.TextChoices):
        VALID = "berlaku", "berlaku"
        REPLACED = "digantikan", "digantikan"
        REVOKED = "dicabut", "dicabut"

    code = models.CharField(max_length=12, unique=True, editable=False)
    source = models.CharField(max_length=120)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="issued_certificates")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField(default=0)
    number = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    facts = models.JSONField()
    facts_schema = models.PositiveSmallIntegerField(default=1)
    facts_sha256 = models.CharField(max_length=64)
    nip_digest = models.CharField(max_length=64, blank=True, editable=False)
    template_version = models.ForeignKey(TemplateVersion, models.PROTECT, related_name="certificates")
    batch = models.ForeignKey("certificates.Batch", models.PROTECT, null=True, blank=True, related_name="certificates")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.VALID)
    state_since = models.DateTimeField()
    state_reason = models.CharField(max_length=200, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "sertifikat"
        verbose_name_plural = "sertifikat"
        ordering = ("unit", "-year", "-sequence", "-revision")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "sequence", "revision"], name="one_certificate_per_number"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(state="berlaku"), name="one_valid_certificate_per_source"
            ),
            models.CheckConstraint(
                condition=~Q(state="dicabut") | ~Q(state_reason=""), name="a_revocation_states_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(revision=0, replaces__isnull=True) | Q(revision__gt=0, replaces__isnull=False),
                name="a_revision_replaces_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def final_file(self) -> CertificateFile | SignedFile:
        """The bytes that are handed out: what came back signed from a certified provider, else what we made (ADR 0032)."""
        return getattr(self, "signed_file", None) or self.file

    def delete(self, *args, **kwargs):
        raise TypeError("A certificate is revoked with a reason, never deleted.")


class CertificateRule(WrittenOnce):
    """A rule, and the edition of it, that the holder had learnt when this was issued; plain words from the claim (ADR 0013)."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="rules")
    rule = models.CharField(max_length=80)
    edition = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["rule", "edition"], name="certificates_of_a_rule")]
        constraints = [models.UniqueConstraint(fields=["certificate", "rule"], name="a_rule_once_per_certificate")]

    def __str__(self) -> str:
        return f"{self.rule} {self.edition}"


class CertificateFile(WrittenOnce):
    """The bytes that were handed out: written once, found again by their hash."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, related_name="file")
    pdf = models.FileField(storage=private_storage, upload_to=filed_under, max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]


class CertificateEvent(WrittenOnce):
    """The ledger of a certificate: issued, replaced, revoked, restored, and what became of its rules. Appended only.

    ``rule`` and ``edition`` name the rule of RULE_CHANGED and REFRESHED; ``note`` says in one sentence what changed.
    """

    class Kind(models.TextChoices):
        ISSUED = "terbit", "diterbitkan"
        REPLACED = "diganti", "digantikan"
        REVOKED = "cabut", "dicabut"
        RESTORED = "pulih", "dipulihkan"
        RULE_CHANGED = "aturan", "dasar aturan berubah"
        REFRESHED = "diperbarui", "diperbarui"
        SIGNED = "ttd", "ditandatangani secara elektronik"

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    rule = models.CharField(max_length=80, blank=True)
    edition = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("certificate", "at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "kind", "rule", "edition"], condition=~Q(rule=""),
                name="a_change_of_a_rule_is_noted_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["aturan", "diperbarui"]) | (~Q(rule="") & Q(edition__isnull=False)),
                name="a_note_on_a_rule_names_it",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%d-%m-%Y}"
