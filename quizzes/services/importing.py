"""Files of questions: read as a dry run, kept as drafts in one transaction, taken back while nobody has met them (ADR 0019)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from string import ascii_lowercase

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from taggit.models import Tag
from wagtail.log_actions import log
from wagtail.search.backends import get_search_backends

from elearning.lib.spreadsheets import MAX_BYTES
from elearning.people.models import User

from ..bank import UNWRITTEN, QuestionContent
from ..errors import ExchangeError, QuestionError
from ..exchange import Problem, Record, format_of
from ..exchange.pictures import referred
from ..exchange.records import LONGEST_MISCONCEPTION, LONGEST_NAME, LONGEST_TEXT, name_of, one_line
from ..models import ImportedQuestion, Option, OptionText, Question, QuestionImport, QuestionVersion
from .bank import free_slugs, refuse_unfit

NAMED = 3  # so many questions are named when an import cannot be taken back


def read_file(upload: UploadedFile, *, by: User, at: datetime) -> QuestionImport:
    """A dry run: what the file holds, line by line. Nothing of it is in the bank.

    The same file of the same person is read into the same batch as long as that has not been kept.

    Raises ExchangeError: empty, too_large, too_many, format_unknown, unreadable, no_questions, xml_broken, xml_unsafe,
    xml_other, sheet_unreadable, sheet_wide, no_header.
    """
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ExchangeError("too_large")
    name = one_line(upload.name or "")[-200:] or "soal"
    format = format_of(name, content)
    records = [record.as_json() for record in _judged(format.parse(content))]
    same = {"file_sha256": hashlib.sha256(content).hexdigest(), "created_by": by, "applied_at": None}
    told = {"file_name": name, "format": format.key, "records": records, "created_at": at}
    waiting = QuestionImport.objects.filter(**same)  # two, where it was uploaded twice at one moment: either serves
    waiting.update(**told)
    return waiting.first() or QuestionImport.objects.create(**same, **told)


def records_of(batch: QuestionImport) -> list[Record]:
    return [Record.from_json(plain) for plain in batch.records]


@transaction.atomic
def apply_import(batch: QuestionImport, *, by: User, at: datetime) -> QuestionImport:
    """Keep what is ready as drafts, all or nothing. A batch that was kept before stays as it is.

    Raises ExchangeError: taken_back, known_file, nothing_ready, keys_taken.
    """
    held = QuestionImport.objects.select_for_update().get(pk=batch.pk)
    if held.undone_at:
        raise ExchangeError("taken_back")
    if held.applied_at:
        return held
    if known_as(held):
        raise ExchangeError("known_file")
    ready = [record for record in _judged(records_of(held)) if record.is_ready]
    if not ready:
        raise ExchangeError("nothing_ready")
    questions = _questions(ready, origin=one_line(f"impor {held.file_name}")[:60])
    _editions(questions, ready, by=by, at=at)
    _tag(questions, ready)
    ImportedQuestion.objects.bulk_create(
        ImportedQuestion(batch=held, question=question, line=record.line)
        for question, record in zip(questions, ready, strict=True)
    )
    held.applied_at = at
    held.save(update_fields=["applied_at"])
    log(held, "quizzes.import.apply", user=by, data={"questions": len(questions)}, timestamp=at)
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Question, questions)
    return held


@transaction.atomic
def undo_import(batch: QuestionImport, *, by: User, at: datetime) -> QuestionImport:
    """Delete the questions of a batch, all or none. A batch that was taken back before stays as it is.

    Raises ExchangeError: not_applied, questions_met.
    """
    held = QuestionImport.objects.select_for_update().get(pk=batch.pk)
    if held.undone_at:
        return held
    if not held.applied_at:
        raise ExchangeError("not_applied")
    blockers = list(met_questions(held)[: NAMED + 1])
    if blockers:
        named = [f"«{question.name}» {_met_by(question)}" for question in blockers[:NAMED]]
        rest = met_questions(held).count() - len(named)
        raise ExchangeError("questions_met", blockers="; ".join(named) + (f"; dan {rest} soal lain" if rest else ""))
    questions = Question.objects.filter(imported__batch=held)
    ids = list(questions.values_list("pk", flat=True))
    OptionText.objects.filter(version__question__in=ids).delete()
    QuestionVersion.objects.filter(question__in=ids).delete()
    Option.objects.filter(question__in=ids).delete()
    Question.objects.filter(pk__in=ids).delete()
    held.undone_at = at
    held.save(update_fields=["undone_at"])
    log(held, "quizzes.import.undo", user=by, data={"questions": len(ids)}, timestamp=at)
    return held


def met_questions(batch: QuestionImport):
    """Questions of a batch that somebody has met or worked on, with what it was."""
    counted = {
        "editions": Count("versions", distinct=True),
        "attempts": Count("versions__items", distinct=True),
        "quizzes": Count("quiz_questions", distinct=True),
    }
    met = Q(editions__gt=1) | Q(attempts__gt=0) | Q(quizzes__gt=0) | ~Q(status=Question.Status.DRAFT)
    return Question.objects.filter(imported__batch=batch).annotate(**counted).filter(met).order_by("imported__line")


def known_as(batch: QuestionImport) -> QuestionImport | None:
    """An earlier batch of the same file whose questions are in the bank."""
    others = QuestionImport.objects.exclude(pk=batch.pk).filter(file_sha256=batch.file_sha256)
    return others.filter(applied_at__isnull=False, undone_at__isnull=True).first()


def _met_by(question: Question) -> str:
    if question.attempts:
        return "sudah dikerjakan"
    if question.quizzes:
        return "sudah dipakai kuis"
    if question.editions > 1:
        return "sudah punya versi baru"
    return "bukan draf lagi"


# What a question must be to become a draft


def _judged(records: Iterable[Record]) -> Iterator[Record]:
    """Each record as it would be kept, with what speaks against it."""
    records, seen = list(records), set[str]()
    images = referred(record.picture for record in records)
    for record in records:
        if record.content is None:
            yield replace(record, name=name_of(record.name, ""))
            continue
        name = name_of(record.name, record.content.prompt)
        record = _with_picture(record, images)
        found = [*record.problems, *_remarks(record, record.content), *_faults(record, record.content)]
        if name and name.casefold() in seen:
            found.append(Problem(record.line, 1, "name_repeated", name))
        seen.add(name.casefold())
        yield replace(record, name=name, problems=tuple(dict.fromkeys(found)))


def _with_picture(record: Record, images: Mapping[str, Sequence[int]]) -> Record:
    """The record with the image it refers to, or with what is wrong with its reference."""
    if not record.picture or record.content is None:
        return record
    meant = images[record.picture]
    if len(meant) == 1:
        return replace(record, content=replace(record.content, picture_id=meant[0]))
    code = "picture_several" if meant else "picture_unknown"
    problem = Problem(record.line, 1, code, record.picture, str(len(meant)) if meant else "")
    return replace(record, problems=(*record.problems, problem))


def _remarks(record: Record, content: QuestionContent) -> Iterator[Problem]:
    if len(one_line(record.name)) > LONGEST_NAME:
        yield Problem(record.line, 1, "name_cut", record.name)
    if not content.explanation:
        yield Problem(record.line, 1, "explanation_missing")


def _faults(record: Record, content: QuestionContent) -> Iterator[Problem]:
    options = content.options
    texts = [content.prompt, content.scenario, content.explanation]
    texts += [text for option in options for text in (option.text, option.match_text, option.feedback)]
    for text in texts:
        if len(text) > LONGEST_TEXT:
            yield Problem(record.line, 1, "text_too_long", text[:100], str(LONGEST_TEXT))
    for option in options:
        if len(option.misconception) > LONGEST_MISCONCEPTION:
            yield Problem(record.line, 1, "text_too_long", option.misconception, str(LONGEST_MISCONCEPTION))
    if any(problem.blocks for problem in record.problems):
        return  # what it lacks follows from that
    try:
        refuse_unfit(_kept(content))
    except QuestionError as error:
        yield Problem(record.line, 1, "unfit", content.prompt[:100], str(error))


def _kept(content: QuestionContent) -> QuestionContent:
    """As the bank keeps it: options with their keys, and words where the explanation will stand."""
    options = (replace(option, key=key) for option, key in zip(content.options, _keys(), strict=False))
    return replace(content, options=tuple(options), explanation=content.explanation or UNWRITTEN)


def _keys() -> Iterator[str]:
    yield from ascii_lowercase
    yield from (f"{first}{second}" for first in ascii_lowercase for second in ascii_lowercase)


# Rows of the bank, in as many queries for two thousand questions as for one


def _questions(records: Sequence[Record], *, origin: str) -> list[Question]:
    slugs = free_slugs([record.name for record in records])
    try:
        with transaction.atomic():
            return Question.objects.bulk_create(
                Question(slug=slug, name=record.name, origin=origin)
                for record, slug in zip(records, slugs, strict=True)
            )
    except IntegrityError as error:  # another file of the same questions was kept in this very moment
        raise ExchangeError("keys_taken") from error


def _editions(questions: Sequence[Question], records: Sequence[Record], *, by: User, at: datetime) -> None:
    contents = [_kept(record.content) for record in records if record.content]
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=question, number=1, type=content.type, level=content.level, scenario=content.scenario,
            prompt=content.prompt, explanation=content.explanation, certainty=content.certainty,
            stages=list(content.stages), gives_part_marks=content.gives_part_marks, picture_id=content.picture_id,
            created_at=at, created_by=by,
        )
        for question, content in zip(questions, contents, strict=True)
    )  # fmt: skip
    rows = [
        (version, place, option)
        for version, content in zip(versions, contents, strict=True)
        for place, option in enumerate(content.options)
    ]
    options = Option.objects.bulk_create(Option(question=row[0].question, key=row[2].key) for row in rows)
    OptionText.objects.bulk_create(
        OptionText(
            version=version, option=option, position=place, text=read.text, is_correct=read.is_correct,
            match_text=read.match_text, rank=read.rank, feedback=read.feedback, misconception=read.misconception,
            tolerance=read.tolerance, region=read.region,
        )
        for (version, place, read), option in zip(rows, options, strict=True)
    )  # fmt: skip


def _tag(questions: Sequence[Question], records: Sequence[Record]) -> None:
    wanted = dict.fromkeys(topic for record in records for topic in record.topics)
    if not wanted:
        return
    tags = {tag.name.casefold(): tag for tag in Tag.objects.all()}
    for topic in wanted:
        if topic.casefold() not in tags:
            tags[topic.casefold()] = Tag.objects.create(name=topic)
    tagged = Question.topics.through
    tagged.objects.bulk_create(
        tagged(tag=tag, content_object=question)
        for question, record in zip(questions, records, strict=True)
        for tag in dict.fromkeys(tags[topic.casefold()] for topic in record.topics)
    )
