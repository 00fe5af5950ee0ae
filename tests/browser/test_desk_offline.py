"""P5 without a network (C5, C7): the desk decides alone, survives a reload, and everything arrives once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from elearning.lib import codes
from elearning.training import services
from elearning.training.models import Attendance, AttendanceEvent, DeskNote
from tests.browser.support import SCREENS, axe_clean, no_sideways_scroll, sign_in, small_targets
from tests.factories.training import ParticipantFactory

pytestmark = pytest.mark.browser

OFFLINE = "Tidak ada jaringan."


@pytest.fixture
def people(session):
    return [
        ParticipantFactory(
            session=session,
            person__display_name=f"Peserta {place} Contoh",
            person__nip=f"19720914199803190{place}",
        )
        for place in range(1, 7)
    ]


@pytest.fixture
def desk(page, live_server, committee, session, people):
    """The desk, with its list on the device and its worker awake."""
    sign_in(page, live_server, committee)
    page.goto(f"{live_server.url}/sesi/{session.slug}/presensi/")
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.endsWith('daftar'))")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def type_code(page, participant) -> None:
    page.get_by_role("textbox", name="Ketik kode").fill(codes.display(participant.badge_code).lower())
    page.get_by_role("button", name="Catat", exact=True).click()


def result(page):
    return page.get_by_role("status", name="Hasil")


def test_a_desk_without_network_records_survives_a_reload_and_reports_once(desk, session, people):
    page = desk
    page.get_by_label("Beri nama meja ini").fill("Meja 2")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.endsWith('daftar'))")
    page.context.set_offline(True)
    for person in people[:3]:
        type_code(page, person)
        expect(result(page)).to_contain_text(f"Hadir {person.person.display_name}")
    expect(result(page)).to_contain_text("No. 003 daftar hadir")
    expect(page.get_by_text("3 belum terkirim, aman di perangkat ini.")).to_be_visible()
    expect(page.get_by_text("Wakil, tambahan, dan NIP perlu jaringan.")).to_be_visible()
    type_code(page, people[0])
    expect(result(page)).to_contain_text("Sudah hadir pukul")
    expect(result(page)).to_contain_text("di Meja 2.")
    assert not AttendanceEvent.objects.exists()  # a page that closes may send past the browser's «offline»

    page.reload()
    expect(page.get_by_text("4 belum terkirim, aman di perangkat ini.")).to_be_visible()
    expect(page.get_by_role("heading", name="3 dari 6 hadir")).to_be_visible()
    no_sideways_scroll(page)
    page.get_by_role("searchbox", name="Nama, unit, atau nomor").fill("peserta 5")
    page.get_by_role("button", name="Hadir: Peserta 5 Contoh").click()
    expect(result(page)).to_contain_text("Peserta 5 Contoh")
    page.get_by_label("Pulang").check()
    type_code(page, people[1])
    expect(result(page)).to_contain_text("Pulang pukul")

    page.goto(f"{page.url}tambahan/")
    expect(page.get_by_text("Wakil, tambahan, dan NIP perlu jaringan.")).to_be_visible()

    page.context.set_offline(False)
    expect(page.get_by_text("Semua catatan terkirim.")).to_be_visible(timeout=15_000)
    assert sorted(Attendance.objects.values_list("participant__line", flat=True)) == [1, 2, 3, 5]
    assert AttendanceEvent.objects.count() == 6
    assert set(AttendanceEvent.objects.values_list("desk", flat=True)) == {"Meja 2"}
    page.reload()
    expect(page.get_by_role("heading", name="4 dari 6 hadir")).to_be_visible()
    assert AttendanceEvent.objects.count() == 6


def test_three_ways_and_a_second_scan(desk, live_server, session, people):
    """C5: by code, by name, by link while signed in; the second scan says when and where."""
    page = desk
    type_code(page, people[0])
    expect(result(page)).to_contain_text("Tersimpan di server.")
    type_code(page, people[0])
    expect(result(page)).to_contain_text("Sudah hadir pukul")
    page.get_by_role("searchbox", name="Nama, unit, atau nomor").fill("Peserta 2")
    page.get_by_role("button", name="Hadir: Peserta 2 Contoh").click()
    expect(result(page)).to_contain_text("Peserta 2 Contoh")
    expect(result(page)).to_contain_text("Tersimpan di server.")
    page.goto(f"{live_server.url}/p/{people[2].badge_code}")
    page.get_by_role("button", name="Catat hadir").click()
    expect(result(page)).to_contain_text("Peserta 3 Contoh")
    methods = Attendance.objects.order_by("participant__line").values_list("first__method", flat=True)
    assert list(methods) == ["kode", "nama", "pindai"]


def test_what_another_desk_recorded_and_what_is_nobodys_is_said_by_the_server(
    desk, live_server, committee, session, people
):
    page, stranger = desk, ParticipantFactory()
    page.context.set_offline(True)
    type_code(page, stranger)
    expect(result(page)).to_contain_text("Kode ini tidak ada di daftar perangkat ini.")
    type_code(page, people[0])
    services.take_in_scans(
        session,
        [services.Scan(nonce="5bd0a1c2-0000-4000-8000-000000000001", code=people[0].badge_code,
                       on=session.days.get().date, kind="masuk", method="kode", desk="Meja 1",
                       occurred_at=timezone.now() - timedelta(minutes=9))],
        sent_at=timezone.now(), by=committee, at=timezone.now(),
    )  # fmt: skip
    page.context.set_offline(False)
    expect(result(page)).to_contain_text("di Meja 1.", timeout=15_000)
    expect(page.get_by_role("region", name="Perlu diperiksa panitia")).to_contain_text(
        "Kode ini milik sosialisasi lain."
    )
    assert DeskNote.objects.get().reason == "other_session"
    page.get_by_role("button", name="Sudah dibaca").click()
    expect(page.get_by_role("region", name="Perlu diperiksa panitia")).to_be_hidden()


def test_the_device_keeps_no_nip_and_forgets_the_list(desk, session, people, committee):
    page = desk
    stored = page.evaluate("JSON.stringify(localStorage)")
    assert people[0].person.display_name in stored
    assert people[0].person.nip not in stored  # no NIP at the door of a hotel
    page.context.set_offline(True)
    type_code(page, people[0])
    page.get_by_role("button", name="Selesai di perangkat ini").click()
    expect(page.get_by_text("1 belum terkirim dan akan hilang.")).to_be_visible()
    assert page.evaluate("localStorage.length") > 0
    page.context.set_offline(False)
    expect(page.get_by_text("Semua catatan terkirim.")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Selesai di perangkat ini").click()
    expect(page.get_by_text("Daftar sudah dihapus dari perangkat ini.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.reload()
    page.wait_for_function("() => localStorage.length > 0")
    services.close_list(session, by=committee, at=timezone.now())
    page.reload()
    expect(page.get_by_text("Daftar sudah dihapus dari perangkat ini.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_a_desk_that_was_signed_out_keeps_everything_until_somebody_signs_in(desk, live_server, committee, people):
    page = desk
    page.context.clear_cookies(name="sessionid")
    type_code(page, people[0])
    expect(page.get_by_text("Anda sudah keluar dari akun. 1 belum terkirim, aman di perangkat ini.")).to_be_visible()
    assert not AttendanceEvent.objects.exists()
    sign_in(page, live_server, committee)
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("Semua catatan terkirim.")).to_be_visible()
    assert Attendance.objects.get().participant == people[0]


def test_a_list_that_was_closed_meanwhile_takes_what_happened_before_and_leaves_the_device(
    desk, session, people, committee
):
    page = desk
    page.context.set_offline(True)
    type_code(page, people[0])
    expect(result(page)).to_contain_text("Belum terkirim")
    services.close_list(session, by=committee, at=timezone.now() + timedelta(seconds=1))
    page.context.set_offline(False)
    expect(page.get_by_text("Daftar sudah dihapus dari perangkat ini.")).to_be_visible(timeout=15_000)
    assert Attendance.objects.get().participant == people[0]
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_desk_is_accessible_with_and_without_network(desk, people, screen):
    page = desk
    screen.apply(page)
    for is_offline in (False, True):
        page.context.set_offline(is_offline)
        if is_offline:
            page.reload()
        type_code(page, people[0])
        page.wait_for_timeout(1400)  # the full screen is over
        axe_clean(page)
        no_sideways_scroll(page)
        assert small_targets(page) == []
