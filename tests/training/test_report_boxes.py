"""The boxes of a report: each is saved by itself, and two who write at once lose nothing."""

import pytest

from elearning.training import reporting, services
from elearning.training.errors import ReportError
from elearning.training.models import Box, ReportText
from elearning.training.services.reports import mark_of
from tests.factories.people import UserFactory
from tests.factories.training import TrainingSessionFactory

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def write(session, text, committee, noon, **more):
    return services.write_text(session, Box.COURSE, text, **{"seen": "", "by": committee, "at": noon, **more})


def test_a_box_says_what_was_written_last(session, committee, noon):
    write(session, "Dibuka pukul 08.00.\r\n\r\nLalu materi.", committee, noon)
    assert reporting.current_texts(session) == {"jalannya-acara": "Dibuka pukul 08.00.\n\nLalu materi."}
    report = services.make_report(session, with_names=False, by=committee, at=noon)
    assert "Lalu materi." in repr(reporting.document(report.facts, as_of=report.as_of, sha256=report.sha256))


def test_two_people_at_one_box_lose_nothing(session, committee, noon):
    other = UserFactory(display_name="Budi Contoh")
    write(session, "Tulisan pertama", committee, noon)
    with pytest.raises(ReportError) as refused:
        write(session, "Tulisan kedua", other, noon)
    assert refused.value.code == "written_meanwhile"
    assert reporting.current_texts(session)["jalannya-acara"] == "Tulisan pertama"
    write(session, "Tulisan kedua", other, noon, seen=mark_of("Tulisan pertama"))
    assert [one.text for one in ReportText.objects.order_by("number")] == ["Tulisan pertama", "Tulisan kedua"]


def test_two_tabs_of_one_person_lose_nothing_either(session, committee, noon):
    first = write(session, "Dari tab pertama", committee, noon)
    write(session, "Dari tab kedua, yang lain", committee, noon, seen=mark_of("Dari tab pertama"))
    with pytest.raises(ReportError) as refused:
        write(
            session, "Dari tab pertama, lagi", committee, noon, seen=mark_of("Dari tab pertama"), continues=first.number
        )
    assert refused.value.code == "written_meanwhile"
    assert ReportText.objects.count() == 2


def test_saving_while_typing_stays_in_one_row_until_half_of_it_goes(session, committee, noon):
    first = write(session, "Dibuka", committee, noon)
    longer = write(session, "Dibuka pukul delapan pagi", committee, noon, seen=mark_of("Dibuka"), continues=1)
    assert longer.pk == first.pk
    write(session, "", committee, noon, seen=mark_of(longer.text), continues=1)
    assert [one.text for one in ReportText.objects.order_by("number")] == ["Dibuka pukul delapan pagi", ""]
    assert reporting.current_texts(session) == {}


def test_the_same_text_twice_is_one_save(session, committee, noon):
    assert write(session, "Dibuka", committee, noon) == write(session, "Dibuka", UserFactory(), noon)
    assert write(TrainingSessionFactory(), "  ", committee, noon) is None


def test_a_text_that_is_too_long_is_refused(session, committee, noon):
    with pytest.raises(ReportError) as refused:
        write(session, "x" * 10_001, committee, noon)
    assert refused.value.code == "text_too_long"


def box_page(session):
    return page("write_report", session, "jalannya-acara")


def test_a_box_is_saved_by_its_button_without_a_script(desk_client, session):
    response = desk_client.post(box_page(session), {"text": "Dibuka pukul 08.00", "seen": "", "continues": ""})
    assert response.status_code == 302
    assert response.url.endswith("#jalannya-acara")
    shown = words(desk_client.get(page("report", session)))
    assert "Dibuka pukul 08.00" in shown
    assert "Tersimpan 12.00 WIB" in shown


def test_the_script_gets_the_time_and_the_next_mark(desk_client, session):
    answer = desk_client.post(box_page(session), {"text": "Dibuka"}, headers={"Accept": "application/json"})
    assert answer.json() == {"saved": "Tersimpan 12.00 WIB", "seen": mark_of("Dibuka"), "continues": 1}


def test_the_script_is_told_who_wrote_meanwhile(desk_client, session, noon):
    write(session, "Sudah ada", UserFactory(display_name="Budi Contoh"), noon)
    answer = desk_client.post(box_page(session), {"text": "Lain"}, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "written_meanwhile"
    assert "Budi Contoh" in answer.json()["message"]


def test_the_refused_page_shows_both_texts_and_a_second_press_saves(desk_client, session, noon):
    write(session, "Sudah ada di sini", UserFactory(display_name="Budi Contoh"), noon)
    response = desk_client.post(box_page(session), {"text": "Tulisan saya", "seen": ""})
    assert response.status_code == 409
    shown = words(response)
    assert "Sudah ada di sini" in shown
    assert "Tulisan saya" in shown
    assert f'value="{mark_of("Sudah ada di sini")}"' in shown
    desk_client.post(box_page(session), {"text": "Tulisan saya", "seen": mark_of("Sudah ada di sini")})
    assert reporting.current_texts(session)["jalannya-acara"] == "Tulisan saya"
    assert "Sudah ada di sini" in words(desk_client.get(page("report", session)))


def test_a_box_that_does_not_exist_is_not_found(desk_client, session):
    assert desk_client.post(page("write_report", session, "lain"), {"text": "x"}).status_code == 404


def test_a_mark_that_no_page_sends_is_a_bad_request(desk_client, session):
    assert desk_client.post(box_page(session), {"text": "x", "seen": "y" * 99}).status_code == 400
