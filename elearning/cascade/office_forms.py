"""The four fields of «Sosialisasi di kantor» (experience.md C7)."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from django import forms

from elearning.training.services import OfficePlan
from elearning.training.session_forms import printable, printable_name

BACK, AHEAD = timedelta(days=31), timedelta(days=366)  # a list signed last week is still typed in; a wrong year is not


class OfficeSessionForm(forms.Form):
    """``today``: the day at the unit. ``key`` names this copy of the form, so that a double press makes one session."""

    on = forms.DateField(
        label="Tanggal",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Pilih tanggalnya.", "invalid": "Pilih tanggal, misalnya 14/10/2024."},
    )
    venue = forms.CharField(
        label="Tempat",
        max_length=160,
        error_messages={"required": "Tulis tempatnya, misalnya aula kantor."},
    )
    speaker = forms.CharField(
        label="Pembicara",
        max_length=120,
        help_text="Nama dengan gelar, dicetak persis seperti ditulis.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Tulis nama pembicara dengan gelar."},
    )
    expected_people = forms.IntegerField(
        label="Perkiraan peserta",
        min_value=1,
        max_value=1000,
        help_text="Sebanyak ini baris kosong di daftar hadir.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Tulis perkiraan jumlah peserta, misalnya 30.",
            "invalid": "Tulis jumlah peserta sebagai angka, misalnya 30.",
            "min_value": "Tulis jumlah peserta sebagai angka di atas nol.",
            "max_value": "Paling banyak 1.000 orang. Untuk yang lebih besar, hubungi panitia.",
        },
    )
    key = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def clean_venue(self) -> str:
        return printable(self.cleaned_data["venue"])

    def clean_speaker(self) -> str:
        return printable_name(self.cleaned_data["speaker"])

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        wanted = self.cleaned_data["on"]
        if wanted != self.initial.get("on") and not self.today - BACK <= wanted <= self.today + AHEAD:
            raise forms.ValidationError(
                "Pilih tanggal dari sebulan yang lalu sampai setahun ke depan. Periksa tahunnya.", code="far_away"
            )
        return wanted

    def plan(self) -> OfficePlan:
        wanted = self.cleaned_data
        return OfficePlan(wanted["on"], wanted["venue"], wanted["speaker"], wanted["expected_people"])
