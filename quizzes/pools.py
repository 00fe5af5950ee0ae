"""What a quiz draws from: its fixed questions, and what fits its rules (ADR 0020)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
)

from .drawing import Candidate, Drawn, Pool, Stratum, Ticket, assured, choose, draw, levels_drawn
from .editions import editions
from .models import Attempt, AttemptItem, DrawRule, ItemStatistic, Question, QuestionBasis, QuestionVersion, Quiz
from .querysets import AttemptQuerySet, QuestionVersionQuerySet


@dataclass(frozen=True, slots=True)
class Fitting:
    """A version that may be drawn, with the rules (by their place) that it fits."""

    version: int
    question: int
    level: str
    rules: frozenset[int]


@dataclass(frozen=True, slots=True)
class RuleStock:
    """``found`` questions that ``rule`` is sure to find; ``number`` as the editor counts, from 1."""

    number: int
    rule: DrawRule
    found: int

    @property
    def is_short(self) -> bool:
        return self.found < self.rule.count


def fits(rule: DrawRule) -> Q:
    """The condition on an edition that ``rule`` states."""
    condition = Q()
    if rule.level:
        condition &= Q(level=rule.level)
    if rule.topic_id:
        tagged = Question.objects.filter(pk=OuterRef("question"), topics=rule.topic_id)
        condition &= Q(Exists(tagged))
    if rule.card_id:
        condition &= Q(Exists(QuestionBasis.objects.filter(version=OuterRef("pk"), card=rule.card_id)))
    return condition


def fitting(rules: Sequence[DrawRule], *, at: datetime, until: datetime | None = None) -> list[Fitting]:
    """Open questions that fit any of the rules, in one query; none whose rule changes before ``until``."""
    if not rules:
        return []
    open_now = Question.objects.open_at(at, until=until)
    found = QuestionVersion.objects.newest().filter(question__in=open_now.values("pk")).order_by("pk")
    names = [f"fits_{number}" for number in range(len(rules))]
    found = found.annotate(
        **{
            name: ExpressionWrapper(fits(rule), output_field=BooleanField())
            for name, rule in zip(names, rules, strict=True)
        }
    )
    reached = found.filter(Q.create([Q(**{name: True}) for name in names], connector=Q.OR))
    return [
        Fitting(version, question, level, frozenset(number for number, fit in enumerate(fit_rules) if fit))
        for version, question, level, *fit_rules in reached.values_list("pk", "question", "level", *names)
    ]


def fixed_versions(quiz: Quiz, *, at: datetime, until: datetime | None = None) -> list[int]:
    """The newest editions of the quiz's own questions that are open, in their order."""
    found = QuestionVersion.objects.newest().filter(question__quiz_questions__quiz=quiz)
    found = found.filter(question__in=Question.objects.open_at(at, until=until).values("pk"))
    order = "question__quiz_questions__sort_order", "question__quiz_questions__pk"
    return list(found.order_by(*order).values_list("pk", flat=True))


def stocks(quiz: Quiz, *, at: datetime) -> list[RuleStock]:
    """Whether each rule of a quiz finds what it draws."""
    return _stocks(quiz, at)[1]


def _stocks(quiz: Quiz, at: datetime) -> tuple[list[int], list[RuleStock]]:
    """The fixed versions, and what each rule finds beside them."""
    rules = list(quiz.draw_rules.select_related("topic", "card"))
    fixed, found = fixed_versions(quiz, at=at), fitting(rules, at=at)
    fit = [(rule.count, _versions(found, number)) for number, rule in enumerate(rules)]
    sure = enumerate(zip(rules, assured(fixed, fit), strict=True), 1)
    return fixed, [RuleStock(number, rule, count) for number, (rule, count) in sure]


def size_of(quiz: Quiz, *, at: datetime) -> int:
    """How many questions a paper of this quiz has now."""
    fixed, found = _stocks(quiz, at)
    return len(fixed) + sum(min(stock.found, stock.rule.count) for stock in found)


def held_of(quiz: Quiz, *, at: datetime) -> QuerySet[Question]:
    """Questions that this quiz would ask if nobody had to see to their key."""
    reached = Q(quiz_questions__quiz=quiz)
    for rule in quiz.draw_rules.all():
        reached |= Q(pk__in=QuestionVersion.objects.newest().filter(fits(rule)).values("question"))
    return Question.objects.held_at(at).filter(reached).distinct()


def quizzes_asking(question: Question) -> QuerySet[Quiz]:
    """Quizzes that contain the question or whose rules reach it."""
    drawn = reaching(QuestionVersion.objects.newest().filter(question=question))
    return Quiz.objects.filter(Q(quiz_questions__question=question) | Q(pk__in=drawn.values("quiz"))).distinct()


def reaching(versions: QuestionVersionQuerySet) -> QuerySet[DrawRule]:
    """Rules that fit any of these editions."""
    of_rule = {
        "rule_level": ExpressionWrapper(OuterRef("level"), output_field=CharField()),
        "rule_topic": ExpressionWrapper(OuterRef("topic"), output_field=IntegerField()),
        "rule_card": ExpressionWrapper(OuterRef("card"), output_field=IntegerField()),
    }
    tagged = Question.objects.filter(pk=OuterRef("question"), topics=OuterRef("rule_topic"))
    on_card = QuestionBasis.objects.filter(version=OuterRef("pk"), card=OuterRef("rule_card"))
    fit = versions.annotate(**of_rule).filter(
        Q(rule_level="") | Q(rule_level=F("level")),
        Q(rule_topic__isnull=True) | Q(Exists(tagged)),
        Q(rule_card__isnull=True) | Q(Exists(on_card)),
    )
    return DrawRule.objects.filter(Exists(fit))


def pool_for(
    quiz: Quiz,
    rules: Sequence[DrawRule],
    *,
    owned: AttemptQuerySet,
    mode: str,
    context: str,
    at: datetime,
    until: datetime | None,
) -> Pool:
    """What this owner draws from now. A post-test is parallel to the pre-test of its occasion."""
    found = fitting(rules, at=at, until=until)
    first = _first_test(owned, quiz, context) if mode == Attempt.Mode.POST_TEST else None
    shown = AttemptItem.objects.filter(attempt__in=owned.filter(quiz=quiz).values("pk")).order_by()
    met = Counter(shown.values_list("version__question", flat=True))
    asked_first = _asked_before(owned, mode, context)
    exposure = _exposure(each.question for each in found)
    levels = levels_drawn(Pool.read(first.pool), seed=first.seed) if first else {}
    strata = tuple(
        Stratum(
            rule=rule.pk,
            count=rule.count,
            levels=levels.get(rule.pk, {}),
            tickets=tuple(
                Ticket(
                    version=each.version,
                    level=each.level,
                    met=met[each.question],
                    exposure=exposure.get(each.question, 0),
                    was_in_first=each.question in asked_first,
                )
                for each in found
                if number in each.rules
            ),
        )
        for number, rule in enumerate(rules)
    )
    return Pool(tuple(fixed_versions(quiz, at=at, until=until)), strata, quiz.shuffle)


def paper_from(pool: Pool, *, seed: int) -> tuple[Drawn, ...]:
    """The paper that ``seed`` draws from ``pool``: today and whenever somebody asks how it came about."""
    versions = [*pool.fixed, *(version for drawn in choose(pool, seed=seed) for version in drawn)]
    return draw(candidates(versions), seed=seed, shuffle=pool.shuffle)


def candidates(versions: Sequence[int]) -> list[Candidate]:
    """These editions with their options, in this order."""
    found = editions(versions)
    return [found[version].candidate(is_open=True) for version in versions]


def _versions(found: Iterable[Fitting], number: int) -> Collection[int]:
    return {each.version for each in found if number in each.rules}


def _first_test(owned: AttemptQuerySet, quiz: Quiz, context: str) -> Attempt | None:
    first = owned.filter(quiz=quiz, mode=Attempt.Mode.PRE_TEST, context=context).order_by("number").first()
    return first if first and first.pool else None


def _asked_before(owned: AttemptQuerySet, mode: str, context: str) -> set[int]:
    """Questions of the pre-test of this occasion, whichever quiz it was."""
    if mode != Attempt.Mode.POST_TEST:
        return set()
    before = owned.filter(mode=Attempt.Mode.PRE_TEST, context=context)
    return set(
        AttemptItem.objects.filter(attempt__in=before.values("pk"))
        .order_by()
        .values_list("version__question", flat=True)
    )


def _exposure(questions: Iterable[int]) -> dict[int, int]:
    """How often everybody met each question, as the statistics job counted last."""
    counted = ItemStatistic.objects.filter(question__in=list(questions)).order_by().values("question")
    return dict(counted.annotate(times=Sum("answers")).values_list("question", "times"))
