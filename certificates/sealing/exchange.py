"""Papers out to a certified provider and back: a ZIP with a manifest, and each file that returns judged by itself (ADR 0032).

``settings.SIGNING_PROVIDER``: {"name": as people know it, "roots": PEM file of the certificates under which it gives out those of
signers}. Signing itself happens in the office's own tool; this program holds no key of a provider.
"""

from __future__ import annotations

import csv
import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from cryptography import x509
from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.lib.spreadsheets import safe_cell
from elearning.people.models import User

from ..models import Certificate, CertificateEvent, SignedFile, keep_bytes, paper_path, signed_path
from ..querysets import CertificateQuerySet
from ..services.writing import record
from .errors import ExchangeError
from .judging import judge
from .names import is_test
from .packing import Entry, opened

MANIFEST = "daftar.csv"
HEADER = ("nomor", "revisi", "nama", "berkas", "ukuran", "sha256")
MODE = "tte"
SENTENCES = {
    "": "Diterima. PDF ini yang dibagikan mulai sekarang.",
    "unchanged": "Sudah diterima sebelumnya. Tidak ada yang berubah.",
}


@dataclass(frozen=True, slots=True)
class Provider:
    """Who signs for the state. ``roots``: the certificates that a signature must go back to."""

    name: str
    roots: tuple[x509.Certificate, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of the ZIP. ``code`` is empty for what was taken in, «unchanged» for what was there already."""

    name: str
    certificate: Certificate | None
    code: str
    sentence: str

    @property
    def is_accepted(self) -> bool:
        return not self.code


def provider() -> Provider:
    """Raises ExchangeError: no_provider, when none is set or its roots cannot be read."""
    name, roots = settings.SIGNING_PROVIDER.get("name", ""), settings.SIGNING_PROVIDER.get("roots", "")
    try:
        found = x509.load_pem_x509_certificates(Path(roots).read_bytes()) if name and roots else []
    except (OSError, ValueError):
        found = []
    if not found:
        raise ExchangeError("no_provider")
    return Provider(name, tuple(found))


def to_sign(papers: CertificateQuerySet) -> CertificateQuerySet:
    """Of ``papers``, those that a certified provider is to sign: of mode TTE, valid and made; signed ones too."""
    chosen = papers.valid().filter(template_version__content__signature_mode=MODE, file__isnull=False)
    return chosen.select_related("file", "signed_file").order_by("year", "sequence", "revision")


def unsigned(papers: CertificateQuerySet) -> CertificateQuerySet:
    return to_sign(papers).filter(signed_file=None)


def name_of_file(certificate: Certificate) -> str:
    """«001-kkc-x-2024-….pdf»: number and code, so no two papers share it, whatever the people are called."""
    return paper_path(certificate).rsplit("/", 1)[-1]


def export(papers: Iterable[Certificate]) -> IO[bytes]:
    """The stored bytes of ``papers`` with a manifest, as an open ZIP at its beginning; one paper is in memory at a time.

    Raises ExchangeError: nothing_to_sign.
    """
    papers = list(papers)
    if not papers:
        raise ExchangeError("nothing_to_sign")
    packed = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry(MANIFEST, papers[-1]), manifest(papers))
        for paper in papers:
            with paper.file.pdf.open("rb") as file:
                archive.writestr(_entry(name_of_file(paper), paper), file.read())
    packed.seek(0)
    return packed


def manifest(papers: Sequence[Certificate]) -> bytes:
    """What is in the ZIP, as CSV; the same papers give the same bytes."""
    output = StringIO(newline="")
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(HEADER)
    for one in papers:
        row = (one.number, str(one.revision), one.facts["name"], name_of_file(one), str(one.file.size), one.file.sha256)
        writer.writerow([safe_cell(cell) for cell in row])
    return output.getvalue().encode("utf-8-sig")


def _entry(name: str, paper: Certificate) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, paper.issued_at.timetuple()[:6])


def import_signed(packed: IO[bytes], papers: CertificateQuerySet, *, by: User, at: datetime) -> list[Outcome]:
    """Take in what the provider signed, file by file, in the order of the ZIP; what is refused stops nothing else.

    ``papers``: those for which a file may come. Codes of refused files: those of ``packing.opened`` and ``judging.judge``,
    not_ours, duplicate, not_valid, already_signed.
    Raises ExchangeError: no_provider, no_zip, zip_too_large, too_many_files, zip_bomb; then nothing is taken in.
    """
    signer = provider()
    with opened(packed) as entries:
        known = {name_of_file(one): one for one in _candidates(papers)}
        meant = {entry.name: _meant(entry.name, known) for entry in entries if entry.name != MANIFEST}
        times = Counter(one.pk for one in meant.values() if one)
        outcomes = []
        for entry in entries:
            if entry.name == MANIFEST:
                continue
            certificate = meant[entry.name]
            try:
                code, sentence = _judged(entry, certificate, times, signer, by=by, at=at)
            except ExchangeError as refusal:
                code, sentence = refusal.code, str(refusal)
            outcomes.append(Outcome(entry.name, certificate, code, sentence))
    return outcomes


def _judged(
    entry: Entry, certificate: Certificate | None, times: Mapping[int, int], signer: Provider, *, by: User, at: datetime
) -> tuple[str, str]:
    entry.require_safe()
    if certificate is None:
        raise ExchangeError("not_ours")
    if entry.is_double or times[certificate.pk] > 1:
        raise ExchangeError("duplicate")
    code = _take_in(certificate, entry.read(), signer, by=by, at=at)
    return code, SENTENCES[code]


def _candidates(papers: CertificateQuerySet) -> list[Certificate]:
    """Also those that are valid no more: their file is to be refused by its name, not as unknown."""
    chosen = papers.filter(template_version__content__signature_mode=MODE, file__isnull=False)
    return list(chosen.select_related("file", "signed_file"))


def _meant(name: str, known: Mapping[str, Certificate]) -> Certificate | None:
    """Which paper a file is, by the name that we gave; tools write words before and behind it."""
    base = name.rsplit("/", 1)[-1].casefold()
    if not base.endswith(".pdf"):
        return None
    return next((one for given, one in known.items() if given.removesuffix(".pdf").casefold() in base), None)


def _take_in(certificate: Certificate, content: bytes, signer: Provider, *, by: User, at: datetime) -> str:
    """The code of what became of it: empty, or «unchanged». Raises ExchangeError."""
    sha256 = hashlib.sha256(content).hexdigest()
    if certificate.state != Certificate.State.VALID:
        raise ExchangeError("not_valid")
    if earlier := getattr(certificate, "signed_file", None):
        return _same(earlier, sha256)
    with certificate.file.pdf.open("rb") as file:
        base = file.read()
    signature = judge(content, base, provider=signer.name, roots=signer.roots)
    row = SignedFile(
        certificate=certificate,
        sha256=sha256,
        size=len(content),
        base_sha256=certificate.file.sha256,
        base_size=len(base),
        provider=signer.name,
        subject=signature.subject,
        fingerprint=signature.fingerprint,
        signed_at=signature.stamp.at if signature.stamp else None,
        is_test=is_test(signature.subject) or is_test(signer.name),
        received_at=at,
        received_by=by,
    )
    row.pdf.name = name = signed_path(row, "")
    storage = row.pdf.storage
    keep_bytes(storage, name, content)
    try:
        with transaction.atomic():
            locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
            if locked.state != Certificate.State.VALID:
                raise ExchangeError("not_valid")
            row.save()
            record([certificate], CertificateEvent.Kind.SIGNED, by=by, at=at, reason=signer.name)
            log(certificate, "certificates.signed", user=by, data={"sha256": sha256, "provider": signer.name})
    except IntegrityError:
        return _same(SignedFile.objects.get(certificate=certificate), sha256)
    return ""


def _same(earlier: SignedFile, sha256: str) -> str:
    if earlier.sha256 != sha256:
        raise ExchangeError("already_signed")
    return "unchanged"
