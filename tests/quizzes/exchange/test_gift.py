"""GIFT as people and Moodle write it, and the places where a question would come in wrongly (capabilities 4.6)."""

from decimal import Decimal

import pytest

from quizzes.errors import ExchangeError
from quizzes.exchange import gift


def one(text: str):
    (record,) = gift.parse(text.encode())
    return record


def key(record):
    return [(option.text, option.is_correct) for option in record.content.options]


def codes(record):
    return [problem.code for problem in record.problems]


CHOICE = "::Tenda:: Bolehkah tenda dipinjamkan? {=Tidak#Tepat. ~Boleh#Tenda itu fasilitas negara.}"


def test_a_choice_has_a_name_a_key_and_feedback():
    record = one(CHOICE)
    assert (record.name, record.content.type, record.content.prompt) == (
        "Tenda",
        "pilihan-tunggal",
        "Bolehkah tenda dipinjamkan?",
    )
    assert key(record) == [("Tidak", True), ("Boleh", False)]
    assert record.content.options[1].feedback == "Tenda itu fasilitas negara."
    assert record.is_ready


def test_weights_make_several_right_options():
    record = one("Mana? {~%50%Satu ~%50%Dua ~%-100%Tiga}")
    assert record.content.type == "pilihan-banyak"
    assert record.content.gives_part_marks
    assert key(record) == [("Satu", True), ("Dua", True), ("Tiga", False)]
    assert codes(record) == []


@pytest.mark.parametrize(("weights", "code"), [("50 40", "weight_sum"), ("70 30", "weights_evened")])
def test_weights_that_say_something_else_are_told(weights, code):
    first, second = weights.split()
    record = one(f"Mana? {{~%{first}%Satu ~%{second}%Dua ~%-100%Tiga}}")
    assert codes(record) == [code]
    assert record.is_ready == (code == "weights_evened")


def test_a_part_of_the_mark_for_one_of_several_answers_is_told():
    record = one("Kota? {~Surabaya#Jauh. ~%25%Bogor ~%50%Depok#Kurang tepat. =Jakarta#Ya.} adalah jawabannya.")
    assert key(record) == [("Surabaya", False), ("Bogor", False), ("Depok", False), ("Jakarta", True)]
    assert [problem.value for problem in record.problems] == ["25", "50"]
    assert record.is_ready


@pytest.mark.parametrize("weight", ["%abc%", "%%", "%1e99%", "%101%", "%-101%"])
def test_a_weight_that_is_none_is_refused(weight):
    assert "weight_unreadable" in codes(one(f"Mana? {{~{weight}Satu ~Dua}}"))


def test_words_behind_the_answer_leave_a_gap():
    assert one("Netralitas {=wajib ~sukarela} bagi ASN.").content.prompt == "Netralitas _____ bagi ASN."


@pytest.mark.parametrize("closing", [".", '";', " "])
def test_a_closing_mark_behind_a_whole_sentence_leaves_no_gap(closing):
    assert one(f"Berapa lama masa tenang? {{#3}}{closing}").content.prompt == "Berapa lama masa tenang?"
    assert one("Masa tenang lamanya {#3}.").content.prompt == "Masa tenang lamanya _____."


@pytest.mark.parametrize(
    ("answer", "right", "if_true", "if_false"),
    [
        ("{T#salah#benar}", True, "benar", "salah"),
        ("{FALSE#keliru#tepat}", False, "keliru", "tepat"),
        ("{TRUE}", True, "", ""),
        ("{ salah }", False, "", ""),
    ],
)
def test_true_or_false_says_first_what_a_wrong_answer_is_told(answer, right, if_true, if_false):
    record = one(f"Camat boleh berkampanye. {answer}")
    assert key(record) == [("Benar", right), ("Salah", not right)]
    assert [option.feedback for option in record.content.options] == [if_true, if_false]


def test_pairs_are_split_at_the_first_arrow():
    record = one("Jodohkan. {=Camat -> Aturan pegawai =Kepala desa -> Aturan desa -> khusus = -> Sisa}")
    assert [(each.text, each.match_text) for each in record.content.options] == [
        ("Camat", "Aturan pegawai"),
        ("Kepala desa", "Aturan desa -> khusus"),
    ]
    assert codes(record) == ["distractor"]


def test_a_pair_without_an_arrow_is_refused():
    assert codes(one("Jodohkan. {=Camat -> Pegawai =Lurah}")) == ["arrow_missing"]


# Numbers


@pytest.mark.parametrize(
    ("written", "number", "tolerance"),
    [
        ("3,14", "3,14", None),
        ("3.14:0,01", "3,14", "0.01"),
        ("1..5", "3", "2"),
        ("1,5..2,5", "2", "0.5"),
        ("-4..-2", "-3", "1"),
        ("=1822:0", "1822", None),
        ("1.000.000", "1000000", None),
        ("1.000,5", "1000,5", None),
        ("0,125", "0,125", None),
        ("1.1250", "1,1250", None),
        (" 7 ", "7", None),
        ("2e3", "2000", None),
        ("−3", "-3", None),
    ],
)
def test_numbers_are_read_as_people_write_them(written, number, tolerance):
    (option,) = one(f"Berapa? {{#{written}}}").content.options
    assert (option.text, option.is_correct) == (number, True)
    assert option.tolerance == (None if tolerance is None else Decimal(tolerance))


def test_a_decimal_comma_is_no_star_and_is_said_aloud():
    """Moodle's own parser stores «*» here, and every number is right."""
    record = one("Berapa? {#3,14}")
    assert key(record) == [("3,14", True)]
    record = one("Berapa? {#3.14}")
    assert [problem.sentence for problem in record.problems] == ["Dibaca sebagai 3,14."]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.000", "number_ambiguous"),
        ("1,000", "number_ambiguous"),
        ("-12.345:1", "number_ambiguous"),
        ("tiga", "number_unreadable"),
        ("3;14", "number_unreadable"),
        ("1e999", "number_unreadable"),
        ("9" * 40, "number_unreadable"),
        ("*", "wildcard"),
        ("", "number_missing"),
        ("5..1", "range_reversed"),
        ("5:-1", "tolerance_unreadable"),
        ("5:0,0000001", "tolerance_unreadable"),
        ("5:banyak", "number_unreadable"),
    ],
)
def test_a_number_is_never_guessed(written, code):
    record = one(f"Berapa? {{#{written}}}")
    assert code in codes(record)
    assert not record.is_ready


def test_several_numbers_may_be_right_and_a_mistake_may_have_a_name():
    record = one("Kapan? {# =1822:0 # Tepat. =%50%1822:2 # Hampir. ~ # Bukan.}")
    assert key(record) == [("1822", True), ("1822", False)]
    assert codes(record) == ["part_weight", "wrong_feedback"]


def test_one_number_needs_no_sign_before_the_words_for_all_others():
    record = one("Berapa? {#3:1~#Bukan itu.}")
    assert (key(record), codes(record)) == ([("3", True)], ["wrong_feedback"])
    assert codes(one("Berapa? {#3 =4}")) == ["sign_missing"]


# Short answers


def test_every_form_of_a_short_answer_is_kept():
    assert key(one("Siapa? {=Bawaslu =Badan Pengawas =%0%KPU#Itu penyelenggara.}")) == [
        ("Bawaslu", True), ("Badan Pengawas", True), ("KPU", False),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["*", "Ba*lu"])
def test_a_star_that_takes_anything_is_refused(form):
    assert codes(one(f"Siapa? {{={form}}}")) == ["wildcard"]


@pytest.mark.parametrize(
    ("answer", "right"), [("=Bawaslu =%0%*#Bukan itu.", "Bawaslu"), ("# =3 =%0%*#Bukan itu.", "3")]
)
def test_a_star_that_earns_nothing_is_what_all_others_are_told(answer, right):
    record = one(f"Apa? {{{answer}}}")
    assert (key(record), codes(record)) == ([(right, True)], ["wrong_feedback"])


def test_a_star_that_is_a_star_is_kept():
    assert key(one(r"Tanda? {=\*}")) == [("*", True)]


# Signs


def test_escaped_signs_are_words():
    record = one(r"::a\:\:b:: Himpunan \{1\} \~ \#2 \= \\x? {=\{ya\} \= 1\nbaris ~tidak \~ \# }")
    assert (record.name, record.content.prompt) == ("a::b", "Himpunan {1} ~ #2 = \\x?")
    assert key(record) == [("{ya} = 1\nbaris", True), ("tidak ~ #", False)]


def test_a_question_with_more_answers_than_letters_is_not_read_to_its_end():
    assert codes(one("Mana? {" + "~x" * 500_000 + "}")) == ["unfit"]


def test_an_equals_sign_in_a_tag_is_no_answer():
    record = one('Mana? {=[html]<a href="https://contoh.example/?a=1">Satu</a> &amp; lain ~Dua}')
    assert key(record) == [("Satu & lain", True), ("Dua", False)]


def test_html_becomes_what_a_person_reads():
    record = one("[html]<p>Baris <b>satu</b></p><p>Baris&nbsp;dua</p><script>alert(1)</script> {T}")
    assert record.content.prompt == "Baris satu\nBaris dua"


def test_a_picture_stays_outside_and_is_told():
    record = one('[html]<p>Lihat <img src="@@PLUGINFILE@@/foto.png"> ini.</p> {T}')
    assert (codes(record), record.is_ready) == (["media"], True)


def test_less_than_is_no_tag():
    assert one("Apakah 3 < 5 dan 5 > 3? {T}").content.prompt == "Apakah 3 < 5 dan 5 > 3?"


def test_line_ends_and_a_byte_order_mark_change_nothing():
    text = f"{CHOICE}\n\nCamat netral. {{T}}\n"
    plain = gift.parse(text.encode())
    assert gift.parse(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == plain
    assert gift.parse(text.encode("utf-16")) == plain
    assert gift.parse(text.replace("\n", "\r").encode()) == plain


def test_comments_hold_tags_and_are_no_text():
    record = one(f"// kuis: 7\n// [id:soal-1] [tag:fasilitas-negara] [tag:tingkat:sulit] [tag:a\\]b]\n{CHOICE}")
    assert (record.topics, record.content.level) == (("fasilitas-negara", "a]b"), "sulit")


def test_a_comment_within_an_answer_is_no_option():
    assert key(one("Mana? {\n=Satu\n// ~bukan pilihan\n~Dua\n}")) == [("Satu", True), ("Dua", False)]


def test_a_category_holds_for_what_follows():
    text = f"$CATEGORY: $course$/top/Netralitas\n\n{CHOICE}\n\nDua? {{T}}\n\n$CATEGORY: $course$/top\n\nTiga? {{F}}"
    assert [record.topics for record in gift.parse(text.encode())] == [("Netralitas",), ("Netralitas",), ()]


def test_the_last_hashes_begin_the_explanation():
    record = one("Mana? {=Satu#baik ~Dua#buruk ####Sebab itu aturannya.}")
    assert record.content.explanation == "Sebab itu aturannya."
    assert record.content.options[1].feedback == "buruk"


# Faults, with their place


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("Mana?\n{=Satu\n\n~Dua}", "blank_line", (3, 1)),
        ("Mana? {=Satu ~Dua", "brace_unclosed", (1, 7)),
        ("Mana? }", "brace_unopened", (1, 1)),
        ("Mana? {T} dan {F}", "braces_repeated", (1, 8)),
        ("::Nama Mana? {T}", "name_unclosed", (1, 1)),
        ("Uraikan. {}", "answer_missing", (1, 11)),
        ("Hanya keterangan.", "type_unsupported", (1, 1)),
        ("Mana? {Satu ~Dua}", "sign_missing", (1, 8)),
        ("Mana? {=Satu ~Dua ####a ####b}", "explanation_repeated", (1, 19)),
        ("Siapa? {Bawaslu}", "sign_missing", (1, 9)),
    ],
)
def test_a_fault_says_where_it_is(text, code, place):
    record = one(text)
    problem = next(problem for problem in record.problems if problem.blocks)
    assert (problem.code, (problem.line, problem.column)) == (code, place)
    assert not record.is_ready


def test_a_blank_line_between_braces_is_one_fault_and_the_next_question_is_whole():
    records = gift.parse(f"Mana? {{\n=Satu\n\n\n~Dua\n}}\n\n{CHOICE}".encode())
    assert [(record.line, record.is_ready) for record in records] == [(1, False), (8, True)]


def test_a_brace_that_is_never_closed_spoils_no_other_question():
    records = gift.parse(f"Mana? {{=Satu ~Dua\n\n{CHOICE}\n\n{CHOICE}".encode())
    assert [record.is_ready for record in records] == [False, True, True]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b" \n\n", "empty"), (b"// catatan", "no_questions"), (b"\x00\x01", "unreadable"),
     (b"a" * (5 * 1024 * 1024 + 1), "too_large"), (b"a {T}\n\n" * 2001, "too_many")],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(content, code):
    with pytest.raises(ExchangeError) as refused:
        gift.parse(content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    ["{" * 100_000, "\\" * 200_001, "::" * 100_000, '<a x="' * 50_000, " " * 400_000, "a {=" + "~" * 100_000, "a {=" + "#" * 99_999,
     "<script" * 50_000, "%" * 100_000, "a {#" + "1" * 100_000, "a {#" + "1." * 50_000 + "}", "[html]" + "<" * 100_000 + " {T}"],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_a_hostile_file_is_read_to_its_end(text):
    assert gift.parse(f"{text}\n\nMana? {{T}}".encode())[-1].line in (1, 3)
