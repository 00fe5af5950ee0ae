"""Any question that may travel, for property tests; and files as bytes."""

from decimal import Decimal

from hypothesis import strategies as st

from elearning.regulations.models import Certainty, Stage
from quizzes.bank import OptionContent, QuestionContent
from quizzes.exchange import Record
from quizzes.exchange.records import clean, topic_name

SIGNS = st.sampled_from(
    ["#", "####", "=", "~", "{", "}", "\\", ":", "::", "->", "//", "%50%", "[html]", "[plain]", "<b>", '<a href="x">',
     "&nbsp;", "&", "\n", "\n\n", "\r\n", "---", "\n---\n", "$CATEGORY: x", "'", "'=", "=1+1", "+62", "@", "*", "\\*", "\\n",
     "T", "TRUE", "1..5", "3,14", "_____", "]]>", "\u2028", "\x85", "\x00", "\x0b", "\ud800", "é", "中", "🙂", " ", "\t", "ANSWER: A",
     "A. ", "_x0041_", "_x000D_"]
)  # fmt: skip
texts = st.lists(st.one_of(SIGNS, st.text(max_size=6)), max_size=6).map("".join)
words = texts.filter(clean)
topics = texts.filter(
    lambda text: topic_name(text) and not topic_name(text).startswith(("tingkat:", "tahapan:", "nilai:"))
)
numerals = st.one_of(
    st.decimals(-(10**6), 10**6, places=2).map(lambda number: str(number).replace(".", ",")),
    st.integers(-999, 999).map(str),
    st.sampled_from(["3,14", "0,125", "3.1250", "1.000,5", "1.000.000"]),
)
tolerances = st.one_of(st.none(), st.decimals(0, 10**6, places=6).map(lambda number: Decimal(number)))

sides = st.floats(0, 100, allow_subnormal=False) | st.integers(0, 100) | st.sampled_from([0.1, 12.5, 33.333, 100 / 3])
regions = st.fixed_dictionaries({"x": sides, "y": sides, "width": sides, "height": sides})
pictures = st.builds("{} [{}]".format, texts, st.from_regex(r"[0-9a-f]{40}", fullmatch=True))


@st.composite
def options(draw, type: str) -> tuple[OptionContent, ...]:
    count = 2 if type == "benar-salah" else draw(st.integers(2, 5))
    right = draw(st.integers(0, count - 1))
    made = []
    for place in range(count):
        said = {"feedback": draw(texts), "misconception": draw(st.one_of(st.just(""), texts))[:120]}
        match type:
            case "pilihan-tunggal":
                made.append(OptionContent(draw(words), is_correct=place == right, **said))
            case "pilihan-banyak":
                made.append(OptionContent(draw(words), is_correct=place <= right, **said))
            case "benar-salah":
                made.append(OptionContent(["Benar", "Salah"][place], is_correct=place == right, **said))
            case "jodohkan":
                made.append(OptionContent(draw(words), match_text=draw(words), **said))
            case "urutkan":
                made.append(OptionContent(draw(words), rank=(place + right) % count + 1, **said))
            case "angka":
                made.append(
                    OptionContent(draw(numerals), is_correct=place <= right, tolerance=draw(tolerances), **said)
                )
            case "bagian-gambar":
                made.append(OptionContent(draw(words), is_correct=place <= right, region=draw(regions), **said))
            case _:
                made.append(OptionContent(draw(words), is_correct=place <= right, **said))
    return tuple(made)


@st.composite
def records(draw, *types: str) -> Record:
    type = draw(st.sampled_from(types))
    content = QuestionContent(
        type=type,
        prompt=draw(words),
        scenario=draw(texts),
        explanation=draw(texts),
        certainty=Certainty.VERIFIED.value,
        options=draw(options(type)),
        level=draw(st.sampled_from(["mudah", "sedang", "sulit"])),
        stages=tuple(draw(st.lists(st.sampled_from(Stage.values), unique=True))),
        card_ids=(7,),
        gives_part_marks=draw(st.booleans()),
        reason="Salah ketik.",
    )
    on_a_picture = {"picture": draw(pictures)} if type == "bagian-gambar" else {}
    return Record(3, draw(texts), content, tuple(draw(st.lists(topics, max_size=3))), **on_a_picture)
