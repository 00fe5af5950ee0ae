"""What a session that was opened by badge or kode peserta may not do to the account (ADR 0002)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

# allauth's pages that change how somebody signs in: a photographed badge must not set a password.
_CLOSED = {"account_change_password", "account_reauthenticate"}


class CodeSessionsChangeNoCredentials:
    """404 on the pages of passwords and authenticators for whoever came by badge or code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        match = request.resolver_match
        name = (match and match.url_name) or ""
        if (name in _CLOSED or name.startswith("mfa_")) and getattr(request.user, "signed_in_by_code", False):
            raise Http404
