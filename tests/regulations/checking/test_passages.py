"""One walker over every text of any registered model."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.tests.utils import get_test_image_file

from elearning.regulations.checking.passages import checked_models, file_name, passages_of, rich_passages
from elearning.regulations.models import CardCondition, Provision, RuleCard
from elearning.training.models import SessionMaterial
from elearning.ui.models import SiteDocument, SiteImage
from quizzes import services
from tests.factories.lessons import LessonPageFactory
from tests.factories.quizzes import NOON, QuestionFactory, content
from tests.factories.regulations import ProvisionVersionFactory, RuleCardFactory
from tests.factories.training import TrainingSessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def places(instance):
    return {passage.where: passage for passage in passages_of(instance)}


def image(name="kantor.png", **facts):
    return SiteImage.objects.create(title="Kantor", file=get_test_image_file(name), **facts)


def test_a_card_is_walked_with_its_rows_and_without_keys_and_notes():
    card = RuleCardFactory(
        advice="Simpan pilihan.", editorial_note="catatan rahasia", keywords=["nyoblos"], sources=["S01"]
    )
    card.conditions = [CardCondition(text="Di luar jam kerja"), CardCondition(text="Tanpa atribut")]

    found = places(card)

    assert found["Syarat 2"].text == "Tanpa atribut"
    assert found["Syarat 2"].field == "conditions.1.text"
    assert found["Kata kunci pencarian 1"].text == "nyoblos"
    assert {"Judul", "Perbuatan", "Situasi", "Mengapa", "Sebaiknya"} <= set(found)
    assert not {"catatan rahasia", "S01", card.slug, card.verdict} & {one.text for one in found.values()}


def test_an_unsaved_card_and_the_card_of_a_revision_are_walked_alike():
    assert places(RuleCard(title="Baru", act="Perbuatan"))["Judul"].text == "Baru"

    card = RuleCardFactory()
    card.title = "Judul draf"
    card.conditions = [CardCondition(text="Syarat draf")]
    revision = card.save_revision()

    found = places(revision.as_object())
    assert (found["Judul"].text, found["Syarat 1"].text) == ("Judul draf", "Syarat draf")


def test_every_block_of_a_lesson_is_walked_and_says_where_it_stands(home):
    picture = image("paslon_02.png", description="Ruang rapat")
    file = SiteDocument.objects.create(title="Panduan", file=SimpleUploadedFile("salam-jari.pdf", b"x"))
    card = RuleCardFactory(title="Kartu yang dipilih")
    case = {
        "title": "Kasus",
        "situation": "S",
        "question": "T",
        "discussion": "<p>Satu.</p><p>Dua.</p>",
        "cards": [card.pk],
    }
    page = LessonPageFactory(
        title="Pelajaran",
        summary="Ringkas.",
        body=[
            {"type": "text", "value": "<h3>2</h3><p>Isi <b>tebal</b>.</p>"},
            {"type": "case", "value": {**case, "title": "Kasus pertama"}},
            {"type": "case", "value": case},
            {"type": "card", "value": card.pk},
            {
                "type": "quick_check",
                "value": {"situation": "S", "answer": "boleh", "reason": "Alasannya", "card": None},
            },
            {"type": "image", "value": {"image": picture.pk, "alt_text": "Pegawai rapat", "decorative": False}},
            {"type": "document", "value": {"document": file.pk, "title": ""}},
        ],
    )
    page.refresh_from_db()

    found = places(page)

    assert found["Isi › Teks 1"].text == "2\nIsi tebal."
    assert found["Isi › Kasus 2 › Pembahasan"].text == "Satu.\nDua."
    assert found["Isi › Kasus 2 › Pembahasan"].field == "body.2.discussion"
    assert found["Isi › Cek cepat 1 › Alasan"].text == "Alasannya"
    assert (found["Isi › Gambar 1 › Teks alternatif"].kind, found["Isi › Gambar 1 › Teks alternatif"].text) == (
        "alt", "Pegawai rapat",
    )  # fmt: skip
    assert found["Isi › Gambar 1 › Nama berkas"].text.startswith("paslon_02")
    assert found["Isi › Dokumen 1 › Dokumen › Nama berkas"].text.startswith("salam-jari")
    assert "Kartu yang dipilih" not in {one.text for one in found.values()}  # checked where it is written
    assert not {"boleh", page.slug} & {one.text for one in found.values()}


def test_walking_a_lesson_costs_the_same_however_many_blocks_it_has(home, django_assert_max_num_queries):
    picture = image()
    block = {"type": "image", "value": {"image": picture.pk, "alt_text": "a", "decorative": False}}
    page = LessonPageFactory(body=[block] * 30)
    page = type(page).objects.get(pk=page.pk)

    with django_assert_max_num_queries(3):
        assert len(passages_of(page)) > 60


def test_a_question_is_its_newest_edition():
    question = QuestionFactory(status="draf")
    services.publish_version(question, content(prompt="Bolehkah?"), by=None, at=NOON)

    found = places(question)

    assert found["Pertanyaan"].text == "Bolehkah?"
    assert found["Pilihan 1"].kind == "answer"
    assert "Pilihan 1 › Umpan balik" in found
    assert question.name not in {one.text for one in found.values()}


def test_a_picture_is_its_title_its_alt_text_and_its_file(home):
    found = places(image("dua-jari.png", description="Pegawai rapat"))

    assert {one.kind for one in found.values()} == {"alt", "filename"}
    assert found["Teks alternatif"].text == "Pegawai rapat"


def test_a_session_is_its_theme_and_its_materials():
    session = TrainingSessionFactory(title="Netral")
    SessionMaterial.objects.create(session=session, title="Aturan", speaker="Narasumber Contoh")

    found = places(session)

    assert found["Tema"].text == "Netral"
    assert found["Materi 1 › Materi"].text == "Aturan"


def test_a_provision_is_its_versions():
    version = ProvisionVersionFactory(summary="Isi lama.")

    assert (
        places(Provision.objects.get(pk=version.provision_id))["Versi 1 › Isi dengan kata sendiri"].text == "Isi lama."
    )


def test_the_letters_that_the_storage_adds_are_no_part_of_a_name():
    assert file_name("original_images/2_aB3dE9x.png") == "2.png"
    assert file_name("original_images/paslon_02.png") == "paslon_02.png"


def test_alt_texts_inside_rich_text_are_passages():
    (alt, text) = rich_passages('<p>Isi</p><embed embedtype="image" alt="dua jari" id="1"/>', "Isi", "body")

    assert (alt.kind, alt.text, text.text) == ("alt", "dua jari", "Isi")


def test_every_text_that_readers_see_is_registered():
    names = {model.__name__ for model in checked_models()}

    assert names >= {
        "RuleCard", "Provision", "SiteImage", "HomePage", "TextPage", "CoursePage", "LessonPage", "QuizPage", "Question",
        "TrainingSession",
    }  # fmt: skip
