"""A file beside the papers that were handed out: the same bytes, other bytes under one of our names, or none of ours."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from django.core.files.uploadhandler import MemoryFileUploadHandler

from ..models import CertificateFile, SignedFile
from ..sealing.checking import SealFinding, check
from .errors import CheckError
from .reading import Named, named_in

MOST_BYTES = 5 * 1024 * 1024
HASH = re.compile(r"[0-9a-f]{64}")
_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")  # in the trailer, which no PDF packs or locks


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever the settings say: a stranger's paper never touches the disk."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        self.activated = True


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked about: a hash, what the file says of itself, and its bytes when they were sent."""

    sha256: str
    named: Named
    pdf: bytes | None = None


def shown_by_file(pdf: bytes) -> Shown:
    """Raises CheckError: no_file, too_large, no_pdf, locked."""
    if not pdf:
        raise CheckError("no_file")
    if len(pdf) > MOST_BYTES:
        raise CheckError("too_large", limit=MOST_BYTES // 1024 // 1024)
    if b"%PDF-" not in pdf[:1024]:
        raise CheckError("no_pdf")
    if _LOCKED.search(
        pdf
    ):  # a copy that somebody saved with a password: its seal cannot be judged, which is no «tidak sah»
        raise CheckError("locked")
    return Shown(hashlib.sha256(pdf).hexdigest(), named_in(pdf), pdf)


def handed_out(sha256: str) -> CertificateFile | SignedFile | None:
    """The file with these bytes: as it was made, or as it came back signed."""
    made = CertificateFile.objects.filter(sha256=sha256).select_related("certificate", "seal").first()
    return made or SignedFile.objects.filter(sha256=sha256).select_related("certificate").first()


def seal_of(shown: Shown, file: CertificateFile | SignedFile | None) -> SealFinding | None:
    """What is said of the seal: of our own file what was written when it was sealed, else what the bytes say, if they were sent."""
    row = getattr(file, "seal", None) if isinstance(file, CertificateFile) else file
    if row:
        return SealFinding(SealFinding.INTACT, row.subject, row.fingerprint)
    return check(shown.pdf) if shown.pdf and not file else None
