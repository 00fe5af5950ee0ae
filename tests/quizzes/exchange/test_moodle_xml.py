"""Moodle XML in the shapes that Moodle writes, with every door to entities and other files closed."""

from decimal import Decimal

import pytest

from quizzes.errors import ExchangeError
from quizzes.exchange import moodle_xml

NAMED = '<name><text>Contoh</text></name><questiontext format="html"><text><![CDATA[<p>Apa yang <b>benar</b>?</p>]]></text></questiontext>'


def parse(questions: str):
    return moodle_xml.parse(f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{questions}\n</quiz>'.encode())


def one(type: str, inner: str):
    (record,) = parse(f'<question type="{type}">{NAMED}{inner}</question>')
    return record


def answer(text: str, fraction="0", **inner: str) -> str:
    more = "".join(
        f"<{tag}>{value}</{tag}>" if tag == "tolerance" else f'<{tag} format="html"><text>{value}</text></{tag}>'
        for tag, value in inner.items()
    )
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def key(record):
    return [(option.text, option.is_correct) for option in record.content.options]


def codes(record):
    return [problem.code for problem in record.problems]


def test_a_choice_of_one():
    record = one(
        "multichoice",
        answer("Tidak", "100", feedback="&lt;p&gt;Tepat.&lt;/p&gt;") + answer("Boleh") + "<single>true</single>"
        "<generalfeedback format='html'><text>Sebab itu aturannya.</text></generalfeedback>"
        "<tags><tag><text>fasilitas-negara</text></tag><tag><text>tingkat:mudah</text></tag></tags>",
    )
    assert (record.name, record.content.prompt, record.content.type) == ("Contoh", "Apa yang benar?", "pilihan-tunggal")
    assert key(record) == [("Tidak", True), ("Boleh", False)]
    assert (record.content.options[0].feedback, record.content.explanation) == ("Tepat.", "Sebab itu aturannya.")
    assert (record.topics, record.content.level, codes(record)) == (("fasilitas-negara",), "mudah", [])


@pytest.mark.parametrize(
    ("weights", "found"),
    [
        (("50", "50", "-100"), []),
        (("33.33333", "33.33333", "33.33333"), []),
        (("60", "40", "0"), ["weights_evened"]),
        (("50", "40", "0"), ["weight_sum"]),
    ],
)
def test_a_choice_of_several(weights, found):
    record = one("multichoice", "<single>false</single>" + "".join(answer(f"P{w}", w) for w in weights))
    assert (record.content.type, record.content.gives_part_marks, codes(record)) == ("pilihan-banyak", True, found)


def test_all_or_nothing_keeps_its_rule():
    record = one("multichoiceset", answer("Satu", "100") + answer("Dua", "100") + answer("Tiga"))
    assert (record.content.type, record.content.gives_part_marks) == ("pilihan-banyak", False)


@pytest.mark.parametrize(("true", "false", "right"), [("100", "0", True), ("0", "100", False)])
def test_true_or_false(true, false, right):
    assert key(one("truefalse", answer("true", true) + answer("false", false))) == [
        ("Benar", right),
        ("Salah", not right),
    ]


def test_true_or_false_without_its_two_words_is_refused():
    assert "truth_missing" in codes(one("truefalse", answer("ya", "100")))


def test_pairs():
    sub = "<subquestion format='html'><text>{}</text><answer><text>{}</text></answer></subquestion>".format
    record = one("matching", sub("Camat", "Pegawai") + sub("Kades", "Desa") + sub("", "Sisa"))
    assert [(each.text, each.match_text) for each in record.content.options] == [
        ("Camat", "Pegawai"),
        ("Kades", "Desa"),
    ]
    assert codes(record) == ["distractor"]


@pytest.mark.parametrize(("weights", "ranks"), [("2 1 3", [2, 1, 3]), ("1.0000000 2.0000000 3.0000000", [1, 2, 3]), ("0 0 0", [1, 2, 3])])  # fmt: skip
def test_an_order(weights, ranks):
    record = one("ordering", "".join(answer(f"P{place}", w) for place, w in enumerate(weights.split())))
    assert [option.rank for option in record.content.options] == ranks


def test_numbers():
    record = one(
        "numerical",
        answer("3.14", "100", tolerance="0.01")
        + answer("3", "50", feedback="Kurang.")
        + answer("*", "0", feedback="Bukan."),
    )
    assert key(record) == [("3,14", True), ("3", False)]
    assert record.content.options[0].tolerance == Decimal("0.01")
    assert codes(record) == ["read_as", "part_weight", "wrong_feedback"]


@pytest.mark.parametrize(("number", "code"), [("1,000", "number_ambiguous"), ("tiga", "number_unreadable"), ("*", "wildcard")])  # fmt: skip
def test_a_number_is_never_guessed(number, code):
    assert codes(one("numerical", answer(number, "100"))) == [code]


def test_short_answers():
    record = one(
        "shortanswer", answer("Bawaslu", "100") + answer("KPU", "0", feedback="Bukan.") + "<usecase>1</usecase>"
    )
    assert (key(record), codes(record)) == ([("Bawaslu", True), ("KPU", False)], ["letter_case"])
    assert codes(one("shortanswer", answer("*", "100"))) == ["wildcard"]


@pytest.mark.parametrize("type", ["essay", "description", "cloze", "random", "calculated", "gapselect", ""])
def test_other_types_are_told_and_not_taken(type):
    record = one(type, "")
    assert (record.content, codes(record)) == (None, ["type_unsupported"])


def test_a_file_within_a_question_stays_outside_and_is_told():
    record = one(
        "truefalse", "<file name='a.png' encoding='base64'>AAAA</file>" + answer("true", "100") + answer("false")
    )
    assert (codes(record), record.is_ready) == (["media"], True)


def test_however_many_files_there_are_they_are_told_once():
    file = "<file name='a.png' encoding='base64'>AAAA</file>"
    seen = answer("true", "100", feedback='&lt;img src="@@PLUGINFILE@@/a.png"&gt;') + answer("false")
    assert codes(one("truefalse", file * 3 + seen)) == ["media"]
    assert codes(one("truefalse", f"<image>lama.png</image>{seen}")) == ["media"]


def test_a_category_is_a_topic_and_a_line_is_named():
    category = '<question type="category"><category><text>$course$/top/Netralitas</text></category></question>\n\n'
    (record,) = parse(f'{category}<question type="essay">{NAMED}</question>')
    assert record.line == 5
    (record,) = parse(
        category + f'<question type="truefalse">{NAMED}{answer("true", "100")}{answer("false")}</question>'
    )
    assert record.topics == ("Netralitas",)


ENTITY = (
    '<!DOCTYPE quiz [<!ENTITY a "{}">]><quiz><question type="essay"><name><text>&a;</text></name></question></quiz>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<quiz>", "xml_broken"),
        (b"bukan xml", "xml_broken"),
        (b"<quiz>&nbsp;</quiz>", "xml_broken"),
        (b'<?xml version="1.0" encoding="bukan-aksara"?><quiz/>', "xml_broken"),
        (b"<quiz>" + b"<a>" * 5000, "xml_broken"),
        (b"<html/>", "xml_other"),
        (b"<quiz/>", "no_questions"),
        (b"<quiz>" + b'<question type="essay"/>' * 2001 + b"</quiz>", "too_many"),
        (b"<quiz>" + b" " * (5 * 1024 * 1024), "too_large"),
        (ENTITY.format("x").encode(), "xml_unsafe"),
        (b'<!DOCTYPE quiz SYSTEM "file:///etc/hostname"><quiz/>', "xml_unsafe"),
        (b'<!DOCTYPE quiz [<!ENTITY a SYSTEM "https://contoh.example/a">]><quiz>&a;</quiz>', "xml_unsafe"),
        (b'<!DOCTYPE quiz [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]><quiz/>', "xml_unsafe"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_file_that_is_none_or_reaches_out_is_refused_whole(content, code):
    with pytest.raises(ExchangeError) as refused:
        moodle_xml.parse(content)
    assert refused.value.code == code
