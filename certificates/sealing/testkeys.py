"""Keys for tests and for the demo: made on the spot, marked as what they are in the certificate's own words."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.x509.oid import NameOID

from .names import TEST_NAME, TEST_WORDS

Key = ec.EllipticCurvePrivateKey | RSAPrivateKey


def certificate_for(
    key: Key, *, organisation: str, starts: datetime, ends: datetime, issuer: tuple[Key, x509.Certificate] | None = None,
    name: str = TEST_WORDS, is_authority: bool = False, purpose: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:  # fmt: skip
    """A certificate for ``key``; signed by itself unless an ``issuer`` signs it."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        ]
    )
    signing_key, parent = issuer or (key, None)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(parent.subject if parent else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=True, key_cert_sign=is_authority, crl_sign=is_authority, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )  # fmt: skip
    if parent:
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
        builder = builder.add_extension(authority, critical=False)
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return builder.sign(signing_key, hashes.SHA256())


def make_test_key(folder: Path, *, organisation: str, at: datetime) -> None:
    """«segel-uji.key» and «segel-uji.crt» in ``folder``, for five years; what is there stays."""
    key_file, certificate_file = folder / f"{TEST_NAME}.key", folder / f"{TEST_NAME}.crt"
    if key_file.exists() and certificate_file.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = certificate_for(
        key, organisation=organisation, starts=at - timedelta(days=400), ends=at + timedelta(days=5 * 365)
    )
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.touch(mode=0o600)
    key_file.write_bytes(pem(key))


def pem(key: Key, password: bytes | None = None) -> bytes:
    locked = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
