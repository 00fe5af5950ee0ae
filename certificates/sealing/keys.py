"""Which key seals the papers of a unit, read once per process and again when its files change (ADR 0032).

``settings.SEAL_KEYS`` maps a unit to one of three ways of holding a key. A unit is named by what no other unit can take:
its ``official_code`` or its ``public_id``.

    {"certificate": "/run/secrets/lp.crt", "key": "/run/secrets/lp.key", "password": "LP_SEAL_PASSWORD"}    PEM
    {"pkcs12": "/run/secrets/lp.p12", "password": "LP_SEAL_PASSWORD"}                                       PKCS#12
    {"pkcs11": "/usr/lib/….so", "token": "Lembaga", "label": "segel", "certificate": "/…/lp.crt", "pin": "LP_PIN"}

``password`` and ``pin`` name variables of the environment: no secret stands in the settings. ``chain`` (PEM) and
``timestamp_url`` are optional in each; with the latter a seal is PAdES B-T, without it B-B.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings

from elearning.lib.dates import plain_date
from elearning.people.models import Unit

from .errors import SealError
from .names import TEST_NAME, name_of

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

Entry = Mapping[str, str]
LEAST_RSA, LEAST_EC = 2048, 256
FILES = ("certificate", "key", "pkcs12", "pkcs11", "chain")


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key that may be used. ``signer`` holds the loaded key object or the open session of a token."""

    unit: str
    signer: Signer
    certificate: x509.Certificate
    timestamp_url: str

    @property
    def subject(self) -> str:
        return name_of(self.certificate)

    @property
    def fingerprint(self) -> str:
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def require_in_force(self, at: datetime) -> None:
        """Raises SealError: key_not_yet, key_expired."""
        starts, ends = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        if at < starts:
            raise SealError("key_not_yet", unit=self.unit, day=plain_date(starts.date()))
        if at > ends:
            raise SealError("key_expired", unit=self.unit, day=plain_date(ends.date()))


def name_for(unit: Unit) -> str:
    """The entry of SEAL_KEYS for papers of ``unit``: its own, else that of the nearest unit above. Empty: nothing is sealed."""
    if not settings.SEAL_KEYS:
        return ""
    steps = range(len(unit.path), 0, -Unit.steplen)
    line = Unit.objects.filter(path__in=[unit.path[:end] for end in steps]).order_by("-path")
    for code, public_id in line.values_list("official_code", "public_id"):
        for name in (code, str(public_id)):
            if name and name in settings.SEAL_KEYS:
                return name
    return ""


def load(name: str) -> SealKey:
    """The key of an entry, whether or not it is in force.

    Raises SealError: key_setting, key_unreadable, key_mismatch, key_weak, key_unsuited, token.
    """
    entry = settings.SEAL_KEYS[name]
    if not isinstance(entry, Mapping) or not all(isinstance(value, str) for value in entry.values()):
        raise SealError("key_setting", unit=name, detail="isinya bukan nama dan teks")
    return _load(name, json.dumps(dict(entry), sort_keys=True), _stamps(entry))


def awaits_the_demo(name: str) -> bool:
    """Whether the key is that of the demo, and its people were not made yet."""
    path = Path(settings.SEAL_KEYS[name].get("key") or "")
    return settings.DEMO_MODE and path.name == f"{TEST_NAME}.key" and not path.exists()


def forget() -> None:
    """Let go of every loaded key; tests."""
    _load.cache_clear()


def _stamps(entry: Entry) -> tuple[tuple[str, int, int], ...]:
    """What tells that a file was exchanged, so that a renewed key needs no restart."""
    found = []
    for kind in FILES:
        try:
            status = Path(entry.get(kind) or "").stat()
            found.append((kind, status.st_mtime_ns, status.st_size))
        except OSError:
            found.append((kind, 0, 0))
    return tuple(found)


@lru_cache(maxsize=32)
def _load(name: str, entry_json: str, stamps: tuple[tuple[str, int, int], ...]) -> SealKey:
    entry = json.loads(entry_json)
    if entry.get("pkcs11"):
        from .tokens import token_key

        certificate = _certificates(name, entry, "certificate")[0]
        _require_suited(name, certificate)
        signer = token_key(name, entry, certificate, _chain(name, entry), secret=_secret(name, entry, "pin"))
        return SealKey(name, signer, certificate, entry.get("timestamp_url", ""))
    from .signing import KeptKey

    key, certificate, chain = _from_files(name, entry)
    _require_suited(name, certificate)
    if key.public_key() != certificate.public_key():
        raise SealError("key_mismatch", unit=name)
    return SealKey(name, KeptKey(key, certificate, chain), certificate, entry.get("timestamp_url", ""))


def _from_files(name: str, entry: Entry) -> tuple[Any, x509.Certificate, list[x509.Certificate]]:
    password = _secret(name, entry, "password")
    try:
        if entry.get("pkcs12"):
            key, certificate, chain = pkcs12.load_key_and_certificates(Path(entry["pkcs12"]).read_bytes(), password)
            if key is None or certificate is None:
                raise SealError("key_setting", unit=name, detail="PKCS#12 tanpa kunci atau tanpa sertifikat")
            return key, certificate, [*chain, *_chain(name, entry)]
        if not entry.get("key"):
            raise SealError("key_setting", unit=name, detail="tidak menyebut «key», «pkcs12», atau «pkcs11»")
        key = serialization.load_pem_private_key(Path(entry["key"]).read_bytes(), password)
    except (OSError, ValueError, TypeError) as error:
        # The library's words may quote what it read: only the kind of fault leaves this function.
        raise SealError("key_unreadable", unit=name, detail=_fault(error)) from None
    certificate, *more = _certificates(name, entry, "certificate")
    return key, certificate, [*more, *_chain(name, entry)]


def _fault(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "berkasnya tidak ada"
    if isinstance(error, OSError):
        return "berkasnya tidak boleh dibaca"
    return "isi atau sandinya salah"


def _secret(name: str, entry: Entry, kind: str) -> bytes | None:
    variable = entry.get(kind)
    if not variable:
        return None
    if variable not in os.environ:
        raise SealError("key_setting", unit=name, detail=f"variabel lingkungan untuk «{kind}» tidak ada")
    return os.environ[variable].encode()


def _chain(name: str, entry: Entry) -> list[x509.Certificate]:
    return _certificates(name, entry, "chain") if entry.get("chain") else []


def _certificates(name: str, entry: Entry, kind: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(Path(entry[kind]).read_bytes())
    except KeyError:
        raise SealError("key_setting", unit=name, detail=f"tidak menyebut «{kind}»") from None
    except (OSError, ValueError) as error:
        raise SealError("key_unreadable", unit=name, detail=_fault(error)) from None


def _require_suited(name: str, certificate: x509.Certificate) -> None:
    public = certificate.public_key()
    strong = (isinstance(public, RSAPublicKey) and public.key_size >= LEAST_RSA) or (
        isinstance(public, EllipticCurvePublicKey) and public.key_size >= LEAST_EC
    )
    if not strong:
        raise SealError("key_weak", unit=name)
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise SealError("key_unsuited", unit=name)


PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey
