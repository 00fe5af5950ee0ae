"""Whatever is uploaded: records or one refusal, never a crash, and every record that is not ready says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank import OptionContent
from quizzes.errors import ExchangeError
from quizzes.exchange import FORMATS, Record, format_of
from quizzes.exchange.problems import SENTENCES
from quizzes.exchange.records import draft

from .contents import SIGNS

OPTIONS = (OptionContent("Satu", is_correct=True, feedback="Tepat."), OptionContent("Dua"))
WHOLE = [
    Record(0, "Satu", draft("pilihan-tunggal", "Mana?", OPTIONS, explanation="Sebab."), ("topik",)),
    Record(0, "Dua", draft("angka", "Berapa?", (OptionContent("3,14", is_correct=True),))),
    Record(0, "Tiga", draft("jodohkan", "Jodohkan.", (OptionContent("a", match_text="b"), OptionContent("c", match_text="d")))),
]  # fmt: skip
FILES = {key: format.render(WHOLE) for key, format in FORMATS.items() if format.render}
FILES["aiken"] = b"Apa?\nA. Satu\nB. Dua\nANSWER: B\n\nLain?\nA. Satu\nB. Dua\nANSWER: A\n"


def read(format: str, content: bytes) -> None:
    try:
        records = FORMATS[format].parse(content)
    except ExchangeError:
        return
    for record in records:
        assert record.is_ready or any(problem.blocks for problem in record.problems)
        assert all(problem.code in SENTENCES and problem.line > 0 and problem.column > 0 for problem in record.problems)
        assert Record.from_json(record.as_json()) == record


@pytest.mark.parametrize("format", FORMATS)
@given(content=st.binary(max_size=300))
def test_random_bytes(format, content):
    read(format, content)
    assert format_of("soal.txt", content).key in FORMATS


@pytest.mark.parametrize("format", ["gift", "aiken", "moodle-xml"])
@given(parts=st.lists(st.one_of(SIGNS, st.text(max_size=5), st.sampled_from(["<question type='essay'>", "</question>", "<quiz>", "</quiz>", "<text>", "</text>"])), max_size=30))  # fmt: skip
def test_random_signs(format, parts):
    read(format, "".join(parts).encode("utf-8", "ignore"))


@pytest.mark.parametrize("format", FORMATS)
@given(data=st.data())
def test_files_that_are_cut_or_changed(format, data):
    content = bytearray(FILES[format])
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    read(format, bytes(content[:cut] if data.draw(st.booleans()) else content))
