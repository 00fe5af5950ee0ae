"""pyHanko runs a loop of its own for each signature, which Python refuses where one is running already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def beside_any_loop(work: Callable[[], T]) -> T:
    """What ``work`` gives; in a thread of its own where a loop is running in this one. ``work`` asks no database."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(work).result()
