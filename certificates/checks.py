"""What the machine must have before papers can be made."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register

from .badges import keys
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


@register()
def badge_keys_can_be_used(**kwargs: Any) -> list[CheckMessage]:
    """A key that is configured must be there; the one of the demo is made together with its people."""
    if keys.awaits_the_demo():
        return []
    try:
        keys.published_keys()
    except keys.KeyUnusable as error:
        return [
            Error(
                f"Kunci lencana tidak bisa dipakai: {error}.",
                hint="BADGE_KEY_FILE dan BADGE_OLD_KEY_FILES menunjuk berkas PEM dengan kunci RSA sedikitnya 2.048 bit.",
                id="certificates.E001",
            )
        ]
    return []
