"""A question is never edited: it gets another edition, and its options keep who they are."""

from dataclasses import replace

import pytest

from elearning.lib.frozen import FrozenError
from elearning.regulations.models import Certainty
from quizzes import services
from quizzes.bank import OptionContent, content_of
from quizzes.errors import QuestionError, ReportError
from quizzes.models import Question, QuestionReport
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, answer, content, right
from tests.factories.regulations import ProvisionVersionFactory, RuleCardFactory

pytestmark = pytest.mark.django_db


def publish(question, at, by=None, **changes):
    return services.publish_version(question, replace(content_of(question.current), **changes), by=by, at=at)


def test_an_edition_is_numbered_after_the_newest_and_says_who_and_why(noon):
    question, editor = QuestionFactory(), UserFactory()
    first = question.current
    second = publish(question, noon, editor, prompt="Apa yang tepat?", reason="Pertanyaan kurang jelas.")
    assert (second.number, second.created_by, second.reason) == (2, editor, "Pertanyaan kurang jelas.")
    first.refresh_from_db()
    assert first.prompt != second.prompt


def test_saving_without_a_change_makes_no_edition(noon):
    question = QuestionFactory()
    assert publish(question, noon, reason="Hanya alasan.") == question.current
    assert question.versions.count() == 1


def test_options_keep_who_they_are_over_editions(noon):
    question = QuestionFactory()
    old = {option.option.key: option.option_id for option in question.current.options.all()}
    kept = content_of(question.current).options
    changed = (replace(kept[1], text="Tidak boleh, itu keberpihakan"), kept[0], OptionContent("Pilihan baru"))
    new = publish(question, noon, options=changed)
    now = {option.option.key: option.option_id for option in new.options.all()}
    assert now["a"] == old["a"]
    assert now["b"] == old["b"]
    assert set(now) == {"a", "b", "d"}  # c belongs to an option of the first edition for ever


def test_a_basis_keeps_the_publication_of_its_card(noon):
    card = RuleCardFactory()
    question = QuestionFactory(card=card)
    basis = question.current.bases.get()
    assert (basis.card, basis.card_version) == (card, card.versions.order_by("number").last())


def test_editions_and_their_options_cannot_be_changed():
    version = QuestionFactory().current
    version.prompt = "Lain"
    with pytest.raises(FrozenError):
        version.save()
    with pytest.raises(FrozenError):
        version.options.first().delete()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": "esai"}, "type_unknown"),
        ({"prompt": "  "}, "prompt_missing"),
        ({"explanation": ""}, "explanation_missing"),
        ({"options": (OptionContent("", is_correct=True), OptionContent("b"))}, "option_text_missing"),
        ({"options": (OptionContent("a", "x", True), OptionContent("b", "x"))}, "option_key_repeated"),
        ({"options": (OptionContent("a", is_correct=True),)}, "option_count"),
        ({"options": (OptionContent("a"), OptionContent("b"))}, "no_right_option"),
        ({"options": (OptionContent("a", "", True), OptionContent("b", "", True), OptionContent("c"))}, "several_right_options"),
        ({"type": "pilihan-banyak", "options": (OptionContent("a", "", True), OptionContent("b", "", True))}, "no_wrong_option"),
        ({"type": "jodohkan"}, "match_missing"),
        ({"type": "jodohkan", "options": (OptionContent("a", match_text="x"), OptionContent("b", match_text="x"))}, "matches_alike"),
        ({"type": "urutkan"}, "ranks_incomplete"),
        ({"certainty": Certainty.DOUBTFUL}, "doubtful"),
        ({"card_ids": ()}, "no_basis"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_key_is_refused_and_nothing_is_written(noon, changes, code):
    question = QuestionFactory()
    with pytest.raises(QuestionError) as refusal:
        publish(question, noon, **changes)
    assert refusal.value.code == code
    assert question.versions.count() == 1


def test_a_draft_may_be_doubtful_and_rest_on_nothing(noon):
    question = QuestionFactory(card=None)
    assert publish(question, noon, certainty=Certainty.DOUBTFUL).number == 2


def test_a_question_is_published_only_with_a_certain_key_that_rests_on_something(noon):
    bare = Question.objects.create(slug="tanpa-isi", name="Tanpa isi")
    floating, doubtful = QuestionFactory(card=None), QuestionFactory(card=None)
    publish(doubtful, noon, certainty=Certainty.DOUBTFUL, provision_ids=(ProvisionVersionFactory().provision_id,))
    on_a_draft_card = QuestionFactory(card=None)
    publish(on_a_draft_card, noon, card_ids=(RuleCardFactory(live=False).pk,))
    codes = []
    for question in (bare, floating, doubtful, on_a_draft_card):
        with pytest.raises(QuestionError) as refusal:
            services.set_status(question, Question.Status.PUBLISHED, by=None, at=noon)
        codes.append(refusal.value.code)
    assert codes == ["no_version", "no_basis", "doubtful", "no_basis"]


def test_a_question_that_rests_on_a_provision_may_be_published_and_held(noon):
    question = QuestionFactory(card=None)
    publish(question, noon, provision_ids=(ProvisionVersionFactory().provision_id,))
    services.set_status(question, Question.Status.PUBLISHED, by=None, at=noon)
    services.set_status(question, Question.Status.HELD, by=None, at=noon)
    question.refresh_from_db()
    assert question.status == Question.Status.HELD


def test_the_content_of_every_type_can_be_read_back():
    for type in ("pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan"):
        question = QuestionFactory(type=type)
        stored = content_of(question.current)
        options = tuple(replace(option, key="") for option in stored.options)
        assert replace(stored, options=options) == content(type, card_ids=stored.card_ids)


def test_a_report_keeps_the_day_and_no_person(noon):
    attempt = AttemptFactory()
    item = attempt.items.get(position=1)
    answer(attempt, 1, right(item))
    services.submit_attempt(attempt, at=noon)
    attempt.refresh_from_db()
    report = services.report_question(attempt.items.get(position=1), text="  Kuncinya keliru. ", at=noon)
    assert (report.text, report.created_on.isoformat()) == ("Kuncinya keliru.", "2024-10-03")
    assert services.resolve_report(report, at=noon).resolved_at == noon
    assert services.resolve_report(report, at=noon.replace(hour=9)).resolved_at == noon


def test_reports_are_refused_when_empty_endless_or_early(noon):
    attempt = AttemptFactory()
    codes = []
    for text in ("Kuncinya keliru.", " ", "x" * 501):
        with pytest.raises(ReportError) as refusal:
            services.report_question(attempt.items.get(position=1), text=text, at=noon)
        codes.append(refusal.value.code)
    assert codes == ["not_finished", "text_missing", "text_too_long"]
    assert not QuestionReport.objects.exists()
