"""The seal itself: an incremental signature by pyHanko behind the stored bytes, PAdES B-B or B-T (ADR 0032).

pyHanko is imported by whoever seals or checks, never when the site starts; neither importing nor sealing asks the network
for anything, except the time-stamp service that the settings name.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import Signer, constants
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from .errors import SealError
from .keys import PrivateKey, SealKey
from .loops import beside_any_loop
from .names import TEST_WORDS, is_test

FIELD, READABLE = "Segel", "Segel elektronik penerbit"
# Outside the page and printable: the only way in which an unseen field passes both PDF/UA and PDF/A.
UNSEEN = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)
QUIET_FOR = 60  # seconds in which a time-stamp service that failed is not asked again


class KeptKey(Signer):
    """A key held as a loaded object. pyHanko's own signer loads, and so re-checks, an RSA key for every signature.

    The same bytes give the same signature: RSA by PKCS#1 v1.5, EC by RFC 6979.
    """

    def __init__(self, key: PrivateKey, certificate: x509.Certificate, chain: Iterable[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(asn1(each) for each in chain)
        super().__init__(signing_cert=asn1(certificate), cert_registry=store)
        self._key = key
        self._length = len(self._sign(b"", "sha256")) + 8  # a signature of an EC key varies by a few bytes

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(self._length) if dry_run else self._sign(data, digest_algorithm)

    def _sign(self, data: bytes, digest_algorithm: str) -> bytes:
        algorithm = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(algorithm, deterministic_signing=True))
        return self._key.sign(data, PKCS1v15(), algorithm)


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


class _Sealer(signers.PdfSigner):
    """Signs at a time that it is told, so that a worker who comes later writes the same bytes."""

    def __init__(self, meta: signers.PdfSignatureMetadata, claimed_at: datetime, **parts: Any) -> None:
        super().__init__(meta, **parts)
        self._claimed_at = claimed_at.astimezone(UTC)

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._claimed_at
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """PAdES alone is declared: what pyHanko says about curves belongs to PDF 2.0."""
        pdf_out.register_extension(constants.ESIC_EXTENSION_1)


def sign(pdf: bytes, key: SealKey, *, claimed_at: datetime, may_be_signed_later: bool) -> bytes:
    """``pdf`` with a seal behind it; its own bytes stay the first part of the result.

    ``claimed_at`` is what the signature says of its time; only a time stamp proves one. ``may_be_signed_later``: whether a
    further signature, of a certified provider, leaves this seal intact; any other change breaks it in either case.

    Raises SealError: time_stamp, token. ValueError where the bytes are no PDF that can be signed.
    """
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=TEST_WORDS if is_test(key.subject) else "Segel elektronik penerbit sertifikat",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS if may_be_signed_later else MDPPerm.NO_CHANGES,
    )
    stamper = time_stamper(key.timestamp_url) if key.timestamp_url else None
    field = SigFieldSpec(FIELD, readable_field_name=READABLE, invis_sig_settings=UNSEEN)
    sealer = _Sealer(meta, claimed_at, signer=key.signer, timestamper=stamper, new_field_spec=field)
    try:
        return beside_any_loop(lambda: sealer.sign_pdf(_Writer(pdf))).getvalue()
    except TimestampRequestError:
        raise SealError("time_stamp", unit=key.unit) from None
    except PdfError as error:
        raise ValueError(f"The drawn paper cannot be sealed: {error}"[:300]) from error


class _Writer(IncrementalPdfFileWriter):
    """Adds the signature and nothing else: description and dates stay as drawn, the new half of the identifier follows
    from the bytes. Stock pyHanko would write the time of day and a random number.
    """

    output_version = (1, 7)  # PDF/A-3 builds on 1.7; pyHanko would call the file 2.0

    def __init__(self, pdf: bytes) -> None:
        super().__init__(BytesIO(pdf))
        first, _ = self._document_id
        second = generic.ByteStringObject(hashlib.sha256(b"segel" + pdf).digest()[:16])
        self._document_id = generic.ArrayObject([first, second])

    def _update_meta(self) -> None:
        """Nothing to say that the drawn paper does not say."""


class _Patient(HTTPTimeStamper):
    """After a failure the service is left alone for a minute: 241 papers must not each wait for the same silence."""

    def __init__(self, url: str) -> None:
        super().__init__(url, timeout=10)
        self._quiet_until = 0.0

    @property
    def is_quiet(self) -> bool:
        return time.monotonic() < self._quiet_until

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            return await super().async_request_tsa_response(req)
        except (TimestampRequestError, TimeoutError, ValueError):
            self._quiet_until = time.monotonic() + QUIET_FOR
            raise TimestampRequestError("The time-stamp service did not answer.") from None


@lru_cache(maxsize=8)
def time_stamper(url: str) -> _Patient:
    """One client per service and process: it remembers how long an answer is."""
    return _Patient(url)


def require_answering(key: SealKey) -> None:
    """Raises SealError: time_stamp, when the key's service failed within the last minute."""
    if key.timestamp_url and time_stamper(key.timestamp_url).is_quiet:
        raise SealError("time_stamp", unit=key.unit)
