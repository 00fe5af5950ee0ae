"""Registering by link: when, how many, once, and back again (ADR 0029)."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from elearning.people.models import User
from elearning.training import services
from elearning.training.errors import RegistrationError
from elearning.training.models import Participant, TrainingSession
from elearning.training.registration import Registration, closing_of, standing
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, SessionDayFactory, attend, make_open_house

FIELDS = {
    "employment_status": "pns", "display_name": "Rina Contoh, S.Sos.", "nip": "", "position_title": "Guru",
    "unit_name": "SD Contoh", "phone": "0812 3456 7890",
}  # fmt: skip


@pytest.fixture
def house(db):
    return make_open_house(registration_quota=2)


def page_of(session, name="register"):
    return reverse(f"training:{name}", args=[session.slug])


def refusal(session, person, at):
    with pytest.raises(RegistrationError) as caught:
        services.register(session, person, at=at)
    return caught.value.code


def test_whoever_registers_twice_stands_on_the_list_once(house, noon):
    person = UserFactory()
    first = services.register(house, person, at=noon)
    assert services.register(house, person, at=noon) == first
    assert first.origin == Participant.Origin.REGISTERED
    assert first.line == 1


def test_a_session_without_the_switch_takes_nobody(noon, db):
    assert refusal(make_open_house(takes_registrations=False), UserFactory(), noon) == "not_offered"


def test_the_quota_counts_those_invited_but_not_the_deputies(house, noon):
    invited = ParticipantFactory(session=house)
    ParticipantFactory(session=house, origin=Participant.Origin.DEPUTY, deputy_for=invited)
    services.register(house, UserFactory(), at=noon)
    assert refusal(house, UserFactory(), noon) == "full"


def test_whoever_is_on_the_list_is_told_so_even_when_it_is_full_or_closed(house, noon):
    first = services.register(house, UserFactory(), at=noon)
    services.register(house, UserFactory(), at=noon)
    assert services.register(house, first.person, at=noon + timedelta(days=60)) == first


@pytest.mark.parametrize(
    ("closes_on", "zone", "expected"),
    [
        (None, "Asia/Jakarta", datetime(2024, 10, 31, 1, tzinfo=UTC)),  # 08.00 WIB of the first day
        (date(2024, 10, 29), "Asia/Jakarta", datetime(2024, 10, 29, 17, tzinfo=UTC)),  # midnight in Jakarta
        (date(2024, 10, 29), "Asia/Jayapura", datetime(2024, 10, 29, 15, tzinfo=UTC)),
        (date(2024, 12, 1), "Asia/Jakarta", datetime(2024, 10, 31, 1, tzinfo=UTC)),  # never later than the beginning
        (date.max, "Asia/Jakarta", datetime(2024, 10, 31, 1, tzinfo=UTC)),  # one slip must not close the whole calendar
    ],
)
def test_registration_ends_with_the_named_day_at_the_place_and_never_after_the_beginning(db, closes_on, zone, expected):
    session = make_open_house(registration_closes_on=closes_on, time_zone=zone, days=2)
    assert closing_of(session) == expected
    assert standing(session, seats=0, at=expected - timedelta(seconds=1)).state is Registration.OPEN
    assert standing(session, seats=0, at=expected).state is Registration.CLOSED


def test_a_session_without_a_day_or_with_a_closed_list_takes_nobody(db, noon):
    assert refusal(make_open_house(days=0), UserFactory(), noon) == "closed"
    assert refusal(make_open_house(state=TrainingSession.State.CLOSED), UserFactory(), noon) == "closed"


def test_the_database_knows_no_quota_of_nobody(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_open_house(registration_quota=0)


def test_a_registration_is_taken_back_until_something_rests_on_it(house, noon, committee):
    made = services.register(house, UserFactory(), at=noon)
    services.cancel_registration(made, by=made.person, at=noon)
    assert not house.participants.exists()
    again = services.register(house, made.person, at=noon)
    TrainingSession.objects.filter(pk=house.pk).update(state=TrainingSession.State.OPEN)
    day = SessionDayFactory(session=house, date=date(2024, 10, 3), starts_at=time(7))
    again.refresh_from_db()
    attend(again, day, by=committee, at=noon)
    with pytest.raises(RegistrationError) as caught:
        services.cancel_registration(again, by=again.person, at=noon)
    assert caught.value.code == "in_use"


@pytest.mark.parametrize("state", [TrainingSession.State.CLOSED, TrainingSession.State.ISSUED])
def test_a_closed_list_is_not_shortened_by_taking_a_registration_back(house, noon, state):
    made = services.register(house, UserFactory(), at=noon)
    TrainingSession.objects.filter(pk=house.pk).update(state=state)
    with pytest.raises(RegistrationError) as caught:
        services.cancel_registration(made, by=made.person, at=noon)
    assert caught.value.code == "list_closed"
    assert house.participants.get() == made


def test_whoever_was_invited_does_not_take_himself_off_the_list(house, noon):
    invited = ParticipantFactory(session=house)
    with pytest.raises(RegistrationError) as caught:
        services.cancel_registration(invited, by=invited.person, at=noon)
    assert caught.value.code == "not_registered"


@pytest.mark.usefixtures("at_noon")
class TestOnTheWeb:
    def test_somebody_we_know_registers_with_one_press(self, client, house):
        person = UserFactory()
        client.force_login(person)
        assert "Daftarkan saya" in client.get(page_of(house)).content.decode()
        assert client.post(page_of(house)).url == page_of(house, "announcement")
        assert house.participants.get().person == person
        assert client.get(page_of(house)).url == page_of(house, "announcement")

    def test_a_get_registers_nobody(self, client, house):
        client.force_login(UserFactory())
        client.get(page_of(house))
        assert not house.participants.exists()

    def test_a_stranger_says_who_he_is_and_is_registered_by_that(self, client, house):
        reply = client.post(page_of(house))
        assert reply.url == reverse("dashboard:identity")
        assert house.title in client.get(reply.url).content.decode()
        assert client.post(reply.url, FIELDS).url == reverse("dashboard:code")
        made = house.participants.get()
        assert made.person.display_name == "Rina Contoh, S.Sos."
        assert house.title in client.get(reverse("dashboard:profile")).content.decode()

    def test_a_stranger_who_signs_in_after_all_is_asked_once_more(self, client, house):
        client.post(page_of(house))
        client.force_login(UserFactory())
        assert client.get(reverse("dashboard:identity")).url == page_of(house)
        assert not house.participants.exists()

    def test_a_stranger_who_finds_it_full_meanwhile_is_known_and_told(self, client, house):
        client.post(page_of(house))
        ParticipantFactory.create_batch(2, session=house)
        page = client.post(reverse("dashboard:identity"), FIELDS, follow=True).content.decode()
        assert "Kuota sudah penuh" in page
        assert User.objects.filter(display_name="Rina Contoh, S.Sos.").exists()
        assert house.participants.count() == 2

    def test_a_full_house_answers_with_a_sentence_and_conflict(self, client, house):
        ParticipantFactory.create_batch(2, session=house)
        client.force_login(UserFactory())
        reply = client.post(page_of(house))
        assert reply.status_code == 409
        assert "Kuota sudah penuh" in reply.content.decode()

    def test_nobody_without_a_name_begins_where_there_is_no_place(self, client, house):
        ParticipantFactory.create_batch(2, session=house)
        assert client.post(page_of(house)).status_code == 200
        assert "registering" not in client.session

    def test_the_person_takes_the_registration_back(self, client, house, noon):
        made = services.register(house, UserFactory(), at=noon)
        client.force_login(made.person)
        assert "Batalkan pendaftaran" in client.get(page_of(house, "cancel_registration")).content.decode()
        client.post(page_of(house, "cancel_registration"))
        assert not house.participants.exists()
        assert client.post(page_of(house, "cancel_registration")).status_code == 404

    def test_the_committee_takes_a_registrant_off_but_nobody_who_was_invited(self, desk_client, house, noon, province):
        TrainingSession.objects.filter(pk=house.pk).update(unit=province)
        made, invited = services.register(house, UserFactory(), at=noon), ParticipantFactory(session=house)
        page = desk_client.get(reverse("training:participant", args=[house.slug, made.public_id])).content.decode()
        assert "Keluarkan dari daftar" in page
        for one in (made, invited):
            desk_client.post(reverse("training:remove_registrant", args=[house.slug, one.public_id]))
        assert list(house.participants.all()) == [invited]
        page = desk_client.get(reverse("training:participant", args=[house.slug, invited.public_id])).content.decode()
        assert "Keluarkan dari daftar" not in page

    def test_somebody_elses_registration_is_nowhere(self, client, house, noon):
        services.register(house, UserFactory(), at=noon)
        client.force_login(UserFactory())
        assert client.post(page_of(house, "cancel_registration")).status_code == 404
        assert house.participants.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_eight_who_press_at_once(noon):
    session = make_open_house(registration_quota=1)
    people, gate, codes = [UserFactory() for _ in range(8)], Barrier(8), []

    def press(person):
        gate.wait()
        try:
            services.register(session, person, at=noon)
        except RegistrationError as error:
            codes.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.participants.count() == 1
    assert codes == ["full"] * 7
