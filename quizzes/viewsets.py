"""«Kuis» in the admin: the question bank, the quizzes made of it, and what readers report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from elearning.lib import dates
from elearning.people.choosers import ReadersChooser
from elearning.regulations.checking.panels import checking_context

from . import services, types
from .bank import content_of
from .editorial import previewing
from .editorial.comparing import differences
from .editorial.editing import QuestionForm, ReleaseForm
from .editorial.holds import holds_of
from .editorial.quiz_form import quiz_handler
from .editorial.recounting import CorrectionViewSet, QuestionCorrectView
from .errors import QuestionError
from .models import DrawRule, Level, Question, QuestionHold, QuestionReport, QuestionVersion, Quiz
from .paper import preview_of
from .permissions import can_extend, can_import, can_publish, can_write
from .pools import quizzes_asking

NEWEST = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
HELD = QuestionHold.objects.unreleased().filter(question=OuterRef("pk")).order_by("held_from")


class QuestionFilters(WagtailFilterSet):
    type = django_filters.ChoiceFilter(field_name="newest_type", label="Jenis", choices=types.labels)
    level = django_filters.ChoiceFilter(field_name="newest_level", label="Tingkat", choices=Level.choices)

    held = django_filters.ChoiceFilter(
        label="Ditahan sampai kunci diperiksa",
        choices=[("ya", "ditahan"), ("tidak", "tidak ditahan")],
        method="by_hold",
    )

    class Meta:
        model = Question
        fields = ["status", "type", "level"]

    def by_hold(self, queryset, name, value):
        return queryset.filter(held_from__isnull=value == "tidak")


class QuestionIndexView(generic.IndexView):
    def get_base_queryset(self):
        newest = {f"newest_{name}": Subquery(NEWEST.values(name)[:1]) for name in ("type", "level", "number")}
        held_from = Subquery(HELD.values("held_from")[:1])
        return Question.objects.annotate(**newest, held_from=held_from).prefetch_related("topics")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Files of questions, in and out."""
        buttons = super().header_more_buttons
        if can_import(self.request.user):
            address = reverse("quizzes_admin:imports")
            buttons.append(Button("Impor soal", url=address, icon_name="upload", priority=90))
        address = reverse("quizzes_admin:export")
        return [*buttons, Button("Ekspor soal", url=address, icon_name="download", priority=91)]


def held_since(row: Question) -> str:
    """«Ditahan sejak 1 Maret 2025», also of a hold that begins later."""
    return f"sejak {dates.plain_date(timezone.localdate(row.held_from))}" if row.held_from else ""


class HoldsMixin:
    """What holds the question, on every screen that shows it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holds = holds_of(self.object, at=timezone.now())
        return super().get_context_data(**kwargs, holds=holds, may_release=can_publish(self.request.user))


class QuestionFormMixin:
    """Both screens save through one form, which appends an edition."""

    panel = None
    template_name = "quizzes/admin/question_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def form_valid(self, form: QuestionForm):
        saved = form.save_edition(at=timezone.now())
        if saved is None:
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        self.form, self.object = form, saved
        return self.save_action()


class QuestionCreateView(QuestionFormMixin, generic.CreateView):
    def get_success_url(self) -> str:
        return reverse("question:inspect", args=[self.object.pk])


class QuestionEditView(HoldsMixin, QuestionFormMixin, generic.EditView):
    def dispatch(self, request, *args, **kwargs):
        question = get_object_or_404(Question, pk=self.object_pk)
        if question.status == Question.Status.PUBLISHED and not can_publish(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **checking_context(self.object)}

    def get_success_url(self) -> str:
        return reverse("question:inspect", args=[self.object.pk])


class QuestionInspectView(HoldsMixin, generic.InspectView):
    """The question as a learner meets it, its key, and every edition it had; ``?versi=2`` shows an older one."""

    template_name = "quizzes/admin/question_inspect.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        versions = self.object.versions.select_related("created_by", "picture").order_by("-number")
        versions = versions.annotate(given=Count("items"))
        versions = versions.prefetch_related(
            "options__option", "options__feedback_card", "bases__card", "bases__provision__regulation"
        )
        asked = self.request.GET.get("versi", "")
        found = list(versions)
        shown = next((each for each in found if str(each.number) == asked), found[0] if found else None)
        preview = preview_of(content_of(shown), shown.picture) if shown else None
        other = next((each for each in found if str(each.number) == self.request.GET.get("banding", "")), None)
        changes = None
        if shown and other:
            changes = differences(content_of(other), content_of(shown), names_in([other, shown]))
        facts: dict[str, Any] = {"versions": found, "version": shown, "other": other, "changes": changes}
        quizzes = quizzes_asking(self.object)
        may_correct = len(found) > 1 and can_publish(self.request.user)
        facts |= {
            "preview": preview,
            "quizzes": quizzes,
            "may_correct": may_correct,
            "may_write": can_write(self.request.user),
        }
        return super().get_context_data(**kwargs, **facts)


def names_in(versions: Iterable[QuestionVersion]) -> dict[str, dict[int, str]]:
    """What these editions, fetched as above, refer to by id."""
    versions = list(versions)
    bases = [basis for version in versions for basis in version.bases.all()]
    cards = [option.feedback_card for version in versions for option in version.options.all()]
    return {
        "card_ids": {basis.card_id: basis.card.title for basis in bases if basis.card},
        "provision_ids": {basis.provision_id: str(basis.provision) for basis in bases if basis.provision},
        "feedback_card_id": {card.pk: card.title for card in cards if card},
        "picture_id": {version.picture_id: version.picture.title for version in versions if version.picture},
    }


class QuestionReleaseView(HoldsMixin, generic.InspectView):
    """«Kunci sudah diperiksa»: a reason, and the question is drawn again."""

    template_name = "quizzes/admin/question_release.html"
    page_title = "Kunci sudah diperiksa"

    def dispatch(self, request, *args, **kwargs):
        if not can_publish(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = ReleaseForm(request.POST)
        if form.is_valid():
            try:
                services.release_hold(self.object, **form.cleaned_data, by=request.user, at=timezone.now())
            except QuestionError as error:
                form.add_error("reason" if error.code == "reason_missing" else None, str(error))
            else:
                messages.success(request, "Soal ini tidak ditahan lagi.")
                return redirect("question:inspect", self.object.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": ReleaseForm(), **kwargs})


class QuestionViewSet(ModelViewSet):
    model = Question
    name = "question"
    url_prefix = "soal"
    icon = "help"
    menu_label = "Bank soal"
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    inspect_view_class = QuestionInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    filterset_class = QuestionFilters
    search_fields = ["name", "slug", "versions__prompt", "versions__scenario"]
    search_backend_name = None
    list_per_page = 50
    list_display = [
        "name",
        Column("newest_type", label="Jenis", accessor=lambda row: dict(types.labels()).get(row.newest_type, "")),
        Column("newest_level", label="Tingkat", sort_key="newest_level"),
        Column("get_status_display", label="Status", sort_key="status"),
        Column("held_from", label="Ditahan sampai kunci diperiksa", accessor=held_since, sort_key="held_from"),
        Column("topics", label="Topik", accessor=lambda row: ", ".join(topic.name for topic in row.topics.all())),
        Column("newest_number", label="Versi", sort_key="newest_number"),
    ]

    @property
    def release_view(self):
        kwargs = {**self.get_inspect_view_kwargs(), "template_name": QuestionReleaseView.template_name}
        return self.construct_view(QuestionReleaseView, **kwargs)

    @property
    def correct_view(self):
        kwargs = {**self.get_inspect_view_kwargs(), "template_name": QuestionCorrectView.template_name}
        return self.construct_view(QuestionCorrectView, **kwargs)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("diperiksa/<int:pk>/", self.release_view, name="release"),
            path("hitung-ulang/<int:pk>/", self.correct_view, name="correct"),
            path("pratinjau/", previewing.preview, name="preview"),
            path("coba/<int:pk>/", previewing.try_out, name="try"),
            path("gambar/<int:image_pk>/", previewing.picture, name="picture"),
        ]

    def get_form_class(self, for_update=False):
        return QuestionForm

    def get_edit_handler(self):
        return None

    def get_add_view_kwargs(self, **kwargs):
        return {**super().get_add_view_kwargs(**kwargs), "template_name": QuestionFormMixin.template_name}

    def get_edit_view_kwargs(self, **kwargs):
        return {**super().get_edit_view_kwargs(**kwargs), "template_name": QuestionFormMixin.template_name}

    def get_inspect_view_kwargs(self, **kwargs):
        kwargs = super().get_inspect_view_kwargs(**kwargs)
        return {**kwargs, "template_name": QuestionInspectView.template_name}


class ChooseQuestionMixin:
    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("get_status_display", label="Status")]


class QuestionChooseView(ChooseQuestionMixin, chooser.ChooseView):
    """By name and status, so that a held question is not chosen unawares."""


class QuestionChooseResultsView(ChooseQuestionMixin, chooser.ChooseResultsView):
    """The same list while somebody searches."""


class QuestionChooser(ReadersChooser):
    model = Question
    icon = "help"
    choose_one_text = "Pilih soal"
    choose_another_text = "Pilih soal lain"
    choose_view_class = QuestionChooseView
    choose_results_view_class = QuestionChooseResultsView


question_chooser = QuestionChooser("question_chooser")


class QuizIndexView(generic.IndexView):
    def get_base_queryset(self):
        drawn = DrawRule.objects.filter(quiz=OuterRef("pk")).order_by().values("quiz").annotate(drawn=Sum("count"))
        drawn = Coalesce(Subquery(drawn.values("drawn")), 0)
        return Quiz.objects.annotate(questions=Count("quiz_questions") + drawn)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if can_extend(self.request.user):
            address = reverse("quizzes_admin:more_time")
            buttons.append(Button("Tambahan waktu", url=address, icon_name="time", priority=90))
        return buttons


class QuizViewSet(ModelViewSet):
    model = Quiz
    name = "quiz"
    url_prefix = "kuis"
    icon = "list-ol"
    menu_label = "Kuis"
    index_view_class = QuizIndexView
    copy_view_enabled = False
    search_fields = ["title", "slug"]
    search_backend_name = None
    list_display = [
        "title",
        Column("questions", label="Soal", sort_key="questions"),
        Column("pass_mark_percent", label="Batas lulus (%)", sort_key="pass_mark_percent"),
        Column("attempts_allowed", label="Percobaan", sort_key="attempts_allowed"),
    ]
    edit_handler = quiz_handler()


class ReportForm(forms.ModelForm):
    """Nothing to type: saving settles the report."""

    class Meta:
        model = QuestionReport
        fields = ()


class ReportEditView(generic.EditView):
    panel = None
    submit_button_label = "Tandai selesai"
    success_message = "Laporan ditandai selesai."

    def save_instance(self) -> QuestionReport:
        return services.resolve_report(self.object, at=timezone.now())


class ReportIndexView(generic.IndexView):
    default_ordering = ("resolved_at", "-created_on")

    def get_base_queryset(self):
        return QuestionReport.objects.select_related("version__question")


class ReportViewSet(ModelViewSet):
    model = QuestionReport
    name = "questionreport"
    url_prefix = "laporan-soal"
    icon = "warning"
    menu_label = "Laporan kekeliruan"
    index_view_class = ReportIndexView
    edit_view_class = ReportEditView
    copy_view_enabled = False
    search_fields = ["text", "version__question__name"]
    search_backend_name = None
    list_display = [
        TitleColumn("text", label="Laporan", url_name="questionreport:edit"),
        Column("version", label="Soal"),
        DateColumn("created_on", label="Tanggal", sort_key="created_on"),
        Column("resolved_at", label="Selesai", accessor=lambda row: "selesai" if row.resolved_at else "belum"),
    ]

    def get_form_class(self, for_update=False):
        return ReportForm

    def get_edit_handler(self):
        return None

    def get_edit_view_kwargs(self, **kwargs):
        return {**super().get_edit_view_kwargs(**kwargs), "template_name": "quizzes/admin/report_edit.html"}


class QuizGroup(ViewSetGroup):
    menu_label = "Kuis"
    menu_icon = "help"
    menu_order = 220
    items = (QuestionViewSet, QuizViewSet, ReportViewSet, CorrectionViewSet)
