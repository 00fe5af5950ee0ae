"""What is asked when a regulation changes. Everything works without JavaScript."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import prefetch_related_objects

from ..models import CardDecision, Provision, Regulation, RegulationChange, Subject

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
    """The articles of the register by what people type: «Pasal 24 UU 20/2023», for all rows of the page at once.

    Two articles of one name say to whom each speaks, or else carry their key: «Pasal 3 PP 94/2021 (PNS, CPNS)».
    """

    def __init__(self, *, on: date) -> None:
        found = list(
            Provision.objects.select_related("regulation").order_by("regulation__short_title", "position", "label")
        )
        self.names = _told_apart(found)
        self.by_name = {self.names[provision.pk].lower(): provision for provision in found}
        self.in_force = [self.names[one.pk] for one in found if not (end := one.regulation.valid_to) or end > on]

    def label(self, provision: Provision) -> str:
        """Its name within its regulation."""
        return provision.label + self.names[provision.pk].removeprefix(str(provision))

    def find(self, typed: str) -> Provision | None:
        return self.by_name.get(_spaced(typed))

    def namesakes(self, typed: str) -> list[str]:
        """The full names of the articles that are all called so."""
        return [self.names[one.pk] for one in self.by_name.values() if str(one).lower() == _spaced(typed)]


def _told_apart(provisions: Sequence[Provision]) -> dict[int, str]:
    """A name for each, which no other one has."""
    names = {one.pk: str(one) for one in provisions}
    details: tuple[Callable[[Provision], str], ...] = (
        _subjects_of,
        lambda one: one.key,
        lambda one: f"{one.key}, {one.regulation.slug}",
    )
    for detail in details:
        count = Counter(name.lower() for name in names.values())
        twins = [one for one in provisions if count[names[one.pk].lower()] > 1]
        prefetch_related_objects(twins, "versions")
        names |= {one.pk: f"{one} ({words})" for one in twins if (words := detail(one))}
    return names


def _subjects_of(provision: Provision) -> str:
    """To whom its latest text speaks."""
    latest = max(provision.versions.all(), key=lambda version: version.number, default=None)
    return ", ".join(Subject(one).label if one in Subject.values else one for one in latest.subjects) if latest else ""


def _spaced(typed: str) -> str:
    return " ".join(typed.split()).lower()


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
                raise self._not_found(name)
            found.append(provision)
        return list(dict.fromkeys(found))

    def _not_found(self, name: str) -> forms.ValidationError:
        if namesakes := self.articles.namesakes(name):
            full = " atau ".join(f"«{one}»" for one in namesakes)
            return forms.ValidationError(f"Ada beberapa pasal bernama «{name}». Tulis {full}.", code="ambiguous")
        return forms.ValidationError(f"«{name}» tidak ada dalam daftar pasal. Pilih dari saran.", code="unknown")

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
        replacements = [articles.names[provision.pk] for provision in row.replacements.all()] if row.pk else []
        initial = {"decision": row.decision, "note": row.note, "replacements": replacements}
        super().__init__(data, prefix=f"kartu-{row.card_id}", initial=initial)
        self.row = row
        self.chosen = replacements
        self.cited = [articles.label(citation.provision) for citation in row.card.cited_here]
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
