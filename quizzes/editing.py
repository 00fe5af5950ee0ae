"""The form behind «Bank soal»: one question with its newest edition; saving appends an edition (ADR 0006)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from wagtail.admin.widgets import AdminTagWidget

from elearning.people.models import User
from elearning.regulations.checking.services import CheckError
from elearning.regulations.models import Certainty, Provision, RuleCard, Stage

from . import services, types
from .bank import OptionContent, QuestionContent
from .errors import QuestionError
from .models import Level, Question, QuestionVersion
from .permissions import can_publish

FIELD_OF = {
    "prompt_missing": "prompt",
    "explanation_missing": "explanation",
    "no_basis": "cards",
    "doubtful": "certainty",
    "type_unknown": "type",
}
BLANK_ROWS_NEW, BLANK_ROWS_MORE = 5, 2


class OptionForm(forms.Form):
    """One row. A row without text is left out."""

    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    text = forms.CharField(label="Pilihan", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_correct = forms.BooleanField(label="Jawaban benar", required=False)
    match_text = forms.CharField(label="Pasangannya", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    rank = forms.IntegerField(label="Urutan yang benar", required=False, min_value=1, max_value=12)
    feedback = forms.CharField(label="Umpan balik", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    misconception = forms.CharField(label="Salah paham", required=False, max_length=120)
    feedback_card_id = forms.TypedChoiceField(
        label="Umpan balik ini bersandar pada kartu", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, cards: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feedback_card_id"].choices = [("", "Kartu dasar kunci"), *cards]

    def content(self) -> OptionContent:
        fields = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return OptionContent(**fields)


class OptionFormSet(forms.BaseFormSet):
    def contents(self) -> tuple[OptionContent, ...]:
        return tuple(form.content() for form in self.forms if form.cleaned_data.get("text", "").strip())


class QuestionForm(forms.ModelForm):
    """``by`` edits; what he may not decide (publishing) is not offered to him."""

    type = forms.ChoiceField(label="Jenis", choices=types.labels)
    level = forms.ChoiceField(label="Tingkat", choices=Level.choices, initial=Level.MEDIUM)
    scenario = forms.CharField(label="Situasi", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    prompt = forms.CharField(label="Pertanyaan", widget=forms.Textarea(attrs={"rows": 2}))
    explanation = forms.CharField(
        label="Pembahasan",
        help_text="Mengapa jawabannya begitu. Peserta membacanya sesudah mengirim kuis.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    certainty = forms.ChoiceField(
        label="Kepastian kunci",
        choices=Certainty.choices,
        help_text="Kunci yang perlu dicek tidak boleh terbit.",
    )
    stages = forms.MultipleChoiceField(
        label="Tahapan", required=False, choices=Stage.choices, widget=forms.CheckboxSelectMultiple
    )
    cards = forms.ModelMultipleChoiceField(
        label="Kartu aturan yang menjadi dasar",
        required=False,
        queryset=RuleCard.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    provisions = forms.ModelMultipleChoiceField(
        label="Pasal yang menjadi dasar (bila tidak ada kartu yang cocok)",
        required=False,
        queryset=Provision.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="Alasan versi baru",
        required=False,
        max_length=200,
        help_text="Tercatat di riwayat. Misalnya: salah ketik.",
    )
    status = forms.ChoiceField(label="Status", choices=Question.Status.choices, initial=Question.Status.DRAFT)

    class Meta:
        model = Question
        fields = ("name", "slug", "topics", "editorial_note")
        widgets = {"topics": AdminTagWidget, "editorial_note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "name": "Nama singkat untuk daftar. Peserta tidak melihatnya.",
            "slug": "Huruf kecil dan tanda hubung, tidak berubah sesudah dipakai.",
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["cards"].queryset = RuleCard.objects.published()
        self.fields["provisions"].queryset = Provision.objects.select_related("regulation")
        if self.instance.pk:
            self.fields["slug"].disabled = True
        if not can_publish(by):
            decided = (Question.Status.PUBLISHED,)
            self.fields["status"].choices = [each for each in Question.Status.choices if each[0] not in decided]
        version = self.instance.current if self.instance.pk else None
        self.initial.update(_initial(self.instance, version))
        cards = {"cards": list(RuleCard.objects.published().order_by("title").values_list("pk", "title"))}
        self.options = _formset(version)(self.data or None, initial=_rows(version), prefix="options", form_kwargs=cards)

    def is_valid(self) -> bool:
        return self.options.is_valid() & super().is_valid()

    def save_edition(self, *, at: datetime) -> Question | None:
        """Store the question, its edition and its status together; None when a rule says no, which the form then names."""
        is_new = self.instance.pk is None
        try:
            with transaction.atomic():
                return self._save(at)
        except (QuestionError, CheckError) as error:
            if is_new:
                self.instance.pk, self.instance._state.adding = None, True
            self.add_error(FIELD_OF.get(error.code), str(error))
            return None

    def _save(self, at: datetime) -> Question:
        question, status = self.save(), self.cleaned_data["status"]
        publishes = status == Question.Status.PUBLISHED
        if not publishes:  # first, so that a doubtful key can be held back in one step
            services.set_status(question, status, by=self.by, at=at)
        services.publish_version(question, self._content(), by=self.by, at=at)
        if publishes:
            services.set_status(question, status, by=self.by, at=at)
        return question

    def _content(self) -> QuestionContent:
        plain = ("type", "level", "scenario", "prompt", "explanation", "certainty", "reason")
        return QuestionContent(
            **{name: self.cleaned_data[name] for name in plain},
            stages=tuple(self.cleaned_data["stages"]),
            options=self.options.contents(),
            card_ids=tuple(card.pk for card in self.cleaned_data["cards"]),
            provision_ids=tuple(provision.pk for provision in self.cleaned_data["provisions"]),
        )


def _formset(version: QuestionVersion | None) -> type[OptionFormSet]:
    extra = BLANK_ROWS_MORE if version else BLANK_ROWS_NEW
    return forms.formset_factory(OptionForm, formset=OptionFormSet, extra=extra, max_num=types.MOST_OPTIONS)


def _initial(question: Question, version: QuestionVersion | None) -> dict[str, Any]:
    if version is None:
        return {"status": question.status}
    plain = ("type", "level", "scenario", "prompt", "explanation", "certainty", "stages")
    bases = list(version.bases.all())
    return {
        **{name: getattr(version, name) for name in plain},
        "status": question.status,
        "cards": [basis.card_id for basis in bases if basis.card_id],
        "provisions": [basis.provision_id for basis in bases if basis.provision_id],
    }


def _rows(version: QuestionVersion | None) -> list[dict[str, Any]]:
    if version is None:
        return []
    names = ("text", "is_correct", "match_text", "rank", "feedback", "misconception", "feedback_card_id")
    options = version.options.select_related("option")
    return [{"key": row.option.key, **{name: getattr(row, name) for name in names}} for row in options]


class ReleaseForm(forms.Form):
    """Why the key of a held question still holds."""

    reason = forms.CharField(
        label="Mengapa kuncinya tetap benar", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa kuncinya tetap benar."},
    )  # fmt: skip
