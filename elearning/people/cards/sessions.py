"""What a session that was opened by card may see: the one office of the card, while it lives (ADR 0039)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.contrib.auth import BACKEND_SESSION_KEY, login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ..auth import FRESH_SECONDS, CodeBackend, cipher
from ..models import AccessCard, User

BACKEND = "elearning.people.cards.sessions.CardBackend"
LASTS = timedelta(days=30)
_CARD, _FRESH = "access_card", "fresh_cards"


class CardBackend(CodeBackend):
    """By itself it opens what a kode peserta opens; ``OneOfficePerCard`` adds the office, if the card still lives."""


class OneOfficePerCard:
    """Behind AuthenticationMiddleware: a session by card is held to its card at every request, so it ends with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = request.user
        request.user = SimpleLazyObject(lambda: _by_card(request, found))  # type: ignore[assignment]  # as Django does
        return self.get_response(request)


def _by_card(request: HttpRequest, found: User | AnonymousUser) -> User | AnonymousUser:
    if not found.is_authenticated or request.session.get(BACKEND_SESSION_KEY) != BACKEND:
        return found
    opening = AccessCard.objects.opening(on=timezone.localdate())
    card = opening.filter(pk=request.session.get(_CARD), holding__person=found.pk).first()
    if card is None:
        request.session.flush()
        return AnonymousUser()
    found.office_by_card = card.holding_id
    return found


def sign_in(request: HttpRequest, card: AccessCard, *, shared_computer: bool = False) -> None:
    """Open the office of ``card`` on this device for 30 days, or until the browser closes on a shared computer.

    From then on this browser opens that one office only, whatever it was signed in to before; as with a kode peserta, the
    session gets a new key and keeps what a guest did.
    """
    person = card.holding.person
    person.signed_in_by_code, person.office_by_card = True, card.holding_id
    login(request, person, backend=BACKEND)
    request.session[_CARD] = card.pk
    request.session.set_expiry(0 if shared_computer else int(LASTS.total_seconds()))


@dataclass(frozen=True, slots=True)
class FreshCards:
    """Cards that were just made, with their tokens, and where their maker came from."""

    cards: list[tuple[AccessCard, str]]
    back_url: str


def remember(request: HttpRequest, made: list[tuple[AccessCard, str]], *, back_url: str) -> None:
    """Keep the tokens for the one page that shows and prints them, encrypted as a fresh kode peserta is (ADR 0002)."""
    text = " ".join(f"{card.pk}:{token}" for card, token in made)
    request.session[_FRESH] = {"token": cipher().encrypt(text.encode()).decode(), "back_url": back_url}


def fresh(request: HttpRequest) -> FreshCards | None:
    """The cards made in this session in the last quarter of an hour, until they are put away; replaced ones are left out."""
    kept = request.session.get(_FRESH)
    if not kept:
        return None
    try:
        text = cipher().decrypt(kept["token"].encode(), ttl=FRESH_SECONDS).decode()
    except InvalidToken:
        return None
    tokens = dict(pair.split(":") for pair in text.split())
    live = AccessCard.objects.live().filter(pk__in=tokens).select_related("holding__unit", "holding__person")
    ordered = sorted(live, key=lambda card: list(tokens).index(str(card.pk)))
    return FreshCards([(card, tokens[str(card.pk)]) for card in ordered], kept["back_url"])


def forget(request: HttpRequest) -> None:
    request.session.pop(_FRESH, None)
