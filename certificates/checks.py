"""What the machine must have before papers can be made."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils import timezone

from .badges import keys
from .printing import rendering
from .sealing import SealError
from .sealing import keys as seal_keys

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
    hint = "BADGE_KEY_FILE dan BADGE_OLD_KEY_FILES menunjuk berkas PEM dengan kunci RSA sedikitnya 2.048 bit."
    return [Error(str(fault), hint=hint, id="certificates.E001") for fault in keys.unusable_keys()]


@register()
def seal_keys_can_be_used(**kwargs: Any) -> list[CheckMessage]:
    """Papers of a unit whose key is of no use wait, and say so one by one; here it is said once, before."""
    found: list[CheckMessage] = []
    for name in settings.SEAL_KEYS:
        try:
            seal_keys.load(name).require_in_force(timezone.now())
        except SealError as error:
            if error.code == "key_unreadable" and seal_keys.awaits_the_demo(name):
                continue
            hint = "Perbaiki SEAL_KEYS atau berkasnya; PDF yang menunggu dibuat sendiri sesudah itu (docs/adr/0032)."
            found.append(Warning(str(error), hint=hint, id="certificates.W002"))
    return found
