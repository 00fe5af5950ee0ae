"""Every list of the admin costs as many queries with thirty rows as with one.

Each viewset has its rows in RECORDS; each screen of the bank beside them is in BESIDE_LISTS or in BESIDE_ONE_THING. A screen
added without its line fails here.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from certificates.models import Certificate, Template
from elearning.people.models import IdentityReport, OfficeHolding, Unit, User
from elearning.regulations.models import ProtectedName, Provision, Regulation, RuleCard, Sanction, SearchMiss, Synonym
from elearning.training.models import TrainingSession
from quizzes.models import (
    HealthCase,
    ItemStatistic,
    KeyCorrection,
    Question,
    QuestionImport,
    QuestionReport,
    Quiz,
    QuizStatistic,
)  # fmt: skip
from quizzes.statistics.changes import Changes
from tests.factories.certificates import make_certificate, make_template
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import NOON, QuestionFactory, QuizFactory, make_correction
from tests.factories.regulations import (
    ProtectedNameFactory,
    ProvisionVersionFactory,
    RegulationFactory,
    RuleCardFactory,
    SanctionFactory,
    SynonymFactory,
)  # fmt: skip
from tests.factories.training import ParticipantFactory, TrainingSessionFactory

from .counting import MANY, costs_the_same, queries_of
from .test_admin import BESIDE, model_of, ours, rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def reports(count: int) -> None:
    for _ in range(count):
        QuestionReport.objects.create(version=QuestionFactory().current, text="Keliru.", created_on="2024-10-03")


def misses(count: int) -> None:
    for _ in range(count):
        known = SearchMiss.objects.count()
        SearchMiss.objects.create(text=f"kata {known}", first_on="2024-10-03", last_on="2024-10-03")


def questions(count: int) -> None:
    for _ in range(count):
        QuestionFactory(topics=["media sosial", f"topik {Question.objects.count()}"])


def organised(count: int) -> None:
    for session in TrainingSessionFactory.create_batch(count, open=True, day_count=3):
        ParticipantFactory(session=session)


def issued(count: int) -> None:
    for _ in range(count):
        make_certificate()


def templates(count: int) -> None:
    for _ in range(count):
        make_template(unit=UnitFactory())


def not_me(count: int) -> None:
    for _ in range(count):
        IdentityReport.objects.create(nip="0" * 18, person=UserFactory(unit=UnitFactory()), created_at=timezone.now())


RECORDS: dict[type, Callable[[int], object]] = {
    RuleCard: RuleCardFactory.create_batch, Regulation: RegulationFactory.create_batch,
    Provision: ProvisionVersionFactory.create_batch, Sanction: SanctionFactory.create_batch,
    Synonym: SynonymFactory.create_batch, ProtectedName: ProtectedNameFactory.create_batch, SearchMiss: misses, Question: questions, Quiz: QuizFactory.create_batch,
    KeyCorrection: lambda count: [make_correction() for _ in range(count)],
    QuestionReport: reports, TrainingSession: organised, Certificate: issued, Template: templates, Unit: UnitFactory.create_batch,
    OfficeHolding: OfficeHoldingFactory.create_batch, IdentityReport: not_me,
    User: lambda count: [UserFactory(unit=UnitFactory()) for _ in range(count)],
}  # fmt: skip
LISTING = {"index", "index_results", "list", "list_results", "choose", "choose_results"}


def test_every_viewset_of_the_admin_has_its_rows():
    assert {model_of(viewset) for viewset in ours()} == set(RECORDS)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_the_lists_of_the_admin_cost_the_same_for_one_row_and_for_thirty(client, home, superuser, model):
    client.force_login(superuser)
    names = [
        f"{viewset.url_namespace}:{pattern.name}"
        for viewset in ours()
        if model_of(viewset) is model
        for pattern in viewset.get_urlpatterns()
        if pattern.name in LISTING
    ]
    assert names
    RECORDS[model](1)
    one = {name: len(queries_of(client, reverse(name))) for name in names}
    RECORDS[model](MANY - 1)
    assert {name: len(queries_of(client, reverse(name))) for name in names} == one


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_the_history_of_a_record_costs_the_same_for_one_entry_and_for_thirty(client, home, superuser, model):
    client.force_login(superuser)
    RECORDS[model](1)
    record = model.objects.first()
    for viewset in ours():
        if model_of(viewset) is not model or model is SearchMiss:  # the site writes misses; nobody edits one
            continue
        if any(pattern.name == "history" for pattern in viewset.get_urlpatterns()):
            costs_the_same(client, lambda count, space=viewset.url_namespace: entries(record, count, space))


def entries(record: Model, count: int, space: str) -> str:
    for _ in range(count):
        log(record, "wagtail.edit", user=UserFactory())
    return reverse(f"{space}:history", args=[record.pk])


def test_the_first_screen_of_the_admin_costs_the_same_for_one_row_and_for_thirty(client, home, superuser):
    client.force_login(superuser)

    def rows(count: int) -> str:
        RuleCardFactory.create_batch(count)
        misses(count)
        return reverse("wagtailadmin_home")

    costs_the_same(client, rows)


# Screens of the question bank beside the viewsets


def figures(count: int) -> Quiz:
    """A quiz with so many questions, each with figures, somebody who turned, and an open case."""
    quiz = QuizFactory(questions=count)
    row = QuizStatistic.objects.create(quiz=quiz, mode="post", attempts=40, distribution=[4] * 10, computed_at=NOON)
    for each in quiz.quiz_questions.select_related("question"):
        of_question(each.question, row)
    return quiz


def of_question(question: Question, row: QuizStatistic) -> None:
    changes = Changes(corrected=9)
    changes.cells["a", "b"] = 9
    HealthCase.objects.get_or_create(question=question, signal="terlalu-sulit", defaults={"opened_at": NOON})
    ItemStatistic.objects.create(
        quiz_statistic=row, question=question, answers=40, facility=0.5, discrimination_percent=20,
        options={"a": {"chosen": 20, "lead_percent": -3.0}}, pairs=changes.stored(),
    )  # fmt: skip


def quizzes_with_figures(count: int) -> str:
    for _ in range(count):
        figures(1)
    return reverse("quizzes_admin:statistics")


def one_quiz(count: int) -> str:
    return reverse("quizzes_admin:quiz_statistics", args=[figures(count).pk, "post"])


def one_question(count: int) -> str:
    question = QuestionFactory()
    for _ in range(count):
        quiz = QuizFactory(questions=[question])
        of_question(question, QuizStatistic.objects.create(quiz=quiz, mode="post", attempts=40, computed_at=NOON))
    return reverse("quizzes_admin:question_statistics", args=[question.pk])


def cases(count: int) -> str:
    figures(count)
    return reverse("quizzes_admin:health_cases")


def uploads(count: int) -> str:
    for _ in range(count):
        QuestionImport.objects.create(file_name="soal.gift", format="gift", created_at=NOON, created_by=UserFactory())
    return reverse("quizzes_admin:imports")


def one_upload(count: int) -> str:
    batch = QuestionImport.objects.create(
        file_name="a.gift", format="gift", created_at=NOON, created_by=UserFactory(), applied_at=NOON
    )
    for line in range(count):
        batch.questions.create(question=QuestionFactory(), line=line)
    return reverse("quizzes_admin:import", args=[batch.public_id])


BESIDE_LISTS: dict[str, Callable[[int], str]] = {
    "statistics": quizzes_with_figures, "quiz_statistics": one_quiz, "question_statistics": one_question,
    "health_cases": cases, "imports": uploads, "import": one_upload,
}  # fmt: skip
# «Tambahan waktu» is counted in tests/quizzes/test_more_time.py.
BESIDE_ONE_THING = {"health_case", "export", "import_apply", "import_undo", "more_time", "more_time_give"}


def test_every_screen_of_the_bank_says_whether_it_is_a_list():
    named = {name.partition(":")[2] for name in rows(BESIDE) if name.startswith("quizzes_admin:")}
    assert set(BESIDE_LISTS) | BESIDE_ONE_THING == named


@pytest.mark.parametrize("name", BESIDE_LISTS)
def test_the_screens_of_the_bank_cost_the_same_for_one_row_and_for_thirty(client, home, superuser, name):
    client.force_login(superuser)
    costs_the_same(client, BESIDE_LISTS[name])
