"""«Sosialisasi» in the admin: where a session is written down. What happens in it has its own pages."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from elearning.lib import dates
from elearning.people.models import OfficeHolding, OfficeRole, Unit, User
from elearning.regulations.checking.panels import CheckingPanel

from . import services
from .copying import copied
from .models import TrainingSession
from .permissions import Duty, can_change_form, duties_of, units_to_organise_for
from .readiness import hours_in_words

YEARS = range(2000, 2100)


class DayForm(WagtailAdminModelForm):
    """A day whose people already came keeps its date: their attendance says so."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.date:
            self.fields["date"].help_text = dates.long_date(self.instance.date)

    def clean_date(self):
        wanted = self.cleaned_data["date"]
        if self.instance.pk and "date" in self.changed_data and self.instance.attendance_events.exists():
            raise forms.ValidationError("Kehadiran hari ini sudah dicatat. Tanggalnya tidak bisa diubah lagi.")
        if wanted.year not in YEARS:  # it would stand in the calendar of everybody
            raise forms.ValidationError(f"Periksa tahunnya: {wanted.year}. Belum ada yang disimpan.", code="year")
        return wanted


class MemberForm(WagtailAdminModelForm):
    """Only people who hold the committee office in units that the editor may see, and those who are members already."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        holders = OfficeHolding.objects.in_force(today).filter(
            role=OfficeRole.COMMITTEE, unit__in=units_to_organise_for(self.for_user, on=today)
        )
        known = [self.for_user.pk, self.instance.person_id]
        self.fields["person"].queryset = User.objects.filter(Q(pk__in=holders.values("person")) | Q(pk__in=known))


class SessionForm(WagtailAdminModelForm):
    class Media:
        js = (
            "js/training/weekday.js",
            forms.Script("js/training/keep-form.js", type="module"),
        )  # Django finds its address when the form is shown, not when this is imported

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = units_to_organise_for(self.for_user, on=timezone.localdate())
        self.fields["unit"].queryset = Unit.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=self.instance.unit_id))
        for name in ("pre_test", "post_test"):
            self.fields[name].required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        self._clean_days(cleaned.get("min_days_attended"))
        for kind, name in (("pre_test", "Pre-test"), ("post_test", "Post-test")):
            if kind in self.changed_data and getattr(self.instance, f"{kind}_opened_at"):
                self.add_error(kind, f"{name} sudah pernah dibuka. Kuisnya tidak bisa diganti lagi.")
        return cleaned

    def _clean_days(self, wanted: int | None) -> None:
        formset = self.formsets["days"]
        if not formset.is_valid():
            return
        count = len([form for form in formset.forms if form not in formset.deleted_forms and form.cleaned_data])
        if not count:
            self.add_error(None, "Isi sedikitnya satu hari: tanggal, jam mulai, dan jam selesai.")
            return
        removed = [form.instance for form in formset.deleted_forms if form.instance.pk]
        if any(day.attendance_events.exists() or day.sheet_photos.exists() for day in removed):
            self.add_error(None, "Hari yang kehadirannya sudah dicatat tidak bisa dihapus.")
        if wanted is not None and not 1 <= wanted <= count:
            self.add_error("min_days_attended", f"Ada {count} hari. Tulis angka dari 1 sampai {count}.")


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
        ours = {"form": self.form_class, "inherit_kwargs": ["for_user"], "validate_min": False}
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
    def save_instance(self) -> TrainingSession:
        services.give_address(self.form.instance, by=self.request.user)
        session = super().save_instance()
        services.join_committee(session, self.request.user)
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
        return copied(former)


class SessionEdit(OwnSession, generic.EditView):
    def get_object(self, *args, **kwargs) -> TrainingSession:
        session = super().get_object(*args, **kwargs)
        if not can_change_form(self.request.user, session, on=timezone.localdate()):
            raise PermissionDenied("Sertifikat sosialisasi ini sudah terbit. Isinya tidak bisa diubah lagi.")
        return session


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
            InlinePanel(
                "materials",
                heading="Materi dan narasumber",
                label="Materi",
                panels=[
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("speaker"), FieldPanel("speaker_title")]),
                    FieldPanel("lesson_hours"),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldPanel("unit", widget=forms.Select),
                    FieldPanel("organiser"),
                    FieldRowPanel([FieldPanel("signatory_name"), FieldPanel("signatory_title")]),
                ],
                heading="Penyelenggara",
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
