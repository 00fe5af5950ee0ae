"""Whom a certificate names, as people read it, and the mark of a key that is only for trying out."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

TEST_MARK = "KUNCI UJI"
TEST_NAME = "segel-uji"  # of the files of such a key
TEST_WORDS = "KUNCI UJI, bukan segel resmi"


def name_of(certificate: x509.Certificate) -> str:
    """«Segel Lembaga Contoh, Lembaga Contoh»: common name and organisation, each once."""
    parts = [
        str(attribute.value)
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in certificate.subject.get_attributes_for_oid(oid)
    ]
    return ", ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))[:300] or "tanpa nama"


def is_test(subject: str) -> bool:
    return TEST_MARK in subject.upper()
