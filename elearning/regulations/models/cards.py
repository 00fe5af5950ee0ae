"""Rule cards: one act each, what it rests on, and what every publication of it taught."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from elearning.lib.addresses import absolute
from elearning.lib.frozen import WrittenOnce

from ..querysets import PublicationQuerySet, RuleCardQuerySet
from .register import Provision, Sanction
from .terms import Certainty, Role


class CardTopic(TaggedItemBase):
    content_object = ParentalKey("regulations.RuleCard", on_delete=models.CASCADE, related_name="tagged_topics")


class Verdict(models.TextChoices):
    """The three labels: always a shape and a word, never a colour (experience.md §2)."""

    ALLOWED = "boleh", "BOLEH"
    FORBIDDEN = "tidak-boleh", "TIDAK BOLEH"
    CONDITIONAL = "boleh-dengan-syarat", "BOLEH DENGAN SYARAT"


class Effect(models.TextChoices):
    """What a publication changes for people who learnt the one before (ADR 0014)."""

    EDITORIAL = "redaksional", "redaksional: kata-kata saja"
    CLARIFYING = "memperjelas", "memperjelas: aturan sama, isi lebih jelas"
    REVERSING = "membalik", "membalik: yang dulu diajarkan tidak lagi benar"
    WITHDRAWN = "ditarik", "ditarik: aturan tidak berlaku lagi"


# What an editor can state; a withdrawal is its own act.
STATED_EFFECTS = [choice for choice in Effect.choices if choice[0] != Effect.WITHDRAWN]


class RuleCard(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, index.Indexed, ClusterableModel
):
    """One act and whether it is allowed. Lessons, questions and quick answers rest on cards and never copy them."""

    slug = models.SlugField("kunci", max_length=80, unique=True)
    title = models.CharField("judul", max_length=100, help_text="Perbuatannya, paling banyak sembilan kata.")
    act = models.TextField("perbuatan")
    verdict = models.CharField("label", max_length=20, choices=Verdict.choices)
    situation = models.TextField("situasi", blank=True)
    reason = models.TextField("mengapa")
    advice = models.TextField("sebaiknya", blank=True)
    keywords = models.JSONField("kata kunci pencarian", default=list, blank=True)
    subjects = models.JSONField("subjek", default=list, blank=True)
    stages = models.JSONField("tahapan", default=list, blank=True)
    sanctions = ParentalManyToManyField(Sanction, blank=True, related_name="cards", verbose_name="sanksi")
    certainty = models.CharField("kepastian", max_length=20, choices=Certainty.choices)
    local_rule = models.TextField("aturan instansi", blank=True, help_text="Tempat aturan setempat yang lebih ketat.")
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    reviewed_on = models.DateField("diperiksa", null=True, blank=True)
    sources = models.JSONField("kode sumber", default=list, blank=True)
    editorial_note = models.TextField("catatan redaksi", blank=True)
    topics = ClusterTaggableManager(through=CardTopic, blank=True, verbose_name="topik")
    # What the editor states of the publication that is being prepared; the publication keeps it (RuleCardVersion).
    next_effect = models.CharField("akibat perubahan", max_length=12, choices=STATED_EFFECTS, blank=True)
    next_reason = models.TextField("mengapa berubah", max_length=600, blank=True)
    next_refresher = models.BooleanField(
        "ajak membaca lagi", default=False, help_text="Hanya untuk perubahan yang memperjelas. Yang membalik selalu."
    )

    objects = RuleCardQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=4), index.SearchField("act", boost=2), index.SearchField("situation"),
        index.SearchField("reason"), index.SearchField("keyword_text", boost=3), index.AutocompleteField("title"),
        index.AutocompleteField("keyword_text"), index.FilterField("live"), index.FilterField("verdict"),
        index.FilterField("certainty"),
    ]  # fmt: skip

    class Meta:
        verbose_name = "kartu aturan"
        verbose_name_plural = "kartu aturan"
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("regulations:card", args=[self.slug])

    def get_preview_template(self, request, mode_name):
        return "regulations/card_detail.html"

    def get_preview_context(self, request, mode_name):
        from ..presenting import present
        from ..readers import reader_of

        return {"shown": present(self, reader_of(request), on=timezone.localdate()), "request": request}

    @transaction.atomic
    def publish(self, revision, user=None, **kwargs):
        """Wagtail's one way of publishing, from the screen, a workflow or the clock. Raises CardRefused (see services) and
        ReviewRefused (see reviewing).

        One transaction with what rests on the card: a reaction that fails takes the publication back.
        """
        from ..causes import published_by
        from ..reviewing import require_reviewed
        from ..services import require_publishable

        RuleCard.objects.select_for_update().get(pk=self.pk)  # judged against what is taught now, until it is taught
        proposed = revision.as_object()
        require_publishable(proposed)
        require_reviewed(proposed, revision, by=user)
        with published_by(user, revision):
            return super().publish(revision, user=user, **kwargs)

    @property
    def initial(self) -> str:
        """Its place in an A–Z list."""
        return self.title[:1].upper()

    @property
    def keyword_text(self) -> str:
        return " ".join(self.keywords)

    @property
    def full_url(self) -> str:
        return absolute(self.get_absolute_url())


class CardCondition(models.Model):
    """One box of «Boleh hanya jika semua ini terpenuhi»."""

    card = ParentalKey(RuleCard, on_delete=models.CASCADE, related_name="conditions")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.CharField("syarat", max_length=300)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.text


class CardExample(models.Model):
    """The situation as a reader of one role meets it; the rule stays the same."""

    card = ParentalKey(RuleCard, on_delete=models.CASCADE, related_name="examples")
    role = models.CharField("peran", max_length=20, choices=Role.choices)
    situation = models.TextField("situasi")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["card", "role"], name="one_example_per_card_and_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.situation}"


class Citation(models.Model):
    """A card rests on a provision; ``certainty`` says how sure we are of this very link."""

    class Role(models.TextChoices):
        BASIS = "dasar", "dasar"
        ILLUSTRATION = "ilustrasi", "ilustrasi"
        COUNTER = "kontra", "pembanding"

    card = ParentalKey(RuleCard, on_delete=models.CASCADE, related_name="citations")
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="citations", verbose_name="pasal")
    role = models.CharField("sebagai", max_length=10, choices=Role.choices, default=Role.BASIS)
    certainty = models.CharField("kepastian", max_length=20, choices=Certainty.choices)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["card", "provision", "role"], name="one_citation_per_role")]

    def __str__(self) -> str:
        return str(self.provision)


class RuleCardVersion(WrittenOnce):
    """What a card taught from one publication to the next; written once, when the card is published.

    Wagtail's revisions serve the editing screen and may be purged; this row answers «apa yang kami ajarkan hari itu».
    """

    Effect = Effect

    card = models.ForeignKey(RuleCard, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    effect = models.CharField(max_length=12, choices=Effect.choices)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    content = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    effective_on = models.DateField("berlaku sejak", null=True, blank=True)
    reason = models.TextField("mengapa berubah", blank=True)
    asks_refresher = models.BooleanField(default=False)
    change = models.ForeignKey(
        "regulations.RegulationChange", models.PROTECT, null=True, blank=True, related_name="publications"
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "terbitan kartu"
        verbose_name_plural = "terbitan kartu"
        ordering = ("card", "number")
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="one_publication_per_number"),
            models.CheckConstraint(
                condition=~Q(effect="membalik") | Q(effective_on__isnull=False), name="a_reversal_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.card} terbitan {self.number}"

    def get_absolute_url(self) -> str:
        """«Yang berubah» of this publication; exists for those that changed a rule."""
        return reverse("regulations:change", args=[f"{self.card.slug}-{self.number}"])

    @property
    def takes_effect_at(self) -> datetime:
        """From when what it says is the rule: its day begins at the place of the site, but never before it was published."""
        if self.effective_on is None:
            return self.published_at
        midnight = datetime.combine(self.effective_on, time.min, tzinfo=timezone.get_default_timezone())
        return max(self.published_at, midnight)
