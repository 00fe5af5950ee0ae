"""Editors fill in what a type needs, see the question as a learner does, and compare editions."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file

from elearning.regulations.models import Certainty
from elearning.ui.models import SiteImage
from quizzes import services, types
from quizzes.bank import content_of
from quizzes.editorial.comparing import differences
from quizzes.errors import QuestionError
from quizzes.models import Question
from tests.factories.quizzes import NOON, QuestionFactory, content, picture
from tests.factories.regulations import RuleCardFactory

from .test_admin import form, rows, writer  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.once]

RED = {"text": "Baju merah", "is_correct": "on", "x": "10", "y": "10.5", "width": "30", "height": "40"}
FENCE = {"text": "Pagar", "x": "50", "y": "10", "width": "30", "height": "40"}
PARTS = rows(RED, FENCE, {"text": ""})


@pytest.fixture
def editing(client, writer):  # noqa: F811
    client.force_login(writer)
    return client


def asked(**changes) -> dict:
    """The form with these rows and no others."""
    return {**{name: value for name, value in form().items() if not name.startswith("options-")}, **changes}


def hotspot(**changes) -> dict:
    options = {} if "options-TOTAL_FORMS" in changes else PARTS
    return asked(**{"type": "bagian-gambar", "picture": picture().pk, **options, **changes})


def test_parts_of_a_picture_are_stored_and_come_back_into_the_form(editing, home):
    editing.post(reverse("question:add"), hotspot(gives_part_marks="on"))
    question = Question.objects.get()
    version = question.current
    assert version.picture.title == "Foto upacara"
    assert version.gives_part_marks
    assert version.options.first().region == {"x": 10.0, "y": 10.5, "width": 30.0, "height": 40.0}
    text = editing.get(reverse("question:edit", args=[question.pk])).content.decode()
    assert 'name="options-0-y" value="10.5"' in text


def test_a_tolerance_is_written_with_a_decimal_comma(editing, home):
    options = rows({"text": "3,14", "is_correct": "on", "tolerance": "0,01"})
    editing.post(reverse("question:add"), asked(type="angka", **options))
    question = Question.objects.get()
    assert question.current.options.get().tolerance == Decimal("0.01")
    assert 'value="0,01"' in editing.get(reverse("question:edit", args=[question.pk])).content.decode()


@pytest.mark.parametrize(
    ("changes", "row", "field"),
    [
        (rows(RED, {"text": "Pagar"}), 1, "x"),
        (rows(RED, {**FENCE, "x": "90"}), 1, "x"),
        (rows(RED, {**FENCE, "text": ""}), 1, "text"),
        ({"type": "angka", **rows({"text": "1.000", "is_correct": "on"})}, 0, "text"),
        ({"type": "angka", **rows({"text": "5", "is_correct": "on", "tolerance": "-1"})}, 0, "tolerance"),
        ({"type": "isian-singkat", **rows({"text": "netral", "is_correct": "on"}, {"text": "..."})}, 1, "text"),
    ],
)
def test_a_fault_of_a_row_is_named_at_its_field_and_nothing_is_lost(editing, home, changes, row, field):
    sent = hotspot(**changes)
    reply = editing.post(reverse("question:add"), sent)
    shown = reply.context["form"]
    assert [(number, name) for number, each in enumerate(shown.options) for name in each.errors] == [(row, field)]
    assert not Question.objects.exists()
    for name, value in sent.items():
        if name.startswith("options-") and name.endswith(("-text", "-x")):
            number, part = name.split("-")[1:]
            assert shown.options.forms[int(number)][part].value() == value


def test_a_missing_picture_is_named_at_the_picture(editing, home):
    reply = editing.post(reverse("question:add"), hotspot(picture=""))
    assert list(reply.context["form"].errors) == ["picture"]


def test_part_marks_are_kept_only_where_a_type_has_parts(editing, home):
    editing.post(reverse("question:add"), form(gives_part_marks="on"))
    assert not Question.objects.get().current.gives_part_marks


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(editing, home):
    editing.post(reverse("question:add"), asked(**rows({"text": "Ya", "is_correct": "on"}, {"text": "Tidak"})))
    question = Question.objects.get()
    address = reverse("question:edit", args=[question.pk])
    stale = editing.get(address).context["form"]["edition"].value()
    services.publish_version(question, content(reason="Kuncinya keliru."), by=None, at=NOON)
    mine = asked(prompt="Yang mana?", edition=stale, **rows({"text": "Ya", "is_correct": "on"}, {"text": "Tidak"}))
    reply = editing.post(address, mine)
    assert str(QuestionError("edited_meanwhile", number=2)) in reply.context["form"].non_field_errors()
    assert "Yang mana?" in reply.content.decode()
    assert question.versions.count() == 2
    editing.post(address, {**mine, "edition": 2})
    assert question.versions.count() == 3


def test_a_question_is_previewed_before_it_is_saved_or_has_a_name(editing, home):
    text = editing.post(reverse("question:preview"), hotspot(name="", slug="", explanation="")).content.decode()
    assert "Bolehkah tenda kelurahan dipinjamkan?" in text
    assert text.count("<rect") == 2
    assert "Belum disimpan" in text
    assert not Question.objects.exists()


def test_a_preview_of_what_cannot_be_shown_says_why(editing, home):
    text = editing.post(
        reverse("question:preview"), hotspot(picture="", **rows(RED, {"text": "Pagar"}))
    ).content.decode()
    assert "Soal ini belum bisa ditampilkan" in text
    assert "Gambar: Pilih gambarnya." in text
    assert "Baris 2: Tarik persegi" in text


def letter_of(reply, words: str) -> str:
    return next(option.letter for option in reply.context["preview"].options if option.text == words)


def test_an_answer_is_tried_in_the_preview_and_nothing_is_stored(editing, home):
    sent = hotspot()
    first = editing.post(reverse("question:preview"), sent)
    right, wrong = letter_of(first, "Baju merah"), letter_of(first, "Pagar")
    address = reverse("question:preview")
    assert editing.post(address, {**sent, "coba": "1", "options": [right]}).context["trial"].percent == 100
    assert editing.post(address, {**sent, "coba": "1", "options": [wrong]}).context["trial"].percent == 0
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("type", "fields", "percent"),
    [
        ("angka", {"number": "3.15"}, 100),
        ("angka", {"number": "31,4"}, 0),
        ("isian-singkat", {"text": "KAWASAN bebas partai."}, 100),
    ],
)
def test_a_stored_edition_is_tried_too(editing, home, type, fields, percent):
    address = reverse("question:try", args=[QuestionFactory(type=type).pk])
    assert editing.get(address, {**fields, "coba": "1"}).context["trial"].percent == percent
    assert "1.000" in editing.get(address, {"number": "1.000", "text": "1.000", "coba": "1"}).content.decode()


@pytest.mark.parametrize(
    "type",
    [
        "pilihan-tunggal",
        "pilihan-banyak",
        "benar-salah",
        "jodohkan",
        "urutkan",
        "angka",
        "isian-singkat",
        "bagian-gambar",
    ],
)
def test_every_type_is_shown_and_tried_without_an_answer(editing, home, type):
    reply = editing.get(reverse("question:try", args=[QuestionFactory(type=type).pk]), {"coba": "1"})
    assert reply.context["trial"].percent == 0
    assert "Tidak dijawab" in reply.content.decode()


def test_two_editions_are_compared_part_by_part(editing, home):
    question = QuestionFactory(type="angka")
    before = content("angka")
    options = tuple(type(each)(**{**_plain(each), "key": key}) for key, each in zip("ab", before.options, strict=True))
    after = content("angka", prompt="Berapa nilainya?", options=options[:1], certainty=Certainty.VERIFIED)
    services.publish_version(
        question,
        content("angka", prompt="Berapa nilainya?", options=options[:1], card_ids=_cards(question)),
        by=None,
        at=NOON,
    )
    address = reverse("question:inspect", args=[question.pk])
    text = editing.get(address, {"versi": 2, "banding": 1}).content.decode()
    assert "Dari versi 1 ke versi 2" in text
    assert "Komanya bergeser satu tempat." in text
    assert "Pertanyaan" in [each.label for each in differences(before, after, {})]


def test_a_comparison_names_cards_and_pictures_and_says_where_a_part_lies(editing, home):
    question = QuestionFactory(type="bagian-gambar")
    card, part = question.current.bases.get().card, question.current.options.order_by("pk").first()
    options, room = list(content_of(question.current).options), picture()
    moved = replace(options[0], region={"x": 2.5, "y": 3.0, "width": 10.0, "height": 20.0})
    changed = replace(content_of(question.current), picture_id=room.pk, options=(moved, *options[1:]))
    other = RuleCardFactory(live=True)
    services.publish_version(question, replace(changed, card_ids=(other.pk,)), by=None, at=NOON)
    address = reverse("question:inspect", args=[question.pk])
    reply = editing.get(address, {"versi": 2, "banding": 1})
    said = {each.label: (each.before, each.after) for each in reply.context["changes"]}
    assert said["Kartu dasar"] == (card.title, other.title)
    assert said["Gambar"] == ("Foto upacara", "Foto upacara")
    assert said[f"«{part.text}»: Bagian gambar"][1] == "dari kiri 2,5%, dari atas 3%, lebar 10%, tinggi 20%"


def test_an_edition_is_the_same_as_itself():
    assert differences(content("jodohkan"), content("jodohkan"), {}) == ()


def test_a_new_question_names_itself_and_says_what_comes_next(editing, home):
    for slug in ("tenda-dinas", "tenda-dinas-2"):
        reply = editing.post(reverse("question:add"), hotspot(name="Tenda dinas", slug=""), follow=True)
        assert Question.objects.latest("pk").slug == slug
    assert "masih draf" in reply.content.decode()


def test_rows_are_added_without_saving_first(editing, home):
    text = editing.get(reverse("question:add")).content.decode()
    assert 'name="options-__prefix__-text"' in text.partition("<template>")[2].partition("</template>")[0]


def test_a_new_type_needs_no_line_of_a_style_sheet(editing, home):
    text = editing.get(reverse("question:add")).content.decode()
    named = set(" ".join(re.findall(r'data-kinds="([^"]*)"', text)).split())
    assert named == set(types.KINDS)
    sheet = Path(finders.find("css/rooms/quizzes-admin.css")).read_text()
    assert not [kind for kind in types.KINDS if kind in sheet]


def _plain(option) -> dict:
    return {name: getattr(option, name) for name in option.__slots__}


def _cards(question) -> tuple[int, ...]:
    return tuple(basis.card_id for basis in question.current.bases.all())


class TestThePictureOfAQuestion:
    @pytest.fixture
    def shown(self, client, superuser, home):
        client.force_login(superuser)
        return QuestionFactory(type="bagian-gambar").current.picture

    def save(self, client, image, **changes):
        plain = {"title": "Foto", "collection": image.collection_id, "tags": "", "description": ""}
        focus = {f"focal_point_{name}": "" for name in ("x", "y", "width", "height")}
        return client.post(reverse("wagtailimages:edit", args=[image.pk]), {**plain, **focus, **changes})

    def other_file(self):
        return SimpleUploadedFile("lain.png", get_test_image_file(size=(300, 300)).open().read(), "image/png")

    def test_keeps_its_file_and_may_get_other_words(self, client, shown):
        reply = self.save(client, shown, file=self.other_file())
        assert reply.context["form"].has_error("file", "in_use")
        assert self.save(client, shown, title="Foto apel").status_code == 302
        before, _ = shown.file.name, shown.refresh_from_db()
        assert (shown.title, shown.file.name) == ("Foto apel", before)

    def test_is_deleted_by_nobody(self, client, shown):
        client.post(reverse("wagtailimages:delete", args=[shown.pk]))
        client.post(reverse("wagtail_bulk_action", args=["ui", "siteimage", "delete"]) + f"?id={shown.pk}")
        shown.refresh_from_db()

    def test_that_no_question_shows_may_be_replaced_and_deleted(self, client, shown):
        free = picture()
        self.save(client, free, file=self.other_file())
        assert SiteImage.objects.get(pk=free.pk).width == 300
        client.post(reverse("wagtailimages:delete", args=[free.pk]))
        assert not SiteImage.objects.filter(pk=free.pk).exists()


def test_an_edition_of_an_impossible_number_shows_the_newest(editing, home):
    address = reverse("question:try", args=[QuestionFactory().pk])
    assert [editing.get(address, {"versi": each}).status_code for each in ("9" * 5000, "٣", "9")] == [200, 200, 404]
