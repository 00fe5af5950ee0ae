"""What browsers send: a batch of answers as JSON, a report, and more time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from .services import GivenAnswer
from .services.reports import LONGEST_REPORT

MOST_ANSWERS = 200


class BatchRefused(ValueError):
    """The body is not a batch of answers."""


def read_batch(body: bytes) -> list[GivenAnswer]:
    """``{"answers": [{"client_id", "position", "occurred_at", "fields": {name: [values]}}]}``.

    Raises BatchRefused.
    """
    try:
        rows = json.loads(body)["answers"]
        if not isinstance(rows, list) or len(rows) > MOST_ANSWERS:
            raise BatchRefused
        return [_answer(row) for row in rows]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BatchRefused from error


def _answer(row: dict) -> GivenAnswer:
    fields, position = row["fields"], row["position"]
    if type(position) is not int or not isinstance(fields, dict):
        raise BatchRefused
    for values in fields.values():
        if not isinstance(values, list) or any(not isinstance(value, str) for value in values):
            raise BatchRefused
    client_id, occurred_at = row["client_id"], row["occurred_at"]
    if not isinstance(client_id, str) or not isinstance(occurred_at, str):
        raise BatchRefused
    return GivenAnswer(client_id=UUID(client_id), position=position, occurred_at=_moment(occurred_at), fields=fields)


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    if moment is None or timezone.is_naive(moment) or not 1 < moment.year < 9999:  # at the ends, UTC does not exist
        raise BatchRefused
    return moment.astimezone(UTC)  # PostgreSQL knows no offset beyond sixteen hours


class ReportForm(forms.Form):
    text = forms.CharField(
        label="Apa yang keliru pada soal ini?",
        help_text="Jangan menulis nama orang, calon, atau partai.",
        max_length=LONGEST_REPORT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Tulis apa yang keliru."},
    )


class MoreTimeForm(forms.Form):
    """How much longer, and why; the reason is kept beside the extension."""

    minutes = forms.TypedChoiceField(
        label="Tambahan waktu",
        coerce=int,
        choices=[(minutes, f"{minutes} menit") for minutes in (5, 10, 15, 30, 60)],
        help_text="Ditambahkan pada waktu yang berlaku. Bila waktunya sudah habis, dihitung dari sekarang.",
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=200,
        help_text="Contoh: listrik padam 10 menit. Disimpan bersama perpanjangan ini.",
        error_messages={"required": "Tulis alasannya."},
    )
