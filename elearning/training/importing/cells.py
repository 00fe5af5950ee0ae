"""What one cell says, or why it says nothing that we may keep (experience.md §8 P3). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from certificates.services import CertificateError, require_printable_name
from elearning.lib import names
from elearning.lib import nip as nips
from elearning.lib.spreadsheets import without_control_signs

from .layout import MASKED, holds_nik, text_of

NAME_LENGTH, TEXT_LENGTH, UNIT_LENGTH = 120, 120, 160
HINT_LENGTH = 14  # Excel keeps 15 digits, and the fifteenth may have been rounded

NIP_BROKEN = (
    "NIP dirusak Excel: 3 angka terakhir hilang dan tidak bisa dipulihkan dari berkas ini. "
    "Peserta melengkapi saat registrasi, atau minta berkas dengan kolom NIP berformat Teks."
)
_NIP_ADVICE = {
    "nik": "Ini tampaknya NIK (16 angka). Kami tidak menyimpan NIK. Ganti dengan NIP.",
    "length": "NIP terdiri atas 18 angka. Periksa sel ini, atau kosongkan bila tidak punya NIP.",
    "digits": "Isi sel bukan NIP. Tulis 18 angka sebagai teks, atau kosongkan.",
}
_STATUS_WORDS = {
    "pns": "pns",
    "cpns": "cpns",
    "pppk": "pppk",
    "p3k": "pppk",
    "pppkparuhwaktu": "pppk",
    "nonasn": "non-asn",
    "bukanasn": "non-asn",
    "honorer": "non-asn",
    "ppnpn": "non-asn",
    "perangkatdesa": "non-asn",
    "kepaladesa": "non-asn",
}
_SCIENTIFIC = re.compile(r"\d[.,]?\d*\s*e\s*\+?\s*\d{2}", re.IGNORECASE)  # «1,98E+17», typed or saved to CSV
_KEPT = re.compile(r"(\d{14})?…")  # how our own file of corrections writes what is left of a NIP
UNKNOWN_END = "…"
_EATEN = "000"  # running numbers begin with 001: a CSV of a sheet whose numbers Excel had rounded ends like this
_NUMBER = re.compile(r"(\d\W*){8}")  # a NIP behind the name would be printed on the certificate
_NONE = ("-", "–", "—")  # how lists write «none»
_PHONE = re.compile(r"\+62[2-9][0-9]{6,12}")
_PHONE_START = re.compile(r"\+?62|0|(?=8)")  # a spreadsheet eats the 0


class CellRefused(Exception):
    """``code`` for tests, ``advice`` for the committee: what to do with this cell."""

    def __init__(self, code: str, advice: str) -> None:
        self.code, self.advice = code, advice


@dataclass(frozen=True, slots=True)
class Nip:
    """``digits``: all 18, or "". ``is_broken``: there was one, and Excel ate its end; ``hint``: what is surely left of it."""

    digits: str = ""
    is_broken: bool = False
    hint: str = ""


def read_name(value: Any) -> str:
    """The name byte for byte, except for spaces around it. Raises CellRefused."""
    name = text_of(value)
    if not name:
        raise CellRefused("name_missing", "Nama kosong. Isi nama lengkap dengan gelar.")
    if holds_nik(name):
        raise _refused("nik")
    if len(name) > NAME_LENGTH:
        raise CellRefused("name_too_long", f"Nama lebih dari {NAME_LENGTH} huruf. Periksa apakah dua nama tergabung.")
    if names.has_odd_signs(name):
        raise CellRefused(
            "name_signs", "Nama memuat gambar, ganti baris, atau tanda tak terlihat. Ketik ulang namanya."
        )
    if name.startswith("="):
        raise CellRefused("name_formula", "Isi sel ini rumus, bukan nama. Ketik namanya sebagai teks.")
    if name.startswith("#") or not any(map(str.isalpha, name)) or _NUMBER.search(name):
        raise CellRefused("name_odd", "Isi sel ini bukan nama. Tulis nama lengkap dengan gelar.")
    try:
        require_printable_name(name)
    except CertificateError as error:
        raise CellRefused(error.code, str(error)) from error
    return name


def read_nip(value: Any) -> Nip:
    """A text cell gives its 18 digits. A number never does: its last digits are inventions. Raises CellRefused: nip_*."""
    if isinstance(value, bool | date):
        raise _refused("digits")
    if isinstance(value, int | float):
        return _of_number(value)
    text = text_of(value)
    if text in _NONE:
        return Nip()
    if MASKED in text:
        raise _refused("nik")
    if kept := _KEPT.fullmatch(re.sub(r"\s", "", text)):
        return Nip(is_broken=True, hint=kept[1] or "")
    if _SCIENTIFIC.fullmatch(text):
        return Nip(is_broken=True)
    try:
        digits = nips.clean(text)
    except nips.NipError as error:
        raise _refused(error.code) from error
    if digits.endswith(_EATEN):
        return Nip(is_broken=True, hint=digits[:HINT_LENGTH])
    return Nip(digits)


def _of_number(value: float) -> Nip:
    length = len(f"{value:.0f}")
    if value <= 0 or length not in (16, nips.LENGTH):
        raise _refused("length")
    if length == 16:
        raise _refused("nik")
    kept = f"{value:.14e}".replace(".", "")  # the fifteen digits that Excel keeps; what lies behind them is invented
    return Nip(is_broken=True, hint=kept[:HINT_LENGTH])


def _refused(code: str) -> CellRefused:
    return CellRefused(f"nip_{code}", _NIP_ADVICE[code])


def read_status(value: Any) -> str:
    """The employment status as we keep it, or "". Raises CellRefused: status_unknown."""
    text = text_of(value)
    status = _STATUS_WORDS.get(re.sub(r"[^a-z0-9]", "", text.lower()), "")
    if text and text not in _NONE and not status:
        raise CellRefused("status_unknown", "Status tidak dikenal. Tulis PNS, CPNS, PPPK, atau Bukan ASN.")
    return status


def read_phone(value: Any) -> str:
    """«81234567890», «0812-3456-7890» and «62812…» as +62812…, or "". Raises CellRefused: phone_unknown."""
    text = text_of(value)
    plain = re.sub(r"[^0-9+]", "", text)
    if not plain:
        return ""
    number = "+62" + plain[len(start[0]) :] if (start := _PHONE_START.match(plain)) else plain
    if not _PHONE.fullmatch(number):
        raise CellRefused("phone_unknown", "Nomor WA ini tidak dikenali. Tulis seperti 0812 3456 7890, atau kosongkan.")
    return number


def read_text(value: Any, limit: int) -> str:
    """Raises CellRefused: text_too_long, nip_nik."""
    text = names.without_invisible_signs(without_control_signs(text_of(value)))
    if holds_nik(text):
        raise _refused("nik")
    if len(text) > limit:
        raise CellRefused("text_too_long", f"Isi sel lebih dari {limit} huruf. Singkatkan.")
    return text


def shown(value: Any) -> str:
    """A cell as a person reads it. Of a number that was a NIP only the digits that are surely right."""
    if isinstance(value, float | int) and value >= 10**15:
        surely = f"{value:.14e}".replace(".", "")[:14] + UNKNOWN_END
        return surely if len(f"{value:.0f}") == nips.LENGTH else f"{surely}?"
    return text_of(value)
