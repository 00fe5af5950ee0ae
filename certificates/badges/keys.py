"""The keys that sign badges: one that signs, older ones that stay published. Read from files, never from the database."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import ClassVar

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from elearning.lib.addresses import absolute
from elearning.lib.errors import DomainError

BITS = 2048
TEST_MARK = "uji"  # in the file name of a key that proves nothing


class KeyUnusable(DomainError):
    """A key that is configured cannot be read, is no RSA key of at least 2,048 bits, or cannot sign where it must. Papers wait."""

    messages: ClassVar[dict[str, str]] = {
        "badge_key": "Kunci lencana «{name}» tidak bisa dipakai. PDF menunggu; nomor dan data aman.",
    }


def signing_key() -> RSAKey | None:
    """The key that signs; None where none is configured, or where the key of the demo was not made yet.

    Raises KeyUnusable, also for a public half: it is enough to be published, and signs nothing.
    """
    if not settings.BADGE_KEY_FILE or awaits_the_demo():
        return None
    key = _key(settings.BADGE_KEY_FILE)
    if not key.is_private:
        raise KeyUnusable("badge_key", name=Path(settings.BADGE_KEY_FILE).name)
    return key


def published_keys() -> Sequence[RSAKey]:
    """Every key by which a badge of ours may be signed, as far as it can be read: one lost file takes no other key along."""
    return [key for key in map(_usable, _configured()) if isinstance(key, RSAKey)]


def unusable_keys() -> Sequence[KeyUnusable]:
    """Those that are configured and cannot be read, and the one that must sign and cannot."""
    found = [fault for fault in map(_usable, settings.BADGE_OLD_KEY_FILES) if isinstance(fault, KeyUnusable)]
    try:
        signing_key()
    except KeyUnusable as fault:
        return [fault, *found]
    return found


def awaits_the_demo() -> bool:
    """Whether the key is that of the demo, and its people were not made yet."""
    return settings.DEMO_MODE and is_for_tests() and not Path(settings.BADGE_KEY_FILE).exists()


def is_for_tests() -> bool:
    """Whether the key only shows how badges work."""
    return TEST_MARK in Path(settings.BADGE_KEY_FILE).stem.split("-")


def address_of_key(key: RSAKey) -> str:
    """Where its public half is found: the ``kid`` of a badge."""
    return absolute(f"/lencana/kunci/{key.thumbprint()}")


def make_test_key(path: Path) -> None:
    """A key for demonstrations; one that is there stays. Its file name says what it is worth."""
    if TEST_MARK not in path.stem.split("-"):
        raise ValueError("A key for tests says so in its file name.")
    if path.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent) as half:  # readable for its owner only
        half.write(pem)
        half.flush()
        with suppress(FileExistsError):  # another process was first
            os.link(half.name, path)


def _configured() -> list[str]:
    present = [] if not settings.BADGE_KEY_FILE or awaits_the_demo() else [settings.BADGE_KEY_FILE]
    return [*present, *settings.BADGE_OLD_KEY_FILES]


def _usable(name: str) -> RSAKey | KeyUnusable:
    try:
        return _key(name)
    except KeyUnusable as error:
        return error


@cache
def _key(name: str) -> RSAKey:
    try:
        key = RSAKey.import_key(Path(name).read_text())
    except (OSError, ValueError, JoseError) as error:
        raise KeyUnusable("badge_key", name=Path(name).name) from error
    if key.public_key.key_size < BITS:
        raise KeyUnusable("badge_key", name=Path(name).name)
    return key
