"""The list of papers that are no longer valid: one bit each, read from the same table as the page (ADR 0035)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ..models import Badge, Certificate, StatusList
from ..models.badges import SIZE
from . import keys
from .credentials import address_of_list, profile_of, sign

FRESH = timedelta(minutes=5)
VALID = timedelta(days=1)


def signed_list(status_list: StatusList, *, at: datetime) -> str | None:
    """The list as a signed credential, the same for five minutes; None where this site has no key. One query.

    ``status_list`` with its unit. Raises keys.KeyUnusable.
    """
    key = keys.signing_key()
    return sign(list_of(status_list, set_bits(status_list.public_id), at=at), key) if key else None


def set_bits(public_id: UUID) -> list[int]:
    """The bits of papers that were revoked or replaced."""
    gone = Badge.objects.filter(status_list__public_id=public_id).exclude(certificate__state=Certificate.State.VALID)
    return list(gone.values_list("status_index", flat=True))


def list_of(status_list: StatusList, bits: Iterable[int], *, at: datetime) -> dict[str, Any]:
    """A BitstringStatusListCredential with the registered claims of its JWT."""
    from openbadgeslib.ob3.status_list import build_status_list_credential

    seconds = int(FRESH.total_seconds())
    began = datetime.fromtimestamp(at.timestamp() // seconds * seconds, at.tzinfo)
    credential = build_status_list_credential(
        profile_of(status_list.unit)["id"], address_of_list(status_list), "revocation", bits, SIZE, issued=began,
        valid_until=began + VALID, ttl=seconds * 1000,
    )  # fmt: skip
    claims = {"iss": credential["issuer"], "jti": credential["id"]}
    return credential | claims | {"nbf": int(began.timestamp()), "exp": int((began + VALID).timestamp())}
