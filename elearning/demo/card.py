"""What the terminal says once the demo is up (experience.md §13): addresses, accounts, two kode peserta, how to stop."""

import json

from certificates.models import Certificate
from elearning.lib import codes

from . import cast
from .accounts import ACCOUNTS
from .steps import verification_path

LINES = 24  # the height of the smallest terminal, so that nothing has scrolled away


def demo_card(site_url: str) -> str:
    """The card as text of at most ``LINES`` lines."""
    passwords = json.loads(ACCOUNTS.read_text()) if ACCOUNTS.exists() else {}
    emails = {role.key: role.email for role in cast.PERSONAS}
    accounts = [
        f"{emails[key]:<27} sandi: {passwords.get(key, '—')}"
        for key in ("panitia", "redaksi", "hukum", "pimpinan", "camat")
    ]
    valid, revoked, replaced = (
        verification_path(state)
        for state in (Certificate.State.VALID, Certificate.State.REVOKED, Certificate.State.REPLACED)
    )
    return "\n".join(
        [
            "",
            "Situs contoh siap. Data fiktif: bukan lembaga, orang, atau hasil sebenarnya.",
            "",
            f"  Tur dua menit      {site_url}/demo",
            f"  Belajar (umum)     {site_url}/",
            f"  Tautan camat       {site_url}/b/{cast.SHARE_CODE}",
            f"  Cek sertifikat     {site_url}{valid}   (BERLAKU)",
            f"                     {site_url}{revoked}   (DICABUT)",
            f"                     {site_url}{replaced}   (DIGANTIKAN)",
            f"  Panitia            {site_url}/panitia/",
            f"  Redaksi (Wagtail)  {site_url}/admin/",
            "",
            f"  Akun               {accounts[0]}",
            *(f"                     {account}" for account in accounts[1:]),
            f"  Kode peserta       {codes.display(cast.CODES['peserta'])} (kuis belum selesai)",
            f"                     {codes.display(cast.CODES['lulus'])} (sudah lulus)",
            f"  Berkas uji impor   {site_url}/demo/peserta-kotor.xlsx",
            "",
            "  Kamera pemindai hanya berjalan di https atau localhost. Dari HP: ketik kodenya.",
            "  Berhenti: Ctrl+C. Mulai lagi dari awal: make demo-reset",
            "",
        ]
    )
