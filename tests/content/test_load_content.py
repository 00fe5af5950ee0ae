"""The real content is in the database, complete, and an editor's work is never overwritten (ADR 0012)."""

import re

import pytest
from django.db.models import Count, Q

from elearning.content.kinds import ALL
from elearning.content.kinds.register import CardKind
from elearning.content.loading import load
from elearning.lessons.models import CoursePage, HomePage, LessonPage, TextPage
from elearning.regulations.checking.services import check
from elearning.regulations.models import Certainty, Provision, ProvisionVersion, Regulation, RuleCard
from quizzes.models import Question, QuestionVersion, QuizPage

from .conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def run(kinds=ALL):
    return load([kind() for kind in kinds], at=LOADED_AT)


def test_a_second_run_changes_nothing(loaded):
    again = run()
    assert (again.changes, again.left) == (0, [])
    assert len(again.same) == len(loaded.created)


def test_the_counts_equal_the_fact_pack(loaded):
    assert RuleCard.objects.count() == 78
    assert RuleCard.objects.published().count() == 69
    assert Question.objects.count() == 60
    assert Question.objects.published().count() == 59
    five = {"pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan"}
    assert set(QuestionVersion.objects.values_list("type", flat=True)) == five


def test_doubtful_cards_are_drafts_that_carry_the_doubt(loaded):
    doubtful = RuleCard.objects.filter(certainty=Certainty.DOUBTFUL)
    assert doubtful.count() == 9
    assert not doubtful.filter(live=True).exists()


def test_every_published_card_cites_a_provision_with_its_certainty(loaded):
    bare = RuleCard.objects.published().annotate(n=Count("citations")).filter(n=0)
    assert list(bare) == []
    assert not RuleCard.objects.filter(citations__certainty="").exists()


def test_every_published_question_rests_on_a_published_card_or_a_provision(loaded):
    resting = Question.objects.published().filter(
        Q(versions__bases__card__live=True) | Q(versions__bases__provision__isnull=False)
    )
    assert resting.distinct().count() == 59


def test_no_doubtful_card_is_the_basis_of_a_published_question(loaded):
    doubtful = Question.objects.published().filter(versions__bases__card__certainty=Certainty.DOUBTFUL)
    assert list(doubtful) == []


def test_versions_of_one_provision_do_not_overlap(loaded):
    for provision in Provision.objects.annotate(n=Count("versions")).filter(n__gt=1):
        for version in provision.versions.all():
            version.clean()
    assert ProvisionVersion.objects.filter(effect="tafsir").exists()


def test_the_repealed_regulations_know_by_which(loaded):
    assert Regulation.objects.get(slug="pp-53-2010").revoked_by.slug == "pp-94-2021"
    assert Regulation.objects.get(slug="uu-5-2014").revoked_by.slug == "uu-20-2023"


def test_the_courses_are_complete(loaded):
    short, whole = CoursePage.objects.order_by("duration_minutes")
    assert LessonPage.objects.child_of(short).count() == 8
    assert QuizPage.objects.child_of(short).get(is_final=True).quiz.quiz_questions.count() == 10
    assert LessonPage.objects.child_of(whole).count() == 9
    for lesson in LessonPage.objects.child_of(whole):
        kinds = {block.block_type for block in lesson.body}
        assert {"card", "case", "quick_check"} <= kinds, lesson.title
        assert isinstance(lesson.get_next_sibling().specific, QuizPage), lesson.title


def test_an_editors_change_is_left_and_named(loaded):
    card = RuleCard.objects.published().first()
    card.title, card.next_effect = "Judul dari redaksi", "redaksional"
    card.save()
    card.save_revision().publish()
    report = run([CardKind])
    assert report.left == [f"kartu {card.slug} (diubah redaksi)"]
    assert RuleCard.objects.get(pk=card.pk).title == "Judul dari redaksi"


def test_an_editors_unpublished_draft_is_left_too(loaded):
    card = RuleCard.objects.published().first()
    card.reason = "Alasan yang sedang ditulis redaksi."
    card.save_revision()
    assert run([CardKind]).left == [f"kartu {card.slug} (diubah redaksi)"]


def test_a_record_that_an_editor_deleted_does_not_come_back(loaded):
    question = Question.objects.get(slug="syarat-hadir-pasif")
    card = RuleCard.objects.filter(question_uses__isnull=True, live=False).first()
    card.delete()
    assert run([CardKind]).left == [f"kartu {card.slug} (dihapus redaksi)"]
    assert question.status == Question.Status.DRAFT


def test_a_change_in_our_files_reaches_what_nobody_edited(loaded):
    class Revised(CardKind):
        def desired(self):
            for slug, state in super().desired():
                yield slug, {**state, "advice": "Saran yang baru."} if slug == "menggunakan-hak-pilih" else state

    report = run([Revised])
    assert report.updated == ["kartu menggunakan-hak-pilih"]
    assert RuleCard.objects.get(slug="menggunakan-hak-pilih").advice == "Saran yang baru."


# A lesson may say that something is repealed or wrong; it may not teach it.
DENIED = r"\b(bukan|tidak|jangan|dicabut|aturan lama)\b"


def sentences(words: str) -> list[str]:
    return re.split(r"(?<=[.?;])\s+|<[^>]+>", words)


def everything_readers_see() -> dict[str, str]:
    """All text of cards, lessons and questions that may be published, by where it stands."""
    seen = {}
    for card in RuleCard.objects.published():
        parts = [card.title, card.act, card.situation, card.reason, card.advice]
        parts += [condition.text for condition in card.conditions.all()]
        parts += [example.situation for example in card.examples.all()]
        seen[f"kartu {card.slug}"] = " ".join(parts)
    for version in QuestionVersion.objects.filter(question__status="terbit").prefetch_related("options"):
        options = [f"{option.text} {option.match_text} {option.feedback}" for option in version.options.all()]
        seen[f"soal {version.question.slug}"] = " ".join(
            [version.scenario, version.prompt, version.explanation, *options]
        )
    for lesson in LessonPage.objects.all():
        seen[f"pelajaran {lesson.slug}"] = f"{lesson.title} {lesson.goal} {lesson.body.render_as_block()}"
    return seen


# dasar-hukum §11: what must never be written.
NEVER = {
    "KASN as an office that still takes reports": r"(lapor|adu)\w*\s+(ke|kepada)\s+KASN",
    "sanctions of the repealed PP 53/2010": r"penundaan kenaikan|penurunan pangkat",
    "a joint decree that does not exist": r"(SKB|Keputusan Bersama) Nomor 22 Tahun 2022",
    "UU 5/2014 as a basis in force": r"(berdasarkan|menurut) (UU|Undang-Undang)( Nomor)? 5(/| Tahun )2014",
    "Pasal 547 for ordinary ASN": r"Pasal 547",
    "a bill that nobody has seen": r"RUU Netralitas",
    "a misprinted law": r"(UU|Undang-Undang) (Nomor )?29(/| Tahun )2023",
    "a misprinted regulation": r"PP (Nomor )?42 [Tt]ahun 2024|Perpres (Nomor )?91 Tahun 2014",
    "a kepala desa as ASN": r"kepala desa (adalah|sebagai|merupakan) (seorang )?(ASN|PNS)",
    "JP that nobody recognised": r"JP resmi|wajib 20 JP",
    "a rote list of poses": r"pose jari terlarang|dua jari|jempol",
}


@pytest.mark.parametrize("mistake", NEVER)
def test_nothing_that_must_never_be_written_is_written(loaded, mistake):
    # A wrong option may name a wrong thing; a lesson, a card or an explanation may not.
    wrong = {}
    for where, words in everything_readers_see().items():
        if where.startswith("soal "):
            words = QuestionVersion.objects.get(question__slug=where[5:]).explanation
        said = [one for one in sentences(words) if re.search(NEVER[mistake], one) and not re.search(DENIED, one)]
        if said:
            wrong[where] = said
    assert wrong == {}


def test_like_is_never_threatened_with_the_campaigners_article(loaded):
    for where, words in everything_readers_see().items():
        for sentence in sentences(words):
            if "Pasal 494" in sentence and re.search(r"\blike\b", sentence, re.IGNORECASE):
                assert re.search(DENIED, sentence), where


def test_lessons_are_written_in_short_sentences(loaded):
    for lesson in LessonPage.objects.all():
        texts = [str(block.value) for block in lesson.body if block.block_type == "text"]
        plain = re.sub(r"<[^>]+>", ". ", " ".join(texts))
        for sentence in re.split(r"[.?:;]\s+", plain):
            assert len(sentence.split()) <= 22, (lesson.slug, sentence)


def test_no_question_option_speaks_of_its_letter_or_place(loaded):
    for version in QuestionVersion.objects.prefetch_related("options"):
        for option in version.options.all():
            assert not re.search(r"semua (di atas|benar|salah)$|\b[A-D] dan [A-D]\b", option.text), version


def test_nothing_that_is_shipped_would_be_stopped_by_the_checks_of_text(loaded):
    stopped = []
    for model in (RuleCard, Question, HomePage, TextPage, CoursePage, LessonPage, QuizPage):
        for row in model.objects.all():
            stopped += [f"{row}: {one.message}" for one in check(row, on=LOADED_AT.date()).blocking]
    assert stopped == []
