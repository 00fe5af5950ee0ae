"""A unit hands a course on to its staff: its node, the share link, and who joined through it (ADR 0037)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .querysets import CascadeNodeQuerySet, HandoutQuerySet, ReceiptQuerySet

if TYPE_CHECKING:
    from elearning.lessons.models import CoursePage
    from elearning.people.models import Unit


class CascadeNode(models.Model):
    """A unit's part in handing on one course: how many staff it has, until when, and whether it still runs (ADR 0037).

    The office holds it, not a person: who heads the unit that day works on it, and a successor finds all of it. Its place
    in the tree of nodes is that of its unit.
    """

    class Opening(models.TextChoices):
        ATTENDED = "hadir", "hadir di sosialisasi"
        PASSED = "lulus", "lulus kuis"
        BY_HAND = "sendiri", "dibuka sendiri"

    class Source(models.TextChoices):
        HEAD = "kepala", "menurut kepala unit"
        LIST = "daftar", "menurut daftar pegawai"
        PERSONNEL = "kepegawaian", "menurut data kepegawaian"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="cascade_nodes", verbose_name="unit kerja")
    course = models.ForeignKey(
        "lessons.CoursePage", models.PROTECT, related_name="cascade_nodes", verbose_name="kursus"
    )
    opening = models.CharField("dibuka karena", max_length=8, choices=Opening.choices)
    opened_at = models.DateTimeField("dibuka")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    staff_target = models.PositiveIntegerField("jumlah ASN", null=True, blank=True)
    staff_target_source = models.CharField("sumber jumlah", max_length=11, choices=Source.choices, blank=True)
    due_on = models.DateField("batas", null=True, blank=True)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    objects = CascadeNodeQuerySet.as_manager()

    class Meta:
        verbose_name = "simpul sebaran"
        verbose_name_plural = "simpul sebaran"
        ordering = ("-opened_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["unit", "course"], name="one_node_per_unit_and_course"),
            models.CheckConstraint(
                condition=Q(staff_target__isnull=True) | Q(staff_target__gt=0), name="a_staff_target_is_positive"
            ),
            models.CheckConstraint(
                condition=Q(staff_target__isnull=True, staff_target_source="")
                | (Q(staff_target__isnull=False) & ~Q(staff_target_source="")),
                name="a_staff_target_states_its_source",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="a_node_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.course}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Handout(models.Model):
    """A share link `/b/<kode>` of a node. The code is no secret; it opens only what is public."""

    code = models.CharField("kode bagikan", max_length=6, unique=True, editable=False)
    node = models.ForeignKey(CascadeNode, models.PROTECT, related_name="handouts")
    shared_by = models.CharField("dibagikan oleh", max_length=160)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    objects = HandoutQuerySet.as_manager()

    class Meta:
        verbose_name = "tautan bagikan"
        verbose_name_plural = "tautan bagikan"
        ordering = ("-created_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["node"], condition=Q(closed_at__isnull=True), name="one_open_handout_per_node"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("created_at")),
                name="a_handout_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node.unit} · {self.code}"

    @property
    def unit(self) -> Unit:
        return self.node.unit

    @property
    def course(self) -> CoursePage:
        return self.node.course

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
