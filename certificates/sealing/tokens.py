"""A key that never leaves its token: PKCS#11, with the extra ``hsm`` (ADR 0032)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .errors import SealError
from .loops import beside_any_loop
from .signing import asn1

PROBE = b"segel"
# A process is signed in to a token once: whoever reads its key again gets the same session.
_sessions: dict[tuple[str, str], Any] = {}


def token_key(
    name: str, entry: Mapping[str, str], certificate: x509.Certificate, chain: Sequence[x509.Certificate], *, secret: bytes | None
) -> Signer:  # fmt: skip
    """The signer on the token that ``entry`` names, its session open. ``secret``: the PIN.

    Raises SealError: key_setting, key_mismatch, token.
    """
    try:
        from pkcs11 import PKCS11Error
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError:
        raise SealError("key_setting", unit=name, detail="paket tambahan «hsm» belum dipasang") from None

    class TokenSigner(PKCS11Signer):
        """Lets a token that went away be opened anew at the next paper."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            try:
                return await super().async_sign_raw(data, digest_algorithm, dry_run)
            except PKCS11Error as error:
                _let_go(place)
                raise SealError("token", unit=name, detail=type(error).__name__) from None

        def sign_now(self, data: bytes) -> bytes:
            return beside_any_loop(lambda: asyncio.run(self.async_sign_raw(data, "sha256")))

    for kind in ("token", "label"):
        if not entry.get(kind):
            raise SealError("key_setting", unit=name, detail=f"tidak menyebut «{kind}»")
    place = (entry["pkcs11"], entry["token"])
    store = SimpleCertificateStore()
    store.register_multiple(asn1(each) for each in chain)
    try:
        if place not in _sessions:
            pin = secret.decode() if secret else None
            _sessions[place] = open_pkcs11_session(
                entry["pkcs11"], token_criteria=TokenCriteria(label=entry["token"]), user_pin=pin
            )
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise SealError("token", unit=name, detail=type(error).__name__) from None
    signer = TokenSigner(
        _sessions[place],
        signing_cert=asn1(certificate),
        ca_chain=store,
        key_label=entry["label"],
        use_raw_mechanism=True,  # hashed here: not every token hashes
    )
    if not _is_pair(certificate, signer.sign_now(PROBE)):
        raise SealError("key_mismatch", unit=name)
    return signer


def _let_go(place: tuple[str, str]) -> None:
    """Forget a session that failed, and every key that was read through one: the next paper opens it anew."""
    from .keys import forget

    forget()
    session = _sessions.pop(place, None)
    if session is not None:
        with suppress(Exception):  # it may be gone already, with its token
            session.close()


def _is_pair(certificate: x509.Certificate, signature: bytes) -> bool:
    public = certificate.public_key()
    try:
        if isinstance(public, EllipticCurvePublicKey):
            public.verify(signature, PROBE, ECDSA(hashes.SHA256()))
        elif isinstance(public, RSAPublicKey):
            public.verify(signature, PROBE, PKCS1v15(), hashes.SHA256())
        else:
            return False
    except InvalidSignature:
        return False
    return True
