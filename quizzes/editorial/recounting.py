"""«Hitung ulang nilai» in the admin: what a new key would change, the change, and the ledger of all of them (ADR 0021)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from elearning.people.models import User

from .. import services
from ..errors import CorrectionError
from ..models import KeyCorrection, OptionText, QuestionVersion
from ..permissions import can_publish
from ..services.correcting import NAMES

NOTHING = "Tidak ada nilai yang berubah."
RECOUNTED = "Nilai sudah dihitung ulang. Peserta membacanya di halaman Saya."
RECORDED = "Kunci baru tercatat. Pengerjaan yang belum dinilai ikut memakainya."


class CorrectionForm(forms.Form):
    """Why the old key was wrong."""

    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the one whose preview was read
    reason = forms.CharField(
        label="Mengapa kunci lama keliru",
        max_length=200,
        help_text="Peserta yang nilainya naik membaca alasan ini. Jangan menulis nama orang.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa kuncinya dikoreksi. Peserta membaca alasan ini."},
    )


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One option before and after, by its identity."""

    text: str
    before: str
    after: str


def key_lines(version: QuestionVersion) -> Iterator[KeyLine]:
    """The key of an edition beside that of the one before."""
    former = version.question.versions.filter(number__lt=version.number).order_by("-number").first()
    old = {row.option_id: row for row in former.options.all()} if former else {}
    new = {row.option_id: row for row in version.options.all()}
    for option in dict.fromkeys((*new, *old)):
        before, after = old.get(option), new.get(option)
        yield KeyLine((after or before).text, _worth(before), _worth(after))


def _worth(row: OptionText | None) -> str:
    if row is None:
        return "tidak ada"
    if row.rank:
        return f"Urutan {row.rank}"
    return row.match_text or ("Benar" if row.is_correct else "Salah")


class QuestionCorrectView(generic.InspectView):
    """The preview, and the one press that applies it."""

    template_name = "quizzes/admin/question_correct.html"
    page_title = "Hitung ulang nilai"

    def dispatch(self, request, *args, **kwargs):
        if not can_publish(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form, version = CorrectionForm(request.POST), self.object.current
        if version and form.is_valid():
            read, reason = form.cleaned_data["edition"], form.cleaned_data["reason"]
            if read not in (None, version.number):  # it shows now what the newer one would change
                messages.error(request, str(CorrectionError("not_newest")))
                return redirect("question:correct", self.object.pk)
            try:
                made = services.correct_key(version, reason=reason, by=request.user, at=timezone.now())
            except CorrectionError as error:
                form.add_error("reason" if error.code == "reason_missing" else None, str(error))
            else:
                if made is None:
                    messages.warning(request, NOTHING)
                    return redirect("question:correct", self.object.pk)
                messages.success(request, RECOUNTED if made.results.exists() else RECORDED)
                return redirect("keycorrection:inspect", made.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, preview, refusal = self.object.current, None, ""
        people = User.objects.visible_to(self.request.user, on=timezone.localdate())
        try:
            preview = services.preview_correction(version, people=people) if version else None
        except CorrectionError as error:
            refusal = str(error)
        form = CorrectionForm(initial={"edition": version and version.number})
        context = {"form": form, "version": version, "preview": preview, "refusal": refusal}
        context["lines"] = list(key_lines(version)) if version else []
        context["unnamed"] = preview.scores_changed - len(preview.named) if preview else 0
        return super().get_context_data(**{**context, **kwargs})


class CorrectionIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[KeyCorrection]:
        return with_results(KeyCorrection.objects.all())


class CorrectionInspectView(generic.InspectView):
    """One correction: both keys, why, and whose results rose, as far as the reader may know them."""

    template_name = "quizzes/admin/correction_inspect.html"
    page_title = "Koreksi kunci"

    def get_page_subtitle(self) -> str:
        return str(self.object.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = with_results(KeyCorrection.objects.all()).get(pk=self.object.pk)
        people = User.objects.visible_to(self.request.user, on=timezone.localdate())
        results = made.results.filter(attempt__person__in=people).select_related("attempt__person", "attempt__quiz")
        named = list(results[:NAMES])
        context = {"made": made, "named": named, "unnamed": made.changed - len(named)}
        return super().get_context_data(**kwargs, **context, lines=list(key_lines(made.version)))


def with_results(corrections: QuerySet[KeyCorrection]) -> QuerySet[Any]:
    """``changed`` and ``passing``: how many results rose, and how many people passed by it."""
    passes = Q(results__passed_before=False, results__passed_after=True)
    people = Count("results__attempt__person", filter=passes, distinct=True)
    guests = Count("results", filter=passes & Q(results__attempt__person=None))
    rows = corrections.annotate(changed=Count("results"), passing=people + guests)
    return rows.select_related("version__question", "made_by")


class CorrectionViewSet(ModelViewSet):
    model = KeyCorrection
    name = "keycorrection"
    url_prefix = "koreksi-kunci"
    icon = "key"
    menu_label = "Koreksi kunci"
    index_view_class = CorrectionIndexView
    inspect_view_class = CorrectionInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields = ()
    add_to_reference_index = False
    search_fields = ["reason", "version__question__name"]
    search_backend_name = None
    list_display = [
        TitleColumn("version", label="Soal", url_name="keycorrection:inspect"),
        Column("reason", label="Alasan"),
        Column("changed", label="Nilai berubah"),
        Column("passing", label="Menjadi lulus"),
        DateColumn("made_at", label="Tanggal"),
        Column("made_by", label="Oleh"),
    ]

    def get_inspect_view_kwargs(self, **kwargs):
        kwargs = super().get_inspect_view_kwargs(**kwargs)
        return {**kwargs, "template_name": CorrectionInspectView.template_name}

    def get_urlpatterns(self):
        """To read: a correction is made from its question, and stays."""
        return [each for each in super().get_urlpatterns() if each.name in ("index", "index_results", "inspect")]
