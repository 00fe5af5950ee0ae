"""What a camat sends on: the address, and the three texts for the office's WhatsApp group (experience.md C3, C5).

Pure functions over plain values. A text holds numbers, never a name of anybody but the office.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from elearning.lib import dates

TEXT_LENGTH = 700
NEWS_NAMED = 2  # titles have up to 100 letters, and the text 700


@dataclass(frozen=True, slots=True)
class Sharing:
    """``url`` is absolute and on our own domain; ``finished`` and ``target`` are counts, or None when not known."""

    unit: str
    shared_by: str
    organiser: str
    url: str
    minutes: int
    due_on: date | None = None
    finished: int | None = None
    target: int | None = None


def introduction(sharing: Sharing) -> str:
    due = f"\n\nMohon selesai sebelum {dates.long_date(sharing.due_on)}." if sharing.due_on else ""
    return (
        f"Yth. Bapak/Ibu ASN {sharing.unit},\n"
        f"Mohon mempelajari aturan netralitas ASN. Cukup ± {sharing.minutes} menit lewat HP.\n\n"
        f"1. Buka: {sharing.url}\n"
        "2. Baca kartu aturan, lalu jawab kuisnya.\n"
        f"3. Isi data, unduh sertifikat.{due}\n\n"
        f"{_trust(sharing)}\n\n{sharing.shared_by}"
    )


def reminder(sharing: Sharing) -> str:
    left = ""
    if sharing.target and sharing.finished is not None and sharing.finished < sharing.target:
        left = f" {sharing.target - sharing.finished} dari {sharing.target} orang belum selesai."
    due = f" Batasnya {dates.long_date(sharing.due_on)}." if sharing.due_on else ""
    return (
        f"Yth. Bapak/Ibu ASN {sharing.unit},\n"
        f"Pengingat belajar netralitas ASN.{left}{due}\n\n"
        f"Cukup ± {sharing.minutes} menit: {sharing.url}\n"
        "Yang sudah mulai bisa melanjutkan dari HP yang sama.\n\n"
        f"{_trust(sharing)}\n\n{sharing.shared_by}"
    )


def last_day(sharing: Sharing) -> str:
    day = f" ({dates.long_date(sharing.due_on)})" if sharing.due_on else ""
    return (
        f"Yth. Bapak/Ibu ASN {sharing.unit},\n"
        f"Hari ini hari terakhir{day} untuk belajar netralitas ASN.\n\n"
        f"Cukup ± {sharing.minutes} menit: {sharing.url}\n"
        "Kesulitan membuka tautan? Hubungi kami di kantor.\n\n"
        f"{_trust(sharing)}\n\n{sharing.shared_by}"
    )


@dataclass(frozen=True, slots=True)
class RuleNews:
    """One rule that changed, for the group: its title and the day from which the new rule holds."""

    title: str
    effective_on: date


def new_rules(sharing: Sharing, news: Sequence[RuleNews], *, url: str) -> str:
    """«Ada aturan baru»: the latest changes and where to read them. ``url`` is the page «Yang berubah»."""
    lines = "\n".join(f"- {one.title} (berlaku {dates.plain_date(one.effective_on)})" for one in news[:NEWS_NAMED])
    more = f"\n- dan {len(news) - NEWS_NAMED} aturan lain" if len(news) > NEWS_NAMED else ""
    return (
        f"Yth. Bapak/Ibu ASN {sharing.unit},\n"
        f"Ada aturan baru tentang netralitas ASN:\n{lines}{more}\n\n"
        f"Baca dulu dan sekarang: {url}\n"
        "Sertifikat yang sudah terbit tetap berlaku.\n\n"
        f"{_trust(sharing)}\n\n{sharing.shared_by}"
    )


def texts(sharing: Sharing) -> Mapping[str, str]:
    """All three, by the word that stands above each."""
    return {
        "Perkenalan": introduction(sharing),
        "Pengingat": reminder(sharing),
        "Hari terakhir": last_day(sharing),
    }


def whatsapp_url(text: str) -> str:
    """Opens WhatsApp with the text ready; the sender chooses the group and presses send."""
    return f"https://wa.me/?text={quote(text, safe='')}"


def _trust(sharing: Sharing) -> str:
    return (
        f"Ini tautan resmi {sharing.organiser}: bukan berkas APK, tidak meminta kata sandi, PIN, OTP, atau data bank."
    )
