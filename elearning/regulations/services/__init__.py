"""Every change of the register that is more than editing a row; a file per subject."""

from .publishing import (
    CardRefused,
    content_of,
    effect_between,
    latest_publication,
    latest_publications,
    least_effect,
    record_publication,
    require_publishable,
    withdraw,
)
from .searching import record_search_miss

__all__ = [
    "CardRefused", "content_of", "effect_between", "latest_publication", "latest_publications", "least_effect",
    "record_publication", "record_search_miss", "require_publishable", "withdraw",
]  # fmt: skip
