"""The files an editor uploads and the few words that name the installation."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """An uploaded picture. Its description is what a lesson starts from; the block may say something fitter."""

    description = models.CharField(
        "teks alternatif", max_length=255, blank=True, default="", help_text="Apa yang terlihat, tanpa kata «gambar»."
    )
    admin_form_fields = Image.admin_form_fields

    @property
    def default_alt_text(self) -> str:
        """Never the title, as Wagtail would have it: that is mostly a file's name."""
        return self.description

    class Meta(AbstractImage.Meta):
        verbose_name = "gambar"
        verbose_name_plural = "gambar"


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]


class SiteDocument(AbstractDocument):
    """An uploaded file; links to it always state type and size."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"


class Accent(models.TextChoices):
    """The only accents: dull, tested for contrast, near no party's colour (experience.md §2)."""

    TERONG = "terong", "Terong"
    TANAH = "tanah", "Tanah"
    BATU = "batu", "Batu"


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """Who runs this installation, in the words that every page shows."""

    organiser = models.CharField("penyelenggara", max_length=120, default="penyelenggara situs ini")
    contact = models.CharField("kontak resmi", max_length=200, blank=True, help_text="Misalnya alamat email kantor.")
    report_channel_name = models.CharField("nama kanal pelaporan", max_length=120, default="Bawaslu")
    report_channel_url = models.URLField("tautan kanal pelaporan", default="https://www.bawaslu.go.id/")
    retention = models.CharField("masa simpan data", max_length=120, default="tiga tahun setelah hasil terakhir")
    accent = models.CharField("warna aksen", max_length=10, choices=Accent.choices, default=Accent.TERONG)

    panels = [
        MultiFieldPanel(
            [FieldPanel("organiser"), FieldPanel("contact"), FieldPanel("retention")], heading="Penyelenggara"
        ),
        MultiFieldPanel(
            [FieldPanel("report_channel_name"), FieldPanel("report_channel_url")], heading="Kanal pelaporan"
        ),
        FieldPanel("accent"),
    ]

    class Meta:
        verbose_name = "identitas situs"
