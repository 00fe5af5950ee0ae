"""What the answers say, written down for the screens (ADR 0022)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Count, Max

from ..counted import Counted, counted, first_attempts, portions
from ..models import Attempt, ItemStatistic, KeyCorrection, LateDecision, Quiz, QuizStatistic
from ..statistics.changes import Changes, met_twice
from ..statistics.items import ItemFigures, Tally

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
PORTION = 500
Group = tuple[int, str]  # quiz and mode


def compute_statistics(*, at: datetime) -> int:
    """Work out every quiz with something new since it was last worked out; how many (quiz, mode) were written.

    Run again it changes nothing. Each is written in one transaction: killed in the middle, the old figures stay.
    """
    due = list(_due())
    for quiz, mode in due:
        compute_statistic(Quiz(pk=quiz), mode, at=at)
    return len(due)


def compute_statistic(quiz: Quiz, mode: str, *, at: datetime) -> QuizStatistic:
    """One quiz in one mode, anew."""
    tally, pairs = Tally(), _Pairs()
    for portion in portions(counted(first_attempts().filter(quiz=quiz, mode=mode)), PORTION):
        for each in portion:
            tally.add(each.items)
        if mode == Attempt.Mode.POST_TEST:
            pairs.add(portion)
    figures = tally.figures()
    with transaction.atomic():
        QuizStatistic.objects.filter(quiz=quiz, mode=mode).delete()
        written = QuizStatistic.objects.create(
            quiz=quiz,
            mode=mode,
            attempts=figures.attempts,
            mean_percent=figures.mean_percent,
            sd_percent=figures.sd_percent,
            alpha_percent=figures.alpha_percent,
            error_ratio_percent=figures.error_ratio_percent,
            standard_error=figures.standard_error,
            distribution=list(figures.distribution),
            computed_at=at,
        )
        ItemStatistic.objects.bulk_create(_row(written, item, pairs) for item in figures.items)
    return written


class _Pairs:
    """Who met a question in the pre-test and the post-test of one occasion, and what became of his answer."""

    def __init__(self) -> None:
        self.changes: defaultdict[int, Changes] = defaultdict(Changes)

    def add(self, portion: Iterable[Counted]) -> None:
        after = {(each.person, each.context): each for each in portion}
        before = Attempt.objects.finished().filter(
            mode=Attempt.Mode.PRE_TEST,
            person__in={person for person, _ in after},
            context__in={context for _, context in after},
        )
        for each in counted(before):
            if later := after.get((each.person, each.context)):
                for question, one, other in met_twice(each.items, later.items):
                    self.changes[question].add(one, other)


def _row(written: QuizStatistic, item: ItemFigures, pairs: _Pairs) -> ItemStatistic:
    everybody = item.rest_percent or 0.0
    return ItemStatistic(
        quiz_statistic=written,
        question_id=item.question,
        edition=item.edition,
        answers=item.answers,
        facility=item.facility,
        sd=item.sd,
        discrimination_percent=item.discrimination_percent,
        efficiency_percent=item.efficiency_percent,
        weight_percent=item.weight_percent,
        median_seconds=item.median_seconds,
        options={
            key: {
                "chosen": option.chosen,
                "lead_percent": None if option.rest_percent is None else option.rest_percent - everybody,
            }
            for key, option in item.options.items()
        },
        pairs=pairs.changes[item.question].stored() if item.question in pairs.changes else {},
    )


def _due() -> Iterator[Group]:
    """A group is due when it counts other attempts than its row does, or when a mark was changed since."""
    stored = {(row.quiz_id, row.mode): row for row in QuizStatistic.objects.all()}
    changed = _changed(min((row.computed_at for row in stored.values()), default=NEVER))
    counts = first_attempts().order_by("quiz", "mode").values_list("quiz", "mode").annotate(Count("pk"))
    for quiz, mode, attempts in counts:
        row = stored.get((quiz, mode))
        if row is None or row.attempts != attempts or changed[quiz, mode] > row.computed_at:
            yield quiz, mode


def _changed(since: datetime) -> dict[Group, datetime]:
    """When marks of each group were last changed by a correction or by the committee."""
    found: dict[Group, datetime] = defaultdict(lambda: NEVER)
    corrections = KeyCorrection.objects.filter(made_at__gte=since).order_by()
    attempt = "version__question__versions__items__attempt"
    rows = corrections.values_list(f"{attempt}__quiz", f"{attempt}__mode").annotate(Max("made_at"))
    decisions = LateDecision.objects.filter(decided_at__gte=since).order_by()
    attempt = "answer__item__attempt"
    late = decisions.values_list(f"{attempt}__quiz", f"{attempt}__mode").annotate(Max("decided_at"))
    for quiz, mode, moment in [*rows, *late]:
        found[quiz, mode] = max(found[quiz, mode], moment)
    return found
