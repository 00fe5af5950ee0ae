"""The sentences that a change leaves on a certificate, for everybody who verifies it. Pure."""

from __future__ import annotations

from elearning.lib.dates import plain_date
from elearning.regulations.models import Effect, RuleCardVersion


def change_sentence(publication: RuleCardVersion) -> str:
    """«Aturan «Memberi like» berubah sejak 1 Maret 2025.»"""
    happened = "tidak berlaku lagi" if publication.effect == Effect.WITHDRAWN else "berubah"
    return f"Aturan «{publication.content['title']}» {happened}{_since(publication)}."


def refreshed_sentence(publication: RuleCardVersion) -> str:
    """Stands behind «Diperbarui 12 Januari 2025:»."""
    return f"aturan «{publication.content['title']}»{_since(publication)}."


def _since(publication: RuleCardVersion) -> str:
    return f" sejak {plain_date(publication.effective_on)}" if publication.effective_on else ""
