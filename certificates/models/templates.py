"""Templates and their frozen editions, and the pictures that papers keep (ADR 0030)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from elearning.lib.frozen import WrittenOnce

from ..querysets import TemplateQuerySet
from .storage import private_storage


class Template(models.Model):
    """A name over a row of versions; issued certificates point at one of them, so it is retired, never deleted.

    ``unit``: who keeps it, with all units below; empty for everybody.
    """

    slug = models.SlugField("kunci", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="unit pemilik"
    )
    retired_at = models.DateTimeField("tidak dipakai lagi sejak", null=True, blank=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "templat sertifikat"
        verbose_name_plural = "templat sertifikat"

    def __str__(self) -> str:
        return self.name

    def delete(self, *args, **kwargs):
        raise TypeError("A template is retired, never deleted.")


class TemplateVersion(WrittenOnce):
    """One edition of a template, immutable. ``design`` names the HTML/CSS pair; ``content`` is that of certificates.templating."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    design = models.SlugField(max_length=60)
    content = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "versi templat"
        verbose_name_plural = "versi templat"
        ordering = ("template", "number")
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_template_per_version_number")]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


def picture_path(picture: KeptPicture, filename: str) -> str:
    """The upload name is ignored: one picture, one file."""
    return f"sertifikat/gambar/{picture.sha256}.png"


class KeptPicture(WrittenOnce):
    """A logo or a drawn signature as papers show it, named by the SHA-256 of its bytes: facts point at it for ever.

    Always a PNG without metadata (services.pictures); the upload that it came from may change or go.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(storage=private_storage, upload_to=picture_path, max_length=120)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "gambar pada sertifikat"
        verbose_name_plural = "gambar pada sertifikat"

    def __str__(self) -> str:
        return self.sha256[:12]
