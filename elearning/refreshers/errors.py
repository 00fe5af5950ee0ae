"""Every refusal of this room."""

from typing import ClassVar

from elearning.lib.errors import DomainError


class RefresherError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "nothing_to_refresh": "Tidak ada aturan yang perlu Anda perbarui.",
        "questions_held": "Pertanyaan untuk aturan ini sedang diperiksa. Anda bisa membacanya dulu.",
    }
