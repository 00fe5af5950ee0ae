"""A question gets a new edition, or another status. Nothing is edited in place (ADR 0006)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count, product
from string import ascii_lowercase

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from elearning.people.models import User
from elearning.regulations.models import Certainty, RuleCard, RuleCardVersion
from elearning.regulations.services import latest_publications

from ..bank import UNWRITTEN, OptionContent, QuestionContent, content_of
from ..checking import require_clean
from ..errors import QuestionError
from ..models import Option, OptionText, Question, QuestionBasis, QuestionVersion
from ..types import KINDS
from .holding import BY_NEW_VERSION, end_holds


def free_slugs(names: Sequence[str]) -> list[str]:
    """For each new question, by its name, a slug that no other has."""
    stems = [slugify(name)[:60].strip("-") or "soal" for name in names]
    taken = set(Question.objects.values_list("slug", flat=True))
    found = []
    for stem in stems:
        slug = next(slug for number in count(1) if (slug := stem if number == 1 else f"{stem}-{number}") not in taken)
        taken.add(slug)
        found.append(slug)
    return found


@transaction.atomic
def publish_version(
    question: Question, content: QuestionContent, *, by: User | None, at: datetime, after: int | None = None
) -> QuestionVersion:
    """Append an edition that later attempts use; running and finished attempts keep theirs, and holds end.

    Content that is already the newest edition's returns that edition. The status of the question stays as it is.
    ``after``: the edition that its author changed; a newer one must not be overwritten by what he did not see.

    Raises QuestionError: edited_meanwhile, type_unknown, prompt_missing, explanation_missing, option_text_missing, option_key_repeated,
    option_count, no_right_option, no_wrong_option, several_right_options, match_missing, matches_alike,
    ranks_incomplete, number_unreadable, form_unreadable, region_missing, region_outside, picture_missing; for a published question also doubtful, no_basis, and CheckError: basis_revoked, text_unfit.
    """
    held = Question.objects.select_for_update().get(pk=question.pk)
    newest = held.versions.prefetch_related("options__option", "bases").order_by("-number").first()
    if after is not None and newest and newest.number != after:
        raise QuestionError("edited_meanwhile", number=newest.number)
    content = replace(content, options=tuple(_with_keys(held, content.options)))
    refuse_unfit(content)
    if held.status == Question.Status.PUBLISHED:
        _refuse_unpublishable(content)
        require_clean(held, content, on=timezone.localdate(at))
    if newest and replace(content_of(newest), reason="") == replace(content, reason=""):
        return newest
    version = QuestionVersion.objects.create(
        question=held,
        number=newest.number + 1 if newest else 1,
        type=content.type,
        level=content.level,
        scenario=content.scenario,
        prompt=content.prompt,
        explanation=content.explanation,
        certainty=content.certainty,
        stages=list(content.stages),
        picture_id=content.picture_id,
        gives_part_marks=content.gives_part_marks,
        reason=content.reason,
        created_at=at,
        created_by=by,
    )
    publications = latest_publications(
        [*content.card_ids, *(option.feedback_card_id for option in content.options if option.feedback_card_id)]
    )
    _write_options(version, content, publications)
    _write_bases(version, content, publications)
    end_holds(held, reason=BY_NEW_VERSION, by=by, at=at)
    log(held, "quizzes.question.version", user=by, data={"version": version.number, "reason": content.reason})
    return version


@transaction.atomic
def set_status(question: Question, status: str, *, by: User | None, at: datetime) -> Question:
    """Publish, hold back or retire. A question is published only with a key that is certain and rests on something.

    Raises QuestionError: no_version, doubtful, no_basis, and those of ``publish_version``.
    """
    held = Question.objects.select_for_update().get(pk=question.pk)
    if held.status == status:
        return held
    if status == Question.Status.PUBLISHED:
        newest = held.versions.prefetch_related("options__option", "bases").order_by("-number").first()
        if newest is None:
            raise QuestionError("no_version")
        refuse_unfit(content_of(newest))
        _refuse_unpublishable(content_of(newest))
        require_clean(held, content_of(newest), on=timezone.localdate(at))
    before, held.status = held.status, status
    held.save(update_fields=["status"])
    log(held, "quizzes.question.status", user=by, data={"before": before, "after": status}, timestamp=at)
    return held


def _with_keys(question: Question, options: tuple[OptionContent, ...]) -> Iterator[OptionContent]:
    """Options without a key get the next letters that this question has never used."""
    used = {option.key for option in options} | set(question.options.values_list("key", flat=True))
    letters = ("".join(pair).strip() for pair in product(" " + ascii_lowercase, ascii_lowercase))
    free = (letter for letter in letters if letter not in used)
    for option in options:
        yield option if option.key else replace(option, key=next(free))


def faults_of(content: QuestionContent) -> tuple[str, ...]:
    """Codes of what makes options and picture unfit for the type."""
    kind = KINDS[content.type]
    missing = ("picture_missing",) if kind.has_picture and not content.picture_id else ()
    return (*missing, *kind.faults(content.choices))


def refuse_unfit(content: QuestionContent) -> None:
    """Raises QuestionError where the content can be no edition; its options have their keys."""
    if content.type not in KINDS:
        raise QuestionError("type_unknown")
    if not content.prompt.strip():
        raise QuestionError("prompt_missing")
    if not content.explanation.strip():
        raise QuestionError("explanation_missing")
    if not all(option.text.strip() for option in content.options):
        raise QuestionError("option_text_missing")
    if len({option.key for option in content.options}) != len(content.options):
        raise QuestionError("option_key_repeated")
    for code in faults_of(content):
        raise QuestionError(code)


def _refuse_unpublishable(content: QuestionContent) -> None:
    if content.certainty == Certainty.DOUBTFUL:
        raise QuestionError("doubtful")
    if content.explanation == UNWRITTEN:
        raise QuestionError("explanation_missing")
    if not content.provision_ids and not RuleCard.objects.published().filter(pk__in=content.card_ids).exists():
        raise QuestionError("no_basis")


Publications = Mapping[int, RuleCardVersion]  # by card: what its author saw


def _write_options(version: QuestionVersion, content: QuestionContent, publications: Publications) -> None:
    keys = [option.key for option in content.options]
    Option.objects.bulk_create((Option(question=version.question, key=key) for key in keys), ignore_conflicts=True)
    options = {option.key: option for option in version.question.options.filter(key__in=keys)}
    OptionText.objects.bulk_create(
        OptionText(
            version=version,
            option=options[option.key],
            position=position,
            text=option.text,
            is_correct=option.is_correct,
            match_text=option.match_text,
            rank=option.rank,
            feedback=option.feedback,
            misconception=option.misconception,
            tolerance=option.tolerance,
            region=option.region,
            feedback_card_id=option.feedback_card_id,
            feedback_card_version=publications.get(option.feedback_card_id or 0),
        )
        for position, option in enumerate(content.options)
    )


def _write_bases(version: QuestionVersion, content: QuestionContent, publications: Publications) -> None:
    for card_id in content.card_ids:
        QuestionBasis.objects.create(version=version, card_id=card_id, card_version=publications.get(card_id))
    for provision_id in content.provision_ids:
        QuestionBasis.objects.create(version=version, provision_id=provision_id)
