"""One ``<question>`` of Moodle XML as a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from elearning.lib import numbers

from ..bank import OptionContent
from . import markup
from .answers import has_wildcard, truth_options, without_stars
from .problems import Problem
from .reading import read_tolerance, read_weight
from .records import Record, clean, draft, one_line, with_tags
from .weights import FULL, Weighed, faults, shown, weigh

LINE = "{line}"  # an attribute that no file can have
_FORMATS = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_WORDS = {"true": True, "false": False}


def read_question(element: Element, topic: str) -> Record:
    return _Question(element).record(topic)


@dataclass
class _Question:
    element: Element
    problems: list[Problem] = field(default_factory=list)

    def record(self, topic: str) -> Record:
        element, type = self.element, self.element.get("type", "")
        line, name = _line(element), element.findtext("name/text") or ""
        read = {
            "multichoice": self.choice, "multichoiceset": self.choice, "truefalse": self.truth, "matching": self.pairs,
            "ordering": self.order, "numerical": self.numbers, "shortanswer": self.words,
        }.get(type)  # fmt: skip
        if read is None:
            return Record(line, name, problems=(Problem(line, 1, "type_unsupported", name, one_line(type)[:40]),))
        for tag, code in (("hint", "hints"), ("units/unit", "units")):
            if element.find(tag) is not None:
                self.note(element, code)
        if any(next(element.iter(tag), None) is not None for tag in ("file", "image")):
            self.note_media(element, name)
        text = self.text(element.find("questiontext"), "html")
        explanation = self.text(element.find("generalfeedback"), "html")
        kind, options, part_marks = read(type)
        content = draft(kind, text, options, explanation=explanation, gives_part_marks=part_marks)
        tags = [topic, *(tag.findtext("text") or "" for tag in element.iterfind("tags/tag"))]
        return with_tags(Record(line, name, content=content, problems=tuple(self.problems)), tags)

    def note(self, element: Element, code: str, text: str = "", value: str = "") -> None:
        self.problems.append(Problem(_line(element), 1, code, text, value))

    def note_media(self, element: Element, text: str) -> None:
        """Once for a question, however many files it has."""
        if not any(problem.code == "media" for problem in self.problems):
            self.note(element, "media", text)

    def text(self, element: Element | None, format: str = "moodle") -> str:
        """What stands in an element's ``<text>``, without its markup."""
        if element is None:
            return ""
        text = element.findtext("text") or ""
        if not markup.is_html(text, _FORMATS.get(element.get("format", ""), format)):
            return clean(text)
        if markup.has_media(text):
            self.note_media(element, text)
        return markup.plain(text)

    def answers(self) -> Iterator[tuple[Element, Decimal, OptionContent]]:
        """Each answer with its weight in percent."""
        for element in self.element.iterfind("answer"):
            weight = read_weight(element.get("fraction") or "")
            if weight is None:
                self.note(element, "weight_unreadable", element.get("fraction", ""))
            yield element, weight or Decimal(0), self.option(element)

    def option(self, element: Element) -> OptionContent:
        return OptionContent(
            self.text(element),
            feedback=self.text(element.find("feedback"), "html"),
            misconception=one_line(element.findtext("misconception/text") or ""),
        )

    def choice(self, type: str) -> tuple[str, list[OptionContent], bool]:
        found = list(self.answers())
        weighed = [Weighed(weight, option) for _, weight, option in found]
        if type == "multichoice" and (self.element.findtext("single") or "true").strip() in ("true", "1"):
            for element, weight, option in found:
                if 0 < weight < FULL:
                    self.note(element, "part_weight", option.text, shown(weight))
            return "pilihan-tunggal", list(weigh(weighed, is_single=True)), False
        if type == "multichoice":
            for code, value in faults(weighed):
                self.note(self.element, code, "", value)
        return "pilihan-banyak", list(weigh(weighed, is_single=False)), type == "multichoice"

    def truth(self, type: str) -> tuple[str, list[OptionContent], bool]:
        said: dict[bool, tuple[Decimal, OptionContent]] = {}
        for element, weight, option in self.answers():
            word = _WORDS.get(option.text.lower())
            if word is None or word in said:
                self.note(element, "truth_missing", option.text)
            else:
                said[word] = weight, option
        if len(said) < 2:
            self.note(self.element, "truth_missing")
            return "benar-salah", [], False
        made = truth_options(said[True][0] > said[False][0], said[True][1].feedback, said[False][1].feedback)
        misconceptions = said[True][1].misconception, said[False][1].misconception
        return "benar-salah", [replace(one, misconception=word) for one, word in zip(made, misconceptions, strict=True)], False  # fmt: skip

    def pairs(self, type: str) -> tuple[str, list[OptionContent], bool]:
        options = []
        for element in self.element.iterfind("subquestion"):
            option, match = self.option(element), clean(element.findtext("answer/text") or "")
            if option.text:
                options.append(replace(option, match_text=match))
            else:
                self.note(element, "distractor", match)
        return "jodohkan", options, False

    def order(self, type: str) -> tuple[str, list[OptionContent], bool]:
        """The place of an item is its weight; where weights say nothing, the order of the file does."""
        found = list(self.answers())
        ranks = sorted(weight for _, weight, _ in found)
        if ranks == list(range(1, len(found) + 1)):
            return "urutkan", [replace(option, rank=int(weight)) for _, weight, option in found], False
        return "urutkan", [replace(option, rank=place) for place, (_, _, option) in enumerate(found, 1)], False

    def words(self, type: str) -> tuple[str, list[OptionContent], bool]:
        if (self.element.findtext("usecase") or "0").strip() == "1":
            self.note(self.element, "letter_case")
        options = []
        for element, option in self.written():
            if has_wildcard(option.text):
                self.note(element, "wildcard", option.text)
            options.append(replace(option, text=without_stars(option.text)))
        return "isian-singkat", options, False

    def numbers(self, type: str) -> tuple[str, list[OptionContent], bool]:
        options = []
        for element, option in self.written():
            tolerance = None
            try:
                tolerance = read_tolerance(element.findtext("tolerance") or "")
            except ValueError:
                self.note(element, "tolerance_unreadable", element.findtext("tolerance") or "")
            options.append(replace(option, text=self.number(element, option.text), tolerance=tolerance))
        return "angka", options, False

    def number(self, element: Element, text: str) -> str:
        if text == "*":
            self.note(element, "wildcard", text)
            return ""
        try:
            read = numbers.write(numbers.read_of_a_machine(text))
        except numbers.NumberRefused as error:
            self.note(element, error.code, text)
            return ""
        if read != text:
            self.note(element, "read_as", text, read)
        return read

    def written(self) -> Iterator[tuple[Element, OptionContent]]:
        """What a learner may write. What earns less than everything is a known mistake, with its feedback."""
        for element, weight, option in self.answers():
            if option.text == "*" and weight <= 0:
                self.note(element, "wrong_feedback", option.feedback)
                continue
            if 0 < weight < FULL:
                self.note(element, "part_weight", option.text, shown(weight))
            yield element, replace(option, is_correct=weight == FULL)


def _line(element: Element) -> int:
    return int(element.get(LINE, "1"))
