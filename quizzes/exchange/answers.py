"""What stands between the braces of a GIFT question; the order of the types is Moodle's (capabilities 4.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from elearning.lib import numbers

from ..bank import OptionContent
from ..errors import QuestionError
from .reading import Reader
from .records import Record, clean, draft
from .spans import Span
from .weights import FULL, Weighed, faults, shown, weigh

_TRUTHS = {"T": True, "TRUE": True, "BENAR": True, "F": False, "FALSE": False, "SALAH": False}
_RANGE = re.compile(r"(.*?[^.])\.\.([^.].*)", re.DOTALL)
NOT_READ = Record(0)
MOST_SIGNS = 1_000  # no question has so many answers: a file of tildes is not read to its end


def read_answers(reader: Reader, answer: Span, text: str) -> Record:
    """A record without its line and name; what is wrong with it is noted by the reader."""
    answer, explanation = _explained(reader, answer.strip())
    mask = answer.mask.strip()
    truth, reasons = answer.parted("#")
    if not mask:
        reader.note(answer, "answer_missing")
        return NOT_READ
    if mask.count("=") + mask.count("~") > MOST_SIGNS:
        reader.note(answer, "unfit", str(QuestionError("option_count")))
        return NOT_READ
    if mask.startswith("#"):
        type, options = "angka", list(_numbers(reader, answer.part(answer.mask.index("#") + 1)))
    elif "~" in mask:
        return _choice(reader, answer, text, explanation)
    elif "=" in mask and "->" in mask:
        type, options = "jodohkan", list(_pairs(reader, answer))
    elif truth.text.strip().upper() in _TRUTHS:
        type, options = "benar-salah", _truth(reader, _TRUTHS[truth.text.strip().upper()], reasons)
    else:
        type, options = "isian-singkat", list(_words(reader, answer))
    return Record(0, content=draft(type, text, options, explanation=explanation))


def _explained(reader: Reader, answer: Span) -> tuple[Span, str]:
    """Without «####» and the explanation behind it."""
    place = answer.mask.rfind("####")
    if place < 0:
        return answer, ""
    if "####" in answer.mask[:place]:
        reader.note(answer.part(answer.mask.index("####")), "explanation_repeated")
    return answer.part(0, place).strip(), reader.words(answer.part(place + 4).strip())


def _signed(reader: Reader, answer: Span, signs: str) -> Iterator[tuple[str, Span]]:
    """Each answer with its sign."""
    first, *rest = answer.split(signs)
    if first[1]:
        reader.note(first[1].strip(), "sign_missing")
    yield from rest


def _parts(reader: Reader, span: Span) -> tuple[Span, str]:
    """An answer and the feedback behind «#»."""
    text, feedback = span.parted("#")
    return text.strip(), reader.words(feedback.strip()) if feedback else ""


def _choice(reader: Reader, answer: Span, text: str, explanation: str) -> Record:
    signed = list(_signed(reader, answer, "=~"))
    is_single = any(sign == "=" for sign, _ in signed)
    weighed = []
    for sign, span in signed:
        weight, rest = reader.weight(span)
        words, feedback = _parts(reader, rest)
        weight = weight if weight is not None else FULL if sign == "=" else Decimal(0)
        weighed.append(Weighed(weight, OptionContent(clean(reader.words(words)), feedback=clean(feedback))))
        if is_single and 0 < weight < FULL:
            reader.note(span, "part_weight", shown(weight))
    if is_single:
        return Record(
            0, content=draft("pilihan-tunggal", text, weigh(weighed, is_single=True), explanation=explanation)
        )
    for code, value in faults(weighed):
        reader.note(answer, code, value)
    options = weigh(weighed, is_single=False)
    return Record(0, content=draft("pilihan-banyak", text, options, explanation=explanation, gives_part_marks=True))


def _numbers(reader: Reader, answer: Span) -> Iterator[OptionContent]:
    first, *rest = answer.split("=~")
    if first[1]:
        if any(sign == "=" for sign, _ in rest):
            reader.note(first[1].strip(), "sign_missing")
        rest = [("=", first[1]), *rest]
    if not rest:
        reader.note(answer, "number_missing")
    for sign, span in rest:
        weight, span = reader.weight(span)
        words, feedback = _parts(reader, span)
        if sign == "~" or _is_for_the_rest(words, weight):
            reader.note(span, "wrong_feedback")
        else:
            yield replace(_number(reader, words, clean(feedback)), is_correct=_is_right(reader, span, weight))


def _number(reader: Reader, span: Span, feedback: str) -> OptionContent:
    text = span.text
    if limits := _RANGE.fullmatch(text):
        low, high = reader.number(limits[1], span), reader.number(limits[2], span)
        if not low or not high:
            return OptionContent("", is_correct=True, feedback=feedback)
        least, most = numbers.read(low), numbers.read(high)
        if least > most:
            reader.note(span, "range_reversed")
        middle, tolerance = numbers.write((least + most) / 2), numbers.write(abs(most - least) / 2)
        reader.note(span, "read_as", f"{middle} ± {tolerance}")
        within = reader.tolerance(tolerance, span)
        return OptionContent(middle, is_correct=True, tolerance=within, feedback=feedback)
    value, _, tolerance = text.partition(":")
    read = reader.number(value, span)
    return OptionContent(read, is_correct=True, tolerance=reader.tolerance(tolerance, span), feedback=feedback)


def _pairs(reader: Reader, answer: Span) -> Iterator[OptionContent]:
    for _, span in _signed(reader, answer, "="):
        left, right = span.parted("->")
        if right is None:
            reader.note(span, "arrow_missing")
        elif not left:
            reader.note(span, "distractor")
        else:
            yield OptionContent(clean(reader.words(left.strip())), match_text=clean(reader.words(right.strip())))


def _truth(reader: Reader, is_true: bool, reasons: Span | None) -> list[OptionContent]:
    """Moodle writes the feedback for a wrong answer first, then the one for the right answer."""
    wrong = right = ""
    if reasons is not None:
        first, second = reasons.parted("#")
        wrong, right = reader.words(first.strip()), reader.words(second.strip()) if second else ""
    return truth_options(is_true, right if is_true else wrong, wrong if is_true else right)


def truth_options(is_true: bool, if_true: str, if_false: str) -> list[OptionContent]:
    """«Benar» and «Salah» with what is said to whoever chooses them."""
    return [
        OptionContent("Benar", is_correct=is_true, feedback=clean(if_true)),
        OptionContent("Salah", is_correct=not is_true, feedback=clean(if_false)),
    ]


def _words(reader: Reader, answer: Span) -> Iterator[OptionContent]:
    for _, span in _signed(reader, answer, "="):
        weight, rest = reader.weight(span)
        words, feedback = _parts(reader, rest)
        text = reader.words(words)
        if _is_for_the_rest(words, weight):
            reader.note(span, "wrong_feedback")
            continue
        if has_wildcard(text):
            reader.note(words, "wildcard")
        is_right = _is_right(reader, span, weight)
        yield OptionContent(clean(without_stars(text)), is_correct=is_right, feedback=clean(feedback))


def _is_for_the_rest(words: Span, weight: Decimal | None) -> bool:
    """«%0%*»: what Moodle tells whoever writes anything else."""
    return words.text.strip() == "*" and weight is not None and weight <= 0


def _is_right(reader: Reader, span: Span, weight: Decimal | None) -> bool:
    """What earns less than everything is a known mistake, with its feedback."""
    if weight is not None and 0 < weight < FULL:
        reader.note(span, "part_weight", shown(weight))
    return weight is None or weight == FULL


def has_wildcard(text: str) -> bool:
    """Moodle takes a star in a short answer for anything at all, unless a backslash stands before it."""
    return bool(re.search(r"(?<!\\)\*", text))


def without_stars(text: str) -> str:
    return text.replace("\\*", "*")


def with_stars(text: str) -> str:
    return text.replace("*", "\\*")
