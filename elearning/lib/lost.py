"""A file that is on record and no longer in the storage: said in words of its own, not as an address that is wrong."""

from __future__ import annotations

from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import Http404


class LostFile(Http404):
    """Answered with ``lost_file.html``."""

    code = "file_lost"


def opened(file: FieldFile) -> File[bytes]:
    """A stored file, to be read. Raises LostFile."""
    try:
        return file.open("rb")
    except OSError as error:
        raise LostFile(file.name) from error
