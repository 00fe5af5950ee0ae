"""Forms of the public pages, and of the editing screens where a list is ticked or typed line by line."""

from __future__ import annotations

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from taggit.models import Tag
from wagtail.admin.forms import WagtailAdminModelForm

from .checking.services import CheckError
from .models import (
    OVERLAP,
    STATED_EFFECTS,
    Citation,
    Regulation,
    RuleCard,
    RuleCardVersion,
    Stage,
    Subject,
    Verdict,
)
from .readers import ROLES, STATUSES, Moment, Reader
from .sending import CardSendingForm
from .services import CardRefused, require_publishable
from .services.changing import citing_cards

STILL_CITED = "Masih ada kartu yang merujuk peraturan ini. Pakai «Tandai diubah / diganti / dicabut», supaya tiap kartu diputuskan."
NOT_IN_REGISTER = "Pasal itu tidak ada dalam register. Catat dulu di menu Aturan, Pasal, lalu pilih di sini."


class ReaderForm(forms.Form):
    role = forms.ChoiceField(label="Saya", choices=[("", "Tidak disebut"), *ROLES], required=False)
    status = forms.ChoiceField(label="Status", choices=[("", "Tidak disebut"), *STATUSES], required=False)


class CardFilterForm(forms.Form):
    """Which cards of the A–Z list; an unknown value filters nothing."""

    label = forms.ChoiceField(label="Label", choices=[("", "Semua label"), *Verdict.choices], required=False)
    topik = forms.ModelChoiceField(
        label="Topik", queryset=Tag.objects.none(), to_field_name="slug", empty_label="Semua topik", required=False
    )

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topik"].queryset = topics


class FinderForm(forms.Form):
    """What is asked, by whom, and when he would act; whatever is left open filters nothing."""

    q = forms.CharField(label="Apa yang ingin Anda lakukan", max_length=120, required=False, strip=True)
    peran = forms.ChoiceField(label="Saya", choices=[("", "Tidak disebut"), *ROLES], required=False)
    status = forms.ChoiceField(label="Status", choices=[("", "Tidak disebut"), *STATUSES], required=False)
    kapan = forms.ChoiceField(label="Kapan", choices=[("", "Tidak disebut"), *Moment.choices], required=False)

    def __init__(self, data, *, reader: Reader):
        said = {"peran": reader.role, "status": reader.status, "kapan": reader.moment}
        super().__init__({"q": data.get("q", ""), **said})


class DayForm(forms.Form):
    """The day on which a card is looked at: not before the oldest instrument of the register, not ahead."""

    OLDEST = date(1945, 1, 1)

    pada = forms.DateField(
        label="Lihat pada tanggal",
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data=None, *, today: date):
        super().__init__(data)
        self.today = today
        self.fields["pada"].widget.attrs |= {"min": self.OLDEST.isoformat(), "max": today.isoformat()}
        typed = str(data.get("pada", ""))[:40] if data else ""
        self.fields["pada"].error_messages["invalid"] = (
            f"«{typed}» bukan tanggal yang dapat kami baca. Tulis seperti 03-10-2024."
        )

    def clean_pada(self) -> date:
        day = self.cleaned_data["pada"]
        if day > self.today:
            raise forms.ValidationError("Tanggal itu belum tiba. Pilih hari ini atau tanggal sebelumnya.", code="ahead")
        if day < self.OLDEST:
            raise forms.ValidationError("Register kami tidak memuat aturan sebelum tahun 1945.", code="too_old")
        return day


class KnownDayForm(DayForm):
    """For editors: also by what the register knew on another day."""

    diketahui = forms.DateField(
        label="Menurut yang kami ketahui pada",
        help_text="Boleh kosong: menurut yang kami ketahui sekarang.",
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Tanggal itu tidak dapat kami baca. Tulis seperti 03-10-2024."},
        required=False,
    )


class LinesField(forms.CharField):
    """A JSON list of short texts, typed one per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return list(initial or []) != self.to_python(data)


class TicksField(forms.MultipleChoiceField):
    """A JSON list of codes, ticked."""

    widget = forms.CheckboxSelectMultiple


def keep_key(form: WagtailAdminModelForm, named_by: QuerySet, *, field: str = "slug") -> None:
    """Certificates, publications and printed links name things by their key: once ``named_by`` has a row, it stays."""
    if field in form.fields and form.instance.pk and named_by.exists():
        form.fields[field].disabled = True


class RuleCardForm(CardSendingForm):
    """A draft may be unfinished; anything that leads to publication needs a basis and no doubt."""

    keywords = LinesField(label="Kata kunci pencarian", required=False, help_text="Satu kata atau frasa per baris.")
    subjects = TicksField(label="Subjek", choices=Subject.choices, required=False)
    stages = TicksField(label="Tahapan", choices=Stage.choices, required=False)
    sources = LinesField(label="Kode sumber", required=False, help_text="Satu kode per baris, misalnya S01.")

    next_effect = forms.ChoiceField(
        label="Akibat perubahan", choices=[("", "Belum dinyatakan"), *STATED_EFFECTS], required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    FIELD_OF = {
        "doubtful": "certainty",
        "effect_missing": "next_effect",
        "verdict_changed": "next_effect",
        "reason_missing": "next_reason",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keep_key(self, RuleCardVersion.objects.filter(card=self.instance.pk))
        for row in self.formsets["citations"].forms if "citations" in self.formsets else ():
            row.fields["provision"].error_messages["invalid_choice"] = NOT_IN_REGISTER

    def is_valid(self):
        """Beyond the fields: ``services.require_publishable`` judges what stands on the screen, beside the field it names."""
        if not super().is_valid():
            return False
        if self.is_deferred_validation:
            return True
        try:
            require_publishable(self.save(commit=False))
        except CardRefused as error:
            self.add_error(self.FIELD_OF.get(error.code), forms.ValidationError(str(error), code=error.code))
            return False
        except CheckError:
            return True  # the guard in front of «Terbitkan» stores the draft and shows the findings
        return True


class SanctionForm(WagtailAdminModelForm):
    subjects = TicksField(label="Subjek", choices=Subject.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keep_key(self, RuleCard.objects.filter(sanctions=self.instance.pk))


class RegulationForm(WagtailAdminModelForm):
    sources = LinesField(label="Kode sumber", required=False, help_text="Satu kode per baris, misalnya S01.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keep_key(self, Citation.objects.filter(provision__regulation=self.instance.pk))

    def clean(self):
        """What cards rest on ends only card by card (``services.changing``); a new entry may be an old, revoked one."""
        cleaned = super().clean()
        held = self.instance.pk and self.instance.status != Regulation.Status.REVOKED
        ends = cleaned.get("status") == Regulation.Status.REVOKED or (
            cleaned.get("valid_to") and not self.instance.valid_to
        )
        if held and ends and citing_cards(self.instance).exists():
            self.add_error("status", forms.ValidationError(STILL_CITED, code="still_cited"))
        return cleaned


class ProvisionVersionForm(WagtailAdminModelForm):
    subjects = TicksField(label="Subjek", choices=Subject.choices, required=False)
    stages = TicksField(label="Tahapan", choices=Stage.choices, required=False)
    sources = LinesField(label="Kode sumber", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:  # what is typed today is known from today on, unless the editor knows better
            self.fields["known_from"].initial = timezone.localdate()

    def _post_clean(self):
        # All versions of the pasal are on the screen: ProvisionForm compares them as typed, not as still stored.
        self.instance.is_compared_on_screen = True
        super()._post_clean()


class ProvisionForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keep_key(self, Citation.objects.filter(provision=self.instance.pk), field="key")

    def clean(self):
        cleaned = super().clean()
        formset = self.formsets.get("versions")
        if formset is not None and formset.is_valid():
            kept = [row for row in formset.forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
            for place, row in enumerate(kept):
                if any(row.instance.overlaps(earlier.instance) for earlier in kept[:place]):
                    row.add_error("valid_from", forms.ValidationError(OVERLAP, code="overlap"))
                    self.add_error(None, forms.ValidationError(OVERLAP, code="overlap"))
        return cleaned
