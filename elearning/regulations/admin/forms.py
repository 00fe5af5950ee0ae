"""What is asked when a regulation changes. Everything works without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from ..models import CardDecision, Provision, Regulation, RegulationChange

ARTICLES = "daftar-pasal"  # the id of the one list of suggestions on the page


class OpenChangeForm(forms.Form):
    regulation = forms.ModelChoiceField(
        label="Peraturan yang berubah",
        queryset=Regulation.objects.order_by("short_title"),
        empty_label="Pilih peraturan",
    )
    kind = forms.ChoiceField(label="Menjadi", choices=RegulationChange.Kind.choices, widget=forms.RadioSelect)
    by_regulation = forms.ModelChoiceField(
        label="Oleh peraturan", queryset=Regulation.objects.order_by("short_title"), required=False,
        empty_label="Tidak ada",
        help_text="Wajib, kecuali dicabut tanpa pengganti. Belum ada dalam daftar? Tambahkan dahulu di «Peraturan».",
    )  # fmt: skip
    effective_on = forms.DateField(label="Berlaku sejak", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label="Mengapa berubah", max_length=600, widget=forms.Textarea({"rows": 3}),
        help_text="Peserta yang dulu belajar akan membacanya.",
    )  # fmt: skip

    FIELD_OF = {
        "already_open": "regulation", "already_revoked": "regulation",
        "by_missing": "by_regulation", "same_regulation": "by_regulation", "reason_missing": "reason",
        "effect_before_regulation": "effective_on", "effect_before_source": "effective_on",
    }  # fmt: skip


class Articles:
    """The articles of the register by what people type: «Pasal 24 UU 20/2023», in one query for all rows of the page."""

    def __init__(self, *, on: date) -> None:
        found = Provision.objects.select_related("regulation").order_by("regulation__short_title", "position", "label")
        self.by_name: dict[str, Provision] = {}
        self.in_force: list[str] = []
        for provision in found:
            name = str(provision)
            if name.lower() in self.by_name:
                name = f"{name} ({provision.key})"
            self.by_name[name.lower()] = provision
            ends = provision.regulation.valid_to
            if ends is None or ends > on:
                self.in_force.append(name)

    def find(self, name: str) -> Provision | None:
        return self.by_name.get(" ".join(name.split()).lower())


class ArticlesWidget(forms.TextInput):
    """One box for each article and an empty one for the next; the browser suggests from the list of the page."""

    template_name = "regulations/admin/articles_widget.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        typed = [each for each in value or [] if each]
        context = super().get_context(name, "", attrs)
        context["widget"] |= {"boxes": [*typed, ""], "list": ARTICLES}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [each.strip() for each in data.getlist(name) if each.strip()]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class ArticlesField(forms.Field):
    widget = ArticlesWidget
    hidden_widget = forms.MultipleHiddenInput

    def __init__(self, *, articles: Articles, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.articles = articles

    def clean(self, value: list[str]) -> list[Provision]:
        found = []
        for name in value or []:
            provision = self.articles.find(name)
            if provision is None:
                raise forms.ValidationError(f"«{name}» tidak ada dalam daftar pasal. Pilih dari saran.", code="unknown")
            found.append(provision)
        return list(dict.fromkeys(found))

    def has_changed(self, initial: list[str] | None, data: list[str] | None) -> bool:
        return [each.lower() for each in initial or []] != [each.lower() for each in data or []]


class DecisionForm(forms.Form):
    """One card. Nothing chosen decides nothing; what stays as it was shown takes nothing back that others decided since."""

    decision = forms.ChoiceField(
        label="Keputusan", choices=CardDecision.Choice.choices, widget=forms.RadioSelect, required=False,
        show_hidden_initial=True,
    )  # fmt: skip
    note = forms.CharField(label="Catatan", max_length=300, required=False, show_hidden_initial=True)

    def __init__(self, data: Any = None, *, row: CardDecision, articles: Articles) -> None:
        replacements = [str(provision) for provision in row.replacements.all()] if row.pk else []
        initial = {"decision": row.decision, "note": row.note, "replacements": replacements}
        super().__init__(data, prefix=f"kartu-{row.card_id}", initial=initial)
        self.row = row
        self.fields["replacements"] = ArticlesField(
            label="Rujukan baru", articles=articles, required=False, show_hidden_initial=True
        )

    def decision_as_shown(self) -> str:
        """For the template, which draws the choices one by one; the other fields bring it along."""
        return self["decision"].as_hidden(only_initial=True)


class ScheduleForm(forms.Form):
    apply_at = forms.DateTimeField(
        label="Terapkan otomatis pada",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d-%m-%Y %H.%M"],
        error_messages={"invalid": "Tulis tanggal dan jam, misalnya 2025-03-01 00:00."},
    )


def decision_forms(rows: Iterable[CardDecision], *, articles: Articles, data: Any = None) -> list[DecisionForm]:
    return [DecisionForm(data, row=row, articles=articles) for row in rows]
