"""Logs keep no personal data: codes, NIP and e-mail addresses are blotted out before a line is written."""

import logging
import re

_SECRET = re.compile(
    r"\b(?:[A-HJKMNP-Z][2-9]){2}(?:-?(?:[A-HJKMNP-Z][2-9]){2}){1,3}\b"  # kode kehadiran, peserta, sertifikat; kartu akses
    r"|\b\d{8}[ .]?\d{6}[ .]?\d[ .]?\d{3}\b"  # NIP
    r"|[\w.+-]+@[\w-]+\.[\w.]+",  # e-mail
    re.IGNORECASE,  # a code typed in small letters is the same code
)


_plain = logging.Formatter()


class HideCodes(logging.Filter):
    """Replaces secrets in the finished message and its traceback; the record is never dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        cleaned = _hidden(message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        if record.exc_info and not record.exc_text:
            # A database names the row that it refuses: «Key (nip)=(…) already exists».
            record.exc_text = _plain.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = _hidden(record.exc_text)
        return True


def _hidden(text: str) -> str:
    return _SECRET.sub("[disamarkan]", text)
