"""Rules of drawing and settings of a quiz come from the files, and what an editor changed stays his (ADR 0012)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import yaml

from elearning.content.kinds.questions import QuestionKind
from elearning.content.kinds.quizzes import SETTINGS, QuizKind
from elearning.content.loading import load
from quizzes.models import DrawRule, Quiz
from quizzes.services import publish_version
from tests.factories.quizzes import content

from .conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("loaded")]

FILE = """
slug: kuis-undian
judul: Kuis undian
lulus_persen: 80
soal: [like-bakal-calon]
undian:
  - {jumlah: 3, topik: media-sosial}
  - {jumlah: 2, topik: hak-pilih, tingkat: sulit}
  - {jumlah: 1, kartu: menggunakan-hak-pilih}
percobaan: 5
dihitung: pertama
acak: false
batas_menit: 20
dibuka: 2026-01-05 08:00:00+07:00
ditutup: 2026-02-05 08:00:00+07:00
pembahasan: tutup
"""


def kind_of(**changes) -> QuizKind:
    """One quiz; ``None`` takes an entry out of its file."""
    row = {name: value for name, value in (yaml.safe_load(FILE) | changes).items() if value is not None}

    class OneQuiz(QuizKind):
        def rows(self):
            yield row

    return OneQuiz()


def run(kind):
    return load([kind], at=LOADED_AT)


def test_a_file_says_all_that_the_admin_can_set():
    run(kind_of())
    quiz = Quiz.objects.get(slug="kuis-undian")
    assert (quiz.attempts_allowed, quiz.counting, quiz.shuffle, quiz.time_limit_minutes) == (5, "pertama", False, 20)
    assert (quiz.opens_at, quiz.explanations) == (datetime(2026, 1, 5, 1, tzinfo=UTC), "tutup")
    assert [str(rule) for rule in quiz.draw_rules.all()] == [
        "3 soal, topik Media sosial",
        "2 soal, topik Hak pilih, tingkat sulit",
        "1 soal, kartu Mencoblos di TPS sesuai pilihan pribadi",
    ]
    quiz.full_clean()


def test_what_is_in_the_database_is_what_the_file_says():
    kind = kind_of()
    run(kind)
    ((key, wanted),) = kind.desired()
    assert kind.state(kind.find(key)) == wanted
    again = run(kind)
    assert (again.changes, again.left, DrawRule.objects.count()) == (0, [], 3)


def test_every_setting_of_a_quiz_can_be_said():
    fields = {field.name for field in Quiz._meta.concrete_fields}
    assert set(SETTINGS.values()) == fields - {"id", "slug", "title", "pass_mark_percent"}


def edit_a_setting(quiz):
    quiz.time_limit_minutes = 45


def edit_a_rule(quiz):
    rules = list(quiz.draw_rules.all())
    rules[0].count = 9
    quiz.draw_rules = rules


def take_a_rule_away(quiz):
    quiz.draw_rules = list(quiz.draw_rules.all())[:2]


@pytest.mark.parametrize("edit", [edit_a_setting, edit_a_rule, take_a_rule_away])
def test_what_an_editor_changed_is_left(edit):
    run(kind_of())
    quiz = Quiz.objects.get(slug="kuis-undian")
    edit(quiz)
    quiz.save()
    assert run(kind_of(judul="Judul baru")).left == ["kuis kuis-undian (diubah redaksi)"]
    assert Quiz.objects.get(slug="kuis-undian").title == "Kuis undian"


def test_a_release_changes_rules_that_nobody_touched_and_takes_them_back():
    run(kind_of())
    assert run(kind_of(undian=[{"jumlah": 4, "tingkat": "mudah"}], percobaan=1)).updated == ["kuis kuis-undian"]
    assert [str(rule) for rule in DrawRule.objects.all()] == ["4 soal, tingkat mudah"]
    run(kind_of(undian=None, **dict.fromkeys(SETTINGS)))
    quiz = Quiz.objects.get(slug="kuis-undian")
    assert (quiz.attempts_allowed, quiz.opens_at, quiz.shuffle, quiz.draw_rules.count()) == (3, None, True, 0)


def test_a_quiz_that_was_loaded_before_rules_could_be_said_is_no_change_of_an_editor():
    ((_, state),) = kind_of(undian=None, **dict.fromkeys(SETTINGS)).desired()
    assert set(state) == {"title", "pass_mark_percent", "questions"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"waktu": 20}, KeyError), ({"dibuka": datetime(2026, 1, 5, 8)}, ValueError)],  # noqa: DTZ001
)
def test_what_a_file_says_wrongly_is_not_passed_over(wrong, error):
    with pytest.raises(error):
        run(kind_of(**wrong))


def test_part_marks_and_a_tolerance_are_said_and_an_editors_are_kept():
    row = {
        "id": "soal-angka", "nama": "Angka", "terbit": False, "topik": [], "sasaran": [], "asal": "", "jenis": "angka",
        "tingkat": "sedang", "skenario": "", "pertanyaan": "Berapa?", "pembahasan": "Sebab.", "kepastian": "perlu-dicek",
        "tahapan": [], "kartu": [], "dasar_hukum": [], "kunci": ["a"], "pilihan": [{"id": "a", "teks": "3,5", "toleransi": 0.5}],
    }  # fmt: skip

    class OneQuestion(QuestionKind):
        def rows(self):
            return [row]

    run(OneQuestion())
    question = OneQuestion().find("soal-angka")
    assert question.current.options.get().tolerance == Decimal("0.5")
    assert run(OneQuestion()).changes == 0
    several = content("pilihan-banyak", certainty="perlu-dicek")
    publish_version(question, several, by=None, at=LOADED_AT)
    before = OneQuestion().state(question)
    publish_version(question, content("pilihan-banyak", certainty="perlu-dicek", gives_part_marks=True), by=None, at=LOADED_AT)  # fmt: skip
    assert OneQuestion().state(question) != before
