"""What is written to a person about one paper: by mail, and by WhatsApp. Frozen facts in, text out; never a NIP (ADR 0034)."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.urls import reverse

from elearning.lib import codes, dates
from elearning.lib.addresses import absolute

from .facts import upgraded
from .models import Certificate
from .numbering import revision_label

MESSAGE_LENGTH = 700  # experience.md §7 C3
SAFE = "Kami tidak meminta kata sandi, PIN, OTP, atau data bank, dan tidak mengirim berkas APK."


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


def _number(certificate: Certificate) -> str:
    label = revision_label(certificate.revision)
    return f"{certificate.number}, {label}" if label else certificate.number
