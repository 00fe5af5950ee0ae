"""An act of issue by two people: who is on the list, who proposed it, and what another one decided (ADR 0034)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from elearning.lib.frozen import WrittenOnce

from ..querysets import IssueProposalQuerySet
from .issuing import Batch


class IssueProposal(WrittenOnce):
    """«Usulkan penerbitan»: the list as it was proposed. Another round follows only after a decision on the last one.

    ``people``: for each, in the order of the numbers to come, ``{"source", "name", "kind", "sha256"}``; the last is that
    of everything the paper would state but number, code and day of issue. ``scope``: how the list was chosen, in the words
    of whoever proposes; it is chosen in the same way when somebody approves.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=120)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=20, blank=True)
    people = models.JSONField()
    list_sha256 = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = IssueProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "usulan penerbitan"
        verbose_name_plural = "usulan penerbitan"
        ordering = ("source", "round")
        constraints = [
            models.UniqueConstraint(fields=["source", "round"], name="one_proposal_per_source_and_round"),
            models.CheckConstraint(condition=Q(round__gte=1), name="rounds_of_proposals_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"usulan {self.public_id}"


class ProposalDecision(WrittenOnce):
    """What became of a proposal, once. ``proposer`` repeats who proposed it, so that the database sees both people."""

    class Outcome(models.TextChoices):
        APPROVED = "disetujui", "disetujui"
        RETURNED = "dikembalikan", "dikembalikan"
        WITHDRAWN = "ditarik", "ditarik"

    proposal = models.OneToOneField(IssueProposal, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.CharField("alasan", max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, blank=True, related_name="approval")

    class Meta:
        verbose_name = "keputusan usulan"
        verbose_name_plural = "keputusan usulan"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="ditarik", decided_by=F("proposer"))
                | (~Q(outcome="ditarik") & ~Q(decided_by=F("proposer"))),
                name="nobody_approves_his_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(outcome="disetujui", batch__isnull=False)
                | (~Q(outcome="disetujui") & Q(batch__isnull=True)),
                name="an_approval_issues_a_batch",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="dikembalikan") | ~Q(reason=""), name="a_returned_proposal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.outcome}"
