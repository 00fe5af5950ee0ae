"""The texts of this room that are checked before learners meet them (ADR 0016)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from elearning.regulations.checking import services
from elearning.regulations.checking.passages import Passage, register
from elearning.regulations.models import Provision

from .bank import QuestionContent, content_of
from .models import Question, QuizPage
from .permissions import can_edit


def register_texts() -> None:
    register(Question, walk=_newest, bases=_bases, may_edit=can_edit)
    register(QuizPage)


def passages_of(content: QuestionContent) -> Iterator[Passage]:
    """What a learner reads of one edition; the question's name and notes stay between editors."""
    yield Passage("Situasi", "scenario", content.scenario)
    yield Passage("Pertanyaan", "prompt", content.prompt)
    for number, option in enumerate(content.options, start=1):
        place, path = f"Pilihan {number}", f"options.{number - 1}"
        yield Passage(place, f"{path}.text", option.text, "answer")
        yield Passage(f"{place} › Pasangan", f"{path}.match_text", option.match_text, "answer")
        yield Passage(f"{place} › Umpan balik", f"{path}.feedback", option.feedback)
    yield Passage("Pembahasan", "explanation", content.explanation)


def require_clean(question: Question, content: QuestionContent, *, on: date) -> None:
    """Raises CheckError: basis_revoked, text_unfit."""
    services.require_clean(question, on=on, passages=passages_of(content), bases=_provisions(content))


def _newest(question: Question) -> Iterator[Passage]:
    content = _content(question)
    return passages_of(content) if content else iter(())


def _bases(question: Question) -> list[Provision]:
    content = _content(question)
    return _provisions(content) if content else []


def _content(question: Question) -> QuestionContent | None:
    newest = question.versions.prefetch_related("options__option", "bases").order_by("-number").first()
    return content_of(newest) if newest else None


def _provisions(content: QuestionContent) -> list[Provision]:
    return list(Provision.objects.filter(pk__in=content.provision_ids).select_related("regulation"))
