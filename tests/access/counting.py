"""How many queries a screen costs, with one row and with thirty."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from elearning.training import room

MANY = 30


def queries_of(client: Client, address: str) -> list[str]:
    # On a slow machine a process would ask again, between two looks, for what it knows of a room.
    with patch.multiple(room, FRESH_SECONDS=10**9, WHOLE_SECONDS=10**9):
        client.get(address)  # what is fetched once per process or kept in a cache is no cost of the rows
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return [query["sql"] for query in captured]


def costs_the_same(client: Client, rows: Callable[[int], str]) -> None:
    one = queries_of(client, rows(1))
    many = queries_of(client, rows(MANY - 1))
    assert len(many) == len(one), [query for query in many if query not in one][:8]
