"""What is uploaded, and what is asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from taggit.models import Tag

from ..models import Question
from . import FORMATS

OUT = [(format.key, format.label) for format in FORMATS.values() if format.render]


class QuestionsFileForm(forms.Form):
    file = forms.FileField(
        label="Berkas GIFT, Aiken, Moodle XML, atau XLSX",
        help_text="Paling besar 5 MB dan 2.000 soal.",
        allow_empty_file=True,  # the service says it in a whole sentence
        widget=forms.FileInput(attrs={"accept": ".gift,.txt,.aiken,.xml,.xlsx"}),
        error_messages={"required": "Pilih berkas soal."},
    )


class ExportForm(forms.Form):
    format = forms.ChoiceField(label="Format", choices=OUT, initial="moodle-xml")
    topic = forms.ModelChoiceField(
        label="Topik", queryset=Tag.objects.none(), to_field_name="slug", required=False, empty_label="Semua topik"
    )
    status = forms.ChoiceField(label="Status", choices=[("", "Semua status"), *Question.Status.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Question.topics.through.tags_for(Question).order_by("name")
        self.fields["topic"].queryset = topics

    def questions(self) -> QuerySet[Question]:
        """What was chosen, with everything that a file says of it."""
        chosen = Question.objects.prefetch_related(
            "topics", "versions__options__option", "versions__bases", "versions__picture"
        )
        if self.cleaned_data["topic"]:
            chosen = chosen.filter(topics=self.cleaned_data["topic"])
        if self.cleaned_data["status"]:
            chosen = chosen.filter(status=self.cleaned_data["status"])
        return chosen.order_by("name", "pk")
