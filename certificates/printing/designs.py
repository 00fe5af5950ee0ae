"""The designs that are shipped, and the words of their first version, which editors rewrite as further ones (ADR 0030)."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from . import fitting

BINGKAI = "bingkai"
# Each is a pair of HTML and CSS in templates/certificates/designs/.
DESIGNS = {BINGKAI: "Bingkai", "lajur": "Lajur", "lugas": "Lugas"}

# A wet signature is drawn by hand, a picture of one is no certified signature, and a QR code is no signature at all
# (experience-reasons §3.8, PP 71/2019 art. 60). The TTE sentence waits until a really signed PDF comes back.
NOTES = {
    "basah": "Ditandatangani secara manual. Data dapat diperiksa melalui kode QR.",
    "gambar": (
        "Gambar tanda tangan ini bukan tanda tangan elektronik tersertifikasi. Data dapat diperiksa melalui kode QR."
    ),
    "tte": (
        "Tanda tangan elektronik, bila sudah dibubuhkan, ada di dalam berkas PDF dan tidak tampak pada kertas. "
        "Data dapat diperiksa melalui kode QR."
    ),
}
NOTE_WITHOUT_SIGNATORY = "Diterbitkan tanpa tanda tangan. Data dapat diperiksa melalui kode QR."
NOTE_ON_HOURS = "Pengakuan jam pelajaran (JP) mengikuti ketentuan instansi masing-masing."

SIGNATURE_EM = {1: 18.0, 2: 14.0, 3: 12.0}  # the narrowest column of a signatory in any design, by how many there are
LINE_EM = 1.25


def note(mode: str, signatories: Sequence[Mapping[str, str]]) -> str:
    """What the paper says of its signatures. A picture is only spoken of where there is one."""
    if not signatories:
        return NOTE_WITHOUT_SIGNATORY
    if mode == "gambar" and not any(each["picture"] for each in signatories):
        return NOTES["basah"]
    return NOTES[mode]


def title_lines(signatories: Sequence[Mapping[str, str]]) -> str:
    """The height in em that lets names of several signatories stand on one line, whatever their titles; «0» for one."""
    if len(signatories) < 2:
        return "0"
    width = SIGNATURE_EM[len(signatories)]
    lines = max(ceil(fitting.width_em(each["title"]) / width) for each in signatories)
    return f"{lines * LINE_EM:.2f}"  # text: a decimal comma would be no CSS


def shipped_content() -> dict[str, Any]:
    """Words and choices of the first version of every shipped design."""
    ending = (
        "yang diselenggarakan oleh {organiser} pada tanggal {days}[ di {place}]"
        "[, dengan jumlah {hours} jam pelajaran menurut penyelenggara]."
    )
    # Who made it happen: the sentence thanks, and says nothing of learning.
    thanks = "atas perannya sebagai {role} pada {activity} dengan tema {title} " + ending
    return {
        "wording": {
            "mengikuti": "sebagai {role}, telah mengikuti {activity} dengan tema {title} " + ending,
            "lulus": "sebagai {role}, telah menyelesaikan dan lulus {activity} {title} " + ending,
            "narasumber": thanks,
            "moderator": thanks,
            "panitia": thanks,
        },
        "letterhead": {"lines": [], "logos": []},
        "signatories": [],
        "number_pattern": "{seq:03d}/{code}/{month_roman}/{year}",
        "signature_mode": "basah",
        "shows_nip": False,
        "shows_materials": True,
        "validity_months": 0,
    }
