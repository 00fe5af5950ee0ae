"""Every change to people: register, give a code, look a code up, confirm an identity, report a misused NIP."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.lib import codes, names
from elearning.lib import nip as nips
from elearning.lib.errors import DomainError

from .models import EmploymentStatus, IdentityLevel, IdentityReport, ParticipantCode, Unit, User

NAME_LENGTH = 120
SAME_PRESS = timedelta(minutes=15)


class PeopleError(DomainError):
    """Something typed about a person cannot be stored. ``field`` is the form field it belongs to."""

    messages: ClassVar[dict[str, str]] = {
        "name_missing": "Tulis nama lengkap dengan gelar, seperti di sertifikat.",
        "name_too_long": "Nama paling panjang 120 huruf, agar muat di sertifikat.",
        "name_signs": "Nama memuat gambar atau tanda tak terlihat yang tidak bisa dicetak. Ketik ulang namanya.",
        "nip_nik": "Ini tampaknya NIK (16 angka). Kami tidak menyimpan NIK. Ganti dengan NIP.",
        "nip_length": "NIP / NI PPPK terdiri atas 18 angka. Periksa lagi, atau kosongkan dulu.",
        "nip_digits": "NIP / NI PPPK hanya berisi angka. Periksa lagi, atau kosongkan dulu.",
        "nip_missing": "Tulis NIP / NI PPPK. Belum ada yang diubah.",
        "nip_known": "Orang ini sudah punya NIP lain di sini. Tidak ada yang diubah. Periksa kartu pegawainya.",
        "nip_taken": (
            "NIP ini sudah terdaftar. Masuk dengan kode peserta Anda, atau minta kode baru ke camat/panitia. "
            "Bila bukan Anda yang mendaftar, beri tahu kami."
        ),
        "note_missing": "Tulis apa yang Anda periksa dan ubah.",
        "email_taken": "Email ini sudah dipakai orang lain di sini. Tulis email lain, atau kosongkan.",
        "sent_before": "Data ini sudah kami simpan. Masuk dengan kode peserta Anda, atau minta kode baru ke camat/panitia.",
    }

    @property
    def field(self) -> str | None:
        return {"name": "display_name", "nip": "nip", "email": "email", "note": "note"}.get(self.code.split("_")[0])


class CodeRefused(DomainError):
    """What was typed opens no account."""

    messages: ClassVar[dict[str, str]] = {
        "length": "Kode peserta terdiri atas 12 huruf dan angka. Contoh: H7M4-Q2R9-T5W6.",
        "alphabet": "Kode kami tidak memakai O, I, L, 0, dan 1. Huruf dan angka selalu berselang-seling.",
        "unknown": "Kode ini tidak kami temukan. Periksa lagi huruf dan angkanya. Contoh: H7M4-Q2R9-T5W6.",
    }


@transaction.atomic
def register_participant(
    *,
    display_name: str,
    employment_status: str,
    nip: str = "",
    position_title: str = "",
    unit: Unit | None = None,
    unit_name: str = "",
    email: str = "",
    phone: str = "",
    at: datetime,
) -> User:
    """A new person without a password. The name is stored byte for byte.

    ``nip`` may carry spaces and dots; for «Bukan ASN» it is ignored. ``at`` is timezone-aware.

    Raises PeopleError: name_missing, name_too_long, name_signs, nip_nik, nip_length, nip_digits, nip_taken, email_taken.
    Source: docs/adr/0001-people-and-identity.md
    """
    if not display_name.strip():
        raise PeopleError("name_missing")
    if len(display_name) > NAME_LENGTH:
        raise PeopleError("name_too_long")
    if names.has_odd_signs(display_name):
        raise PeopleError("name_signs")
    number = "" if employment_status == EmploymentStatus.NON_ASN else clean_nip(nip)
    address = User.objects.normalize_email(email.strip()) or None
    _refuse_doubles(number, address)
    try:
        with transaction.atomic():
            return User.objects.create_user(
                display_name,
                email=address,
                employment_status=employment_status,
                nip=number or None,
                position_title=position_title,
                unit=unit,
                unit_name=unit_name,
                phone=phone,
                date_joined=at,
            )
    except IntegrityError:
        # Somebody was quicker by a moment: the constraint refused, now say which one it was.
        _refuse_doubles(number, address)
        raise


@transaction.atomic
def give_nip(person: User, *, nip: str) -> User:
    """The NIP of a person who had none; another one is never written over it.

    Raises PeopleError: nip_missing, nip_nik, nip_length, nip_digits, nip_taken, nip_known.
    """
    number = clean_nip(nip)
    if not number:
        raise PeopleError("nip_missing")
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.nip == number:
        return person
    if person.nip:
        raise PeopleError("nip_known")
    _refuse_doubles(number, "")
    person.nip = number
    try:
        with transaction.atomic():
            person.save(update_fields=["nip"])
    except IntegrityError:
        _refuse_doubles(number, "")
        raise
    return person


def clean_nip(typed: str) -> str:
    """The 18 digits, or "". Raises PeopleError: nip_nik, nip_length, nip_digits."""
    try:
        return nips.clean(typed)
    except nips.NipError as error:
        raise PeopleError(f"nip_{error.code}") from error


def _refuse_doubles(number: str, address: str | None) -> None:
    if number and User.objects.filter(nip=number).exists():
        raise PeopleError("nip_taken")
    if address and User.objects.filter(email__iexact=address).exists():
        raise PeopleError("email_taken")


@transaction.atomic
def issue_code(person: User, *, at: datetime, by: User | None = None) -> str:
    """A new kode peserta in plain letters, to be shown once; the old one dies in the same moment.

    ``by``: who pressed the button, when it was not the person.
    """
    User.objects.select_for_update().get(pk=person.pk)  # two presses of the button wait for each other
    ParticipantCode.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    while True:
        code = codes.generate(codes.LONG_LENGTH)
        try:
            with transaction.atomic():
                ParticipantCode.objects.create(person=person, digest=_digest(code), created_at=at)
        except IntegrityError:  # drawn before; practically never
            continue
        log(person, "people.code.issue", user=by or person)
        return code


def code_of_form(submission: str, fields: Mapping[str, object]) -> str:
    """The first kode peserta of whoever fills in a form: drawn from the form and from what was typed into it.

    The same form sent twice asks for the same code, so the unique digest lets one person through. Other words in the
    same form are another person: on a shared computer nobody becomes the one before.
    """
    typed = {name: value.pk if isinstance(value, Unit) else value for name, value in fields.items()}
    return codes.derive(codes.LONG_LENGTH, json.dumps([submission, typed], sort_keys=True), key=settings.CODE_PEPPER)


def give_first_code(person: User, code: str, *, at: datetime) -> None:
    """Make ``code_of_form`` the code of a person who has none.

    Raises PeopleError: sent_before, when this very form has made a person.
    """
    try:
        with transaction.atomic():
            ParticipantCode.objects.create(person=person, digest=_digest(code), created_at=at)
    except IntegrityError as error:  # digest is unique
        raise PeopleError("sent_before") from error
    log(person, "people.code.issue", user=person)


def newcomer_by_code(code: str, *, at: datetime) -> User | None:
    """Whom a form has just made: a form that arrives again within a quarter of an hour is the same press of a button."""
    try:
        person = person_by_code(code)
    except CodeRefused:
        return None
    return person if at - person.date_joined <= SAME_PRESS else None


def person_by_code(typed: str) -> User:
    """The active person whose live kode peserta was typed.

    Office holders and staff may use theirs too: it opens their learning, never what the office opens (ADR 0002).

    Raises CodeRefused: length, alphabet, unknown.
    """
    try:
        code = codes.normalise(typed, codes.LONG_LENGTH)
    except codes.CodeError as error:
        raise CodeRefused(error.code) from error
    found = (
        ParticipantCode.objects.select_related("person")
        .filter(digest=_digest(code), revoked_at=None, person__is_active=True)
        .first()
    )
    if found is None:
        raise CodeRefused("unknown")
    return found.person


def _digest(code: str) -> str:
    return codes.digest(code, key=settings.CODE_PEPPER)


_RANK = (IdentityLevel.SELF_DECLARED, IdentityLevel.HEAD_CONFIRMED, IdentityLevel.COMMITTEE_CHECKED)


def raise_identity_level(person: User, level: str) -> User:
    """Record a stronger way in which this person was identified; a weaker one changes nothing."""
    stronger = _RANK[: _RANK.index(IdentityLevel(level))]
    if User.objects.filter(pk=person.pk, identity_level__in=stronger).update(identity_level=level):
        person.identity_level = level
    return person


def raise_identity_levels(people: Sequence[int], level: str) -> None:
    """The same for many people at once, by their keys."""
    stronger = _RANK[: _RANK.index(IdentityLevel(level))]
    User.objects.filter(pk__in=people, identity_level__in=stronger).update(identity_level=level)


def withdraw_head_confirmation(person: User) -> User:
    """No head confirms this person any more: back to what the person said. A check by the panitia stays."""
    confirmed = User.objects.filter(pk=person.pk, identity_level=IdentityLevel.HEAD_CONFIRMED)
    if confirmed.update(identity_level=IdentityLevel.SELF_DECLARED):
        person.identity_level = IdentityLevel.SELF_DECLARED
    return person


def withdraw_committee_check(person: User, *, to: str) -> User:
    """The panitia did not see this person after all. ``to``: how surely we know the person without that."""
    checked = User.objects.filter(pk=person.pk, identity_level=IdentityLevel.COMMITTEE_CHECKED)
    if checked.update(identity_level=to):
        person.identity_level = to
    return person


@transaction.atomic
def report_identity(typed_nip: str, *, at: datetime) -> None:
    """«Ini bukan saya»: flag the record that holds this NIP for review. It locks nothing.

    The answer is the same whether or not the number is known, so that nobody learns anything by asking.

    Raises PeopleError: nip_nik, nip_length, nip_digits.
    """
    number = clean_nip(typed_nip)
    person = User.objects.filter(nip=number).first() if number else None
    if person is None or IdentityReport.objects.filter(person=person, resolved_at=None).exists():
        return
    IdentityReport.objects.create(nip=number, person=person, created_at=at)
    User.objects.filter(pk=person.pk).update(identity_disputed_at=at)
    log(person, "people.identity.report")


@transaction.atomic
def resolve_identity_report(report: IdentityReport, *, note: str, by: User, at: datetime) -> IdentityReport:
    """Somebody looked into it; ``note`` says what was found. A second time changes nothing.

    The record is no longer marked once no report about it is open.

    Raises PeopleError: note_missing.
    """
    if not note.strip():
        raise PeopleError("note_missing")
    report = IdentityReport.objects.select_for_update(of=("self",)).select_related("person").get(pk=report.pk)
    if report.resolved_at is not None:
        return report
    report.note, report.resolved_at, report.resolved_by = note.strip(), at, by
    report.save(update_fields=["note", "resolved_at", "resolved_by"])
    if not IdentityReport.objects.filter(person=report.person, resolved_at=None).exists():
        User.objects.filter(pk=report.person_id).update(identity_disputed_at=None)
    log(report.person, "people.identity.resolve", user=by)
    return report
