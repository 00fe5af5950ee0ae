"""What is typed about names before they are printed, and about who is given a certificate beside the conditions."""

from __future__ import annotations

from django import forms

from .forms import name_field, refuse_nik, text_field
from .models import EligibilityOverride
from .naming import Doubt, as_typed, doubts

ALL, CONFIRMED = "semua", "dikonfirmasi"


class NameForm(forms.Form):
    """A name as it should be printed. What looks odd is asked once, with one press for either answer; nothing is tidied.

    Two buttons carry the answer: ``sure`` is the very name that is meant, ``instead`` the better one that was offered.
    A form is taken when it is valid and leaves no ``doubts``.
    """

    name = name_field("Nama lengkap dengan gelar")
    position = text_field("Jabatan", 120)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.doubts: tuple[Doubt, ...] = ()

    def clean_name(self) -> str:
        if instead := self.data.get("instead", "").strip():
            self.data = self.data.copy()
            self.data["name"] = instead
        return as_typed(self.fields["name"].clean(instead) if instead else self.cleaned_data["name"])

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        name = cleaned.get("name", "")
        if name and as_typed(self.data.get("sure", "")) != name:
            self.doubts = doubts(name)
        return cleaned


class AnswerForm(forms.Form):
    """Why a name stays as it is."""

    answer = forms.CharField(
        label="Alasan",
        validators=[refuse_nik],
        max_length=200,
        help_text="Orang yang mengusulkan membacanya.",
        error_messages={"required": "Tulis alasannya. Orang yang mengusulkan membacanya."},
    )


class OverrideForm(forms.Form):
    """A decision beside the conditions, and why."""

    decision = forms.ChoiceField(
        label="Keputusan",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu keputusan."},
    )
    reason = forms.CharField(
        label="Alasan",
        validators=[refuse_nik],
        max_length=200,
        help_text="Tersimpan bersama nama Anda dan waktunya, dan tidak bisa diubah.",
        error_messages={"required": "Tulis alasannya. Alasan disimpan bersama keputusan ini."},
    )

    def __init__(self, *args: object, holds: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        decision = EligibilityOverride.Decision
        offered = [decision.GRANT, decision.WITHHOLD, decision.WITHDRAWN]
        gone = {holds} if holds else {decision.WITHDRAWN}
        if self.is_bound:  # a second press of the same button says what holds by now; the service knows
            gone = set()
        self.fields["decision"].choices = [(one.value, one.label) for one in offered if one not in gone]


class IssueForm(forms.Form):
    """What becomes of names that nobody has confirmed: no answer is taken for granted."""

    verb = "Terbitkan"
    names = forms.ChoiceField(
        label="Nama yang belum dikonfirmasi",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih dahulu: nama yang belum dikonfirmasi ikut terbit, atau ditunda."},
    )

    def __init__(self, *args: object, count: int, unconfirmed: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(ALL, f"{self.verb} semua {count}, dengan nama yang tercatat sekarang")]
        if count > unconfirmed:
            later = f"{self.verb} {count - unconfirmed} yang sudah dikonfirmasi, tunda {unconfirmed} lainnya"
            choices.append((CONFIRMED, later))
        self.fields["names"].choices = choices
