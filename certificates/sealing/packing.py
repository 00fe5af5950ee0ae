"""Opening a ZIP that somebody uploads: its size, its names and what it unpacks to are all held for hostile (ADR 0032)."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import SEEK_END
from types import SimpleNamespace
from typing import IO

from .errors import ExchangeError

MB = 1024 * 1024
LIMITS = SimpleNamespace(zip_mb=100, pdf_mb=5, unpacked_mb=400, files=1000, directory_mb=1)
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
# bzip2 says OSError; a file that is locked, RuntimeError; a way of packing that nobody here knows, NotImplementedError.
_UNREADABLE = (
    zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
)  # fmt: skip
_PARTS_OF_MAC = ("__MACOSX/", ".DS_Store")


@dataclass(slots=True)
class Purse:
    """How many bytes may still be unpacked from this ZIP."""

    left: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the ZIP. ``is_double``: another one has the same name."""

    name: str
    is_double: bool
    _info: zipfile.ZipInfo
    _archive: zipfile.ZipFile
    _purse: Purse

    def require_safe(self) -> None:
        """Raises ExchangeError: unsafe_path. Nothing is ever written under these names; one that tries is told so."""
        parts = self.name.replace("\\", "/").split("/")
        if self.name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in self.name:
            raise ExchangeError("unsafe_path")

    def read(self) -> bytes:
        """The file, whatever its header says of its size.

        Raises ExchangeError: unsafe_path, unreadable_entry, too_large, zip_bomb.
        """
        self.require_safe()
        most = LIMITS.pdf_mb * MB
        try:
            with self._archive.open(self._info) as file:
                content = file.read(most + 1)
        except _UNREADABLE:
            raise ExchangeError("unreadable_entry") from None
        self._purse.left -= len(content)
        if self._purse.left < 0:
            raise ExchangeError("zip_bomb")
        if len(content) > most:
            raise ExchangeError("too_large", limit=LIMITS.pdf_mb)
        return content


@contextmanager
def opened(packed: IO[bytes]) -> Iterator[list[Entry]]:
    """The files of a ZIP, folders and what a Mac adds left out.

    Raises ExchangeError: no_zip, zip_too_large, too_many_files, zip_bomb.
    """
    _require_small(packed)
    try:
        archive = zipfile.ZipFile(packed)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise ExchangeError("no_zip") from None
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _is_of_mac(info.filename)]
        if len(infos) > LIMITS.files:
            raise ExchangeError("too_many_files", limit=LIMITS.files)
        if sum(info.file_size for info in infos) > LIMITS.unpacked_mb * MB:
            raise ExchangeError("zip_bomb")
        times, purse = Counter(info.filename for info in infos), Purse(LIMITS.unpacked_mb * MB)
        yield [Entry(info.filename, times[info.filename] > 1, info, archive, purse) for info in infos]


def _is_of_mac(name: str) -> bool:
    return name.startswith(_PARTS_OF_MAC[0]) or name.rsplit("/", 1)[-1] == _PARTS_OF_MAC[1]


def _require_small(packed: IO[bytes]) -> None:
    """Python reads the whole directory of a ZIP before it says how many files there are: so its size is looked at first."""
    packed.seek(0, SEEK_END)
    size = packed.tell()
    if size > LIMITS.zip_mb * MB:
        raise ExchangeError("zip_too_large", limit=LIMITS.zip_mb)
    packed.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = packed.read()
    packed.seek(0)
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        raise ExchangeError("no_zip")
    files, directory = struct.unpack_from("<HI", tail, place + 10)
    if files > LIMITS.files or directory > LIMITS.directory_mb * MB:
        raise ExchangeError("too_many_files", limit=LIMITS.files)
