"""The question types. To add one: its module, its line here, its template."""

from .contract import MOST_OPTIONS, Choice, Kind, Order, ResponseRefused, Shown, Wording
from .matching import Matching
from .multiple import Multiple
from .numeric import Numeric
from .ordering import Ordering
from .picture_parts import PictureParts
from .short_answer import ShortAnswer
from .single import Single
from .true_false import TrueFalse

KINDS: dict[str, Kind] = {
    kind.type: kind
    for kind in (
        Single(), Multiple(), TrueFalse(), Matching(), Ordering(), Numeric(), ShortAnswer(), PictureParts(),
    )
}  # fmt: skip


def labels() -> list[tuple[str, str]]:
    """Choices of a form or a model field."""
    return [(kind.type, kind.label) for kind in KINDS.values()]


__all__ = ["KINDS", "MOST_OPTIONS", "Choice", "Kind", "Order", "ResponseRefused", "Shown", "Wording", "labels"]
