"""The design that is shipped, as data: one template version whose words an organiser may later rewrite as a new version.

Wording: placeholders are those of ``rendering.PLACEHOLDERS``; a part in [brackets] vanishes when its placeholder has
nothing to say; ``{title}`` stands on a line of its own.
"""

from typing import Any

BINGKAI = "bingkai"
BINGKAI_NAME = "Bingkai"

# A wet signature is drawn by hand, a picture of one is no certified signature, and a QR code is no signature at all
# (experience-reasons §3.8, PP 71/2019 art. 60). The TTE sentence waits until a really signed PDF comes back.
NOTES = {
    "basah": "Ditandatangani secara manual. Data dapat diperiksa melalui kode QR.",
    "gambar": (
        "Gambar tanda tangan ini bukan tanda tangan elektronik tersertifikasi. Data dapat diperiksa melalui kode QR."
    ),
    "tte": "Data dapat diperiksa melalui kode QR.",
}
NOTE_WITHOUT_SIGNATORY = "Diterbitkan tanpa tanda tangan. Data dapat diperiksa melalui kode QR."
NOTE_ON_HOURS = "Pengakuan jam pelajaran (JP) mengikuti ketentuan instansi masing-masing."


def bingkai_content() -> dict[str, Any]:
    """Words and choices of the first version of «Bingkai»."""
    ending = (
        "yang diselenggarakan oleh {organiser} pada tanggal {days}[ di {place}]"
        "[, dengan jumlah {hours} jam pelajaran menurut penyelenggara]."
    )
    return {
        "wording": {
            "mengikuti": "sebagai {role}, telah mengikuti {activity} dengan tema {title} " + ending,
            "lulus": "sebagai {role}, telah menyelesaikan dan lulus {activity} {title} " + ending,
        }
        # Who made it happen: the sentence thanks, and says nothing of learning.
        | dict.fromkeys(
            ("narasumber", "moderator", "panitia"),
            "atas perannya sebagai {role} pada {activity} dengan tema {title} " + ending,
        ),
        "signature_mode": "basah",
        "shows_nip": False,
        "number_pattern": "{seq:03d}/{code}/{month_roman}/{year}",
    }
