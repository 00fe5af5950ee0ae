"""«Sosialisasi» in the admin: where a session is written down. What happens in it has its own pages."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from elearning.lib import dates
from elearning.regulations.checking.panels import CheckingPanel

from . import services
from .copying import copied
from .models import TrainingSession
from .permissions import Duty, can_change_form, duties_of
from .readiness import hours_in_words
from .session_forms import (
    ContributorForm,
    DayForm,
    MaterialForm,
    MemberForm,
    Rows,
    SessionForm,
    SignatoryForm,
    colleagues,
)


class RowsPanel(InlinePanel):
    """An inline panel whose rows use a form of ours that knows who is editing."""

    def __init__(self, *args, form_class: type[WagtailAdminModelForm], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.form_class = form_class

    def clone_kwargs(self) -> dict:
        return {**super().clone_kwargs(), "form_class": self.form_class}

    def get_form_options(self) -> dict:
        options = super().get_form_options()
        # The least number of rows is checked by the whole form, which says so in words.
        ours = {"form": self.form_class, "formset": Rows, "inherit_kwargs": ["for_user"], "validate_min": False}
        options["formsets"][self.relation_name] |= ours
        return options


class OwnSessions:
    """What the admin shows of sessions: those that ``managed_by`` gives, every other address is 404."""

    def get_base_queryset(self) -> QuerySet[TrainingSession]:
        return TrainingSession.objects.managed_by(self.request.user, on=timezone.localdate())


class OwnSession:
    """One session by its address: 404 when it is not ours."""

    def get_object(self, *args, **kwargs) -> TrainingSession:
        session = super().get_object(*args, **kwargs)
        if Duty.RUN not in duties_of(self.request.user, session, on=timezone.localdate()):
            raise Http404
        return session


class SessionIndex(OwnSessions, generic.IndexView):
    def get_base_queryset(self) -> QuerySet[TrainingSession]:
        return super().get_base_queryset().with_turnout().select_related("unit").prefetch_related("days")


class SessionCreate(generic.CreateView):
    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """The form carries the key of the session that it makes: pressed twice, it makes one."""
        made = services.just_made(self._key(), by=request.user, at=timezone.now())
        return redirect("training:overview", made.slug) if made else super().post(request, *args, **kwargs)

    def _key(self) -> UUID | None:
        try:
            return UUID(self.request.POST.get("seen", ""))
        except ValueError:
            return None

    @transaction.atomic
    def save_instance(self) -> TrainingSession:
        services.give_address(self.form.instance, by=self.request.user, key=self._key())
        session = super().save_instance()
        services.join_committee(session, self.request.user)
        _add_speakers(session, self.form)
        return session

    def get_success_url(self) -> str:
        return reverse("training:overview", args=[self.object.slug])


class SessionCopy(OwnSessions, generic.CopyView, SessionCreate):
    """«Salin dari yang lama»: the form of a new session, filled with what stays."""

    page_title = "Salin sosialisasi"

    def get_initial_form_instance(self) -> TrainingSession:
        former = get_object_or_404(self.get_base_queryset(), pk=self.kwargs["pk"])
        if Duty.RUN not in duties_of(self.request.user, former, on=timezone.localdate()):
            raise Http404
        return self._without_those_who_left(copied(former))

    def _without_those_who_left(self, made: TrainingSession) -> TrainingSession:
        """Whom the form would not offer any more is no member of the next committee, and a name without an account."""
        offered = set(colleagues(self.request.user).values_list("pk", flat=True))
        made.committee = [member for member in made.committee.all() if member.person_id in offered]
        for one in made.contributors.all():
            one.person_id = one.person_id if one.person_id in offered else None
        return made


class SessionEdit(OwnSession, generic.EditView):
    @transaction.atomic
    def post(self, request, *args, **kwargs):
        """The row is held from the first look to the last write: the form writes all of it, its state too."""
        TrainingSession.objects.select_for_update().filter(pk=self.object_pk).first()
        return super().post(request, *args, **kwargs)

    def get_object(self, *args, **kwargs) -> TrainingSession:
        session = super().get_object(*args, **kwargs)
        if not can_change_form(self.request.user, session, on=timezone.localdate()):
            raise PermissionDenied("Sertifikat sosialisasi ini sudah terbit. Isinya tidak bisa diubah lagi.")
        return session

    def save_instance(self) -> TrainingSession:
        session = super().save_instance()
        _add_speakers(session, self.form)
        return session


def _add_speakers(session: TrainingSession, form: SessionForm) -> None:
    if form.cleaned_data["adds_speakers"]:
        services.add_speakers(session)


class SessionHistory(OwnSession, generic.HistoryView):
    pass


class SessionUsage(OwnSession, generic.UsageView):
    pass


class SessionDelete(OwnSession, generic.DeleteView):
    pass


def days_in_words(session: TrainingSession) -> str:
    days = [day.date for day in session.days.all()]
    return dates.day_span(days) if days else "Belum ada tanggal"


def turnout_in_words(session: TrainingSession) -> str:
    return f"{session.present} dari {session.registered} hadir" if session.registered else "Belum ada peserta"


class SessionSummary(HelpPanel):
    """Dates with their weekdays and the sum of JP, in words, as they are stored now."""

    class BoundPanel(HelpPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context=None) -> dict:
            return {
                **super().get_context_data(parent_context),
                "session": self.instance,
                "days": [dates.long_date(day.date) for day in self.instance.days.all()],
                "hours": hours_in_words(self.instance.lesson_hours),
            }


class TrainingSessionViewSet(ModelViewSet):
    model = TrainingSession
    icon = "group"
    menu_label = "Sosialisasi"
    menu_order = 150
    add_to_admin_menu = True
    index_view_class = SessionIndex
    add_view_class = SessionCreate
    copy_view_class = SessionCopy
    edit_view_class = SessionEdit
    history_view_class = SessionHistory
    usage_view_class = SessionUsage
    delete_view_class = SessionDelete
    search_fields = ["title", "city", "organiser"]
    list_display = [
        TitleColumn("title", label="Tema", get_url=lambda session: reverse("training:overview", args=[session.slug])),
        Column("days", label="Tanggal", accessor=days_in_words),
        Column("unit", label="Penyelenggara", accessor="unit"),
        Column("state", label="Keadaan", accessor="get_state_display", sort_key="state"),
        Column("turnout", label="Kehadiran", accessor=turnout_in_words),
        TitleColumn("form", label="Isian", accessor=lambda session: "Ubah isian",
                    get_url=lambda session: reverse("trainingsession:edit", args=[session.pk])),
    ]  # fmt: skip
    edit_handler = ObjectList(
        [
            SessionSummary(template="training/admin/session_summary.html", heading="Ringkasan"),
            MultiFieldPanel([FieldPanel("title"), FieldPanel("activity")], heading="Tema"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("venue"), FieldPanel("city"), FieldPanel("time_zone")])],
                heading="Tempat",
            ),
            RowsPanel(
                "days",
                heading="Hari",
                label="Hari",
                help_text="Jam menurut zona waktu tempat.",
                min_num=1,
                form_class=DayForm,
                panels=[
                    FieldRowPanel([FieldPanel("date"), FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    FieldPanel("venue"),
                ],
            ),
            RowsPanel(
                "materials",
                heading="Materi dan narasumber",
                label="Materi",
                form_class=MaterialForm,
                panels=[
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("speaker"), FieldPanel("speaker_title")]),
                    FieldPanel("lesson_hours"),
                ],
            ),
            MultiFieldPanel([FieldPanel("course", widget=forms.Select)], heading="Teruskan ke jajaran"),
            MultiFieldPanel(
                [
                    FieldPanel("unit", widget=forms.Select),
                    FieldPanel("organiser"),
                    FieldPanel("letterhead", widget=forms.Textarea(attrs={"rows": 3})),
                    FieldRowPanel([FieldPanel("logo"), FieldPanel("second_logo")]),
                    FieldPanel("template", widget=forms.Select),
                ],
                heading="Penyelenggara, kop, dan templat sertifikat",
            ),
            RowsPanel(
                "signatories",
                heading="Penanda tangan",
                label="Penanda tangan",
                help_text="Paling banyak tiga, menurut urutannya di sertifikat. Yang pertama menandatangani daftar hadir dan laporan.",
                max_num=3,
                form_class=SignatoryForm,
                panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("title")]), FieldPanel("picture")],
            ),
            MultiFieldPanel(
                [
                    FieldPanel("adds_speakers"),
                    RowsPanel(
                        "contributors",
                        label="Orang",
                        form_class=ContributorForm,
                        panels=[
                            FieldRowPanel(
                                [FieldPanel("kind", widget=forms.Select), FieldPanel("person", widget=forms.Select)]
                            ),
                            FieldPanel("name"),
                            FieldRowPanel(
                                [FieldPanel("position"), FieldPanel("unit_label"), FieldPanel("lesson_hours")]
                            ),
                        ],
                    ),
                ],
                heading="Narasumber, moderator, dan panitia yang mendapat sertifikat",
            ),
            RowsPanel(
                "committee",
                heading="Panitia",
                label="Anggota",
                help_text=(
                    "Pembuat sosialisasi otomatis menjadi anggota. Petugas meja hanya membuka presensi; "
                    "dokumentasi hanya membuka hasil dan laporan."
                ),
                form_class=MemberForm,
                panels=[
                    FieldRowPanel([FieldPanel("person", widget=forms.Select), FieldPanel("role", widget=forms.Select)])
                ],
            ),
            MultiFieldPanel(
                [
                    FieldPanel("min_days_attended"),
                    FieldRowPanel(
                        [
                            FieldPanel("pre_test", widget=forms.Select),
                            FieldPanel("post_test", widget=forms.Select),
                        ]
                    ),
                    FieldPanel("needs_post_test_taken"),
                    FieldPanel("needs_post_test_passed"),
                ],
                heading="Uji dan syarat sertifikat",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("is_announced"),
                    FieldPanel("invitation"),
                    FieldPanel("takes_registrations"),
                    FieldRowPanel([FieldPanel("registration_quota"), FieldPanel("registration_closes_on")]),
                ],
                heading="Jadwal umum dan pendaftaran",
            ),
            CheckingPanel(),
        ],
        base_form_class=SessionForm,
    )
