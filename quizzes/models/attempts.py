"""Attempts: what was shown is frozen at the start, what happened is only ever appended to (ADR 0007)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from elearning.lib.frozen import WrittenOnce

from .. import types
from ..querysets import AnswerQuerySet, AttemptItemQuerySet, AttemptQuerySet
from .bank import QuestionVersion
from .quiz import Quiz


class Attempt(models.Model):
    """One sitting of one person, whatever for. What it shows is frozen at the start; what happened is appended.

    ``context`` names the occasion («session:<uuid>»), "" for self-study. ``cycle`` counts re-certifications.
    A guest's attempt has ``guest_key`` until its owner says who he is. ``pool``: for a quiz with rules, what was drawn from,
    as ``drawing`` writes it, so that the draw can be repeated (ADR 0020).
    """

    class Mode(models.TextChoices):
        SELF_STUDY = "mandiri", "belajar mandiri"
        PRE_TEST = "pre", "pre-test"
        POST_TEST = "post", "post-test"
        ROOM = "ruang", "ruangan"
        REFRESHER = "penyegaran", "penyegaran"

    class State(models.TextChoices):
        IN_PROGRESS = "berjalan", "sedang dikerjakan"
        SUBMITTED = "terkirim", "terkirim"
        ABANDONED = "ditinggal", "ditinggalkan"

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="attempts")
    guest_key = models.UUIDField(null=True, blank=True)
    mode = models.CharField(max_length=10, choices=Mode.choices)
    context = models.CharField(max_length=80, blank=True)
    cycle = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_PROGRESS)
    seed = models.BigIntegerField()
    pool_hash = models.CharField(max_length=64)
    pool = models.JSONField(default=list)
    pass_mark_percent = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    max_points = models.DecimalField(max_digits=7, decimal_places=3)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = "pengerjaan"
        verbose_name_plural = "pengerjaan"
        ordering = ("-started_at",)
        indexes = [
            models.Index(fields=["quiz", "context", "state"]),
            models.Index(fields=["context", "mode"], name="attempts_of_an_occasion"),
            models.Index(fields=["state", "deadline_at"], name="attempts_to_close"),
            models.Index(fields=["guest_key"], condition=Q(person__isnull=True), name="attempts_of_a_guest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(guest_key__isnull=False), name="an_attempt_has_an_owner"
            ),
            models.UniqueConstraint(
                fields=["person", "quiz", "mode", "context", "cycle", "number"],
                condition=Q(person__isnull=False), name="one_attempt_per_person_and_number",
            ),
            models.UniqueConstraint(
                fields=["person", "quiz", "mode", "context"],
                condition=Q(person__isnull=False, state="berjalan"), name="one_running_attempt_per_person",
            ),
            models.UniqueConstraint(
                fields=["guest_key", "quiz", "mode", "context"],
                condition=Q(guest_key__isnull=False, person__isnull=True, state="berjalan"),
                name="one_running_attempt_per_guest",
            ),
            models.CheckConstraint(
                condition=Q(state="terkirim", submitted_at__isnull=False, score_percent__isnull=False)
                | ~Q(state="terkirim"),
                name="a_submitted_attempt_has_a_score",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(submitted_at__gte=F("started_at")),
                name="an_attempt_ends_after_it_starts",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"pengerjaan {self.public_id}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.IN_PROGRESS

    @property
    def is_void(self) -> bool:
        """Sent, but the rule of every question that was not answered rightly changed meanwhile, and none is left."""
        return self.state == self.State.SUBMITTED and self.max_points == 0

    @property
    def passed(self) -> bool:
        return self.score_percent is not None and self.score_percent >= self.pass_mark_percent


class AttemptItem(WrittenOnce):
    """One question as this attempt shows it: which version, in which place, with its options in which order.

    ``option_order``: option ids as shown; for matching also ``match_order``: the right-hand sides, by option id.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="items")
    option_order = models.JSONField(default=list)
    match_order = models.JSONField(default=list, blank=True)
    max_mark = models.DecimalField(max_digits=5, decimal_places=2, default=1)

    objects = AttemptItemQuerySet.as_manager()

    class Meta:
        ordering = ("attempt", "position")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_item_per_position"),
            models.UniqueConstraint(fields=["attempt", "version"], name="a_version_once_per_attempt"),
        ]

    def __str__(self) -> str:
        return f"soal {self.position}"

    @property
    def kind(self) -> types.Kind:
        return types.KINDS[self.version.type]

    @property
    def shown(self) -> types.Shown:
        return types.Shown(tuple(self.option_order), tuple(self.match_order))

    @property
    def choices(self) -> tuple[types.Choice, ...]:
        """The options with their key, for grading and for results."""
        return self.version.choices

    @property
    def response(self) -> dict:
        """The newest answer that counts, by server time; {} for a question left blank."""
        counted = (answer for answer in self.answers.all() if answer.counts)
        newest = max(counted, key=lambda answer: (answer.received_at, answer.pk), default=None)
        return newest.response if newest else {}

    @cached_property
    def newest_mark(self) -> Mark | None:
        """The one that counts; None while nothing is marked."""
        return max(self.marks.all(), key=lambda mark: mark.pk, default=None)


class Answer(WrittenOnce):
    """An answer as it was given; the newest by server time counts. Sent twice, ``client_id`` stores it once.

    ``response``: {"options": [ids]} (single, multiple, true/false), {"order": [id or null for each place]} (ordering),
    {"pairs": {"<left id>": <right id>}} (matching); {} clears the answer. ``waits``: it arrived so long after closing
    that the committee decides (``LateDecision``); until then it counts for nothing.
    """

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="answers")
    client_id = models.UUIDField(unique=True)
    response = models.JSONField()
    occurred_at = models.DateTimeField("waktu di HP")
    received_at = models.DateTimeField("waktu di server")
    is_late = models.BooleanField("diterima sesudah ditutup", default=False)
    waits = models.BooleanField("menunggu panitia", default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("item", "received_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(waits=False) | Q(is_late=True), name="only_late_answers_wait")
        ]

    def __str__(self) -> str:
        return f"jawaban {self.client_id}"

    @cached_property
    def is_accepted(self) -> bool | None:
        """What the committee said last about an answer that waits; ``with_decision()`` brings it along."""
        return self.decisions.order_by("-pk").values_list("counts", flat=True).first()

    @property
    def counts(self) -> bool:
        return not self.waits or bool(self.is_accepted)


class LateDecision(WrittenOnce):
    """Whether an answer that waits counts, as the committee said; the newest counts."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="decisions")
    counts = models.BooleanField("dihitung")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("answer", "pk")

    def __str__(self) -> str:
        return "dihitung" if self.counts else "dibiarkan"


class Mark(WrittenOnce):
    """What an answer was worth, by which version's key, and why; the newest counts."""

    class Reason(models.TextChoices):
        AUTOMATIC = "otomatis", "otomatis"
        CORRECTION = "koreksi", "koreksi kunci"
        VOID = "batal", "soal dibatalkan"
        LATE = "terlambat", "keputusan atas jawaban terlambat"

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="marks")
    fraction = models.DecimalField(max_digits=6, decimal_places=5)
    key_version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices, default=Reason.AUTOMATIC)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("item", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(fraction__gte=0, fraction__lte=1), name="a_mark_is_between_0_and_1")
        ]

    def __str__(self) -> str:
        return f"{self.fraction}"
