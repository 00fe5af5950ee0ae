"""Values that never change, kept by the process that met them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The ``most`` values that were asked for last; what is missing is fetched, all of it at once.

    For what is written once: nothing here ever notices a change.
    """

    def __init__(self, fetch: Callable[[Collection[K]], Mapping[K, V]], *, most: int) -> None:
        self._fetch, self._most = fetch, most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __call__(self, keys: Collection[K]) -> dict[K, V]:
        """The values of these keys, those left out that ``fetch`` does not know."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        missing = [key for key in dict.fromkeys(keys) if key not in found]
        if missing:
            fresh = self._fetch(missing)
            self._keep(fresh)
            found |= fresh
        return found

    def __len__(self) -> int:
        return len(self._values)

    def forget(self) -> None:
        with self._lock:
            self._values.clear()

    def _keep(self, fresh: Mapping[K, V]) -> None:
        with self._lock:
            self._values.update(fresh)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
