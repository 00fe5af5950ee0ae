"""A wrong key is corrected in the learner's favour: what would change, and the change (ADR 0021)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import chain

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from wagtail.log_actions import log

from elearning.people.models import User
from elearning.regulations.models import Certainty

from .. import reactions
from ..correcting import Marked, Outcome, can_judge, corrected, items_before, items_below, items_to_come
from ..errors import CorrectionError
from ..models import Answer, Attempt, AttemptItem, CorrectedResult, KeyCorrection, Mark, Question, QuestionVersion
from .marking import decimal_of, judge

DAY = timedelta(days=1)
BATCH = 500
NAMES = 100


@dataclass(frozen=True, slots=True)
class Gain:
    """What one attempt wins: its questions that are worth more, by item, and its result."""

    attempt: Attempt
    items: dict[int, Fraction]
    before: Outcome
    after: Outcome

    @property
    def passes_now(self) -> bool:
        return not self.attempt.passed and self.after.percent >= self.attempt.pass_mark_percent

    def result(self, correction: KeyCorrection) -> CorrectedResult:
        return CorrectedResult(
            correction=correction,
            attempt=self.attempt,
            percent_before=self.before.percent,
            percent_after=self.after.percent,
            passed_before=self.attempt.passed,
            passed_after=self.attempt.passed or self.passes_now,
        )


@dataclass(frozen=True, slots=True)
class CorrectionPreview:
    """«14 nilai berubah, 3 orang menjadi lulus, 0 gugur.» ``scanned``: sent attempts that met an older edition.

    ``to_come``: attempts that met one and are still to be marked, where no correction tells them of this key yet.
    ``named``: the first hundred gains of people whom the asker may see.
    """

    scores_changed: int
    now_passing: int
    scanned: int
    to_come: int = 0
    named: tuple[Gain, ...] = ()
    failing: int = 0  # a correction takes nothing away; said because everybody asks

    def __str__(self) -> str:
        return f"{self.scores_changed} nilai berubah, {self.now_passing} orang menjadi lulus, {self.failing} gugur."


def preview_correction(version: QuestionVersion, *, people: QuerySet[User] | None = None) -> CorrectionPreview:
    """What ``correct_key`` would change; ``people``: whose names may be told.

    Raises CorrectionError: not_newest, first_version, doubtful.
    """
    _refuse(version)
    changed, passing = 0, set[object]()  # two attempts of one person are one who passes
    named: list[Gain] = []
    for gains in _gains(version):
        changed += len(gains)
        passing |= {gain.attempt.person_id or gain.attempt.public_id for gain in gains if gain.passes_now}
        if people is not None and len(named) < NAMES:
            known = set(people.filter(attempts__in=[gain.attempt.pk for gain in gains]).values_list("pk", flat=True))
            named += [gain for gain in gains if gain.attempt.person_id in known]
    scanned = items_before(version).values("attempt").distinct().count()
    return CorrectionPreview(changed, len(passing), scanned, _to_come(version), tuple(named[:NAMES]))


@transaction.atomic
def correct_key(version: QuestionVersion, *, reason: str, by: User, at: datetime) -> KeyCorrection | None:
    """Mark again what the key of ``version`` gives more for; None when it gives nobody more, as on a second run.

    An attempt sent later is judged by this key at once: that some are still to come is reason enough to write it down.
    One that is sent at this very moment is found by ``repeat_corrections``.

    Raises CorrectionError: reason_missing, not_newest, first_version, doubtful.
    """
    if not reason.strip():
        raise CorrectionError("reason_missing")
    question = Question.objects.select_for_update().get(pk=version.question_id)  # one correction after the other
    _refuse(version)
    to_come, batches = _to_come(version), _gains(version, lock=True)
    first = next(batches, [])
    if not (first or to_come):
        return None
    correction = KeyCorrection.objects.create(version=version, reason=reason.strip(), made_at=at, made_by=by)
    changed = 0
    for gains in chain([first], batches):
        _write(correction, gains)
        changed += len(gains)
    data = {"version": version.number, "reason": correction.reason, "results": changed}
    log(question, "quizzes.question.correction", user=by, data=data, timestamp=at)
    return correction


def repeat_corrections(*, at: datetime) -> None:
    """Make the corrections of the last day once more, for attempts that were being sent while they were made."""
    for made in KeyCorrection.objects.filter(made_at__gte=at - DAY).select_related("version", "made_by"):
        with suppress(CorrectionError):  # a newer edition took its place
            correct_key(made.version, reason=made.reason, by=made.made_by, at=at)


def _to_come(version: QuestionVersion) -> int:
    if version.corrections.exists():
        return 0
    return items_to_come(version).values("attempt").distinct().count()


def _refuse(version: QuestionVersion) -> None:
    numbers = list(QuestionVersion.objects.filter(question=version.question_id).values_list("number", flat=True))
    if version.number < max(numbers):
        raise CorrectionError("not_newest")
    if len(numbers) == 1:
        raise CorrectionError("first_version")
    if version.certainty == Certainty.DOUBTFUL:
        raise CorrectionError("doubtful")


def _gains(version: QuestionVersion, *, lock: bool = False) -> Iterator[list[Gain]]:
    """Batch by batch, so that no more attempts are in memory than one holds; a batch without any gain is left out."""
    version = QuestionVersion.objects.prefetch_related("options").get(pk=version.pk)
    below = items_below(version).filter(attempt=OuterRef("pk"))
    found, last = Attempt.objects.finished().filter(Exists(below)).order_by("pk"), 0
    while keys := list(found.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        last = keys[-1]
        attempts = Attempt.objects.filter(pk__in=keys).order_by("pk")
        if lock:
            attempts = attempts.select_for_update(of=("self",))
        better = _better(version, keys if not lock else [attempt.pk for attempt in attempts])
        if better:
            yield list(_with_results(attempts.filter(pk__in=better), better))


def _better(version: QuestionVersion, attempts: Iterable[int]) -> dict[int, dict[int, Fraction]]:
    """By attempt, then by item: what the key gives more than the item has."""
    options = [row.option_id for row in version.options.all()]
    items = items_below(version).filter(attempt__in=attempts).select_related("version")
    items = items.prefetch_related(Prefetch("answers", Answer.objects.with_decision()))
    found: dict[int, dict[int, Fraction]] = {}
    for item in items:
        if can_judge(item.response, options):
            fraction = judge(item, version).fraction
            if decimal_of(fraction) > item.worth:
                found.setdefault(item.attempt_id, {})[item.pk] = fraction
    return found


def _with_results(attempts: QuerySet[Attempt], better: dict[int, dict[int, Fraction]]) -> Iterator[Gain]:
    marked = AttemptItem.objects.prefetch_related("marks")
    shown = attempts.select_related("quiz", "person").prefetch_related(Prefetch("items", marked))
    for attempt in shown:
        items = list(attempt.items.all())
        gains = {item.position: better[attempt.pk][item.pk] for item in items if item.pk in better[attempt.pk]}
        before = Outcome(attempt.points, attempt.score_percent)
        after = corrected([_as_marked(item) for item in items], gains, before)
        yield Gain(attempt, better[attempt.pk], before, after)


def _as_marked(item: AttemptItem) -> Marked:
    newest = max(item.marks.all(), key=lambda mark: mark.pk)
    return Marked(item.position, newest.fraction, item.max_mark, newest.reason == Mark.Reason.VOID)


def _write(correction: KeyCorrection, gains: list[Gain]) -> None:
    Mark.objects.bulk_create(
        Mark(
            item_id=item,
            fraction=decimal_of(fraction),
            key_version_id=correction.version_id,
            reason=Mark.Reason.CORRECTION,
            made_at=correction.made_at,
            made_by=correction.made_by,
        )
        for gain in gains
        for item, fraction in gain.items.items()
    )
    CorrectedResult.objects.bulk_create(gain.result(correction) for gain in gains)
    passing = [gain.attempt for gain in gains if gain.passes_now]
    for gain in gains:
        gain.attempt.points, gain.attempt.score_percent = gain.after.points, gain.after.percent
    Attempt.objects.bulk_update([gain.attempt for gain in gains], ["points", "score_percent"])
    for attempt in passing:
        reactions.react(attempt, at=correction.made_at)
