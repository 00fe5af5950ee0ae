"""Every change of the register that is more than editing a row; a file per subject."""

from .publishing import (
    CardRefused,
    content_of,
    effect_between,
    latest_publication,
    latest_publications,
    least_effect,
    record_publication,
    record_withdrawal,
    require_publishable,
    withdraw,
)
from .refusals import ChangeRefused
from .searching import record_search_miss, settle_search_misses

__all__ = [
    "CardRefused", "ChangeRefused", "content_of", "effect_between", "latest_publication", "latest_publications",
    "least_effect", "record_publication", "record_search_miss", "record_withdrawal", "require_publishable",
    "settle_search_misses", "withdraw",
]  # fmt: skip
