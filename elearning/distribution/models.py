"""A camat hands material on to the staff: the share link, and who joined through it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .querysets import HandoutQuerySet, ReceiptQuerySet


class Handout(models.Model):
    """A share link `/b/<kode>` of a unit for a course. The code is no secret; it opens only what is public."""

    code = models.CharField("kode bagikan", max_length=6, unique=True, editable=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="handouts", verbose_name="unit kerja")
    course = models.ForeignKey("lessons.CoursePage", models.PROTECT, related_name="handouts", verbose_name="kursus")
    shared_by = models.CharField("dibagikan oleh", max_length=160)
    staff_target = models.PositiveIntegerField("jumlah ASN", null=True, blank=True)
    staff_target_source = models.CharField("sumber jumlah", max_length=120, blank=True)
    due_on = models.DateField("batas", null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    objects = HandoutQuerySet.as_manager()

    class Meta:
        verbose_name = "sebaran"
        verbose_name_plural = "sebaran"
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "course"],
                condition=Q(closed_at__isnull=True),
                name="one_open_handout_per_unit_and_course",
            ),
            models.CheckConstraint(
                condition=Q(staff_target__isnull=True) | Q(staff_target__gt=0), name="a_staff_target_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
                name="a_handout_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.code}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Receipt(models.Model):
    """A person who came through a handout. The unit's head may confirm «Benar pegawai saya»."""

    class State(models.TextChoices):
        SELF_DECLARED = "sendiri", "diisi sendiri"
        CONFIRMED = "benar", "dikonfirmasi camat"
        REJECTED = "bukan", "bukan pegawai unit ini"

    handout = models.ForeignKey(Handout, models.PROTECT, related_name="receipts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="receipts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.SELF_DECLARED)
    joined_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "tanda terima"
        verbose_name_plural = "tanda terima"
        ordering = ("handout", "joined_at")
        constraints = [models.UniqueConstraint(fields=["handout", "person"], name="a_person_joins_a_handout_once")]

    def __str__(self) -> str:
        return f"{self.person_id} lewat {self.handout_id}"
