"""What the machine must have before papers can be made."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from .printing import rendering

APT_LINE = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@register()
def pango_is_installed(**kwargs: Any) -> list[CheckMessage]:
    """Lessons and quizzes go on without it; certificates get their numbers and wait for their PDF."""
    if rendering.is_available():
        return []
    return [
        Warning(
            "PDF sertifikat belum bisa dibuat: pustaka pango tidak ada di mesin ini.",
            hint=f"Pasang dengan: {APT_LINE}. Sesudah itu jalankan: manage.py render_certificates",
            id="certificates.W001",
        )
    ]
