"""Which questions a format cannot hold. They are named on the screen and left out, never written half."""

from __future__ import annotations

from elearning.lib.numbers import NumberRefused, read
from elearning.lib.spreadsheets import escaped

from .records import ON_A_PICTURE, Record
from .xlsx import LONGEST_CELL, TYPES

ORDERED = {"urutkan"}


def reason(record: Record, format: str) -> str:
    """Why this question stays behind; "" when it may travel."""
    content = record.content
    if content is None or not content.options:
        return "belum punya isi"
    if content.type not in TYPES:
        return "jenisnya tidak dikenal format ini"
    if format == "gift" and content.type in ORDERED:
        return "GIFT tidak mengenal soal urutan; pakai Moodle XML atau XLSX"
    if content.type in ON_A_PICTURE and format != "xlsx":
        return "soal bagian gambar hanya dimuat XLSX"
    if content.type in ON_A_PICTURE and not record.picture:
        return "berkas gambarnya hilang"
    if format == "xlsx":
        return "tulisannya terlalu panjang untuk satu sel" if _longest(record) > LONGEST_CELL else ""
    if content.type == "benar-salah" and [option.text for option in content.options] != ["Benar", "Salah"]:
        return "pilihannya bukan Benar dan Salah"
    if content.type == "angka" and not all(_is_number(option.text) for option in content.options):
        return "jawabannya bukan angka yang jelas"
    if format == "gift" and _has_arrow(record):
        return "memuat tanda ->, yang di GIFT berarti pasangan"
    return ""


def _is_number(text: str) -> bool:
    try:
        read(text)
    except NumberRefused:
        return False
    return True


def _has_arrow(record: Record) -> bool:
    content = record.content
    if content.type == "jodohkan":
        return any("->" in option.text for option in content.options)
    return content.type == "isian-singkat" and any("->" in f"{one.text} {one.feedback}" for one in content.options)


def _longest(record: Record) -> int:
    content = record.content
    texts = [content.prompt, content.scenario, content.explanation, "; ".join(record.topics)]
    texts += [text for one in content.options for text in (one.text, one.match_text, one.feedback)]
    return max(len(escaped(text)) for text in texts)
