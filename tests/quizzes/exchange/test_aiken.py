"""Aiken: what it says is read, what it leaves open is told."""

import pytest

from quizzes.exchange import aiken, format_of

RIGHT = "Bolehkah ASN berkampanye?\nA. Boleh\nB) Tidak\nANSWER: B\n"


def test_the_letter_names_the_right_option():
    (record,) = aiken.parse(RIGHT.encode())
    assert record.content.prompt == "Bolehkah ASN berkampanye?"
    assert [(option.text, option.is_correct) for option in record.content.options] == [
        ("Boleh", False),
        ("Tidak", True),
    ]


def test_questions_need_no_blank_line_between_them():
    assert [record.line for record in aiken.parse((RIGHT * 2).encode())] == [1, 5]


def test_a_letter_needs_no_space_behind_its_sign():
    (record,) = aiken.parse(b"Siapa?\nA)Bawaslu\nB)KPU\nANSWER: A")
    assert [option.text for option in record.content.options] == ["Bawaslu", "KPU"]


def test_an_abbreviation_is_no_option():
    (record,) = aiken.parse(b"A.S.N. itu siapa?\nP.N.S. atau lain?\nA. Pegawai\nB. Warga\nANSWER: A")
    assert record.content.prompt == "A.S.N. itu siapa?\nP.N.S. atau lain?"
    assert [option.text for option in record.content.options] == ["Pegawai", "Warga"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Apa?\nA. Satu\nB. Dua\n\nLain?\nA. Satu\nB. Dua\nANSWER: A", "key_missing", 3),
        ("Apa?\nA. Satu\nB. Dua\nANSWER: C", "key_unknown", 4),
        ("Apa?\nA. Satu\nB. Dua\nANSWER:", "key_unknown", 4),
        ("Apa?\nA. Satu\nC. Dua\nANSWER: A", "letter_unexpected", 3),
        ("A. Satu\nB. Dua\nANSWER: A", "prompt_missing", 1),
    ],
)
def test_a_fault_names_its_line(text, code, line):
    record = aiken.parse(text.encode())[0]
    assert [(problem.code, problem.line) for problem in record.problems] == [(code, line)]


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.txt", RIGHT.encode(), "aiken"), ("a.txt", b"Apa? {T}", "gift"), ("a.gift", RIGHT.encode(), "gift"),
        ("a.txt", b"\xef\xbb\xbf<?xml version='1.0'?><quiz/>", "moodle-xml"), ("a.xml", b"rusak", "moodle-xml"),
        ("a.txt", b"PK\x03\x04", "xlsx"), ("a.XLSX", b"rusak", "xlsx"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_what_it_holds(name, content, format):
    assert format_of(name, content).key == format
