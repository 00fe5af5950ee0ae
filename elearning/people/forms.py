"""What people type about themselves (experience.md L5, L11)."""

from __future__ import annotations

from uuid import uuid4

from allauth.account.forms import ResetPasswordForm
from django import forms

from elearning.lib import nip as nips

from .models import EmploymentStatus, Unit, User
from .services import PeopleError, clean_nip


class CodeSignInForm(forms.Form):
    """L11: one field for the kode peserta. Refusals come from the service, so nothing is checked twice."""

    code = forms.CharField(
        label="Kode peserta",
        max_length=40,
        help_text="12 huruf dan angka, misalnya H7M4-Q2R9-T5W6. Huruf kecil dan tanda hubung tidak berpengaruh.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
        error_messages={"required": "Tulis kode peserta Anda."},
    )
    shared_computer = forms.BooleanField(
        label="Ini komputer bersama", required=False, help_text="Anda keluar saat peramban ditutup."
    )


class IdentityForm(forms.Form):
    """L5, asked once. ``root`` is the unit whose link the person came through, or None.

    ``nip_seen`` returns the number that we doubted: pressing a second time means «it is right so».
    ``submission`` names this copy of the form, so that a double click or a POST sent again makes one person.
    """

    employment_status = forms.ChoiceField(
        label="Status kepegawaian",
        choices=EmploymentStatus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih status kepegawaian Anda."},
    )
    display_name = forms.CharField(
        label="Nama lengkap dengan gelar",
        max_length=120,
        help_text="Tulis seperti di sertifikat. Contoh: Dra. Hj. Rina Contoh, M.M.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={
            "required": "Tulis nama lengkap dengan gelar, seperti di sertifikat.",
            "max_length": "Nama paling panjang 120 huruf, agar muat di sertifikat.",
        },
    )
    nip = forms.CharField(
        label="NIP / NI PPPK",
        required=False,
        max_length=40,
        help_text="18 angka. Boleh ditempel, boleh pakai spasi.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    nip_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    submission = forms.CharField(required=False, initial=uuid4, widget=forms.HiddenInput)
    position_title = forms.CharField(
        label="Jabatan",
        required=False,
        max_length=120,
        help_text="Contoh: Guru, Sekretaris Camat.",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Unit kerja", required=False, empty_label="Unit lain, saya tulis sendiri"
    )
    unit_name = forms.CharField(
        label="Unit kerja",
        required=False,
        max_length=160,
        help_text="Contoh: SD Negeri 1 Kenanga Contoh.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label="Nomor WhatsApp",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label="Atau email",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Tulis email lengkap, misalnya nama@kantor.go.id, atau kosongkan."},
    )

    def __init__(self, *args, root: Unit | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if root is None:
            del self.fields["unit"]
        else:
            units = self.fields["unit"]
            units.queryset = Unit.objects.within([root.path]).filter(is_active=True)
            units.initial = root
            self.fields["unit_name"].label = "Nama unit lain"

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("employment_status") == EmploymentStatus.NON_ASN:
            cleaned["nip"] = ""
            return cleaned
        self._clean_number(cleaned)
        return cleaned

    def _clean_number(self, cleaned: dict) -> None:
        try:
            number = clean_nip(cleaned.get("nip", ""))
        except PeopleError as error:
            self.add_error("nip", str(error))
            return
        cleaned["nip"] = number
        if not number or cleaned.get("nip_seen") == number:
            return
        if nips.doubts(number, is_pppk=cleaned.get("employment_status") == EmploymentStatus.PPPK):
            # A doubt, never a wall: the same number sent again is taken.
            self.data = self.data.copy()
            self.data[self.add_prefix("nip_seen")] = number
            self.add_error(
                "nip",
                "Periksa 8 angka pertama: biasanya tanggal lahir (TTTTBBHH). "
                "Bila nomor ini sudah benar, tekan tombol di bawah sekali lagi.",
            )

    def clean_phone(self) -> str:
        return "".join(character for character in self.cleaned_data["phone"] if character in "+0123456789")

    def clean_submission(self) -> str:
        return self.cleaned_data["submission"] or str(uuid4())

    def person_fields(self) -> dict:
        """What ``services.register_participant`` takes. A unit chosen from the list leaves no text beside it."""
        fields = {name: self.cleaned_data[name] for name in self.cleaned_data if name not in ("nip_seen", "submission")}
        fields.setdefault("unit", None)
        if fields["unit"]:
            fields["unit_name"] = ""
        return fields


class StaffPasswordResetForm(ResetPasswordForm):
    """Only people who already sign in by password can ask for a new one; the answer is the same for everybody."""

    def clean_email(self) -> str:
        email = super().clean_email()
        self.users = [user for user in self.users if isinstance(user, User) and user.has_usable_password()]
        return email
