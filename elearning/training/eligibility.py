"""Who has earned a certificate, and if not, why not. Pure: facts in, reasons out (capabilities 2.5)."""

from dataclasses import dataclass
from enum import StrEnum


class PostTest(StrEnum):
    """What the post-test of one participant came to."""

    NOT_TAKEN = "belum"
    FAILED = "belum-lulus"
    PASSED = "lulus"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a session asks for. ``day_count`` ≥ ``min_days_attended`` ≥ 1 in every session that was opened."""

    day_count: int
    min_days_attended: int
    needs_post_test_passed: bool = False
    needs_post_test_taken: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """What the committee decided beside the conditions, and why."""

    grants: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What one participant did. ``days_attended`` counts from 1; ``is_represented``: a deputy came instead."""

    days_attended: frozenset[int] = frozenset()
    post_test: PostTest = PostTest.NOT_TAKEN
    is_represented: bool = False
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """``code``: represented, never_present, absent_day, too_few_days, post_test_missing, post_test_failed, withheld."""

    code: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Eligibility:
    """``eligible`` exactly when there is no reason against it. ``waived``: reasons that an override passes over."""

    reasons: tuple[Reason, ...] = ()
    waived: tuple[Reason, ...] = ()
    override: Override | None = None

    @property
    def eligible(self) -> bool:
        return not self.reasons

    @property
    def words(self) -> str:
        return ", ".join(reason.words for reason in self.reasons)


def assess(conditions: Conditions, facts: Facts) -> Eligibility:
    """Hold the facts of one participant against the conditions of the session.

    Days outside 1…``day_count`` count for nothing. Every condition is looked at, so that all reasons are told at once.
    An override decides instead, with its own reason; but nobody who never came is given a paper that states days.
    """
    gaps = (*_attendance_gaps(conditions, facts), *_test_gaps(conditions, facts))
    override = facts.override
    if override is None:
        return Eligibility(gaps)
    if not override.grants:
        return Eligibility((Reason("withheld", f"tidak diberi sertifikat: {override.reason}"),), override=override)
    if not facts.days_attended:
        return Eligibility(gaps, override=override)
    return Eligibility(waived=gaps, override=override)


def _attendance_gaps(conditions: Conditions, facts: Facts) -> tuple[Reason, ...]:
    days = range(1, conditions.day_count + 1)
    present = sum(day in facts.days_attended for day in days)
    if present >= conditions.min_days_attended:
        return ()
    if present == 0:
        if facts.is_represented:
            return (Reason("represented", "diwakili orang lain"),)
        return (Reason("never_present", "belum pernah hadir"),)
    if conditions.min_days_attended >= conditions.day_count:
        return tuple(
            Reason("absent_day", f"belum hadir hari ke-{day}") for day in days if day not in facts.days_attended
        )
    return (
        Reason(
            "too_few_days",
            f"hadir {present} dari {conditions.day_count} hari, perlu {conditions.min_days_attended}",
        ),
    )


def _test_gaps(conditions: Conditions, facts: Facts) -> tuple[Reason, ...]:
    is_asked = conditions.needs_post_test_taken or conditions.needs_post_test_passed
    if is_asked and facts.post_test is PostTest.NOT_TAKEN:
        return (Reason("post_test_missing", "belum mengerjakan post-test"),)
    if conditions.needs_post_test_passed and facts.post_test is PostTest.FAILED:
        return (Reason("post_test_failed", "belum lulus post-test"),)
    return ()
