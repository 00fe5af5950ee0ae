"""Editors make questions in the admin: every save is an edition, and who may publish is decided by a right."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from elearning.regulations.models import Certainty
from quizzes.models import Question, QuestionReport, Quiz
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, QuestionFactory, QuizFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.django_db


def editor(*codenames):
    person = UserFactory()
    app = {"access_admin": "wagtailadmin"}
    for codename in ("access_admin", *codenames):
        label = app.get(codename, "quizzes")
        person.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return person


@pytest.fixture
def writer(home):
    return editor("view_question", "add_question", "change_question")


@pytest.fixture
def publisher(home):
    return editor("view_question", "add_question", "change_question", "publish_question")


def rows(*options) -> dict:
    """A posted option formset; each option is a dict of its fields."""
    posted = {"options-TOTAL_FORMS": len(options), "options-INITIAL_FORMS": 0}
    for number, option in enumerate(options):
        posted |= {f"options-{number}-{name}": value for name, value in option.items()}
    return posted


def form(**changes) -> dict:
    plain = {
        "name": "Meminjamkan tenda",
        "slug": "meminjamkan-tenda",
        "topics": "fasilitas-negara",
        "editorial_note": "",
        "type": "pilihan-tunggal",
        "level": "sedang",
        "scenario": "",
        "prompt": "Bolehkah tenda kelurahan dipinjamkan?",
        "explanation": "Tenda itu fasilitas negara.",
        "certainty": Certainty.VERIFIED.value,
        "reason": "",
        "status": "draf",
        **rows({"text": "Boleh"}, {"text": "Tidak boleh", "is_correct": "on"}, {"text": ""}),
    }
    return {**plain, **changes}


ADD, LIST = "question:add", "question:index"


def test_a_new_question_gets_its_first_edition(client, writer):
    client.force_login(writer)
    reply = client.post(reverse(ADD), form())
    question = Question.objects.get()
    assert reply.url == reverse("question:inspect", args=[question.pk])
    assert [option.text for option in question.current.options.all()] == ["Boleh", "Tidak boleh"]
    assert (question.current.created_by, question.topics.get().name) == (writer, "fasilitas-negara")


def test_saving_a_change_makes_another_edition_with_the_same_options(client, publisher):
    question = QuestionFactory()
    before = question.current
    client.force_login(publisher)
    options = [
        {"key": each.option.key, "text": each.text, **({"is_correct": "on"} if each.is_correct else {})}
        for each in before.options.all()
    ]
    cards = [basis.card_id for basis in before.bases.all()]
    changes = form(name=question.name, prompt="Apa yang tepat?", status="terbit", cards=cards, **rows(*options))
    reply = client.post(reverse("question:edit", args=[question.pk]), changes)
    assert reply.status_code == 302
    after = Question.objects.get().current
    assert (after.number, after.prompt) == (2, "Apa yang tepat?")
    assert set(after.options.values_list("option", flat=True)) == set(before.options.values_list("option", flat=True))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"status": "terbit"}, "cards"),
        ({"status": "terbit", "certainty": "perlu-dicek"}, "certainty"),
        (rows({"text": "Boleh"}, {"text": "Tidak boleh", "is_correct": ""}), None),
        ({"prompt": " "}, "prompt"),
    ],
)
def test_what_cannot_be_a_key_is_named_in_the_form_and_nothing_is_stored(client, publisher, changes, field):
    client.force_login(publisher)
    reply = client.post(reverse(ADD), form(**changes))
    assert reply.status_code == 200
    shown = reply.context["form"]
    assert field in shown.errors if field else shown.options.non_form_errors()
    assert not Question.objects.exists()


def test_a_question_is_published_with_a_card_that_is_published(client, publisher):
    client.force_login(publisher)
    client.post(reverse(ADD), form(status="terbit", cards=[RuleCardFactory().pk]))
    assert Question.objects.get().status == "terbit"


def test_a_writer_is_not_offered_to_publish_and_cannot_force_it(client, writer):
    client.force_login(writer)
    assert '<option value="terbit"' not in client.get(reverse(ADD)).content.decode()
    reply = client.post(reverse(ADD), form(status="terbit", cards=[RuleCardFactory().pk]))
    assert "status" in reply.context["form"].errors
    assert not Question.objects.exists()


def test_a_published_question_is_changed_only_by_who_may_publish(client, writer, publisher):
    address = reverse("question:edit", args=[QuestionFactory().pk])
    client.force_login(writer)
    assert client.get(address).status_code in (302, 403)
    client.force_login(publisher)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("type", ["pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan"])
def test_every_type_is_shown_as_a_learner_meets_it_with_its_history(client, writer, type):
    question = QuestionFactory(type=type)
    client.force_login(writer)
    text = client.get(reverse("question:inspect", args=[question.pk])).content.decode()
    assert question.current.prompt in text
    assert "Riwayat versi" in text
    assert client.get(reverse("question:inspect", args=[question.pk]) + "?versi=1").status_code == 200


@pytest.mark.parametrize("name", ["question:index", "question:add", "quiz:index", "quiz:add", "questionreport:index"])
@pytest.mark.parametrize("visitor", ["anonymous", "participant", "other room"])
def test_the_bank_is_closed_to_everybody_else(client, home, name, visitor):
    if visitor != "anonymous":
        client.force_login(editor() if visitor == "other room" else UserFactory())
    assert client.get(reverse(name)).status_code in (302, 403)


def test_nobody_deletes_a_question(client, superuser, home):
    question = QuestionFactory()
    client.force_login(superuser)
    client.post(reverse("question:delete", args=[question.pk]))
    assert Question.objects.filter(pk=question.pk).exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_bank_costs_the_same_at_any_length(client, writer, count, django_assert_max_num_queries):
    card = RuleCardFactory()
    for _ in range(count):
        QuestionFactory(card=card, topics=["Media sosial"])
    client.force_login(writer)
    client.get(reverse(LIST))
    with django_assert_max_num_queries(23):
        text = client.get(reverse(LIST)).content.decode()
    assert text.count("Media sosial") == count


def test_the_bank_is_filtered_and_searched(client, writer):
    QuestionFactory(name="Soal tunggal")
    QuestionFactory(name="Soal urutan", type="urutkan")
    client.force_login(writer)
    text = client.get(reverse(LIST), {"type": "urutkan"}).content.decode()
    assert "Soal urutan" in text
    assert "Soal tunggal" not in text
    assert "Soal tunggal" in client.get(reverse(LIST), {"q": "tunggal"}).content.decode()


def test_a_quiz_is_made_of_chosen_questions_in_their_order(client, superuser, home):
    first, second = QuestionFactory(), QuestionFactory()
    client.force_login(superuser)
    posted = {
        "title": "Kuis baru",
        "slug": "kuis-baru",
        "pass_mark_percent": 70,
        "attempts_allowed": 3,
        "shuffle": "on",
        "counting": "terbaik",
        "explanations": "kirim",
        "draw_rules-TOTAL_FORMS": 0,
        "draw_rules-INITIAL_FORMS": 0,
        "quiz_questions-TOTAL_FORMS": 2,
        "quiz_questions-INITIAL_FORMS": 0,
        "quiz_questions-MIN_NUM_FORMS": 1,
        "quiz_questions-MAX_NUM_FORMS": 1000,
        "quiz_questions-0-question": first.pk,
        "quiz_questions-0-ORDER": 2,
        "quiz_questions-1-question": second.pk,
        "quiz_questions-1-ORDER": 1,
    }
    assert client.post(reverse("quiz:add"), posted).status_code == 302
    assert [row.question for row in Quiz.objects.get().quiz_questions.all()] == [second, first]


@pytest.mark.parametrize("count", [1, 30])
def test_lists_of_quizzes_and_reports_cost_the_same_at_any_length(
    client, superuser, home, count, django_assert_max_num_queries
):
    question = QuestionFactory()
    for _ in range(count):
        QuizFactory(questions=[question])
        QuestionReport.objects.create(version=question.current, text="Keliru.", created_on=NOON.date())
    client.force_login(superuser)
    for name in ("quiz:index", "questionreport:index"):
        client.get(reverse(name))
        with django_assert_max_num_queries(16):
            assert client.get(reverse(name)).status_code == 200


def test_a_report_is_settled_not_edited(client, superuser, home):
    report = QuestionReport.objects.create(version=QuestionFactory().current, text="Keliru.", created_on=NOON.date())
    client.force_login(superuser)
    assert "Keliru." in client.get(reverse("questionreport:edit", args=[report.pk])).content.decode()
    client.post(reverse("questionreport:edit", args=[report.pk]), {"text": "Lain"})
    report.refresh_from_db()
    assert (report.text, bool(report.resolved_at)) == ("Keliru.", True)
    assert client.get(reverse("questionreport:add")).status_code in (302, 403)
