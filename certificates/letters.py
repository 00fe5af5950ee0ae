"""What is written to a person about one paper: by mail, and by WhatsApp. Frozen facts in, text out; never a NIP (ADR 0034)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote, urlsplit

from django.urls import reverse

from elearning.lib import codes, dates
from elearning.lib.addresses import absolute

from .facts import upgraded
from .models import Certificate, Letter
from .numbering import revision_label
from .querysets import MAX_ATTEMPTS

MESSAGE_LENGTH = 700  # experience.md §7 C3
IN_FLIGHT = timedelta(minutes=5)  # a mail server answers within EMAIL_TIMEOUT; later nobody knows
SAFE = "Kami tidak meminta kata sandi, PIN, OTP, atau data bank, dan tidak mengirim berkas APK."


class Progress(StrEnum):
    """What became of a letter, as far as anybody knows."""

    WAITING = "menunggu"
    SENDING = "sedang dikirim"
    SENT = "terkirim"
    FAILED = "gagal"
    UNSURE = "belum pasti"


def progress_of(letter: Letter, *, at: datetime) -> Progress:
    """Begun and never ended, for longer than a server takes to answer, is «belum pasti»."""
    if letter.sent_at:
        return Progress.SENT
    if letter.begun_at is None:
        return Progress.FAILED if letter.attempts >= MAX_ATTEMPTS else Progress.WAITING
    return Progress.UNSURE if letter.error or at - letter.begun_at > IN_FLIGHT else Progress.SENDING


def subject_of(certificate: Certificate) -> str:
    """One line, whatever the title holds."""
    return " ".join(f"Sertifikat Anda: {certificate.facts['title']}".split())


def body_of(certificate: Certificate) -> str:
    """A link, not the paper: what is corrected or revoked later must not lie in a mailbox as if it were valid."""
    facts = upgraded(certificate.facts)
    until = facts["valid_until"]
    return (
        f"Yth. Bapak/Ibu {facts['name']},\n\n"
        "Sertifikat Anda sudah terbit.\n\n"
        f"Kegiatan: {facts['title']}\n"
        f"Penyelenggara: {facts['organiser']}\n"
        f"Nomor: {_number(certificate)}\n"
        + (f"Berlaku sampai: {dates.plain_date(date.fromisoformat(until))}\n" if until else "")
        + f"\nBuka dan unduh di halaman Anda:\n{page_of(certificate)}\n"
        "Masuk dengan kode peserta Anda. Lupa kodenya? Hubungi panitia.\n\n"
        f"Siapa pun dapat memeriksa keasliannya:\n{facts['address']}\n\n"
        "Nama keliru? Tekan «Minta perbaikan nama» di halaman sertifikat.\n\n"
        f"Surel ini dikirim otomatis dan balasannya tidak dibaca. {SAFE}\n"
    )


def message_of(certificate: Certificate) -> str:
    """For the person alone, at most MESSAGE_LENGTH characters: the name and the link, no NIP."""
    facts = certificate.facts
    for title in (facts["title"], facts["activity"], ""):
        text = _message(certificate, title)
        if len(text) <= MESSAGE_LENGTH:
            return text
    return text


def _message(certificate: Certificate, about: str) -> str:
    return (
        f"Yth. Bapak/Ibu {certificate.facts['name']},\n"
        f"Sertifikat Anda{f' untuk {about}' if about else ''} sudah terbit, nomor {_number(certificate)}.\n"
        f"Unduh: {page_of(certificate)}\n"
        "Masuk dengan kode peserta. Lupa kodenya? Hubungi panitia.\n\n"
        f"Ini tautan resmi. {SAFE}"
    )


def whatsapp_to(phone: str, text: str) -> str:
    """Opens the chat with that person, the text ready to be sent."""
    return f"https://wa.me/{''.join(filter(str.isdigit, phone))}?text={quote(text, safe='')}"


def page_of(certificate: Certificate) -> str:
    """The holder's own page of a paper."""
    return absolute(reverse("certificates:detail", args=[codes.display(certificate.code)]))


def message_id(letter_id: str) -> str:
    """The same for every try, so that a mailbox that is sent a letter twice can tell."""
    return f"<{letter_id}@{urlsplit(absolute('/')).hostname}>"


def _number(certificate: Certificate) -> str:
    label = revision_label(certificate.revision)
    return f"{certificate.number}, {label}" if label else certificate.number
