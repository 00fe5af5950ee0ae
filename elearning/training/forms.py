"""What a committee types on its own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from certificates.services import REVOCATION_REASONS
from elearning.people.models import EmploymentStatus
from quizzes.forms import MoreTimeForm
from quizzes.models import Question

from .importing.layout import holds_nik
from .models import AttendanceEvent, Participant, Room


def refuse_nik(text: str) -> None:
    """An identity card lies on the desk, and its number is typed beside a name or an office."""
    if holds_nik(text):
        raise forms.ValidationError(
            "Isian ini tampaknya memuat NIK (16 angka). Belum ada yang disimpan. Hapus NIK-nya, lalu kirim lagi.",
            code="nik",
        )


def name_field(label: str = "Nama lengkap dengan gelar") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=120,
        validators=[refuse_nik],
        help_text="Dicetak persis seperti ditulis.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Tulis nama lengkap dengan gelar, seperti di sertifikat.",
            "max_length": "Nama paling panjang 120 huruf, agar muat di sertifikat.",
        },
    )


def _nip_field() -> forms.CharField:
    return forms.CharField(
        label="NIP / NI PPPK",
        required=False,
        max_length=40,
        help_text="18 angka. Spasi dan titik boleh. Kosongkan bila tidak punya.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def text_field(label: str, max_length: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=max_length,
        validators=[refuse_nik],
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ParticipantForm(forms.Form):
    """One more person on the list, before the day."""

    display_name = name_field()
    nip = _nip_field()
    employment_status = forms.ChoiceField(
        label="Status kepegawaian", required=False, choices=[("", "Belum diketahui"), *EmploymentStatus.choices]
    )
    position_title = text_field("Jabatan", 120)
    unit_name = text_field("Unit kerja", 160, "Contoh: Kecamatan Kenanga Contoh.")
    group = text_field("Kelompok", 120, "Kabupaten atau kota, untuk mengelompokkan daftar.")


class DeputyForm(forms.Form):
    """«Hadir sebagai wakil»: three fields, because a queue is waiting."""

    display_name = name_field("Nama wakil dengan gelar")
    nip = _nip_field()
    position_title = text_field("Jabatan wakil", 120)
    nonce = forms.UUIDField(widget=forms.HiddenInput)


class WalkInForm(forms.Form):
    """«Tambahan»: three fields."""

    display_name = name_field()
    nip = _nip_field()
    unit_name = text_field("Unit kerja", 160)
    nonce = forms.UUIDField(widget=forms.HiddenInput)


class KindField(forms.ChoiceField):
    """Who says nothing comes."""

    def clean(self, value: str | None) -> str:
        return super().clean(value or AttendanceEvent.Kind.IN)


class KindForm(forms.Form):
    """Coming or leaving."""

    kind = KindField(
        label="Yang dicatat",
        choices=[(AttendanceEvent.Kind.IN, "Hadir"), (AttendanceEvent.Kind.OUT, "Pulang")],
        initial=AttendanceEvent.Kind.IN,
        widget=forms.RadioSelect,
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)


class CodeForm(KindForm):
    """One field for a typed code, or for a USB scanner that types and presses Enter."""

    code = forms.CharField(
        label="Ketik kode",
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
                "placeholder": "K7M4-Q2R9",
                "enterkeyhint": "done",
            }
        ),
        error_messages={"required": "Ketik kode pada kartu, atau pindai kartunya."},
    )


class DeskForm(forms.Form):
    desk = forms.CharField(
        label="Nama meja",
        max_length=40,
        validators=[refuse_nik],
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "Meja 1"}),
        error_messages={"required": "Tulis nama meja, misalnya Meja 1."},
    )


class ReasonForm(forms.Form):
    """Why an attendance is taken back."""

    reason = forms.CharField(
        label="Alasan",
        validators=[refuse_nik],
        max_length=200,
        help_text="Contoh: salah pindai, orangnya tidak hadir.",
        error_messages={"required": "Tulis alasan pembatalan."},
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)


class ExtensionForm(MoreTimeForm):
    """P6: more time for one person, or for all who are at work."""

    participant = forms.ModelChoiceField(
        Participant.objects.none(),
        label="Untuk siapa",
        required=False,
        empty_label="Semua yang masih mengerjakan",
        error_messages={"invalid_choice": "Orang ini tidak ada di daftar peserta. Pilih lagi."},
    )
    field_order = ("participant", "minutes", "reason")

    def __init__(self, *args: object, participants: QuerySet[Participant], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].validators.append(refuse_nik)
        self.fields["participant"].queryset = participants.order_by("line")
        self.fields["participant"].label_from_instance = lambda one: f"{one.line:03d} {one.person}"


class NipForm(forms.Form):
    """What Excel ate of a NIP. Without a hint all 18 digits are asked for."""

    typed = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Tulis angka yang belum ada."},
    )

    def __init__(self, *args: object, hint: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["typed"]
        if hint:
            field.label = f"Lengkapi 4 angka terakhir NIP: {hint[:8]} {hint[8:]} …"
            field.help_text = "Lihat kartu pegawainya. Bila awalnya salah, tulis semua 18 angka."
        else:
            field.label = "Lengkapi NIP / NI PPPK (18 angka)"
            field.help_text = "Berkas undangan tidak lagi memuat angkanya. Lihat kartu pegawainya."


class CorrectionForm(forms.Form):
    """P9: the same number, a corrected name."""

    recipient_name = name_field("Nama yang benar")
    recipient_position = text_field("Jabatan", 120)
    reason = forms.CharField(
        label="Alasan",
        validators=[refuse_nik],
        max_length=200,
        initial="Salah tulis nama",
        error_messages={"required": "Tulis alasan perbaikan."},
    )

    def clean(self) -> dict[str, Any]:
        """A button pressed twice makes one revision."""
        cleaned = super().clean() or {}
        if not self.errors and not {"recipient_name", "recipient_position"} & set(self.changed_data):
            raise forms.ValidationError(
                "Nama dan jabatan ini sudah tercetak pada sertifikatnya. Tidak ada yang diterbitkan ulang. "
                "Ubah salah satunya bila masih keliru.",
                code="nothing_changed",
            )
        return cleaned


class RevocationForm(forms.Form):
    """P9: a reason from the list, and the number typed once."""

    reason = forms.ChoiceField(
        label="Alasan (terlihat pada halaman pemeriksaan)",
        choices=[(reason, reason) for reason in REVOCATION_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu alasan."},
    )
    note = forms.CharField(
        label="Catatan untuk panitia",
        validators=[refuse_nik],
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    typed_number = forms.CharField(
        label="Ketik nomor sertifikat",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Ketik nomor sertifikat untuk memastikan."},
    )


def add_refusal(form: forms.Form, error: Exception, field: str | None = None) -> None:
    """A refusal of a service, beside the field it speaks of when the form has it."""
    name = field or getattr(error, "field", None)
    form.add_error(name if name in form.fields else None, str(error))


class ScreenForm(forms.Form):
    """What the screen of the room is to show; sent by buttons."""

    layout = forms.ChoiceField(choices=Room.Layout.choices)
    test = forms.ChoiceField(choices=Room.Test.choices, required=False)
    question = forms.ModelChoiceField(Question.objects.all(), required=False)
    shows_reason = forms.BooleanField(required=False)


def _typed_code(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=40,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Tulis kodenya."},
    )


class RoomCodeForm(forms.Form):
    code = _typed_code("Kode ruangan", "4 huruf dan angka, tampil di layar ruangan. Contoh: M4Q7.")


class OwnCodeForm(forms.Form):
    code = _typed_code(
        "Kode Anda",
        "Pertama kali: kode pada kartu Anda, 8 huruf dan angka. Sesudah itu: kode peserta, 12 huruf dan angka.",
    )
