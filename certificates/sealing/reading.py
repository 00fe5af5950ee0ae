"""The signatures inside a PDF, read from its bytes alone (ADR 0032).

A signature names the bytes that it covers. When these are the whole file but for the signature itself, nothing that a PDF
reader could be talked into showing matters: the file is, byte for byte, what the holder of the key signed. So files of
strangers are not parsed as PDF, nothing is unpacked, and no page of theirs is believed.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from asn1crypto import cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509

from .loops import beside_any_loop
from .names import name_of

DIGESTS = ("sha256", "sha384", "sha512")
STAMP_ATTRIBUTE = "signature_time_stamp_token"
MOST_SIGNATURES = 8
MOST_CMS = 256 * 1024
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_GAP = re.compile(rb"\s*<([0-9A-Fa-f]+)>\s*")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp on the signature. It stands outside of what the signature covers: believe only a service that you know."""

    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. ``is_intact``: the covered bytes are those that were signed, and the key of ``subject`` signed them.

    ``covers``: where its last covered byte ends; ``is_trusted``: its certificate goes back to one of the given roots.
    """

    subject: str
    fingerprint: str
    covers: int
    is_intact: bool
    is_trusted: bool = False
    stamp: Stamp | None = None


def signatures_in(pdf: bytes, roots: Sequence[x509.Certificate] = ()) -> list[Signature]:
    """Every signature that can be read, in the order of what they cover; ``roots``: whom ``is_trusted`` goes back to.

    Nothing is fetched. A signature that cannot even be read is one that is not intact.
    """
    found: dict[tuple[int, ...], Signature] = {}
    for match in _RANGE.finditer(pdf):
        span = tuple(int(number) for number in match.groups())
        if span not in found and len(found) < MOST_SIGNATURES:
            found[span] = _read(pdf, span, roots)
    return sorted(found.values(), key=lambda signature: signature.covers)


def _read(pdf: bytes, span: tuple[int, ...], roots: Sequence[x509.Certificate]) -> Signature:
    start, length, again, rest = span
    covers = min(again + rest, len(pdf))
    broken = Signature("", "", covers, is_intact=False)
    gap = _GAP.fullmatch(pdf[length:again]) if start == 0 and length < again and again + rest <= len(pdf) else None
    if gap is None or len(gap[1]) > 2 * MOST_CMS:
        return broken
    signed = pdf[:length] + pdf[again : again + rest]
    try:
        info = cms.ContentInfo.load(bytes.fromhex(gap[1].decode()))  # the zeros behind it fill the room that was kept
        content = info["content"]
        certificate = _integrity(content, signed, "data")
        return Signature(
            subject=name_of(x509.load_der_x509_certificate(certificate.dump())),
            fingerprint=_fingerprint(certificate),
            covers=covers,
            is_intact=True,
            is_trusted=bool(roots) and _goes_back(content, signed, roots),
            stamp=_stamp(content),
        )
    except Exception:  # asn1crypto and pyHanko raise many kinds on bytes that strangers made
        return broken


def _integrity(content: cms.SignedData, signed: bytes, kind: str) -> asn1_x509.Certificate:
    """The certificate whose key signed exactly ``signed``. Raises ValueError, or whatever pyHanko does, when there is none."""
    from pyhanko.sign.general import extract_certificate_info, extract_signer_info
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    signer = extract_signer_info(content)
    certificate = extract_certificate_info(content).signer_cert
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if algorithm not in DIGESTS or signer["signed_attrs"] is core.VOID:
        raise ValueError("a signature that no PAdES signer makes")
    digest = hashlib.new(algorithm, signed).digest()
    intact, valid = validate_sig_integrity(signer, certificate, kind, digest)
    if not (intact and valid):
        raise ValueError("other bytes than those that were signed")
    return certificate


def _stamp(content: cms.SignedData) -> Stamp | None:
    """The time stamp inside, where it belongs to this signature."""
    from pyhanko.sign.general import extract_signer_info

    signer = extract_signer_info(content)
    unsigned = signer["unsigned_attrs"]
    tokens = [] if unsigned is core.VOID else [one for one in unsigned if one["type"].native == STAMP_ATTRIBUTE]
    if not tokens:
        return None
    token = tokens[0]["values"][0]["content"]
    info = token["encap_content_info"]["content"]
    certificate = _integrity(token, bytes(info), "tst_info")
    imprint = info.parsed["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if hashlib.new(algorithm, signer["signature"].native).digest() != imprint["hashed_message"].native:
        raise ValueError("a time stamp of something else")
    return Stamp(info.parsed["gen_time"].native, _fingerprint(certificate))


def _goes_back(content: cms.SignedData, signed: bytes, roots: Sequence[x509.Certificate]) -> bool:
    """Whether the signer's certificate is in force now and was given out under one of ``roots``."""
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
    from pyhanko_certvalidator import ValidationContext

    from .signing import asn1

    trust = ValidationContext(trust_roots=[asn1(root) for root in roots], allow_fetching=False)
    validated = partial(async_validate_detached_cms, signed, content, signer_validation_context=trust)
    status = beside_any_loop(lambda: asyncio.run(validated()))
    return bool(status.trusted)


def _fingerprint(certificate: asn1_x509.Certificate) -> str:
    return hashlib.sha256(certificate.dump()).hexdigest()
