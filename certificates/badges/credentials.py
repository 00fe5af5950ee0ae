"""Frozen facts and a badge row in, a signed credential out. The same input gives the same bytes (ADR 0035)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import elearning.ui
from elearning.lib.addresses import absolute
from elearning.people.models import Unit

from ..facts import upgraded
from ..models import Achievement, Badge, StatusList
from . import keys

FILE_NAME = "lencana.jwt"
MEDIA_TYPE = "application/vc+jwt"
PICTURE = Path(elearning.ui.__file__).parent / "static" / "img" / "lencana.png"
DAY_ENDS = time(23, 59, 59)


def signed_badge(badge: Badge) -> str | None:
    """The credential in the JWT form; None where this site has no key. ``badge`` as ``complete`` reads it.

    Raises keys.KeyUnusable.
    """
    key = keys.signing_key()
    return sign(credential_of(badge), key) if key else None


def are_given() -> bool:
    """Whether this site can sign a badge now."""
    try:
        return keys.signing_key() is not None
    except keys.KeyUnusable:
        return False


def sign(payload: Mapping[str, Any], key: Any) -> str:
    """A compact JWT, RS256, whose header names the key by its address."""
    from joserfc import jwt

    header = {"alg": "RS256", "typ": "JWT", "kid": keys.address_of_key(key)}
    return jwt.encode(header, dict(payload), key, algorithms=["RS256"])


def in_a_picture(token: str) -> bytes:
    """The badge's picture as PNG with the credential inside, as wallets take it."""
    from openbadgeslib import baking

    return baking.bake_png(_picture(), token, keyword=baking.ITXT_KEYWORD_OB3)


def credential_of(badge: Badge) -> dict[str, Any]:
    """The OpenBadgeCredential with the registered claims of its JWT."""
    from openbadgeslib.ob3 import IdentityObject, Issuer, OpenBadgeCredential
    from openbadgeslib.ob3.status_list import status_entry

    facts = upgraded(badge.certificate.facts)
    zone, until = ZoneInfo(facts["time_zone"]), facts["valid_until"]
    profile = profile_of(badge.achievement.unit)
    issued_on = date.fromisoformat(facts["revised_on"] or facts["issued_on"])
    credential = OpenBadgeCredential(
        id=facts["address"],
        issuer=Issuer(id=profile["id"], name=profile["name"], url=profile["url"]),
        recipient_id=None,
        identifiers=[IdentityObject.create(facts["name"], salt=facts["code"], identity_type="name")],
        achievement=_achievement(badge.achievement),
        name=facts["title"],
        issuance_date=datetime.combine(issued_on, time(), zone),
        expiration_date=datetime.combine(date.fromisoformat(until), DAY_ENDS, zone) if until else None,
        credential_status=[status_entry(address_of_list(badge.status_list), "revocation", badge.status_index)],
    )
    return credential.to_jwt_payload()


def profile_of(unit: Unit) -> dict[str, Any]:
    """Who issues, as the public page of the issuer says it."""
    from openbadgeslib.ob3 import Issuer

    name = f"{unit.name} (kunci uji)" if keys.is_for_tests() else unit.name
    return Issuer(id=absolute(f"/lencana/penerbit/{unit.public_id}"), name=name, url=absolute("/")).to_dict()


def achievement_of(achievement: Achievement) -> dict[str, Any]:
    """What was achieved, as its public page says it."""
    return _achievement(achievement).to_dict()


def address_of_list(status_list: StatusList) -> str:
    return absolute(f"/lencana/status/{status_list.public_id}")


def _achievement(achievement: Achievement) -> Any:
    from openbadgeslib.ob3 import Achievement as BadgeClass

    content = achievement.content
    return BadgeClass(
        id=absolute(f"/lencana/capaian/{achievement.sha256}"),
        name=content["name"],
        description=content["description"],
        criteria_narrative=content["criteria"],
        achievement_type="Certificate",
        image_url=absolute("/lencana/gambar.png"),
    )


@cache
def _picture() -> bytes:
    return PICTURE.read_bytes()
