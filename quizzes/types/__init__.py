"""The question types. To add one: its module, its line here, its template."""

from .contract import MOST_OPTIONS, Choice, Kind, Order, ResponseRefused, Shown, Wording
from .matching import Matching
from .multiple import Multiple
from .ordering import Ordering
from .single import Single
from .true_false import TrueFalse

KINDS: dict[str, Kind] = {kind.type: kind for kind in (Single(), Multiple(), TrueFalse(), Matching(), Ordering())}


def labels() -> list[tuple[str, str]]:
    """Choices of a form or a model field."""
    return [(kind.type, kind.label) for kind in KINDS.values()]


__all__ = ["KINDS", "MOST_OPTIONS", "Choice", "Kind", "Order", "ResponseRefused", "Shown", "Wording", "labels"]
