"""Logs tell what happened and not to whom."""

import logging
import sys

import pytest

from elearning.lib.logs import HideCodes


def logged(message, *args):
    record = logging.LogRecord("test", logging.WARNING, __file__, 1, message, args, None)
    assert HideCodes().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "secret",
    [
        "H7M4-Q2R9-T5W6",
        "H7M4Q2R9T5W6",
        "H7M4-Q2R9-T5W6-K3N8",
        "h7m4q2r9t5w6k3n8",
        "K7M4-Q2R9",
        "K7M4Q2R9",
        "k7m4-q2r9",
        "197809122005011003",
        "19780912 200501 1 003",
        "19780912.200501.1.003",
        "rina.contoh+asn@contoh.example",
    ],
)
def test_codes_nip_and_addresses_are_blotted_out(secret):
    assert secret not in logged(f"Not Found: /p/{secret} for x")
    assert "[disamarkan]" in logged("gagal: %s", secret)


@pytest.mark.parametrize(
    "harmless",
    ["GET /kuis/ 200", "3 of 10 done", "2024-10-03 12:00:00", "certificate 012/KKC/2024", "request 1234567890"],
)
def test_what_tells_nobody_stays_readable(harmless):
    assert logged(harmless) == harmless


def test_a_record_with_arguments_is_kept_whole():
    assert logged("%s of %s", 3, 10) == "3 of 10"


def test_several_secrets_in_one_line_all_go():
    line = logged("%s and %s", "K7M4-Q2R9", "rina@contoh.example")
    assert line == "[disamarkan] and [disamarkan]"


def test_a_traceback_tells_nobody_either():
    try:
        raise ValueError("Key (nip)=(197809122005011003) already exists for rina@contoh.example")
    except ValueError:
        record = logging.LogRecord("test", logging.ERROR, __file__, 1, "Internal Server Error", (), sys.exc_info())
    HideCodes().filter(record)
    line = logging.Formatter("%(message)s").format(record)
    assert "197809122005011003" not in line
    assert "rina@contoh.example" not in line
    assert "ValueError: Key (nip)=([disamarkan]) already exists for [disamarkan]" in line
