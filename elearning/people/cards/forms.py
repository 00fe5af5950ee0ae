"""What somebody types who holds an access card."""

from __future__ import annotations

from django import forms


def _pin(label: str, help_text: str = "", *, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=32,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": autocomplete, "class": "pin"}),
        error_messages={"required": "Ketik PIN 6 angka."},
    )


class _SharedComputer(forms.Form):
    shared_computer = forms.BooleanField(
        label="Ini komputer bersama",
        required=False,
        help_text="Anda keluar sendiri saat peramban ditutup.",
    )


class ChoosePinForm(_SharedComputer):
    pin = _pin("PIN baru", autocomplete="new-password")
    again = _pin("Ketik PIN sekali lagi", autocomplete="new-password")
    field_order = ("pin", "again", "shared_computer")


class PinForm(_SharedComputer):
    pin = _pin("PIN 6 angka", autocomplete="current-password")
    field_order = ("pin", "shared_computer")
