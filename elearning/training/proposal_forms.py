"""What is typed when two people issue (ADR 0034)."""

from __future__ import annotations

from django import forms

from .forms import refuse_nik
from .naming_forms import IssueForm


class ProposeForm(IssueForm):
    """As ``IssueForm``, for another member to decide."""

    verb = "Usulkan"


class ReturnForm(forms.Form):
    """Why a proposal goes back."""

    reason = forms.CharField(
        label="Alasan",
        validators=[refuse_nik],
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Terlihat oleh pengusul. Contoh: dua nama masih salah tulis.",
        error_messages={"required": "Tulis alasannya. Pengusul perlu tahu apa yang harus diperbaiki."},
    )
