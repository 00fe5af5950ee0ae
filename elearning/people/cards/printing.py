"""The slip of an access card: A6, one page each, «simpan seperti kunci»."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from django.urls import reverse

from elearning.lib import codes
from elearning.lib.addresses import absolute
from elearning.ui import press

from ..models import AccessCard


def address_of(token: str) -> str:
    """As it is printed and typed: on our own domain, with dashes, without a slash at its end."""
    return absolute(reverse("people:card", args=[codes.display(token)]).rstrip("/"))


def slips(cards: Sequence[tuple[AccessCard, str]], *, organiser: str) -> bytes:
    """A tagged PDF, a page for each card with its token. Raises OSError where WeasyPrint's libraries are missing."""
    pages = [
        {
            "holding": card.holding,
            "made_at": card.created_at,
            "address": address_of(token).split("://", 1)[-1],
            "code": codes.display(token),
            "qr": segno.make(address_of(token), error="m", micro=False).svg_data_uri(border=2, omitsize=True),
        }
        for card, token in cards
    ]
    return press.pdf("people/print/access_card", {"pages": pages, "organiser": organiser})
