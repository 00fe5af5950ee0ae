"""A camat sees names and who has finished. Never a score, never another kecamatan."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elearning.distribution.models import CascadeNode, Handout, Receipt
from elearning.people.models import IdentityLevel, OfficeRole
from elearning.people.services import person_by_code
from tests.factories.distribution import ReceiptFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGES = ("/camat/", "/camat/bagikan/", "/camat/daftar/", "/camat/bagikan/ganti/", "/camat/bagikan/berkas/poster-a4/")


@pytest.fixture
def camat(client, kenanga):
    client.force_login(kenanga.head)
    return client


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", [None, OfficeRole.COMMITTEE])
def test_only_a_head_comes_in(client, kenanga, address, role):
    client.force_login(OfficeHoldingFactory(unit=kenanga.unit, role=role).person if role else UserFactory())
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_a_head_whose_office_ended_stays_outside(client, kenanga, address):
    former = OfficeHoldingFactory(unit=kenanga.unit, kind="plt", ends_on=date(2024, 6, 1)).person
    client.force_login(former)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_another_unit_does_not_exist_for_a_head(camat, address):
    assert camat.get(f"{address}?unit={UnitFactory().public_id}").status_code == 404
    assert camat.get(f"{address}?unit=bukan-kode").status_code == 404


def test_somebody_who_heads_two_units_can_choose(camat, kenanga):
    second = OfficeHoldingFactory(person=kenanga.head, kind="plt").unit
    page = text_of(camat.get(f"/camat/?unit={second.public_id}"))
    assert f"<h1>{second.name}</h1>" in page
    assert f'href="?unit={kenanga.unit.public_id}"' in page
    assert f'href="/camat/daftar/?unit={second.public_id}"' in page


def test_the_number_stands_on_its_base(camat, kenanga):
    CascadeNode.objects.update(staff_target=52, staff_target_source="kepala")
    kenanga.person("selesai")
    kenanga.person("belajar")
    kenanga.person("gagal")
    kenanga.person("belum")
    page = text_of(camat.get("/camat/"))
    assert '<b>1</b> <span class="number__base">dari 52</span>' in page
    assert "51 orang belum selesai" in page
    turnout = kenanga.staff.turnout(52)
    assert (turnout.registered, turnout.finished, turnout.learning, turnout.not_begun) == (4, 1, 2, 1)


def test_nothing_measured_is_not_a_zero(camat):
    page = text_of(camat.get("/camat/"))
    assert "Belum ada yang mulai. Itu wajar." in page
    assert "<b>0</b>" not in page


def test_without_a_link_the_first_step_is_to_make_one(camat):
    Handout.objects.all().delete()
    CascadeNode.objects.all().delete()
    assert "Langkah pertama: bagikan satu pesan ke grup WhatsApp kantor." in text_of(camat.get("/camat/"))
    assert "Buat tautan" in text_of(camat.get("/camat/bagikan/"))
    assert not Handout.objects.exists()


def test_a_head_opens_the_link_and_it_carries_the_office(camat, course, kenanga):
    Handout.objects.all().delete()
    CascadeNode.objects.all().delete()
    assert camat.post("/camat/bagikan/", {"course": course.pk}).url == "/camat/bagikan/"
    handout = Handout.objects.get()
    assert (handout.unit, handout.shared_by) == (kenanga.unit, "Camat Kenanga Contoh")


def test_a_due_day_in_the_past_is_refused(camat, course):
    Handout.objects.all().delete()
    CascadeNode.objects.all().delete()
    page = text_of(camat.post("/camat/bagikan/", {"course": course.pk, "due_on": "2020-01-01"}))
    assert "Tanggal ini sudah lewat." in page
    assert not Handout.objects.exists()


def test_the_target_is_typed_once(camat):
    assert camat.post("/camat/", {"staff_target": "52"}).url == "/camat/"
    assert CascadeNode.objects.get().staff_target == 52


@pytest.mark.parametrize("typed", ["0", "-3", "lima puluh"])
def test_a_target_that_is_no_number_is_refused(camat, typed):
    assert camat.post("/camat/", {"staff_target": typed}).status_code == 200
    assert CascadeNode.objects.get().staff_target is None


def test_people_who_are_no_asn_are_not_counted_against_the_target(camat, kenanga):
    person = kenanga.person("selesai")
    person.employment_status = "non-asn"
    person.save(update_fields=["employment_status"])
    turnout = kenanga.staff.turnout(None)
    assert (turnout.registered, turnout.others) == (0, 1)


def test_each_text_opens_whatsapp_with_the_sites_link_whatever_host_was_asked(camat, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://netralitas.contoh.example"
    page = text_of(camat.get("/camat/bagikan/"))
    links = re.findall(r'href="(https://wa\.me/[^"]+)"', page)
    assert len(links) == 3
    for link in links:
        text = parse_qs(urlsplit(link).query)["text"][0]
        assert "https://netralitas.contoh.example/b/M4Q7R2" in text
        assert len(text) <= 700


def test_a_reminder_names_nobody(camat, kenanga):
    kenanga.person("belajar", display_name="Rahasia Contoh")
    CascadeNode.objects.update(staff_target=52, staff_target_source="kepala")
    page = text_of(camat.get("/camat/bagikan/"))
    assert "52 dari 52 orang belum selesai" in page
    assert "Rahasia" not in page


def test_replacing_a_link_asks_first(camat, kenanga):
    assert "Ganti tautan M4Q7R2?" in text_of(camat.get("/camat/bagikan/ganti/"))
    assert Handout.objects.open().get() == kenanga.handout
    camat.post("/camat/bagikan/ganti/")
    assert Handout.objects.open().get().code != "M4Q7R2"


def test_the_list_shows_names_and_status(camat, kenanga):
    for status, word in (("selesai", "Selesai"), ("belajar", "Sedang belajar"), ("belum", "Belum mulai")):
        kenanga.person(status, display_name=f"Orang {word} Contoh")
    rows = re.findall(
        r"<strong>(.*?)</strong>.*?class=\"badge[^\"]*\">(?:<svg.*?</svg>)?([^<]+)<",
        text_of(camat.get("/camat/daftar/")),
        re.DOTALL,
    )
    assert rows == [
        ("Orang Belum mulai Contoh", "Belum mulai"),
        ("Orang Sedang belajar Contoh", "Sedang belajar"),
        ("Orang Selesai Contoh", "Selesai"),
    ]


def test_the_list_reaches_down_and_never_sideways(camat, kenanga):
    school = UnitFactory(parent=kenanga.unit, name="SD Contoh")
    kenanga.person(unit=school, joined=False, display_name="Guru Contoh")
    UserFactory(unit=UnitFactory(), display_name="Orang Tetangga Contoh")
    page = text_of(camat.get("/camat/daftar/"))
    assert "Guru Contoh" in page
    assert "Tetangga" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=arum", {"Arum Contoh"}),
        ("status=selesai", {"Arum Contoh"}),
        ("status=belum", {"Bima Contoh"}),
        ("status=apa", {"Arum Contoh", "Bima Contoh"}),
        ("kantor=apa", {"Arum Contoh", "Bima Contoh"}),
        ("q=tidak+ada", set()),
    ],
)
def test_the_list_can_be_searched(camat, kenanga, query, found):
    kenanga.person("selesai", display_name="Arum Contoh")
    kenanga.person("belum", display_name="Bima Contoh")
    page = text_of(camat.get(f"/camat/daftar/?{query}"))
    assert {name for name in ("Arum Contoh", "Bima Contoh") if f"<strong>{name}</strong>" in page} == found


def test_a_score_is_nowhere_in_the_pages_of_a_head(camat, kenanga):
    kenanga.person("selesai")
    kenanga.person("gagal")
    for address in ("/camat/", "/camat/daftar/", "/camat/bagikan/"):
        page = text_of(camat.get(address))
        assert not re.search(r"\d%(?![0-9A-F]{2})", page)  # «%20» belongs to an address
        assert "score" not in page
        assert "attempt" not in page


def test_no_query_for_a_head_fetches_a_score_an_answer_or_a_mark(camat, kenanga):
    """A score may only be compared with its pass mark, to know that somebody finished."""
    kenanga.person("selesai")
    for address in ("/camat/", "/camat/daftar/", "/camat/bagikan/"):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            camat.get(address)
        for query in captured:
            sql = query["sql"].lower()
            assert "quizzes_answer" not in sql
            assert "quizzes_mark" not in sql
            assert "quizzes_attemptitem" not in sql
            fetched = re.sub(
                r"\w+\.?\"?score_percent\"?\s*>=\s*\(?\w+\.?\"?pass_mark_percent\"?\)?", "", sql.replace('"', "")
            )
            # What could be earned, not what was: an attempt of which no question could be judged does not count.
            fetched = re.sub(r"\w+\.max_points\s*=", "", fetched)
            assert "score_percent" not in fetched
            assert "points" not in fetched


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("address", "most"), [("/camat/", 16), ("/camat/daftar/", 24), ("/camat/bagikan/", 19)])
def test_a_heads_page_costs_the_same_for_many_people(
    camat, kenanga, address, most, rows, django_assert_max_num_queries
):
    for number in range(rows):
        kenanga.person("belajar" if number % 2 else "selesai")
    camat.get(address)
    with django_assert_max_num_queries(most):
        camat.get(address)


def test_my_member_of_staff_is_confirmed(camat, kenanga):
    person = kenanga.person()
    camat.post(f"/camat/daftar/{person.public_id}/pegawai/", {"decision": "benar"})
    person.refresh_from_db()
    assert person.identity_level == IdentityLevel.HEAD_CONFIRMED
    assert Receipt.objects.get().decided_by == kenanga.head


def test_not_my_staff_leaves_the_list_and_can_come_back(camat, kenanga):
    person = kenanga.person(display_name="Orang Lain Contoh")
    camat.post(f"/camat/daftar/{person.public_id}/pegawai/", {"decision": "bukan"})
    assert person not in kenanga.staff.people
    assert "Bukan pegawai saya (1)" in text_of(camat.get("/camat/daftar/"))
    camat.post(f"/camat/daftar/{person.public_id}/pegawai/", {"decision": "benar"})
    assert person in kenanga.staff.people


def test_a_decision_that_is_none_changes_nothing(camat, kenanga):
    person = kenanga.person()
    page = text_of(camat.post(f"/camat/daftar/{person.public_id}/pegawai/", {"decision": "apa"}, follow=True))
    assert "Pilih «Benar pegawai saya»" in page
    assert Receipt.objects.get().state == Receipt.State.SELF_DECLARED


def test_nobody_decides_about_another_units_people(camat):
    other = ReceiptFactory(person__unit=UnitFactory())
    response = camat.post(f"/camat/daftar/{other.person.public_id}/pegawai/", {"decision": "benar"})
    assert response.status_code == 404
    assert camat.post(f"/camat/daftar/{other.person.public_id}/kode-baru/").status_code == 404


def test_a_lost_code_is_made_again_by_the_head(camat, kenanga):
    person = kenanga.person(display_name="Arum Contoh")
    address = f"/camat/daftar/{person.public_id}/kode-baru/"
    assert "Buat kode baru untuk Arum Contoh?" in text_of(camat.get(address))
    assert not person.codes.exists()
    page = text_of(camat.post(address, follow=True))
    code = re.search(r'id="kode">([A-Z0-9-]{14})<', page)[1]
    assert person_by_code(code) == person
    assert "Sampaikan langsung kepada orangnya" in page
    assert camat.post("/kode/").url == "/camat/daftar/"


@pytest.mark.parametrize("kind", ["password", "office", "superuser"])
def test_no_head_opens_the_account_of_somebody_with_more_rights(camat, kenanga, kind):
    person = kenanga.person()
    if kind == "office":
        OfficeHoldingFactory(person=person, role=OfficeRole.COMMITTEE)
    elif kind == "password":
        person.set_password("rahasia-sekali")
        person.save()
    else:
        person.is_superuser = True
        person.save()
    assert camat.post(f"/camat/daftar/{person.public_id}/kode-baru/").status_code == 403
    assert not person.codes.exists()


def test_the_day_counts_at_the_unit(camat, kenanga):
    """A day is offered until it is over at the place, not in Jakarta."""
    today = timezone.localdate()
    assert camat.post("/camat/", {"staff_target": "5", "due_on": today.isoformat()}).status_code == 302
    assert CascadeNode.objects.get().due_on == today


def test_a_past_due_day_that_comes_back_with_the_form_hinders_nothing(camat):
    CascadeNode.objects.update(due_on=date(2024, 1, 31))
    assert camat.post("/camat/", {"staff_target": "52", "due_on": "2024-01-31"}).status_code == 302
    assert CascadeNode.objects.get().staff_target == 52
    assert camat.post("/camat/", {"staff_target": "52", "due_on": "2024-01-30"}).status_code == 200
