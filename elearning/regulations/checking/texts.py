"""The texts of this room, and the pictures below it, that are checked."""

from __future__ import annotations

from collections.abc import Iterable

from elearning.ui.models import SiteImage

from ..models import Citation, Provision, RuleCard
from .passages import register


def register_texts() -> None:
    register(
        RuleCard,
        labels={"conditions": "Syarat", "examples": "Contoh menurut peran"},
        bases=lambda card: _provisions(
            citation.provision_id for citation in card.citations.all() if citation.role == Citation.Role.BASIS
        ),
    )
    register(Provision, fields=("label", "versions"), labels={"versions": "Versi"}, is_published=False)
    register(SiteImage, is_published=False)


def _provisions(ids: Iterable[int]) -> list[Provision]:
    return list(Provision.objects.filter(pk__in=list(ids)).select_related("regulation"))
