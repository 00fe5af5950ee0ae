"""What the clock counted for leaders: stored once an hour, so that no page counts people (ADR 0043)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .suppression import LEAST


class Reckoning(models.Model):
    """One course, counted as a whole. ``counted_at``: the moment that its figures tell of; None before the first count."""

    course = models.OneToOneField("lessons.CoursePage", models.CASCADE, related_name="reckoning")
    counted_at = models.DateTimeField("dihitung", null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "hitungan"
        verbose_name_plural = "hitungan"

    def __str__(self) -> str:
        return f"hitungan {self.course_id}"


class Figures(models.Model):
    """``is_direct``: of those who work in the unit itself, where others lie below it; else of everything in and below it.

    What is hidden is not even stored: a constraint says so, so that no query can ever tell it.
    """

    unit = models.ForeignKey("people.Unit", models.CASCADE, related_name="+")
    is_direct = models.BooleanField(default=False)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        abstract = True


class UnitFigures(Figures):
    """Coverage of a unit and how the cascade runs there.

    ``base`` and ``reached``: ASN and finished ASN where a node stated its staff (the highest such node counts for all below
    it); None where none did. ``weeks``: who finished, by week, oldest first, the last is that of the count. ``pairs``: people
    who did both tests of a sosialisasi of these units, with both means. ``first_hand``: people who did a post-test;
    ``second_hand``: people who learnt at home only; both with what they reached in ``shared_questions``.
    """

    PEOPLE = ("base", "reached", "registered", "begun", "finished", "certificates", "session_certificates")

    reckoning = models.ForeignKey(Reckoning, models.CASCADE, related_name="units")
    base = models.PositiveIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    registered = models.PositiveIntegerField(null=True)
    begun = models.PositiveIntegerField(null=True)
    finished = models.PositiveIntegerField(null=True)
    certificates = models.PositiveIntegerField(null=True)
    session_certificates = models.PositiveIntegerField(null=True)
    weeks = models.JSONField(null=True)
    nodes = models.PositiveIntegerField(default=0)
    stated = models.PositiveIntegerField(default=0)
    silent = models.PositiveIntegerField(default=0)
    depth = models.PositiveSmallIntegerField(default=0)
    timed_nodes = models.PositiveIntegerField(default=0)
    days_to_first_join = models.FloatField(null=True)
    subdistricts = models.PositiveIntegerField(default=0)
    subdistricts_begun = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(null=True)
    mean_before = models.FloatField(null=True)
    mean_after = models.FloatField(null=True)
    first_hand = models.PositiveIntegerField(null=True)
    first_hand_percent = models.FloatField(null=True)
    second_hand = models.PositiveIntegerField(null=True)
    second_hand_percent = models.FloatField(null=True)
    shared_questions = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = "angka unit"
        verbose_name_plural = "angka unit"
        constraints = [
            models.UniqueConstraint(fields=["reckoning", "unit", "is_direct"], name="one_figure_per_unit"),
            models.CheckConstraint(
                condition=Q(is_hidden=False)
                | Q(base=None, reached=None, registered=None, begun=None, finished=None, certificates=None,
                    session_certificates=None, weeks=None),
                name="a_hidden_unit_has_no_figures",
            ),
            models.CheckConstraint(
                condition=Q(base=None, reached=None) | Q(base__gte=models.F("reached")), name="reach_rests_on_its_base"
            ),
            models.CheckConstraint(
                condition=Q(pairs=None) | Q(pairs__gte=LEAST), name="means_of_five_people_at_least"
            ),
            models.CheckConstraint(
                condition=Q(first_hand=None, second_hand=None) | Q(first_hand__gte=LEAST, second_hand__gte=LEAST),
                name="fidelity_of_five_people_at_least",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"angka {self.unit_id}"


class TopicFigures(Figures):
    """What people of a unit answered on one topic, in the first attempt that each finished at home.

    ``belief``: the wrong option that most of them chose, of one question, by ``belief_people`` of ``belief_asked``.
    """

    reckoning = models.ForeignKey(Reckoning, models.CASCADE, related_name="topics")
    topic = models.CharField("topik", max_length=100)
    people = models.PositiveIntegerField(null=True)
    percent = models.FloatField(null=True)
    belief = models.TextField(blank=True)
    belief_people = models.PositiveIntegerField(null=True)
    belief_asked = models.PositiveIntegerField(null=True)
    card = models.ForeignKey("regulations.RuleCard", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "angka topik"
        verbose_name_plural = "angka topik"
        constraints = [
            models.UniqueConstraint(fields=["reckoning", "unit", "is_direct", "topic"], name="one_figure_per_topic"),
            models.CheckConstraint(
                condition=Q(is_hidden=False, people__gte=LEAST, percent__isnull=False)
                | Q(is_hidden=True, people=None, percent=None, belief="", belief_people=None, belief_asked=None),
                name="a_topic_tells_of_five_people_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(belief_people=None) | Q(belief_people__gte=LEAST), name="a_belief_of_five_people_at_least"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.unit_id}"
