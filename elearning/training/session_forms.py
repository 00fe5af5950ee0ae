"""The form of a session and its rows, in the admin."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
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
from elearning.lib import dates
from elearning.people.models import OfficeHolding, OfficeRole, Unit, User

from .forms import refuse_nik
from .papers import content_of, mode_in_words
from .permissions import units_to_organise_for
from .pictures import PictureField

YEARS = range(2000, 2100)


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


class SignatoryForm(WagtailAdminModelForm):
    picture = PictureField(
        label="Gambar tanda tangan",
        required=False,
        help_text="Boleh kosong. Hanya tercetak bila templatnya memakai gambar tanda tangan.",
    )

    def clean_name(self) -> str:
        return printable(self.cleaned_data["name"])

    def clean_title(self) -> str:
        return printable(self.cleaned_data["title"])


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


class ContributorForm(WagtailAdminModelForm):
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


class SessionForm(WagtailAdminModelForm):
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

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = units_to_organise_for(self.for_user, on=timezone.localdate())
        self.fields["unit"].queryset = Unit.objects.filter(Q(pk__in=own.values("pk")) | Q(pk=self.instance.unit_id))
        for name in ("pre_test", "post_test"):
            self.fields[name].required = False
        self._offer_templates(own)

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
