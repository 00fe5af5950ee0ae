"""Moodle XML, read with every door to entities and other files closed (ADR 0019).

What Moodle has no element for (misconceptions, feedback on pairs) stands in elements that Moodle passes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, TreeBuilder, indent, tostring
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from elearning.lib import numbers

from ..bank import OptionContent, QuestionContent
from ..errors import ExchangeError
from .gift import topic_of
from .reading import with_point
from .records import Record, at_most, joined, normal, require_size, tags_of
from .weights import weights, written
from .xml_question import LINE, read_question

DEEPEST = 40
_TYPES = {
    "pilihan-tunggal": "multichoice",
    "pilihan-banyak": "multichoice",
    "benar-salah": "truefalse",
    "jodohkan": "matching",
    "urutkan": "ordering",
    "angka": "numerical",
    "isian-singkat": "shortanswer",
}


def parse(content: bytes) -> list[Record]:
    """Raises ExchangeError: empty, too_large, too_many, no_questions, xml_broken, xml_unsafe, xml_other."""
    require_size(content)
    root = _tree(content)
    if root.tag != "quiz":
        raise ExchangeError("xml_other")
    return at_most(_records(root))


def render(records: Iterable[Record]) -> bytes:
    root = Element("quiz")
    for record in records:
        root.append(_written(normal(record)))
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


class _Lined(TreeBuilder):
    """Every element remembers its line; a tree deeper than any question is refused."""

    parser: DefusedXMLParser
    depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        line = self.parser.parser.CurrentLineNumber
        if self.depth > DEEPEST:
            raise ExchangeError("xml_broken", line=line)
        return super().start(tag, {**attrs, LINE: str(line)})

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def _tree(content: bytes) -> Element:
    builder = _Lined()
    builder.parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        builder.parser.feed(content)
        return builder.parser.close()
    except DefusedXmlException as error:
        raise ExchangeError("xml_unsafe") from error
    except (ParseError, ExpatError) as error:
        line = getattr(error, "position", None) or (getattr(error, "lineno", 1), 0)
        raise ExchangeError("xml_broken", line=line[0]) from error
    except (ValueError, LookupError, AssertionError) as error:  # an encoding that nobody knows
        raise ExchangeError("xml_broken", line=1) from error


def _records(root: Element) -> Iterator[Record]:
    topic = ""
    for element in root.iterfind("question"):
        if element.get("type") == "category":
            topic = topic_of(element.findtext("category/text") or "")
        else:
            yield read_question(element, topic)


def _written(record: Record) -> Element:
    content = record.content
    made = Element("question", type=_TYPES[content.type])
    _text(made, "name", record.name)
    _text(made, "questiontext", joined(content), format="plain_text")
    if content.explanation:
        _text(made, "generalfeedback", content.explanation, format="plain_text")
    SubElement(made, "defaultgrade").text = "1"
    if _TYPES[content.type] == "multichoice":
        SubElement(made, "single").text = "true" if content.type == "pilihan-tunggal" else "false"
        SubElement(made, "shuffleanswers").text = "true"
        SubElement(made, "answernumbering").text = "ABCD"
    for option, weight in zip(content.options, _weights(content), strict=True):
        _option(made, content.type, option, weight)
    tags = tags_of(record)
    if tags:
        listed = SubElement(made, "tags")
        for tag in tags:
            _text(listed, "tag", tag)
    return made


def _weights(content: QuestionContent) -> Iterator[str]:
    right = sum(option.is_correct for option in content.options)
    several = weights(right, len(content.options) - right)
    for place, option in enumerate(content.options, 1):
        if content.type == "urutkan":
            yield str(option.rank or place)
        elif content.type == "pilihan-banyak":
            yield written(several[0] if option.is_correct else several[1])
        else:
            yield "100" if option.is_correct else "0"


def _option(question: Element, type: str, option: OptionContent, weight: str) -> None:
    if type == "jodohkan":
        made = SubElement(question, "subquestion", format="plain_text")
        SubElement(made, "text").text = option.text
        _text(made, "answer", option.match_text)
    else:
        made = SubElement(question, "answer", fraction=weight, format="plain_text")
        SubElement(made, "text").text = _answer_text(type, option)
    if option.tolerance:
        SubElement(made, "tolerance").text = with_point(numbers.write(option.tolerance))
    if option.feedback:
        _text(made, "feedback", option.feedback, format="plain_text")
    if option.misconception:
        _text(made, "misconception", option.misconception)


def _answer_text(type: str, option: OptionContent) -> str:
    match type:
        case "benar-salah":
            return "true" if option.text == "Benar" else "false"
        case "angka":
            return with_point(option.text)
        case "isian-singkat":
            return option.text.replace("*", "\\*")
        case _:
            return option.text


def _text(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(SubElement(parent, tag, attributes), "text").text = text
