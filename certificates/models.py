"""Certificates: frozen facts, bytes and a state. Never redrawn from today's data, never deleted (ADR 0008)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from elearning.lib.frozen import WrittenOnce

from .querysets import CertificateQuerySet, CorrectionRequestQuerySet, RenderJobQuerySet


def private_storage():
    """Certificates are handed out by a view, never by MEDIA_URL."""
    return storages["private"]


def paper_path(certificate: Certificate) -> str:
    """Where the bytes of a paper lie: number and code, so that two people of one name never share a file."""
    return f"sertifikat/{certificate.year}/{slugify(certificate.number.replace('/', '-'))}-{certificate.code}.pdf"


def filed_under(file: CertificateFile, filename: str) -> str:
    """The upload name is ignored; see paper_path."""
    return paper_path(file.certificate)


class Template(models.Model):
    """A design with its wording; issued certificates point at one of its versions."""

    slug = models.SlugField("kunci", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)

    class Meta:
        verbose_name = "templat sertifikat"
        verbose_name_plural = "templat sertifikat"

    def __str__(self) -> str:
        return self.name


class TemplateVersion(WrittenOnce):
    """One edition of a template, immutable. ``design`` names the HTML/CSS pair; ``content`` holds its words.

    ``content``: {"wording": {kind: sentence}, "signature_mode": "basah"|"gambar"|"tte", "shows_nip": bool,
    "number_pattern": "{seq:03d}/…"}; placeholders are those of certificates.rendering.
    """

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    design = models.SlugField(max_length=60)
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = "versi templat"
        verbose_name_plural = "versi templat"
        ordering = ("template", "number")
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_template_per_version_number")]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


class NumberCounter(models.Model):
    """The last running number of a unit in a year. Taken inside the issuing transaction, so a rollback leaves no hole."""

    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="one_counter_per_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.year}: {self.value}"


class Batch(models.Model):
    """Certificates issued by one act. Pressing the button twice finds the first batch; late comers make another one."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=120, db_index=True)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "penerbitan"
        verbose_name_plural = "penerbitan"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"penerbitan {self.public_id}"


class Certificate(models.Model):
    """What was attested, to whom, under which number. ``facts`` never change; the state does, with a trace."""

    class Kind(models.TextChoices):
        ATTENDED = "mengikuti", "mengikuti"
        PASSED = "lulus", "lulus"

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
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="certificates")
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


class RenderJob(models.Model):
    """The outbox: a certificate whose PDF is still to be made. Written in the issuing transaction.

    A worker leases a row for a while; a killed worker's lease runs out and another one takes the row.
    """

    certificate = models.OneToOneField(Certificate, models.CASCADE, related_name="render_job")
    created_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(done_at__isnull=True), name="render_jobs_to_do"),
        ]

    def __str__(self) -> str:
        return f"PDF untuk {self.certificate_id}"


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


class CorrectionRequest(models.Model):
    """«Minta perbaikan nama»: what a holder wants the paper to say, and what the register answered."""

    class Outcome(models.TextChoices):
        CORRECTED = "diperbaiki", "diperbaiki"
        DECLINED = "ditolak", "ditolak"

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="correction_requests")
    wanted_name = models.CharField("nama yang benar", max_length=120)
    note = models.CharField("keterangan", max_length=300, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    answer = models.CharField("jawaban", max_length=200, blank=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(decided_at__isnull=True), name="one_open_request_per_certificate"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="a_decided_request_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"perbaikan untuk {self.certificate_id}"
