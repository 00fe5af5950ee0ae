"""Questions on a picture go out in a sheet and come back to the same picture of this site."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from elearning.ui.models import SiteImage
from quizzes import services
from quizzes.bank import content_of
from quizzes.exchange.pictures import reference, referred
from quizzes.models import Question
from quizzes.services.importing import records_of
from tests.factories.people import UserFactory
from tests.factories.quizzes import NOON, QuestionFactory, picture

from .test_admin import editor

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("home")]


def sheet_of(client, home) -> bytes:
    client.force_login(editor("view_question", "add_question"))
    return client.get(reverse("quizzes_admin:export"), {"format": "xlsx", "unduh": "1"}).content


def read(content: bytes):
    return services.read_file(SimpleUploadedFile("soal.xlsx", content), by=UserFactory(), at=NOON)


def as_it_stands(question: Question) -> list:
    content = content_of(question.current)
    return [content.picture_id, content.gives_part_marks, [(one.text, one.is_correct, one.region) for one in content.options]]  # fmt: skip


def test_a_question_comes_back_with_its_picture_and_its_parts(client, home):
    question = QuestionFactory(type="bagian-gambar", name="Foto")
    batch = services.apply_import(read(sheet_of(client, home)), by=UserFactory(), at=NOON)
    again = batch.questions.get().question
    assert as_it_stands(again) == as_it_stands(question)


def test_a_picture_that_the_site_does_not_have_is_told_on_its_line(client, home):
    question = QuestionFactory(type="bagian-gambar")
    content = sheet_of(client, home)
    SiteImage.objects.filter(pk=question.current.picture_id).update(file_hash="0" * 40)
    (record,) = records_of(read(content))
    assert [problem.code for problem in record.problems if problem.blocks] == ["picture_unknown"]


def test_a_picture_that_went_after_the_dry_run_is_noticed_when_it_is_kept(client, home):
    question = QuestionFactory(type="bagian-gambar")
    batch = read(sheet_of(client, home))
    SiteImage.objects.filter(pk=question.current.picture_id).update(file_hash="0" * 40)
    with pytest.raises(services.importing.ExchangeError) as refused:
        services.apply_import(batch, by=UserFactory(), at=NOON)
    assert refused.value.code == "nothing_ready"


def test_a_person_names_a_picture_without_its_hash():
    first = picture()
    assert referred(["Foto upacara"]) == {"Foto upacara": [first.pk]}
    second = picture()
    assert referred(["Foto upacara", "Lain"]) == {"Foto upacara": [first.pk, second.pk], "Lain": []}
    assert referred([reference(second)]) == {reference(first): [first.pk]}  # the same file twice is one picture


def test_two_pictures_of_one_name_are_not_guessed():
    picture(), picture()
    book = Workbook()
    header = ["Jenis", "Pertanyaan", "Gambar", "Pilihan", "Benar", "Bagian"]
    for row in [header, ["bagian-gambar", "Mana?", "Foto upacara", "Baju", "ya", "1; 1; 9; 9"], ["", "", "", "Pagar", "", "20; 1; 9; 9"]]:  # fmt: skip
        book.active.append(row)
    output = BytesIO()
    book.save(output)
    (record,) = records_of(read(output.getvalue()))
    assert [(one.code, one.value) for one in record.problems if one.blocks] == [("picture_several", "2")]


def test_a_question_whose_file_is_lost_stays_behind_and_is_named(client, home):
    question = QuestionFactory(type="bagian-gambar", name="Foto hilang")
    question.current.picture.file.storage.delete(question.current.picture.file.name)
    client.force_login(editor("view_question"))
    shown = client.get(reverse("quizzes_admin:export"), {"format": "xlsx"}).content.decode()
    assert "Foto hilang" in shown
    assert "Berkas gambarnya hilang." in shown


def test_the_other_formats_say_why_it_stays(client, home):
    QuestionFactory(type="bagian-gambar", name="Foto")
    client.force_login(editor("view_question"))
    for format in ("gift", "moodle-xml"):
        shown = client.get(reverse("quizzes_admin:export"), {"format": format}).content.decode()
        assert "Soal bagian gambar hanya dimuat XLSX." in shown


def test_the_sheet_names_the_picture_for_people(client, home):
    question = QuestionFactory(type="bagian-gambar")
    rows = load_workbook(BytesIO(sheet_of(client, home))).active
    head = [cell.value for cell in rows[1]]
    assert rows.cell(2, head.index("Gambar") + 1).value == reference(question.current.picture)
    assert rows.cell(2, head.index("Bagian") + 1).value == "10; 10; 30; 40"
