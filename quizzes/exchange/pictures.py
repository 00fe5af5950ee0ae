"""How a file refers to a picture of this site: by its name for people, and by its hash."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from typing import Any

from wagtail.images import get_image_model
from wagtail.utils.file import hash_filelike

_REFERENCE = re.compile(r"(?:(.*) )?\[([0-9a-f]{40})\]")


def reference(image: Any) -> str:
    """«Foto upacara [<SHA-1 of the file>]»: a name for people, and what tells two pictures apart; "" for a lost file."""
    try:
        digest = image.file_hash or _digest(image)
    except OSError:
        return ""
    return f"{' '.join(image.title.split())} [{digest}]"


def referred(references: Iterable[str]) -> dict[str, list[int]]:
    """Each reference with the images of this site that it may mean: those of the hash, else those of the name.

    Of several copies of one file the first is meant. A name alone, as a person writes it, may mean several.
    """
    wanted = {text: _REFERENCE.fullmatch(text) for text in references if text}
    images = get_image_model().objects.order_by("pk")
    digests = {found[2] for found in wanted.values() if found}
    names = {text for text, found in wanted.items() if not found}
    by_digest: dict[str, int] = {}
    if digests:
        for image in images.filter(file_hash__in=digests):
            by_digest.setdefault(image.file_hash, image.pk)
    if digests - set(by_digest):  # images that were made by code have no hash yet
        for image in images.filter(file_hash=""):
            with contextlib.suppress(OSError):
                by_digest.setdefault(_digest(image), image.pk)
    by_name: dict[str, list[int]] = {}
    if names:
        for title, pk in images.values_list("title", "pk"):
            by_name.setdefault(" ".join(title.split()), []).append(pk)
    return {
        text: ([by_digest[found[2]]] if found[2] in by_digest else []) if found else by_name.get(text, [])
        for text, found in wanted.items()
    }


def _digest(image: Any) -> str:
    with image.open_file() as file:
        return hash_filelike(file)
