"""Where the bytes of papers lie: handed out by a view, never by MEDIA_URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.text import slugify

if TYPE_CHECKING:
    from django.core.files.storage import Storage

    from .papers import Certificate, CertificateFile
    from .seals import SignedFile


def keep_bytes(storage: Storage, name: str, content: bytes) -> None:
    """``content`` under ``name``; what lies there whole is left alone, since somebody may be reading it."""
    if storage.exists(name):
        with storage.open(name) as earlier:
            is_whole = earlier.read() == content
        if is_whole:
            return
        storage.delete(name)  # half a file of whoever was killed: no row, so nobody was ever given it
    storage.save(name, ContentFile(content))


def private_storage():
    """Certificates are handed out by a view, never by MEDIA_URL."""
    return storages["private"]


def paper_path(certificate: Certificate) -> str:
    """Where the bytes of a paper lie: number and code, so that two people of one name never share a file."""
    return f"sertifikat/{certificate.year}/{slugify(certificate.number.replace('/', '-'))}-{certificate.code}.pdf"


def filed_under(file: CertificateFile, filename: str) -> str:
    """The upload name is ignored; see paper_path."""
    return paper_path(file.certificate)


def sealed_path(certificate: Certificate, sha256: str) -> str:
    """A paper whose bytes carry a signature lies under a name of its own bytes."""
    return f"{paper_path(certificate).removesuffix('.pdf')}-{sha256[:12]}.pdf"


def signed_path(file: SignedFile, filename: str) -> str:
    """A paper that came back signed lies beside the one that it was made of."""
    return sealed_path(file.certificate, file.sha256)
