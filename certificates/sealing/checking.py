"""What the seal inside an uploaded PDF is worth (ADR 0032). Three answers are kept apart: intact, not known, not valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import ClassVar

from django.conf import settings

from elearning.lib.dates import plain_date

from . import keys
from .errors import SealError
from .names import TEST_WORDS, is_test
from .reading import Signature, signatures_in


@dataclass(frozen=True, slots=True)
class SealFinding:
    """``state``: one of the six below. ``signer`` names the holder of the last signature, where the signature is intact;
    ``stamped_at``: what a known time stamp proves, else None. Nothing here calls a signature «tersertifikasi».
    """

    INTACT: ClassVar[str] = "utuh"
    UNKNOWN: ClassVar[str] = "tidak-diketahui"
    BROKEN: ClassVar[str] = "tidak-sah"
    ADDED: ClassVar[str] = "ditambahi"
    NONE: ClassVar[str] = "tanpa-segel"
    UNREADABLE: ClassVar[str] = "tidak-terbaca"

    state: str
    signer: str = ""
    fingerprint: str = ""
    stamped_at: datetime | None = None

    @property
    def is_test(self) -> bool:
        return is_test(self.signer)

    @property
    def word(self) -> str:
        """Two or three words for the head of an answer."""
        if self.state == self.INTACT and self.is_test:
            return "Utuh, tersegel dengan kunci uji"
        return _WORDS[self.state]

    @property
    def sentence(self) -> str:
        """What it means, in whole sentences."""
        said = _SENTENCES[self.state].format(signer=self.signer)
        if self.is_test and TEST_WORDS not in said:
            said += f" {TEST_WORDS}."
        if self.stamped_at and self.state in (self.INTACT, self.UNKNOWN):
            said += f" Stempel waktu di dalamnya menyebut {plain_date(self.stamped_at.date())}."
        return said


_WORDS = {
    SealFinding.INTACT: "Utuh dan tersegel",
    SealFinding.UNKNOWN: "Segel tidak diketahui",
    SealFinding.BROKEN: "Segel tidak sah",
    SealFinding.ADDED: "Ditambahi sesudah disegel",
    SealFinding.NONE: "Tanpa segel",
    SealFinding.UNREADABLE: "Bukan PDF",
}
_SENTENCES = {
    SealFinding.INTACT: "Berkas ini utuh dan tersegel oleh {signer}. Tidak ada yang berubah sesudah disegel.",
    SealFinding.UNKNOWN: (
        "Berkas ini tidak berubah sejak disegel atas nama «{signer}», tetapi sistem ini tidak mengenal pemegang segel itu. "
        "Nama pada segel bisa ditulis siapa saja."
    ),
    SealFinding.BROKEN: "Segel dalam berkas ini tidak sah: isinya berubah sesudah disegel, atau segelnya rusak.",
    SealFinding.ADDED: (
        "Sesudah disegel atas nama «{signer}», berkas ini ditambahi. Yang terlihat bisa berbeda dari yang disegel. "
        "Mintalah berkas yang asli."
    ),
    SealFinding.NONE: "Berkas ini tidak memuat segel elektronik. Itu bukan berarti sertifikatnya tidak sah.",
    SealFinding.UNREADABLE: "Berkas ini bukan PDF yang terbaca.",
}


def check(pdf: bytes) -> SealFinding:
    """What can be said of the seal in ``pdf``, whoever made the file. At most two queries, and none without an intact seal.

    The caller limits the size; time and memory grow with it alone: what stands behind the last signature is not parsed,
    since its streams could grow without end.
    """
    if b"%PDF-" not in pdf[:1024]:
        return SealFinding(SealFinding.UNREADABLE)
    signatures = signatures_in(pdf)
    if not signatures:
        return SealFinding(SealFinding.NONE)
    last = signatures[-1]
    if not all(signature.is_intact for signature in signatures):
        return SealFinding(SealFinding.BROKEN)
    if last.covers != len(pdf):
        return SealFinding(SealFinding.ADDED, last.subject, last.fingerprint)
    state = SealFinding.INTACT if is_known(last.fingerprint) else SealFinding.UNKNOWN
    return SealFinding(state, last.subject, last.fingerprint, _proven_time(last))


def _proven_time(signature: Signature) -> datetime | None:
    """What a service says that has stamped seals of ours; anybody else's stamp could be put in by anybody."""
    from ..models import Seal

    stamp = signature.stamp
    return stamp.at if stamp and Seal.objects.filter(stamp_fingerprint=stamp.fingerprint).exists() else None


def is_known(fingerprint: str) -> bool:
    """Whether papers of this system were sealed or signed with that certificate, or a key in the settings has it now."""
    from ..models import Seal, SignedFile

    seals = Seal.objects.filter(fingerprint=fingerprint).values("fingerprint")
    signed = SignedFile.objects.filter(fingerprint=fingerprint).values("fingerprint")
    return fingerprint in _configured() or seals.union(signed).exists()


def _configured() -> set[str]:
    found = set()
    for name in settings.SEAL_KEYS:
        try:
            found.add(keys.load(name).fingerprint)
        except SealError:
            continue
    return found


def only_upkeep(pdf: bytes) -> bool:
    """Whether what follows the last signature only helps to check it later, as providers add it (PAdES B-LT)."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        reader = PdfFileReader(BytesIO(pdf))
        signature = reader.embedded_regular_signatures[-1]
        signature.compute_integrity_info()
    except Exception:  # a stranger's file; what cannot be followed is a change
        return False
    changes = signature.diff_result
    return (
        signature.signed_revision < reader.xrefs.total_revisions - 1  # a whole part of the file, no stray bytes
        and signature.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and isinstance(changes, DiffResult)
        and changes.modification_level <= ModificationLevel.LTA_UPDATES
    )
