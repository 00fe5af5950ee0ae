"""L1: the link that a camat shares opens for everybody and is spent by nobody."""

from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from elearning.distribution.models import Handout
from elearning.distribution.pictures import draw_code, draw_preview
from tests.factories.distribution import HandoutFactory
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def handout(home):
    return HandoutFactory(code="M4Q7R2", shared_by="Camat Kenanga Contoh")


@pytest.mark.parametrize("address", ["/b/M4Q7R2", "/b/M4Q7R2/", "/b/m4q7r2", "/b/M4-Q7-R2"])
def test_a_link_opens_however_it_is_typed(client, handout, address):
    page = client.get(address).content.decode()
    assert "Dibagikan oleh <strong>Camat Kenanga Contoh</strong>" in page
    assert "Mulai belajar" in page
    assert "Kami tidak meminta kata sandi, PIN, OTP" in page
    assert "± 12 menit · di bawah 1 MB" in page


def test_looking_five_times_sets_no_cookie_and_changes_nothing(client, handout):
    for _ in range(5):
        response = client.get("/b/M4Q7R2")
    assert not response.cookies
    assert not client.cookies
    assert Handout.objects.get().closed_at is None


def test_pressing_start_remembers_the_link_and_opens_the_course(client, handout):
    response = client.post("/b/M4Q7R2")
    assert response.status_code == 302
    assert response.url == handout.course.url
    assert client.session["handout"] == "M4Q7R2"


def test_a_form_on_another_site_replaces_nobodys_session(client, handout):
    response = client.post("/b/M4Q7R2", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.url == handout.course.url
    assert not response.cookies


def test_a_replaced_link_still_lets_people_read(client, handout, noon):
    Handout.objects.update(closed_at=noon)
    page = client.get("/b/M4Q7R2").content.decode()
    assert "Tautan ini sudah diganti oleh camat. Materi tetap bisa dibaca." in page
    assert client.post("/b/M4Q7R2").url == handout.course.url
    assert "handout" not in client.session


@pytest.mark.parametrize("typed", ["K7M4Q2", "OIL010", "x", "' or 1=1"])
def test_an_unknown_code_is_404_and_still_leads_to_the_lessons(client, handout, typed):
    response = client.get(f"/b/{typed}")
    assert response.status_code == 404
    assert "Kode ini tidak kami temukan." in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_the_link_of_an_unpublished_course_opens_nothing(client, home):
    HandoutFactory(code="M4Q7R2", course=CoursePageFactory(live=False))
    assert client.get("/b/M4Q7R2").status_code == 404


def test_the_page_is_the_same_for_somebody_who_is_signed_in(client, handout):
    client.force_login(UserFactory(display_name="Rahasia Contoh"))
    assert "Rahasia" not in client.get("/b/M4Q7R2").content.decode()


def test_the_preview_card_is_complete_and_short(client, home, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://netralitas.contoh.example"
    course = CoursePageFactory(title="Judul kursus yang jauh lebih panjang dari enam puluh huruf banyaknya", summary="")
    HandoutFactory(code="M4Q7R2", course=course)
    page = client.get("/b/M4Q7R2").content.decode()
    assert '<meta property="og:title" content="Netralitas ASN: boleh atau tidak?">' in page
    assert (
        '<meta property="og:image" content="https://netralitas.contoh.example/static/distribution/pratinjau.jpg">'
        in page
    )


@pytest.mark.parametrize("codes", [1, 30])
def test_the_landing_page_costs_the_same_whatever_else_is_shared(client, handout, codes, django_assert_max_num_queries):
    HandoutFactory.create_batch(codes, course=handout.course)
    client.get("/b/M4Q7R2")
    with django_assert_max_num_queries(6):
        client.get("/b/M4Q7R2")


def test_the_preview_picture_fits_whatsapp_and_is_the_one_we_draw():
    path = finders.find("distribution/pratinjau.jpg")
    with open(path, "rb") as file:
        stored = file.read()
    assert len(stored) <= 150_000
    picture = Image.open(BytesIO(stored))
    assert (picture.size, picture.format) == ((1200, 630), "JPEG")
    drawn = Image.open(BytesIO(draw_preview()))
    assert drawn.size == picture.size


def test_a_code_becomes_a_small_picture():
    picture = draw_code("Kode peserta Anda", "H7M4-Q2R9-T5W6", "Netralitas ASN")
    assert Image.open(BytesIO(picture)).format == "PNG"
    assert len(picture) < 60_000
