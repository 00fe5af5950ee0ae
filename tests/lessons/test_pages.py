import json

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, PageViewRestriction

from elearning.lessons.models import LessonPage, Reading, TextPage
from elearning.lessons.services import mark_read
from elearning.lessons.steps import course_of, place_of
from elearning.ui.models import SiteImage
from tests.factories.lessons import CoursePageFactory, LessonPageFactory
from tests.factories.people import UserFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def body(*blocks):
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


@pytest.fixture
def course(home):
    return CoursePageFactory(
        title="Netralitas dalam 12 menit", summary="Delapan kartu.", closing="<p>Penutup contoh.</p>"
    )


@pytest.fixture
def lessons(course):
    return [LessonPageFactory(parent=course, title=f"Pelajaran {n}", summary="Ringkas.") for n in (1, 2, 3)]


def text(response):
    return response.content.decode()


def test_a_course_is_open_to_anybody_and_sets_no_cookie(client, course, lessons):
    response = client.get(course.url)
    assert response.status_code == 200
    assert not response.cookies
    assert [step.page.title for step in response.context["course"].steps] == [
        "Pelajaran 1",
        "Pelajaran 2",
        "Pelajaran 3",
    ]


def test_a_guest_is_told_no_progress_that_was_not_measured(client, course, lessons):
    assert client.get(course.url).context["course"].read is None


def test_progress_counts_what_this_person_read(client, course, lessons, noon):
    reader = UserFactory()
    mark_read(reader, lessons[0], at=noon)
    mark_read(UserFactory(), lessons[1], at=noon)
    client.force_login(reader)
    response = client.get(course.url)
    assert "1 dari 3 dibaca" in text(response)
    assert response.context["course"].next_step.page.pk == lessons[1].pk


def test_a_draft_lesson_is_in_no_list_and_not_found(client, course, lessons):
    lessons[1].unpublish()
    assert client.get(lessons[1].url).status_code == 404
    assert [step.number for step in client.get(course.url).context["course"].steps] == [1, 2]


def test_a_restricted_lesson_stays_restricted(client, course, lessons):
    PageViewRestriction.objects.create(page=lessons[1], restriction_type="login")
    assert client.get(lessons[1].url).status_code == 302
    assert len(course_of(course, UserFactory()).steps) == 2


def test_a_lesson_knows_its_place(lessons):
    place = place_of(lessons[1], UserFactory())
    assert (place.number, place.total) == (2, 3)
    assert place.previous.pk == lessons[0].pk
    assert place.next.pk == lessons[2].pk
    assert place_of(lessons[2], UserFactory()).is_last_lesson


def test_a_lesson_of_one_rule_card_is_called_a_card(client, course):
    lesson = LessonPageFactory(parent=course, body=body(("card", RuleCardFactory().pk)))
    assert "Kartu 1 dari 1" in text(client.get(lesson.url))


def test_the_closing_words_stand_at_the_end_of_the_last_lesson(client, lessons):
    assert "Penutup contoh." not in text(client.get(lessons[0].url))
    assert "Penutup contoh." in text(client.get(lessons[2].url))


def test_a_guest_goes_on_by_a_plain_link(client, lessons):
    page = text(client.get(lessons[0].url))
    assert f'href="{lessons[1].url}" rel="next"' in page
    assert "csrfmiddlewaretoken" not in page


# -- reading -------------------------------------------------------------------------------------------------------


def test_a_lesson_is_read_once(lessons, noon):
    reader = UserFactory()
    first = mark_read(reader, lessons[0], at=noon)
    assert mark_read(reader, lessons[0], at=noon.replace(year=2025)) == first
    assert Reading.objects.get().read_at == noon


def test_going_on_remembers_the_lesson_and_leads_to_the_next(client, lessons):
    reader = UserFactory()
    client.force_login(reader)
    response = client.post(reverse("lessons:mark_read"), {"lesson": lessons[0].pk, "next": lessons[1].url})
    assert response.url == lessons[1].url
    assert Reading.objects.get().person == reader
    assert "dibaca" in text(client.get(lessons[0].url))


def test_reading_is_never_recorded_by_looking(client, lessons):
    client.force_login(UserFactory())
    client.get(lessons[0].url)
    assert client.get(reverse("lessons:mark_read")).status_code == 405
    assert not Reading.objects.exists()


def test_a_guest_records_nothing(client, lessons):
    response = client.post(reverse("lessons:mark_read"), {"lesson": lessons[0].pk})
    assert response.status_code == 302
    assert not Reading.objects.exists()


@pytest.mark.parametrize("lesson", ["", "x", "-1", "999999"])
def test_a_lesson_that_is_not_there_is_not_found(client, home, lesson):
    client.force_login(UserFactory())
    assert client.post(reverse("lessons:mark_read"), {"lesson": lesson}).status_code == 404


def test_a_draft_cannot_be_read_and_no_other_site_is_a_next_step(client, lessons):
    client.force_login(UserFactory())
    lessons[0].unpublish()
    url = reverse("lessons:mark_read")
    assert client.post(url, {"lesson": lessons[0].pk}).status_code == 404
    answer = client.post(url, {"lesson": lessons[1].pk, "next": "https://lain.example/"})
    assert answer.url == lessons[1].get_parent().url


# -- blocks --------------------------------------------------------------------------------------------------------


@pytest.fixture
def rich(course):
    """A lesson with every kind of block."""
    card = RuleCardFactory(title="Menyukai unggahan calon")
    draft = RuleCardFactory(title="Kartu yang masih draf", live=False)
    Collection.objects.exists() or Collection.add_root(name="Root")
    image = SiteImage.objects.create(title="Gambar", file=get_test_image_file())
    document = get_document_model().objects.create(
        title="Selebaran", file=ContentFile(b"x" * 2048, name="selebaran.pdf")
    )
    return LessonPageFactory(
        parent=course,
        goal="Setelah ini Anda paham.",
        body=body(
            ("text", "<p>Satu paragraf.</p>"),
            ("card", card.pk),
            ("card", draft.pk),
            ("case", {"title": "Kasus contoh", "situation": "Terjadi.", "question": "Bolehkah?",
                      "discussion": "<p>Bahas.</p>", "cards": [card.pk, draft.pk]}),
            ("quick_check", {"situation": "Pak Contoh menulis komentar.", "answer": "tidak-boleh",
                             "reason": "Terbaca sebagai dukungan.", "card": card.pk}),
            ("callout", {"kind": "penting", "title": "Ingat", "text": "<p>Tanya dulu.</p>"}),
            ("image", {"image": image.pk, "alt_text": "Dua orang di meja", "decorative": False}),
            ("document", {"document": document.pk, "title": ""}),
            ("video", {"title": "Cuplikan", "url": "https://video.example/1", "minutes": 3, "size_mb": "12.5",
                       "summary": "Dua pegawai berbincang."}),
        ),
    )  # fmt: skip


def test_every_kind_of_block_is_shown(client, rich):
    page = text(client.get(rich.url))
    for words in ("Satu paragraf.", "Menyukai unggahan calon", "Kasus contoh", "Bahas.", "Tanya dulu.", "Setelah ini"):
        assert words in page


def test_a_card_that_is_a_draft_is_left_out(client, rich):
    assert "Kartu yang masih draf" not in text(client.get(rich.url))


def test_a_card_in_a_lesson_follows_the_reader_too(client, course):
    from elearning.regulations.models import Citation
    from tests.factories.regulations import ProvisionFactory, ProvisionVersionFactory, RegulationFactory

    card = RuleCardFactory()
    provision = ProvisionFactory(regulation=RegulationFactory(slug="pp-94-2021", short_title="PP 94/2021"))
    ProvisionVersionFactory(provision=provision)
    Citation.objects.create(card=card, provision=provision, certainty="terverifikasi")
    lesson = LessonPageFactory(parent=course, body=body(("card", card.pk)))
    assert "94/2021" in text(client.get(lesson.url))
    assert "94/2021" not in text(client.get(lesson.url, {"status": "pppk"}))


def test_the_quick_check_answers_without_javascript(client, rich):
    page = text(client.get(rich.url))
    check = page[page.index("Cek cepat") :]
    assert check.count('<details class="quick__answer"') == 3
    assert check.count("Benar.") == 1
    assert check.count("Belum tepat. Jawabannya: TIDAK BOLEH.") == 2
    assert "Latihan, tidak dinilai." in check


def test_a_video_is_a_link_that_says_how_long_and_how_large(client, rich):
    page = text(client.get(rich.url))
    assert "<iframe" not in page
    assert "(3 menit, 12,5 MB)" in page


def test_a_file_says_its_kind_and_size_and_is_open_to_anybody(client, rich):
    page = text(client.get(rich.url))
    assert "(PDF, 2 KB)" in page
    assert client.get(get_document_model().objects.get().url).status_code == 200


def test_a_picture_has_words_size_and_loads_late(client, rich):
    page = text(client.get(rich.url))
    tag = page[page.index("<img") :].split(">")[0]
    for part in ('alt="Dua orang di meja"', "width=", "height=", 'loading="lazy"'):
        assert part in tag


def test_a_lesson_weighs_little_and_asks_nobody_else(client, rich):
    page = text(client.get(rich.url))
    assert len(page) < 40_000
    assert "style=" not in page
    assert " onclick" not in page
    assert 'src="http' not in page


def test_a_draft_is_previewed_by_its_editor_only(client, superuser, rich):
    url = reverse("wagtailadmin_pages:view_draft", args=[rich.pk])
    assert client.get(url).status_code == 302
    client.force_login(superuser)
    assert "Kartu yang masih draf" in text(client.get(url))


# -- other pages ---------------------------------------------------------------------------------------------------


def test_a_text_page_is_open_to_anybody(client, home):
    page = home.add_child(instance=TextPage(title="Privasi", body="<h2>Data</h2><p>Kami simpan sedikit.</p>"))
    response = client.get(page.url)
    assert "Kami simpan sedikit." in text(response)
    assert not response.cookies


def test_the_sitemap_lists_pages_cards_and_regulations_that_are_public(client, lessons):
    card, draft = RuleCardFactory(), RuleCardFactory(live=False)
    lessons[2].unpublish()
    response = client.get("/sitemap.xml")
    page = text(response)
    assert response.status_code == 200
    assert not response.cookies
    assert f"{lessons[0].url}</loc>" in page
    assert f"{card.get_absolute_url()}</loc>" in page
    assert card.citations.get().provision.regulation.get_absolute_url() in page
    assert draft.get_absolute_url() not in page
    assert lessons[2].slug not in page


def test_a_child_of_an_unknown_kind_gets_the_plain_card():
    from wagtail.models import Page

    from elearning.lessons.steps import FALLBACK_TEMPLATE, Step

    assert Step(Page(title="Lain")).template == FALLBACK_TEMPLATE


@pytest.mark.parametrize("many", [1, 30])
def test_a_course_costs_the_same_for_one_lesson_and_for_many(client, course, many, django_assert_max_num_queries):
    for number in range(many):
        LessonPageFactory(parent=course, slug=f"l{number}")
    client.force_login(UserFactory())
    client.get(course.url)
    with django_assert_max_num_queries(20):
        client.get(course.url)


@pytest.mark.parametrize("many", [1, 30])
def test_a_lesson_costs_the_same_for_one_card_and_for_many(client, course, many, django_assert_max_num_queries):
    cards = RuleCardFactory.create_batch(many)
    lesson = LessonPageFactory(parent=course, body=body(*[("card", card.pk) for card in cards]))
    client.get(lesson.url)
    with django_assert_max_num_queries(24):
        client.get(lesson.url)
    assert len(LessonPage.objects.get().rule_cards()) == many
