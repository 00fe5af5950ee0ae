"""The content of one edition of a question, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .models import QuestionVersion
from .types import Choice

Region = dict[str, float]
UNWRITTEN = "Pembahasan belum ditulis."  # of an imported draft; nothing is published with it


@dataclass(frozen=True, slots=True)
class OptionContent:
    """``key`` names the option over all editions; "" lets the question choose the next free letter.

    ``feedback_card_id``: the card that the feedback rests on, where it is not the one of the key. ``tolerance``: how far a
    number may be off. ``region``: a rectangle on the picture, {"x", "y", "width", "height"} in percent.
    """

    text: str
    key: str = ""
    is_correct: bool = False
    match_text: str = ""
    rank: int | None = None
    feedback: str = ""
    misconception: str = ""
    feedback_card_id: int | None = None
    tolerance: Decimal | None = None
    region: Region | None = None

    def choice(self, number: int) -> Choice:
        return Choice(number, self.is_correct, self.match_text, self.rank, self.text, self.tolerance, self.region)


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """``card_ids`` and ``provision_ids``: what the key rests on. ``reason``: why there is a new edition.

    ``picture_id``: an image of the site. ``gives_part_marks``: a part of the right options earns a part of the mark.
    """

    type: str
    prompt: str
    explanation: str
    certainty: str
    options: tuple[OptionContent, ...]
    scenario: str = ""
    level: str = "sedang"
    stages: tuple[str, ...] = ()
    card_ids: tuple[int, ...] = ()
    provision_ids: tuple[int, ...] = ()
    picture_id: int | None = None
    gives_part_marks: bool = False
    reason: str = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The options with their key; numbered from 1, for an edition that has no option identities yet."""
        return tuple(option.choice(number) for number, option in enumerate(self.options, start=1))


def content_of(version: QuestionVersion) -> QuestionContent:
    """What a stored edition says; fetch it with ``options__option`` and ``bases``."""
    bases = list(version.bases.all())
    return QuestionContent(
        type=version.type,
        prompt=version.prompt,
        explanation=version.explanation,
        certainty=version.certainty,
        scenario=version.scenario,
        level=version.level,
        stages=tuple(version.stages),
        options=tuple(
            OptionContent(
                text=option.text,
                key=option.option.key,
                is_correct=option.is_correct,
                match_text=option.match_text,
                rank=option.rank,
                feedback=option.feedback,
                misconception=option.misconception,
                feedback_card_id=option.feedback_card_id,
                tolerance=option.tolerance,
                region=option.region,
            )
            for option in version.options.all()
        ),
        card_ids=tuple(basis.card_id for basis in bases if basis.card_id),
        provision_ids=tuple(basis.provision_id for basis in bases if basis.provision_id),
        picture_id=version.picture_id,
        gives_part_marks=version.gives_part_marks,
        reason=version.reason,
    )
