"""A list of staff is shown before it is stored, never doubles, and goes again until somebody is tied to it (ADR 0041)."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from elearning.cascade import rosters
from elearning.cascade.models import StaffBatch, StaffDraft, StaffEntry
from elearning.cascade.pasting import read_text
from elearning.cascade.rosters import Fate, RosterError
from elearning.distribution.models import CascadeNode
from elearning.lib.spreadsheets import write_xlsx
from elearning.people.models import User
from tests.factories.cascade import StaffEntryFactory
from tests.factories.people import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
NIP, OTHER_NIP = "197809122005011003", "198001012006041001"
HEADER = ("Nama", "NIP", "Jabatan", "Unit kerja")


@pytest.fixture
def camat(client, kenanga):
    client.force_login(kenanga.head)
    return client


def paste(client, text):
    return client.post("/camat/daftar/pegawai/", {"names": text})


def upload(client, *rows):
    file = SimpleUploadedFile("pegawai.xlsx", write_xlsx("Pegawai", HEADER, rows))
    return client.post("/camat/daftar/pegawai/", {"file": file})


def save(client, **sent):
    return client.post("/camat/daftar/pegawai/periksa/", sent)


def listed():
    return list(StaffEntry.objects.filter(removed_at=None).order_by("pk").values_list("name", flat=True))


def fates(kenanga, text):
    draft = rosters.keep_draft(kenanga.unit, read_text(text), by=kenanga.head, at=timezone.now())
    return [one.fate for one in rosters.plan(draft)]


def test_pasted_names_are_shown_and_stored_only_by_the_button(camat):
    assert paste(camat, "1. Siti  Aminah, S.Pd.\n2. Budi").url == "/camat/daftar/pegawai/periksa/"
    page = unescape(camat.get("/camat/daftar/pegawai/periksa/").content.decode())
    assert "2 baris dibaca · 2 baru" in page
    assert listed() == []
    save(camat)
    assert listed() == ["Siti  Aminah, S.Pd.", "Budi"]
    assert not StaffDraft.objects.exists()


def test_the_same_list_again_adds_nobody(camat):
    for _ in range(2):
        upload(camat, ["Arum", NIP, "Guru", "SD"], ["Bima", "", "Guru", "SD"])
        save(camat)
    assert listed() == ["Arum", "Bima"]
    assert StaffBatch.objects.count() == 1


def test_a_later_table_completes_what_was_pasted(camat):
    paste(camat, "Arum")
    save(camat)
    upload(camat, ["Arum", NIP, "Guru", "SD Contoh"])
    save(camat)
    entry = StaffEntry.objects.get()
    assert (entry.nip, entry.position, entry.unit_text) == (NIP, "Guru", "SD Contoh")


def test_a_nip_that_excel_broke_is_never_invented(camat):
    upload(camat, ["Arum", float(NIP), "Guru", ""])
    assert "NIP belum lengkap" in camat.get("/camat/daftar/pegawai/periksa/").content.decode()
    save(camat)
    entry = StaffEntry.objects.get()
    assert (entry.nip, entry.nip_is_incomplete, entry.nip_hint) == ("", True, NIP[:14])


def test_a_nik_is_neither_stored_nor_shown(camat):
    upload(camat, ["Arum", "3201234567890001", "", ""], ["Bima", "", "Guru", "SD"])
    page = camat.get("/camat/daftar/pegawai/periksa/").content.decode()
    assert "1 perlu diperiksa" in page
    assert "3201234567890001" not in page
    assert "3201234567890001" not in str(StaffDraft.objects.get().lines)
    save(camat)
    assert listed() == ["Bima"]


def test_doubles_are_stored_once_unless_the_head_says_otherwise(camat, kenanga):
    assert fates(kenanga, "Arum\nArum") == [Fate.NEW, Fate.DOUBLE]
    save(camat, lain="2")
    assert listed() == ["Arum", "Arum"]
    assert fates(kenanga, "Arum\nArum") == [Fate.LISTED, Fate.DOUBLE]


def test_a_name_on_the_list_may_be_said_to_be_somebody_else(camat, kenanga):
    StaffEntryFactory(in_unit=kenanga.unit, name="Arum")
    paste(camat, "Arum")
    assert 'type="submit">Simpan' in camat.get("/camat/daftar/pegawai/periksa/").content.decode()
    save(camat, lain="1")
    assert listed() == ["Arum", "Arum"]


def test_two_people_of_one_name_and_two_nip_are_two(camat):
    upload(camat, ["Arum", NIP, "", ""], ["Arum", OTHER_NIP, "", ""])
    assert "Ada nama yang sama." in camat.get("/camat/daftar/pegawai/periksa/").content.decode()
    save(camat)
    assert len(listed()) == 2


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"names": ""}, "Belum ada nama."),
        ({"file": SimpleUploadedFile("a.xlsx", b"x")}, "Belum ada yang disimpan."),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "Belum ada yang disimpan."),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(camat, sent, words):
    assert words in camat.post("/camat/daftar/pegawai/", sent).content.decode()
    assert not StaffDraft.objects.exists()


def test_nothing_new_is_refused(kenanga):
    StaffEntryFactory(in_unit=kenanga.unit, name="Arum")
    draft = rosters.keep_draft(kenanga.unit, read_text("Arum"), by=kenanga.head, at=timezone.now())
    with pytest.raises(RosterError) as refused:
        rosters.save(draft, by=kenanga.head, at=timezone.now())
    assert refused.value.code == "nothing_new"


def test_a_batch_goes_again_with_its_names(camat, kenanga):
    entry = StaffEntryFactory(in_unit=kenanga.unit, name="Arum")
    address = f"/camat/daftar/pegawai/{entry.batch.public_id}/batal/"
    assert "1 nama keluar" in camat.get(address).content.decode()
    camat.post(address)
    assert listed() == []
    with pytest.raises(RosterError) as refused:
        rosters.undo(entry.batch, by=kenanga.head, at=timezone.now())
    assert refused.value.code == "already_undone"


def test_a_batch_of_which_somebody_was_recognised_stays(kenanga):
    entry = StaffEntryFactory(in_unit=kenanga.unit, name="Arum Contoh")
    person = kenanga.person(display_name="Arum Contoh")
    rosters.link(kenanga.staff, entry, person, by=kenanga.head)
    with pytest.raises(RosterError) as refused:
        rosters.undo(entry.batch, by=kenanga.head, at=timezone.now())
    assert refused.value.code == "linked"


def test_the_same_name_is_proposed_and_the_head_decides(camat, kenanga):
    entry = StaffEntryFactory(in_unit=kenanga.unit, name="Arum Contoh")
    person = kenanga.person("selesai", display_name="Arum Contoh")
    page = camat.get("/camat/daftar/").content.decode()
    assert page.count("Orang yang sama?") == 1
    address = f"/camat/daftar/nama/{entry.public_id}/"
    camat.post(address, {"decision": "lain", "person": person.public_id})
    assert "Orang yang sama?" not in camat.get("/camat/daftar/").content.decode()
    entry.apart.clear()
    camat.post(address, {"decision": "sama", "person": person.public_id})
    assert [(row.name, row.known_by) for row in kenanga.staff.rows()] == [("Arum Contoh", "daftar")]


def test_a_name_is_never_tied_to_somebody_whom_the_page_does_not_offer(kenanga):
    entry = StaffEntryFactory(in_unit=kenanga.unit, name="Arum Contoh", nip=NIP)
    strangers = [
        UserFactory(unit=UnitFactory(), display_name="Arum Contoh"),  # of another unit
        kenanga.person(display_name="Arum Lain"),  # of another name
        kenanga.person(display_name="Arum Contoh", nip=OTHER_NIP),  # of another NIP
    ]
    for person in strangers:
        with pytest.raises(RosterError) as refused:
            rosters.link(kenanga.staff, entry, person, by=kenanga.head)
        assert refused.value.code == "not_namesake"


def test_not_my_staff_takes_the_name_off_the_list_too(camat, kenanga):
    person = kenanga.person(display_name="Arum Contoh", nip=NIP)
    StaffEntryFactory(in_unit=kenanga.unit, name="Arum Contoh", nip=NIP)
    camat.post(f"/camat/daftar/{person.public_id}/pegawai/", {"decision": "bukan"})
    assert list(kenanga.staff.rows()) == []
    assert listed() == []


def test_a_name_leaves_the_list(camat, kenanga):
    entry = StaffEntryFactory(in_unit=kenanga.unit)
    camat.post(f"/camat/daftar/nama/{entry.public_id}/", {"decision": "keluar"})
    entry.refresh_from_db()
    assert entry.removed_by == kenanga.head
    assert camat.post(f"/camat/daftar/nama/{entry.public_id}/", {"decision": "keluar"}).status_code == 404


def test_whoever_has_not_begun_is_known_by_name(camat, kenanga):
    kenanga.person("selesai")
    StaffEntryFactory.create_batch(3, in_unit=kenanga.unit)
    StaffEntryFactory(in_unit=kenanga.unit, employment_status="non-asn")
    turnout = kenanga.staff.turnout(None)
    assert (turnout.registered, turnout.unregistered, turnout.base, turnout.finished) == (1, 3, 4, 1)
    assert len(list(kenanga.staff.rows())) == 5


def test_the_number_of_the_list_becomes_the_denominator_and_says_so(camat, kenanga):
    StaffEntryFactory.create_batch(3, in_unit=kenanga.unit)
    StaffEntryFactory(in_unit=kenanga.unit, employment_status="non-asn")
    camat.post("/camat/daftar/pegawai/jumlah/")
    node = CascadeNode.objects.get()
    assert (node.staff_target, node.staff_target_source) == (3, CascadeNode.Source.LIST)
    StaffEntry.objects.all().delete()
    with pytest.raises(RosterError) as refused:
        rosters.take_number(node, kenanga.staff, by=kenanga.head)
    assert refused.value.code == "no_list"


def test_a_list_that_nobody_saved_goes_after_two_weeks(kenanga):
    now = timezone.now()
    rosters.keep_draft(kenanga.unit, read_text("Arum"), by=kenanga.head, at=now - rosters.KEPT_FOR)
    assert rosters.discard_forgotten(at=now) == 0
    StaffDraft.objects.update(made_at=now - rosters.KEPT_FOR * 2)
    assert rosters.discard_forgotten(at=now) == 1


def test_a_person_who_registers_later_is_the_name_on_the_list(kenanga):
    """The duplicate rules of L5 hold: a NIP belongs to one person, and the name with that NIP becomes this person."""
    StaffEntryFactory(in_unit=kenanga.unit, name="Arum di Daftar", nip=NIP)
    assert [row.is_registered for row in kenanga.staff.rows()] == [False]
    User.objects.create_user("Arum Contoh", nip=NIP, employment_status="pns")
    assert [(row.name, row.is_registered) for row in kenanga.staff.rows()] == [("Arum Contoh", True)]


@pytest.mark.parametrize("count", [2, 40])
def test_checking_a_list_costs_the_same_for_many_names(camat, kenanga, count, django_assert_max_num_queries):
    StaffEntryFactory.create_batch(count, in_unit=kenanga.unit)
    paste(camat, "\n".join(f"Orang {chr(97 + number % 26)}{chr(97 + number // 26)} Contoh" for number in range(count)))
    camat.get("/camat/daftar/pegawai/periksa/")
    with django_assert_max_num_queries(14):
        camat.get("/camat/daftar/pegawai/periksa/")
