"""How allauth is held to our rules: staff sign in with e-mail and password, and nobody signs up through it."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from elearning.lib.addresses import absolute

from .models import User


def display_name(user: User) -> str:
    return user.display_name


class StaffOnlyAdapter(DefaultAccountAdapter):
    quiet = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args, **kwargs
    ) -> None:
        """The next page shows that it worked; Wagtail's and allauth's sentences would name the random username."""
        if message_template not in self.quiet:
            super().add_message(request, level, message_template, *args, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the site's own address: the host of a request is what its sender says it is."""
        return absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})).replace(
            "UID-KEY", key
        )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
