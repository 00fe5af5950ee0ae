"""What goes out comes in again: export(import(x)) is the normal form of x."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.exchange import FORMATS, Record, leaving
from quizzes.exchange.records import normal

from .contents import records

ALL = ("pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan", "angka", "isian-singkat")


def travelled(record: Record, format: str) -> list[Record]:
    return FORMATS[format].parse(FORMATS[format].render([record]))


def without_words_of_the_reader(record: Record) -> Record:
    return replace(record, line=0, problems=())


def as_gift_holds_it(record: Record) -> Record:
    """GIFT has no place for misconceptions, and none for feedback on a pair."""
    kept = normal(record)
    options = (
        replace(option, misconception="", feedback="" if kept.content.type == "jodohkan" else option.feedback)
        for option in kept.content.options
    )
    return replace(kept, content=replace(kept.content, options=tuple(options)))


@given(records(*ALL))
def test_a_question_comes_back_from_gift_as_it_went(record):
    assume(not leaving.reason(record, "gift"))
    found = travelled(record, "gift")
    assert [problem for one in found for problem in one.problems if problem.blocks] == []
    assert [without_words_of_the_reader(one) for one in found] == [as_gift_holds_it(record)]


@pytest.mark.parametrize("format", ["moodle-xml", "xlsx"])
@given(record=records(*ALL))
def test_a_question_comes_back_whole(format, record):
    assume(not leaving.reason(record, format))
    found = travelled(record, format)
    assert [problem for one in found for problem in one.problems if problem.blocks] == []
    assert [without_words_of_the_reader(one) for one in found] == [normal(record)]


@given(records("bagian-gambar"))
def test_parts_of_a_picture_come_back_from_a_sheet_to_the_last_decimal(record):
    """A picture's name that is no text, or a text longer than a cell, stays behind; everything else returns."""
    assume(not leaving.reason(record, "xlsx"))
    found = travelled(record, "xlsx")
    assert [problem for one in found for problem in one.problems if problem.blocks] == []
    assert [without_words_of_the_reader(one) for one in found] == [normal(record)]
    for there, back in zip(record.content.options, found[0].content.options, strict=True):
        assert back.region == pytest.approx(there.region, abs=1e-6)


@given(records("bagian-gambar"))
def test_parts_of_a_picture_stay_out_of_what_does_not_know_them(record):
    assert leaving.reason(record, "gift")
    assert leaving.reason(record, "moodle-xml")
    assert leaving.reason(replace(record, picture=""), "xlsx")


@given(records(*ALL))
def test_the_normal_form_of_a_normal_form_is_itself(record):
    assert normal(normal(record)) == normal(record)


@given(records(*ALL, "bagian-gambar"))
def test_a_record_is_kept_as_json_without_loss(record):
    assert Record.from_json(record.as_json()) == record


@pytest.mark.parametrize("format", ["gift", "moodle-xml", "xlsx"])
@given(many=st.lists(records("pilihan-tunggal", "benar-salah", "angka"), min_size=2, max_size=5))
def test_several_questions_stay_apart_and_in_order(format, many):
    many = [record for record in many if not leaving.reason(record, format)]
    assume(many)
    found = FORMATS[format].parse(FORMATS[format].render(many))
    assert [one.name for one in found] == [normal(record).name for record in many]
