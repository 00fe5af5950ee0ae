"""What a camat types: which course, until when, how many people."""

from __future__ import annotations

from datetime import date

from django import forms

from elearning.distribution.models import CascadeNode
from elearning.lib.spreadsheets import MAX_BYTES

from .staff_rows import STATUSES


class DueField(forms.DateField):
    """A day that is not over yet, or the one that is stored already. ``today`` is the day at the unit."""

    stored: date | None = None

    def __init__(self, *, today: date | None = None, **kwargs) -> None:
        self.today = today
        super().__init__(
            label="Batas belajar",
            required=False,
            help_text="Tercantum di pesan dan selebaran.",
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": "Pilih tanggal, misalnya 18/10/2024, atau kosongkan."},
            **kwargs,
        )

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and self.today and value < self.today and value != self.stored:
            raise forms.ValidationError("Tanggal ini sudah lewat. Pilih hari ini atau sesudahnya.")


class OpenHandoutForm(forms.Form):
    course = forms.ModelChoiceField(
        None, label="Materi yang dibagikan", empty_label=None, error_messages={"required": "Pilih materinya."}
    )
    due_on = DueField()

    def __init__(self, *args, courses, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = courses
        self.fields["due_on"].today = today


class TargetForm(forms.Form):
    """«Berapa ASN di kecamatan Anda?», typed once."""

    staff_target = forms.IntegerField(
        label="Jumlah ASN di unit Anda",
        min_value=1,
        max_value=100_000,
        required=False,
        help_text="Semua ASN yang Anda harapkan ikut. Kosongkan bila belum tahu.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Tulis jumlah ASN sebagai angka, misalnya 52.",
            "min_value": "Tulis jumlah ASN sebagai angka di atas nol.",
            "max_value": "Jumlah ini terlalu besar untuk satu unit. Periksa lagi angkanya.",
        },
    )
    source = forms.ChoiceField(
        label="Jumlah itu dari mana?",
        choices=CascadeNode.Source.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pilih dari mana jumlah itu."},
    )
    due_on = DueField()

    def clean_source(self) -> str:
        return self.cleaned_data["source"] or CascadeNode.Source.HEAD

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].today = today
        self.fields["due_on"].stored = self.initial.get("due_on")  # it comes back with the form, also when it is past


class StaffFilterForm(forms.Form):
    """Search and filter of the list; what makes no sense is ignored, never an error."""

    q = forms.CharField(
        label="Cari nama", required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Semua"), *STATUSES.items()])
    kantor = forms.ModelChoiceField(
        None, label="Unit kerja", required=False, empty_label="Semua unit", to_field_name="public_id"
    )

    def __init__(self, *args, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kantor"].queryset = units


class PasteForm(forms.Form):
    names = forms.CharField(
        label="Tempel nama, satu nama di tiap baris",
        strip=False,
        error_messages={"required": "Belum ada nama. Belum ada yang disimpan. Tempel satu nama di tiap baris."},
        help_text="Boleh langsung dari WhatsApp. Nomor dan tanda di depan nama dibuang; NIP di belakang nama dikenali.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
    )


class StaffFileForm(forms.Form):
    file = forms.FileField(
        label="Berkas XLSX, XLS, ODS, atau CSV",
        allow_empty_file=True,  # pasting says it in whole sentences
        help_text="Paling besar 5 MB. Kolom Nama wajib; NIP, Status, Jabatan, dan Unit kerja boleh kosong.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "Pilih berkas daftar pegawai."},
    )

    def content(self) -> bytes:
        """No more than can be refused for its size."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)
