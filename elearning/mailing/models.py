"""Outboxes: what is written in a transaction and sent by a worker, at most once each by a machine (ADR 0034, 0042)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

MAX_ATTEMPTS = 5
IN_FLIGHT = timedelta(minutes=5)  # a mail server answers within EMAIL_TIMEOUT; later nobody knows


class Progress(models.TextChoices):
    """What became of a row of an outbox, as far as anybody knows."""

    WAITING = "menunggu", "menunggu"
    SENDING = "sedang dikirim", "sedang dikirim"
    SENT = "terkirim", "terkirim"
    FAILED = "gagal", "gagal"
    UNSURE = "belum pasti", "belum pasti"


class OutgoingQuerySet(models.QuerySet):
    def due(self, at: datetime) -> OutgoingQuerySet:
        """Rows that nobody has begun to send and whose time has come."""
        return self.filter(begun_at=None, due_at__lte=at, attempts__lt=MAX_ATTEMPTS)

    def failed(self) -> OutgoingQuerySet:
        """The mail server refused them so often, or so plainly, that nobody tries any more."""
        return self.filter(begun_at=None, attempts__gte=MAX_ATTEMPTS)


class Outgoing(models.Model):
    """A row of an outbox, as ``sending`` needs it. Each outbox says itself what may exist once.

    ``begun_at`` is stored before the mail server is spoken to: a worker that dies in between leaves a row of which
    nobody knows whether it was sent, and which no machine sends again.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    address = models.EmailField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        abstract = True

    def progress(self, *, at: datetime) -> Progress:
        """Begun and never ended, for longer than a server takes to answer, is «belum pasti»."""
        if self.sent_at:
            return Progress.SENT
        if self.begun_at is None:
            return Progress.FAILED if self.attempts >= MAX_ATTEMPTS else Progress.WAITING
        return Progress.UNSURE if self.error or at - self.begun_at > IN_FLIGHT else Progress.SENDING


class Message(Outgoing):
    """A mail that a rule asked for: one for each recipient, rule, key and day, whoever asks how often.

    ``rule`` names why, ``key`` what it is about (empty where there is one such thing), ``due_on`` the day of the rule, not
    that of the sending. What was written stays as it was.
    """

    class Channel(models.TextChoices):
        EMAIL = "surel", "surel"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name="penerima",
    )
    channel = models.CharField("saluran", max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    rule = models.CharField("aturan", max_length=40)
    key = models.CharField("tentang", max_length=80, blank=True)
    due_on = models.DateField("hari")
    topic = models.CharField("hal yang bisa dihentikan", max_length=40, blank=True)
    subject = models.CharField("perihal", max_length=160)
    body = models.TextField("isi")
    attachment_name = models.CharField("nama lampiran", max_length=120, blank=True)
    attachment_type = models.CharField("jenis lampiran", max_length=80, blank=True)
    attachment = models.BinaryField("lampiran", null=True, blank=True)
    posted_at = models.DateTimeField("ditulis")

    class Meta:
        verbose_name = "surel"
        verbose_name_plural = "surel"
        ordering = ("-posted_at", "-pk")
        indexes = [models.Index(fields=["due_at"], condition=Q(begun_at__isnull=True), name="messages_to_send")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "rule", "key", "due_on", "channel"], condition=Q(person__isnull=False),
                name="one_message_per_person_rule_and_day",
            ),
            models.UniqueConstraint(
                Lower("address"), "rule", "key", "due_on", "channel", condition=Q(person__isnull=True),
                name="one_message_per_address_rule_and_day",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(begun_at__isnull=False, sent_at__gte=F("begun_at")),
                name="a_sent_message_was_begun",
            ),
            models.CheckConstraint(
                condition=Q(attachment__isnull=True, attachment_name="")
                | (Q(attachment__isnull=False) & ~Q(attachment_name="")),
                name="an_attachment_has_a_name",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rule} {self.due_on}"


class Stop(models.Model):
    """Somebody wants no more mail about a topic. Taken back by being deleted; nothing is written to whoever is here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="stops")
    topic = models.CharField("hal", max_length=40)
    stopped_at = models.DateTimeField()

    class Meta:
        verbose_name = "berhenti menerima surel"
        verbose_name_plural = "berhenti menerima surel"
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="a_topic_is_stopped_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.topic}"
