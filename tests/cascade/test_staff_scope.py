"""One object says whose learning a head sees; page, search, file and mail show the same rows, and no mark (ADR 0041)."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elearning.cascade import exports, rosters, urls
from elearning.cascade.pasting import read_text
from elearning.cascade.staff import staff_of
from elearning.distribution.models import Receipt
from elearning.people.models import OfficeRole, Unit
from elearning.people.permissions import units_headed
from tests.factories.cascade import StaffEntryFactory
from tests.factories.distribution import HandoutFactory, ReceiptFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
NIP = "197809122005011003"


@pytest.fixture
def world(kenanga):
    """Everybody of Kenanga ends on «Kenanga», everybody else on another word."""
    kenanga.person("selesai", display_name="Arum Kenanga")
    kenanga.person(unit=None, display_name="Bima Kenanga")  # came through the link, wrote no unit
    school = UnitFactory(parent=Unit.objects.get(pk=kenanga.unit.pk), kind="sekolah", name="SD Contoh")
    kenanga.person("belajar", unit=school, joined=False, display_name="Citra Kenanga")
    UserFactory(unit=None, nip=NIP, display_name="Dewi Kenanga")
    StaffEntryFactory(in_unit=kenanga.unit, name="Dewi di Daftar", nip=NIP)  # the row is the person
    StaffEntryFactory(in_unit=kenanga.unit, name="Eka Kenanga")  # nobody has registered
    desa = UnitFactory(parent=Unit.objects.get(pk=kenanga.unit.pk), kind="desa", name="Desa Contoh")
    kenanga.person(unit=desa, display_name="Fajar Desa")
    moved = kenanga.person(display_name="Gita Pindah")
    moved.unit = UnitFactory(name="Kecamatan Soka Contoh")
    moved.save()
    away = kenanga.person(display_name="Hadi Dikeluarkan")
    Receipt.objects.filter(person=away).update(state=Receipt.State.REJECTED)
    StaffEntryFactory(in_unit=moved.unit, name="Indah Tetangga")
    HandoutFactory(unit=moved.unit, course=kenanga.handout.course)
    return kenanga


KENANGA = ["Arum Kenanga", "Bima Kenanga", "Citra Kenanga", "Dewi Kenanga", "Eka Kenanga"]
SOKA = ["Gita Pindah", "Indah Tetangga"]


def viewers(world):
    unit, soka = world.unit, Unit.objects.get(name="Kecamatan Soka Contoh")
    both = OfficeHoldingFactory(unit=unit, kind="plt").person
    OfficeHoldingFactory(unit=soka, person=both)
    return {
        "head": (world.head, {unit: KENANGA}),
        "acting head": (OfficeHoldingFactory(unit=unit, kind="plt").person, {unit: KENANGA}),
        "former head": (OfficeHoldingFactory(unit=unit, kind="plt", ends_on=date(2024, 6, 1)).person, {}),
        "head of two": (both, {unit: KENANGA, soka: SOKA}),
        "committee": (OfficeHoldingFactory(unit=unit, role=OfficeRole.COMMITTEE).person, {}),
        "leader": (OfficeHoldingFactory(unit=unit, role=OfficeRole.LEADER).person, {}),
        "superuser": (UserFactory(is_superuser=True), {}),
        "participant": (UserFactory(unit=None), {}),
        "anonymous": (AnonymousUser(), {}),
    }


ROLES = (
    "head", "acting head", "former head", "head of two", "committee", "leader", "superuser", "participant", "anonymous",
)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_page_search_files_and_mail_show_the_same_people_to_each_role(client, world, role):
    viewer, expected = viewers(world)[role]
    if viewer.is_authenticated:
        client.force_login(viewer)
    for unit in Unit.objects.filter(name__startswith="Kecamatan"):
        wanted = expected.get(unit, [])
        query = f"?unit={unit.public_id}"
        assert names_on_page(client, query) == wanted
        assert sorted(name for word in "aeiou" for name in names_on_page(client, f"{query}&q={word}")) == sorted(
            name for word in "aeiou" for name in wanted if word in name.lower()
        )
        assert names_in_xlsx(client, query) == wanted
        assert names_in_pdf(client, query, monkeypatched=wanted) == wanted
    assert names_by_mail(viewer, world.handout.course) == [name for names in expected.values() for name in names]


def names_on_page(client, query):
    response = client.get(f"/camat/daftar/{query}")
    if response.status_code != 200:
        assert response.status_code in (302, 403, 404)
        return []
    return sorted(re.findall(r"<strong>([^<]+)</strong>\s*<span class=\"muted\">", unescape(response.content.decode())))


def names_in_xlsx(client, query):
    response = client.post(f"/camat/daftar/ekspor/{query}", {"format": "xlsx"})
    if response.status_code != 200:
        return []
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    return sorted(row[1] for row in list(sheet.values)[1:])


def names_in_pdf(client, query, *, monkeypatched):
    """What the page would be given; the bytes are looked at elsewhere."""
    made = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exports.press, "pdf", lambda name, context: made.extend(context["lines"]) or b"%PDF")
        client.post(f"/camat/daftar/ekspor/{query}", {"format": "pdf"})
    return sorted(line.name for line in made)


def names_by_mail(viewer, course):
    """A digest goes to the heads of units, each with the list of that unit."""
    on = timezone.localdate()
    units = sorted(units_headed(viewer, on=on), key=lambda unit: unit.name)
    return [
        name
        for unit in units
        for name in sorted(row.name for row in staff_of(unit, course, viewer=viewer, on=on).rows())
    ]


def test_a_unit_that_is_not_mine_is_empty_even_when_asked_for_directly(world):
    other = Unit.objects.get(name="Kecamatan Soka Contoh")
    staff = staff_of(other, world.handout.course, viewer=world.head, on=timezone.localdate())
    assert list(staff.rows()) == []
    assert staff.turnout(None).base == 0


def test_how_each_is_known_is_told(world):
    known = {row.name: row.known_by for row in world.staff.rows()}
    assert (known["Arum Kenanga"], known["Dewi Kenanga"], known["Eka Kenanga"]) == ("sendiri", "daftar", "daftar")
    Receipt.objects.filter(person__display_name="Arum Kenanga").update(state=Receipt.State.CONFIRMED)
    assert {row.name: row.known_by for row in world.staff.rows()}["Arum Kenanga"] == "dikonfirmasi"


def test_whoever_works_in_another_unit_is_not_found_by_a_nip_that_the_head_writes(world):
    elsewhere = UserFactory(unit=UnitFactory(), nip="198001012006041001", display_name="Joko Jauh")
    StaffEntryFactory(in_unit=world.unit, name="Joko di Daftar", nip=elsewhere.nip)
    names = [row.name for row in world.staff.rows()]
    assert "Joko Jauh" not in names
    assert "Joko di Daftar" in names  # and says nothing of what he has learnt


def addresses(world):
    """Every address of this room with something in it, and what is sent there."""
    person = world.person(display_name="Kartika Kenanga")
    entry = StaffEntryFactory(in_unit=world.unit, name="Kartika Kenanga")
    ids = {
        "person": person.public_id,
        "batch": StaffEntryFactory(in_unit=world.unit).batch.public_id,
        "entry": entry.public_id,
    }
    sent = {
        "decide": {"decision": "benar"},
        "roster_entry": {"decision": "sama", "person": person.public_id},
        "roster": {"names": "Lina Contoh"},
        "export": {"format": "xlsx"},
        "home": {"staff_target": "9"},
    }
    for pattern in urls.urlpatterns:
        wanted = pattern.pattern.converters
        if wanted.keys() <= ids.keys():
            args = {name: ids[name] for name in wanted}
            yield reverse(f"cascade:{pattern.name}", kwargs=args), sent.get(pattern.name, {})


def test_no_statement_for_a_head_names_an_answer_a_mark_or_a_score(client, world):
    client.force_login(world.head)
    rosters.keep_draft(world.unit, read_text("Maya Contoh"), by=world.head, at=timezone.now())
    forbidden = ("quizzes_answer", "quizzes_mark", "quizzes_attemptitem", "score_percent", "points", "pass_mark")
    with CaptureQueriesContext(connection) as captured:
        for address, sent in list(addresses(world)):
            client.get(address)
            client.post(address, sent)
    assert len(captured) > 100
    for query in captured:
        assert not [word for word in forbidden if word in query["sql"].lower()], query["sql"]


@pytest.mark.parametrize("name", ["decide", "staff_code", "roster_undo", "roster_entry"])
def test_what_belongs_to_another_kecamatan_does_not_exist(client, world, name):
    client.force_login(world.head)
    other = StaffEntryFactory()
    person = ReceiptFactory(person__unit=UnitFactory()).person
    key = {"roster_undo": other.batch.public_id, "roster_entry": other.public_id}.get(name, person.public_id)
    assert client.post(reverse(f"cascade:{name}", args=[key]), {"decision": "benar"}).status_code == 404


def test_fifty_are_on_a_page_whatever_the_size_of_the_list(client, kenanga, django_assert_max_num_queries):
    UserFactory.create_batch(60, unit=kenanga.unit)
    StaffEntryFactory.create_batch(45, in_unit=kenanga.unit)
    client.force_login(kenanga.head)
    client.get("/camat/daftar/")
    with django_assert_max_num_queries(27):
        page = client.get("/camat/daftar/?page=2").content.decode()
    assert page.count('class="staff__more"') == 50
    assert "Halaman 2 dari 3" in page
