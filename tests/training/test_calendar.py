"""The public calendar: what is announced is read by everybody, and nothing else is (ADR 0029)."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from icalendar import Calendar

from elearning.training import services
from elearning.training.announcing import record_of
from tests.factories.people import UserFactory
from tests.factories.training import (
    FIRST_DAY,
    ParticipantFactory,
    SessionDayFactory,
    SessionMaterialFactory,
    TrainingSessionFactory,
    attend,
    make_open_house,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def page_of(session, name="announcement"):
    return reverse(f"training:{name}", args=[session.slug])


def test_a_session_that_nobody_announced_is_in_no_calendar_and_has_no_page(client, session):
    assert session.title not in client.get(reverse("training:calendar")).content.decode()
    assert str(session.public_id) not in client.get(reverse("training:calendar_file")).content.decode()
    for name in ("announcement", "session_file", "register"):
        assert client.get(page_of(session, name)).status_code == 404


def test_coming_sessions_stand_before_those_that_have_been(client):
    coming = make_open_house(title="Yang akan datang")
    TrainingSessionFactory(is_announced=True, title="Yang lampau", day_count=0)
    past = SessionDayFactory(session__is_announced=True, session__title="Bulan lalu", date=FIRST_DAY.replace(month=9))
    page = client.get(reverse("training:calendar"))
    assert [name for name, _ in page.context["months"]] == ["Oktober 2024"]
    assert [shown.session for shown in page.context["months"][0][1]] == [coming]
    assert [shown.session for shown in page.context["past"]] == [past.session]


def test_a_session_is_coming_until_its_last_day_is_over(client, noon, session):
    session.is_announced = True
    session.save()
    page = client.get(reverse("training:calendar"))
    assert [shown.session for _, rows in page.context["months"] for shown in rows] == [session]


def test_a_session_by_link_alone_has_a_page_that_search_engines_leave_out(client):
    hidden = make_open_house(is_announced=False)
    page = client.get(page_of(hidden)).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert hidden.title not in client.get(reverse("training:calendar")).content.decode()


def test_the_page_says_weekday_hours_place_and_jp(client):
    session = make_open_house(days=0, time_zone="Asia/Jayapura")
    SessionDayFactory(session=session, date=FIRST_DAY.replace(day=31))
    SessionDayFactory(session=session, date=FIRST_DAY.replace(day=30), venue="Balai Lain Contoh")
    SessionMaterialFactory(session=session, lesson_hours=4)
    page = client.get(page_of(session)).content.decode()
    for words in ("Rabu, 30 Oktober 2024", "Kamis, 31 Oktober 2024", "08.00–16.00 WIT", "Balai Lain Contoh", "4 JP"):
        assert words in page


def test_a_calendar_file_has_one_event_a_day_in_utc(client):
    session = make_open_house(days=2, title="Netral; dan, jujur", time_zone="Asia/Makassar")
    reply = client.get(page_of(session, "session_file"))
    assert reply["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(reply.content).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        datetime(2024, 10, 31, 0, 0, tzinfo=UTC),  # 08.00 WITA
        datetime(2024, 11, 1, 0, 0, tzinfo=UTC),
    ]
    assert str(events[0]["summary"]) == "Netral; dan, jujur (hari 1 dari 2)"
    assert events[0]["location"] == "Aula Contoh, Kota Contoh"
    assert events[0]["url"].endswith(page_of(session))
    assert len({str(event["uid"]) for event in events}) == 2


def test_all_coming_sessions_can_be_subscribed_to(client):
    first, second = make_open_house(), make_open_house(is_announced=False)
    events = Calendar.from_ical(client.get(reverse("training:calendar_file")).content).walk("VEVENT")
    assert [str(event["uid"]).startswith(str(first.public_id)) for event in events] == [True]
    assert second.pk


def test_afterwards_the_page_is_the_record_and_few_people_stay_unsaid(client, session, day, committee, noon):
    session.is_announced = True
    session.save()
    people = ParticipantFactory.create_batch(6, session=session)
    for one in people[:4]:
        attend(one, day, by=committee, at=noon)
    services.close_list(session, by=committee, at=noon)
    session.refresh_from_db()
    assert record_of(session).came is None
    services.reopen_list(session, by=committee, at=noon)
    attend(people[4], day, by=committee, at=noon)
    session.refresh_from_db()
    services.close_list(session, by=committee, at=noon)
    page = client.get(page_of(session)).content.decode()
    assert "5 orang hadir" in page
    assert people[0].person.display_name not in page


def test_the_page_shows_his_line_to_whoever_is_on_the_list_and_to_nobody_else(client, noon):
    session, person = make_open_house(), UserFactory()
    made = services.register(session, person, at=noon)
    client.force_login(person)
    assert made.badge_display in client.get(page_of(session)).content.decode()
    client.force_login(UserFactory())
    assert made.badge_display not in client.get(page_of(session)).content.decode()
