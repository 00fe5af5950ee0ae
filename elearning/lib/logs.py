"""Logs keep no personal data: codes, NIP and e-mail addresses are blotted out before a line is written."""

import logging
import re

_SECRET = re.compile(
    r"\b(?:[A-HJKMNP-Z][2-9]){2}(?:-?(?:[A-HJKMNP-Z][2-9]){2}){1,2}\b"  # kode kehadiran, peserta, sertifikat
    r"|\b\d{8}[ .]?\d{6}[ .]?\d[ .]?\d{3}\b"  # NIP
    r"|[\w.+-]+@[\w-]+\.[\w.]+",  # e-mail
    re.IGNORECASE,  # a code typed in small letters is the same code
)


class HideCodes(logging.Filter):
    """Replaces secrets in the finished message; the record is never dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _SECRET.sub("[disamarkan]", message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        return True
