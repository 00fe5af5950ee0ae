"""The form behind «Bank soal»: one question with its newest edition; saving appends an edition (ADR 0006)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.utils.html import format_html_join
from wagtail.admin.widgets import AdminTagWidget
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser

from elearning.lib import numbers
from elearning.people.models import User
from elearning.regulations.checking.services import CheckError
from elearning.regulations.models import Certainty, Provision, RuleCard, Stage

from .. import services, types
from ..bank import OptionContent, QuestionContent
from ..errors import QuestionError
from ..models import Level, OptionText, Question, QuestionVersion
from ..permissions import can_publish
from ..types.picture_parts import SIDES

FIELD_OF = {
    "prompt_missing": "prompt",
    "explanation_missing": "explanation",
    "no_basis": "cards",
    "doubtful": "certainty",
    "type_unknown": "type",
    "picture_missing": "picture",
}
# Faults of a single option, and the field of its row that must be mended.
ROW_FIELD_OF = {
    "match_missing": "match_text",
    "number_unreadable": "text",
    "form_unreadable": "text",
    "region_missing": "x",
    "region_outside": "x",
}
BLANK_ROWS_NEW, BLANK_ROWS_MORE = 5, 2


class NumberField(forms.CharField):
    """A number with a decimal comma or point, read as answers are."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        try:
            number = numbers.read(text) if text else None
        except numbers.NumberRefused as refusal:
            raise forms.ValidationError(str(QuestionError("number_unreadable"))) from refusal
        if number is not None and (number < 0 or number != round(number, 6)):
            raise forms.ValidationError("Tulis angka dari 0, paling banyak enam angka di belakang koma.")
        return number

    def prepare_value(self, value: Any) -> Any:
        return numbers.write(value) if isinstance(value, Decimal) else value


def _side(label: str) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any", "min": 0, "max": 100})
    return forms.FloatField(label=label, required=False, min_value=0, max_value=100, widget=widget)


def _text_label() -> str:
    """What the text of an option is, by type; the style sheet of the form shows the one that applies."""
    kinds_of: dict[str, list[str]] = {}
    for kind in types.KINDS.values():
        kinds_of.setdefault(kind.option_label, []).append(kind.type)
    words = ((" ".join(kinds), label) for label, kinds in kinds_of.items())
    return format_html_join(" ", '<span data-kinds="{}">{}</span>', words)


class OptionForm(forms.Form):
    """One row. A row without text is left out."""

    key = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    text = forms.CharField(label=_text_label(), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_correct = forms.BooleanField(label="Jawaban benar", required=False)
    match_text = forms.CharField(label="Pasangannya", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    rank = forms.IntegerField(label="Urutan yang benar", required=False, min_value=1, max_value=12)
    tolerance = NumberField(
        label="Boleh meleset", required=False, max_length=20, help_text="Kosong berarti harus tepat."
    )
    x, y = _side("Dari kiri (%)"), _side("Dari atas (%)")
    width, height = _side("Lebar (%)"), _side("Tinggi (%)")
    feedback = forms.CharField(label="Umpan balik", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    misconception = forms.CharField(
        label="Salah paham",
        required=False,
        max_length=120,
        help_text="Kekeliruan orang yang memilih ini, untuk statistik. Misalnya: mengira honorer bukan sasaran aturan.",
    )
    feedback_card_id = forms.TypedChoiceField(
        label="Umpan balik ini bersandar pada kartu", required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, cards: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feedback_card_id"].choices = [("", "Kartu dasar kunci"), *cards]

    @property
    def is_used(self) -> bool:
        return bool(self.cleaned_data.get("text", "").strip())

    def clean(self) -> dict[str, Any]:
        """A row that is new and filled in needs its text; emptying the text of an old one takes it away."""
        written = super().clean() or self.cleaned_data
        filled = any(value not in (None, "", False) for name, value in written.items() if name != "text")
        if filled and not written.get("key") and not self.is_used:
            self.add_error("text", str(QuestionError("option_text_missing")))
        return written

    def content(self) -> OptionContent:
        fields = {name: value for name, value in self.cleaned_data.items() if value is not None and name not in SIDES}
        region = {side: self.cleaned_data.get(side) for side in SIDES}
        whole = None not in region.values()
        return OptionContent(**fields, region=region if whole else None)


class OptionFormSet(forms.BaseFormSet):
    def contents(self) -> tuple[OptionContent, ...]:
        return tuple(form.content() for form in self.used)

    @property
    def used(self) -> list[OptionForm]:
        return [form for form in self.forms if form.is_used]

    def name_fault(self, code: str, kind: types.Kind) -> None:
        """At the field of each row that has this fault by itself; else above the rows."""
        guilty = [form for form in self.used if code in kind.faults((form.content().choice(1),))]
        if code in ROW_FIELD_OF and guilty:
            for form in guilty:
                form.add_error(ROW_FIELD_OF[code], str(QuestionError(code)))
        else:
            self.non_form_errors().append(str(QuestionError(code)))


class QuestionForm(forms.ModelForm):
    """``by`` edits; what he may not decide (publishing) is not offered to him."""

    type = forms.ChoiceField(label="Jenis", choices=types.labels)
    level = forms.ChoiceField(label="Tingkat", choices=Level.choices, initial=Level.MEDIUM)
    slug = forms.SlugField(
        label="Kode soal",
        required=False,
        max_length=80,
        help_text="Kosongkan: terisi sendiri dari nama. Huruf kecil dan tanda hubung, tidak berubah sesudah disimpan.",
    )
    scenario = forms.CharField(
        label="Situasi",
        required=False,
        help_text="Cerita singkat sebelum pertanyaan. Boleh kosong.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    picture = forms.ModelChoiceField(
        label="Gambar",
        required=False,
        queryset=get_image_model().objects.none(),
        widget=AdminImageChooser,
        help_text="Nama berkasnya dapat terbaca peserta: jangan memuat jawabannya.",
    )
    gives_part_marks = forms.BooleanField(
        label="Beri nilai sebagian",
        required=False,
        help_text="Bagian pilihan benar yang ditandai, dikurangi bagian pilihan salah. Menandai semuanya bernilai 0.",
    )
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
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the one that is being changed
    status = forms.ChoiceField(
        label="Status",
        choices=Question.Status.choices,
        initial=Question.Status.DRAFT,
        help_text="Hanya soal yang terbit dapat ditemui peserta.",
    )

    class Meta:
        model = Question
        fields = ("name", "slug", "topics", "editorial_note")
        widgets = {"topics": AdminTagWidget, "editorial_note": forms.Textarea(attrs={"rows": 2})}
        help_texts = {"name": "Nama singkat untuk daftar. Peserta tidak melihatnya."}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["picture"].queryset = get_image_model().objects.all()
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

    @property
    def kinds(self) -> list[types.Kind]:
        return list(types.KINDS.values())

    @property
    def kinds_with(self) -> dict[str, str]:
        """The types whose options have a field, by field: «angka bagian-gambar»."""
        named: dict[str, list[str]] = {}
        for kind in self.kinds:
            for field in kind.option_fields:
                named.setdefault(field, []).append(kind.type)
        return {field: " ".join(kinds) for field, kinds in named.items()}

    def clean_slug(self) -> str:
        typed: str = self.cleaned_data["slug"]
        return typed or services.free_slugs([self.cleaned_data.get("name", "")])[0]

    def is_valid(self) -> bool:
        if not self.options.is_valid() & super().is_valid():
            return False
        return self._is_fit(self.content())

    def preview(self) -> QuestionContent | None:
        """What a learner would meet, whatever name, basis and status still lack; None with the faults named."""
        self.full_clean()
        if not self.options.is_valid() or {"type", "prompt", "picture"} & set(self.errors):
            return None
        content = self.content()
        return content if self._is_fit(content) else None

    def _is_fit(self, content: QuestionContent) -> bool:
        faults = services.faults_of(content)
        for code in faults:
            if code in FIELD_OF:
                self.add_error(FIELD_OF[code], str(QuestionError(code)))
            else:
                self.options.name_fault(code, types.KINDS[content.type])
        return not faults

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
        services.publish_version(question, self.content(), by=self.by, at=at, after=self.cleaned_data["edition"])
        if publishes:
            services.set_status(question, status, by=self.by, at=at)
        return question

    def content(self) -> QuestionContent:
        plain = ("type", "level", "scenario", "prompt", "explanation", "certainty", "reason")
        said, kind = self.cleaned_data, types.KINDS[self.cleaned_data["type"]]
        return QuestionContent(
            **{name: said.get(name, "") for name in plain},
            stages=tuple(said.get("stages", ())),
            options=self.options.contents(),
            card_ids=tuple(card.pk for card in said.get("cards", ())),
            provision_ids=tuple(provision.pk for provision in said.get("provisions", ())),
            picture_id=said["picture"].pk if said.get("picture") else None,
            gives_part_marks=said.get("gives_part_marks", False) and kind.has_part_marks,
        )


def _formset(version: QuestionVersion | None) -> type[OptionFormSet]:
    extra = BLANK_ROWS_MORE if version else BLANK_ROWS_NEW
    return forms.formset_factory(OptionForm, formset=OptionFormSet, extra=extra, max_num=types.MOST_OPTIONS)


def _initial(question: Question, version: QuestionVersion | None) -> dict[str, Any]:
    if version is None:
        return {"status": question.status}
    plain = ("type", "level", "scenario", "prompt", "explanation", "certainty", "stages", "gives_part_marks")
    bases = list(version.bases.all())
    return {
        **{name: getattr(version, name) for name in plain},
        "status": question.status,
        "edition": version.number,
        "picture": version.picture_id,
        "cards": [basis.card_id for basis in bases if basis.card_id],
        "provisions": [basis.provision_id for basis in bases if basis.provision_id],
    }


def _rows(version: QuestionVersion | None) -> list[dict[str, Any]]:
    if version is None:
        return []
    names = ("text", "is_correct", "match_text", "rank", "feedback", "misconception", "feedback_card_id", "tolerance")
    options = version.options.select_related("option")
    return [{"key": row.option.key, **_region(row), **{name: getattr(row, name) for name in names}} for row in options]


def _region(row: OptionText) -> dict[str, str]:
    """«7» rather than «7.0»."""
    return {side: f"{amount:g}" for side, amount in (row.region or {}).items()}


class ReleaseForm(forms.Form):
    """Why the key of a held question still holds."""

    reason = forms.CharField(
        label="Mengapa kuncinya tetap benar", max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa kuncinya tetap benar."},
    )  # fmt: skip
