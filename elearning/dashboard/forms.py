"""Which paper a learner asks for."""

from __future__ import annotations

from django import forms


class ClaimForm(forms.Form):
    """The result page says which quiz was passed; the own page does not."""

    attempt = forms.UUIDField()
