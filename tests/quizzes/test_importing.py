"""A file becomes a dry run, a dry run becomes drafts, and drafts go away again while nobody has met them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elearning.regulations.models import Certainty
from quizzes import services
from quizzes.bank import UNWRITTEN, content_of
from quizzes.errors import ExchangeError, QuestionError
from quizzes.models import ImportedQuestion, Question, QuestionImport
from quizzes.services.importing import records_of
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuestionFactory, QuizFactory, content
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db

TWO = "// [tag:fasilitas-negara]\n::Tenda:: Bolehkah? {=Tidak#Tepat. ~Boleh ####Tenda itu fasilitas negara.}\n\nCamat netral. {T}\n"
BROKEN = "Mana? {=Satu\n\n~Dua}\n\nUraikan. {}\n"


@pytest.fixture
def writer():
    return UserFactory()


def upload(text: str, name: str = "soal.gift") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def read(text: str, by, name: str = "soal.gift") -> QuestionImport:
    return services.read_file(upload(text, name), by=by, at=NOON)


def kept(text: str, by) -> QuestionImport:
    return services.apply_import(read(text, by), by=by, at=NOON)


def refused(call, *args, **kwargs) -> str:
    with pytest.raises(ExchangeError) as error:
        call(*args, **kwargs)
    return error.value.code


def test_a_dry_run_puts_nothing_into_the_bank(writer):
    batch = read(TWO + "\n" + BROKEN, writer)
    assert [record.is_ready for record in records_of(batch)] == [True, True, False, False]
    assert not Question.objects.exists()


def test_what_is_ready_becomes_drafts_that_rest_on_nothing(writer):
    batch = kept(TWO + "\n" + BROKEN, writer)
    tent, camat = Question.objects.order_by("imported__line")
    assert (tent.slug, tent.name, tent.status) == ("tenda", "Tenda", Question.Status.DRAFT)
    assert [topic.name for topic in tent.topics.all()] == ["fasilitas-negara"]
    assert camat.name == "Camat netral."
    stored = content_of(tent.current)
    assert (stored.prompt, stored.certainty, stored.card_ids) == ("Bolehkah?", Certainty.DOUBTFUL, ())
    assert [(option.key, option.text, option.is_correct) for option in stored.options] == [
        ("a", "Tidak", True),
        ("b", "Boleh", False),
    ]
    assert camat.current.explanation == UNWRITTEN
    assert batch.applied_at == NOON


def test_a_draft_is_published_with_an_explanation_only(writer):
    kept("Camat netral. {T}", writer)
    question = Question.objects.get()
    edition = content_of(question.current)
    changed = content(
        "benar-salah", options=edition.options, explanation=edition.explanation, card_ids=(RuleCardFactory().pk,)
    )
    services.publish_version(question, changed, by=writer, at=NOON)
    with pytest.raises(QuestionError) as error:
        services.set_status(question, Question.Status.PUBLISHED, by=writer, at=NOON)
    assert error.value.code == "explanation_missing"


def test_names_that_are_taken_get_another_key(writer):
    QuestionFactory(slug="tenda")
    kept("::Tenda:: Satu? {T}\n\n::Tenda:: Dua? {F}\n\n::東京:: Tiga? {F}", writer)
    assert set(Question.objects.values_list("slug", flat=True)) == {"tenda", "tenda-2", "tenda-3", "soal"}


def test_what_a_type_does_not_allow_is_told_on_its_line(writer):
    records = records_of(
        read("Mana? {=Satu =Dua ~Tiga}\n\nSatu? {=a -> b}\n\nMana? {~%100%" + "x" * 20_001 + " ~b}", writer)
    )
    assert [[problem.code for problem in record.problems if problem.blocks] for record in records] == [
        ["unfit"], ["unfit"], ["text_too_long"],
    ]  # fmt: skip


def test_a_type_that_the_bank_does_not_have_is_told_on_its_line(writer, monkeypatch):
    from quizzes.services import bank

    monkeypatch.setattr(bank, "KINDS", {})
    (record,) = records_of(read("Camat netral. {T}", writer))
    assert record.problems[-1].value == QuestionError.messages["type_unknown"]
    assert not record.is_ready


def test_pressing_twice_makes_one_set_of_questions(writer):
    batch = kept(TWO, writer)
    services.apply_import(batch, by=writer, at=NOON)
    assert ImportedQuestion.objects.count() == Question.objects.count() == 2


def test_a_file_that_was_uploaded_twice_at_one_moment_is_read_again(writer):
    batch = read(TWO, writer)
    QuestionImport.objects.create(
        file_name="soal.gift", file_sha256=batch.file_sha256, format="gift", created_at=NOON, created_by=writer
    )
    assert services.apply_import(read(TWO, writer), by=writer, at=NOON).applied_at


def test_the_same_file_brings_nothing_new(writer):
    assert read(TWO, writer).pk == read(TWO, writer).pk
    kept(TWO, writer)
    again = read(TWO, UserFactory())
    assert refused(services.apply_import, again, by=writer, at=NOON) == "known_file"
    assert Question.objects.count() == 2


def test_a_file_without_a_ready_question_is_not_kept(writer):
    assert refused(services.apply_import, read(BROKEN, writer), by=writer, at=NOON) == "nothing_ready"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (("", "a.gift"), "empty"), (("a" * (5 * 1024 * 1024 + 1), "a.gift"), "too_large"), (("a", "a.pdf"), "format_unknown"),
        (("// x", "a.gift"), "no_questions"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_leaves_no_trace(writer, file, code):
    assert refused(services.read_file, upload(*file), by=writer, at=NOON) == code
    assert not QuestionImport.objects.exists()


# Taking it back


def test_taken_back_the_bank_is_as_before(writer):
    before = QuestionFactory()
    batch = kept(TWO, writer)
    services.undo_import(batch, by=writer, at=NOON)
    services.undo_import(batch, by=writer, at=NOON)
    assert list(Question.objects.all()) == [before]
    assert refused(services.apply_import, batch, by=writer, at=NOON) == "taken_back"
    kept(TWO, writer)
    assert Question.objects.count() == 3


def meet_by_a_quiz(question, writer):
    QuizFactory(questions=[question])


def meet_by_an_edition(question, writer):
    services.publish_version(question, content("benar-salah", certainty=Certainty.DOUBTFUL), by=writer, at=NOON)


def meet_by_an_attempt(question, writer):
    Question.objects.filter(pk=question.pk).update(status=Question.Status.PUBLISHED)
    quiz = QuizFactory(questions=[question])
    AttemptFactory(quiz=quiz)
    quiz.quiz_questions.all().delete()


def meet_by_a_status(question, writer):
    services.set_status(question, Question.Status.RETIRED, by=writer, at=NOON)


@pytest.mark.parametrize("meet", [meet_by_a_quiz, meet_by_an_edition, meet_by_an_attempt, meet_by_a_status])
def test_what_somebody_has_met_stays_and_is_named(writer, meet):
    batch = kept(TWO, writer)
    meet(Question.objects.get(name="Camat netral."), writer)
    with pytest.raises(ExchangeError) as error:
        services.undo_import(batch, by=writer, at=NOON)
    assert error.value.code == "questions_met"
    assert "«Camat netral.»" in str(error.value)
    assert Question.objects.count() == 2


def test_what_was_never_kept_is_not_taken_back(writer):
    assert refused(services.undo_import, read(TWO, writer), by=writer, at=NOON) == "not_applied"


def queries_of(call) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call()
    return len(queries)


def test_many_questions_cost_as_many_queries_as_one(writer):
    def many(count: int) -> QuestionImport:
        return read("\n\n".join(f"// [tag:topik]\n::Soal {count} {n}:: Mana? {{=a ~b}}" for n in range(count)), writer)

    kept("// [tag:topik]\n::Awal:: Mana? {=a ~b}", writer)
    one, thirty = many(1), many(30)
    assert queries_of(lambda: services.apply_import(one, by=writer, at=NOON)) == queries_of(
        lambda: services.apply_import(thirty, by=writer, at=NOON)
    )
    assert queries_of(lambda: services.undo_import(one, by=writer, at=NOON)) == queries_of(
        lambda: services.undo_import(thirty, by=writer, at=NOON)
    )
