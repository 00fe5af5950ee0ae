"""The form of a session and its rows, in the admin."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from certificates.models import Template
from certificates.printing import designs
from certificates.services import (
    LONGEST_LETTERHEAD_LINE,
    MOST_LETTERHEAD_LINES,
    CertificateError,
    require_characters,
    require_printable_name,
)
from certificates.services.templates import is_offered
from elearning.lessons.models import CoursePage
from elearning.lib import dates
from elearning.people.models import OfficeHolding, OfficeRole, Unit, User
from quizzes.services.completing import courses_to_finish

from .forms import refuse_nik
from .models import CommitteeMember, Contributor, SessionDay, TrainingSession
from .papers import content_of, mode_in_words
from .permissions import units_to_organise_for
from .pictures import PictureField

YEARS = range(2000, 2100)
MOST_HOURS = 999
ROW_ID = re.compile(r"(days|materials|signatories|contributors|committee)-\d+-id")


def printable(text: str) -> str:
    """Text that reaches a paper: no letter that its fonts lack, and no number of an identity card."""
    refuse_nik(text)
    try:
        require_characters(text)
    except CertificateError as error:
        raise ValidationError(str(error), code=error.code) from error
    return text


def printable_name(name: str) -> str:
    printable(name)
    try:
        require_printable_name(name)
    except CertificateError as error:
        raise ValidationError(str(error), code=error.code) from error
    return name


class Rows(BaseChildFormSet):
    """Two rows that say the same are told so without the names of our columns."""

    def get_unique_error_message(self, unique_check) -> ValidationError:
        return ValidationError("Ada dua baris yang sama. Ubah atau hapus salah satunya.", code="row_twice")

    def get_form_error(self) -> str:
        return "Baris ini sama dengan baris di atasnya."


class PrintedForm(WagtailAdminModelForm):
    """What is typed in ``printed`` reaches papers, and is looked at as such while it is typed."""

    printed: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in self.printed:
            self.fields[name].validators.append(printable)
        if "lesson_hours" in self.fields:
            words = f"JP paling banyak {MOST_HOURS}. Periksa angkanya."
            self.fields["lesson_hours"].validators.append(MaxValueValidator(MOST_HOURS, words))


class MaterialForm(PrintedForm):
    printed = ("title", "speaker", "speaker_title")


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


class SignatoryForm(PrintedForm):
    printed = ("name", "title")
    picture = PictureField(
        label="Gambar tanda tangan",
        required=False,
        help_text="Boleh kosong. Hanya tercetak bila templatnya memakai gambar tanda tangan.",
    )


def colleagues(editor: User, *known: int | None) -> QuerySet[User]:
    """People who hold the committee office in units that the editor may see, the editor, and those ``known`` already."""
    today = timezone.localdate()
    holders = OfficeHolding.objects.in_force(today).filter(
        role=OfficeRole.COMMITTEE, unit__in=units_to_organise_for(editor, on=today)
    )
    return User.objects.filter(Q(pk__in=holders.values("person")) | Q(pk__in=[editor.pk, *known]))


class MemberForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(self.for_user, self.instance.person_id)


class ContributorForm(PrintedForm):
    """A name as it is printed; chosen from the accounts of colleagues, it need not be typed."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = colleagues(self.for_user, self.instance.person_id)
        self.fields["name"].required = False
        self.fields["name"].help_text = "Dicetak persis seperti ditulis. Kosongkan untuk memakai nama akunnya."

    def clean(self) -> dict:
        cleaned = super().clean()
        person = cleaned.get("person")
        if not cleaned.get("name"):
            if person is None:
                self.add_error("name", ValidationError("Tulis namanya dengan gelar.", code="required"))
                return cleaned
            own = {"name": person.display_name, "position": person.position_title, "unit_label": person.unit_label}
            cleaned |= {key: cleaned.get(key) or text for key, text in own.items()}
        for key, check in (("name", printable_name), ("position", printable), ("unit_label", printable)):
            try:
                check(cleaned.get(key) or "")
            except ValidationError as error:
                self.add_error(key, error)
        return cleaned


class SessionForm(PrintedForm):
    printed = ("title", "activity", "organiser", "venue", "city")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    logo = PictureField(label="Logo", required=False, help_text="PNG atau JPEG, paling besar 2 MB.")
    second_logo = PictureField(label="Logo kedua", required=False, help_text="Boleh kosong.")
    adds_speakers = forms.BooleanField(
        label="Tambahkan narasumber dari daftar materi",
        required=False,
        help_text="Saat disimpan, setiap narasumber pada materi yang belum tertulis di bawah mendapat barisnya.",
    )

    class Media:
        js = (
            "js/training/weekday.js",
            forms.Script("js/training/keep-form.js", type="module"),
        )  # Django finds its address when the form is shown, not when this is imported

    def __init__(self, data=None, files=None, instance: TrainingSession | None = None, **kwargs) -> None:
        stored = instance if instance and instance.pk else None
        self._mark, self._seen = (mark_of(stored) if stored else ""), data.get("seen") if data else ""
        if data and stored:
            data = _as_it_stands_now(data, stored, seen=self._mark)
        super().__init__(data, files, instance=instance, **kwargs)
        self.fields["seen"].initial = self._mark or str(uuid4())  # of a new one: the key that it will have
        own = units_to_organise_for(self.for_user, on=timezone.localdate())
        self.fields["unit"].queryset = Unit.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=self.instance.unit_id))
        for name in ("pre_test", "post_test"):
            self.fields[name].required = False
        self._offer_courses()
        if self.instance.is_at_office:
            self.fields["is_announced"].disabled = True
            self.fields["is_announced"].help_text = "Sosialisasi di kantor tidak tampil di jadwal umum."
        self._offer_templates(own)

    def _offer_courses(self) -> None:
        course, known = self.fields["course"], courses_to_finish().values("pk")
        course.required = False
        course.queryset = CoursePage.objects.filter(Q(pk__in=known) | Q(pk=self.instance.course_id)).order_by("path")
        course.empty_label = "Materi pertama di situs ini"

    def _offer_templates(self, units: QuerySet[Unit]) -> None:
        """Those in use: shared ones, those of units that the editor organises for or above them, and the one it has."""
        above = {unit.path[:end] for unit in units for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)}
        offered = Q(retired_at=None) & (Q(unit=None) | Q(unit__path__in=above)) & ~Q(slug=designs.BINGKAI)
        template = self.fields["template"]
        template.required = False
        template.queryset = Template.objects.filter(offered | Q(pk=self.instance.template_id)).order_by("name")
        template.empty_label = f"{designs.DESIGNS[designs.BINGKAI]} (bawaan), {mode_in_words(content_of(None))}"
        template.label_from_instance = lambda one: f"{one.name}, {mode_in_words(content_of(one))}"

    def clean_letterhead(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["letterhead"].splitlines() if line.strip()]
        if len(lines) > MOST_LETTERHEAD_LINES:
            words = f"Alamat pada kop paling banyak {MOST_LETTERHEAD_LINES} baris. Gabungkan sebagian barisnya."
            raise ValidationError(words, code="too_many_parts")
        for line in lines:
            if len(line) > LONGEST_LETTERHEAD_LINE:
                words = f"Satu baris kop paling panjang {LONGEST_LETTERHEAD_LINE} huruf. Pecah menjadi dua baris."
                raise ValidationError(words, code="text_too_long")
            printable(line)
        return "\n".join(lines)

    def clean(self) -> dict:
        cleaned = super().clean()
        template, unit = cleaned.get("template"), cleaned.get("unit")
        if template and unit and not is_offered(template, unit):
            words = "Templat ini milik unit lain. Pilih templat bersama, atau templat unit penyelenggara."
            self.add_error("template", ValidationError(words, code="template_unknown"))
        if template and template.retired_at:
            words = "Templat ini tidak dipakai lagi. Pilih templat lain."
            self.add_error("template", ValidationError(words, code="template_retired"))
        if self._mark and self._seen and self._seen != self._mark:
            words = (
                "Isian sosialisasi ini sudah diubah di tempat lain sejak Anda membukanya. Belum ada yang disimpan, dan "
                "isian Anda masih ada di bawah. Buka halaman ini di tab lain untuk membandingkan. "
                "Simpan sekali lagi bila isian Anda yang dipakai."
            )
            self.add_error(None, ValidationError(words, code="changed_meanwhile"))
        self._clean_days(cleaned.get("min_days_attended"))
        self._clean_materials(cleaned.get("adds_speakers", False))
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

    def _clean_materials(self, adds_speakers: bool) -> None:
        formset = self.formsets["materials"]
        if not formset.is_valid():
            return
        rows = [form for form in formset.forms if form not in formset.deleted_forms and form.cleaned_data]
        if sum(form.cleaned_data["lesson_hours"] for form in rows) > MOST_HOURS:
            words = f"Jumlah JP semua materi paling banyak {MOST_HOURS}. Periksa angkanya."
            self.add_error(None, ValidationError(words, code="too_many_hours"))
        for form in rows if adds_speakers else ():  # each name goes on a paper of its own
            try:
                printable_name(form.cleaned_data["speaker"])
            except ValidationError as error:
                form.add_error("speaker", error)

    def save(self, commit: bool = True) -> TrainingSession:
        if commit and self.instance.pk:
            self._make_way()
        return super().save(commit)

    def _make_way(self) -> None:
        """Rows of one form may trade what only one may have: a session put off by a day moves each day onto the next.

        Until all are written, days that change stand where no day is; the other rows are written anew, key and all.
        """
        for number, pk in enumerate(self._changed_rows("days")):
            SessionDay.objects.filter(pk=pk).update(date=date.min + timedelta(days=number))
        CommitteeMember.objects.filter(pk__in=self._changed_rows("committee")).delete()
        Contributor.objects.filter(pk__in=self._changed_rows("contributors")).delete()

    def _changed_rows(self, relation: str) -> list[int]:
        formset = self.formsets[relation]
        kept = [form for form in formset.initial_forms if form not in formset.deleted_forms]
        return [form.instance.pk for form in kept if form.instance.pk and form.has_changed()]


def mark_of(session: TrainingSession) -> str:
    """A short hash of all that the form of a stored session holds: who edits at the same time is noticed."""
    held = session.serializable_data()
    apart = {field.name for field in session._meta.concrete_fields if not field.editable}
    text = json.dumps({key: held[key] for key in sorted(held.keys() - apart)}, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _as_it_stands_now(data: QueryDict, session: TrainingSession, *, seen: str) -> Mapping[str, str]:
    """What was sent, looked at beside what is stored now: a row that is gone meanwhile is a new one."""
    data = data.copy()
    data["seen"] = seen
    for name in list(data):
        found = ROW_ID.fullmatch(name)
        if found and data[name] not in {str(row.pk) for row in getattr(session, found[1]).all()}:
            data[name] = ""
    return data
