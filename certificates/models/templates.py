"""Templates and their frozen editions, and the pictures that papers keep (ADR 0030)."""

from __future__ import annotations

from django.db import models

from elearning.lib.frozen import WrittenOnce

from .storage import private_storage


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
