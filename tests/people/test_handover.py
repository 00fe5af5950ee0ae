"""«Ganti camat»: the office goes on, whoever holds it (ADR 0004, 0039)."""

from datetime import date, timedelta

import pytest

from elearning.people.cards import services as cards
from elearning.people.cards.services import CardError
from elearning.people.handover import HandoverError, NewHead, hand_over, heads_of
from elearning.people.models import OfficeHolding, User
from elearning.people.services import PeopleError
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 3)  # the day of ``noon``
YESTERDAY = TODAY - timedelta(days=1)
NIP = "197809122005011003"


@pytest.fixture
def old():
    return OfficeHoldingFactory(starts_on=date(2024, 1, 1), person__display_name="Drs. Lama Contoh")


def new(**fields):
    return NewHead(**({"kind": "definitif", "starts_on": TODAY, "display_name": "Baru Contoh, S.STP."} | fields))


def refused(unit, head, noon, error=HandoverError):
    before = list(OfficeHolding.objects.values_list("pk", "ends_on")), User.objects.count()
    with pytest.raises(error) as caught:
        hand_over(unit, head, by=User.objects.first(), at=noon)
    assert (list(OfficeHolding.objects.values_list("pk", "ends_on")), User.objects.count()) == before
    return caught.value.code


def test_the_new_one_begins_and_the_old_card_stops(old, noon):
    _, token = cards.make_card(old, by=old.person, at=noon)
    made = hand_over(old.unit, new(old_ends_on=YESTERDAY), by=UserFactory(), at=noon)
    assert [holding.person.display_name for holding in heads_of(old.unit)] == [
        "Baru Contoh, S.STP.",
        "Drs. Lama Contoh",
    ]
    assert (made.person.position_title, made.person.unit) == (made.title, old.unit)
    old.refresh_from_db()
    assert (old.ends_on, old.last_day) == (TODAY, YESTERDAY)
    with pytest.raises(CardError, match="tidak berlaku lagi"):
        cards.card_by_token(token, at=noon)


def test_somebody_on_record_is_found_by_nip(old, noon):
    known = UserFactory(nip=NIP)
    made = hand_over(
        old.unit, new(nip="19780912 200501 1 003", display_name="", old_ends_on=YESTERDAY), by=known, at=noon
    )
    assert made.person == known
    assert known.display_name == User.objects.get(pk=known.pk).display_name


def test_a_plh_may_hold_office_beside_the_camat(old, noon):
    hand_over(old.unit, new(kind="plh"), by=old.person, at=noon)
    assert OfficeHolding.objects.in_force(TODAY).filter(unit=old.unit).count() == 2


def test_a_new_definitive_head_ends_both(old, noon):
    hand_over(old.unit, new(kind="plh", starts_on=date(2024, 9, 1)), by=old.person, at=noon)
    hand_over(old.unit, new(old_ends_on=YESTERDAY), by=old.person, at=noon)
    assert OfficeHolding.objects.in_force(TODAY).get(unit=old.unit).person.display_name == "Baru Contoh, S.STP."


def test_the_first_head_of_a_unit_ends_nobody(noon):
    unit = UnitFactory()
    assert hand_over(unit, new(), by=UserFactory(), at=noon).title == f"Camat {unit.name.removeprefix('Kecamatan ')}"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"display_name": " "}, "name_missing"),
        ({"display_name": "", "nip": NIP}, "person_missing"),
        ({}, "end_missing"),
        ({"kind": "plt"}, "end_missing"),
        ({"old_ends_on": TODAY}, "dates_overlap"),
        ({"old_ends_on": date(2023, 12, 31)}, "never_held"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(old, noon, fields, code):
    assert refused(old.unit, new(**fields), noon) == code


def test_a_nip_that_is_none_is_refused(old, noon):
    assert refused(old.unit, new(nip="12", old_ends_on=YESTERDAY), noon, PeopleError) == "nip_length"


def test_the_same_person_in_the_same_office_is_refused(old, noon):
    User.objects.filter(pk=old.person_id).update(nip=NIP)
    assert refused(old.unit, new(nip=NIP, old_ends_on=YESTERDAY), noon) == "holds_already"


def test_a_later_camat_on_record_is_not_overrun(old, noon):
    """Somebody is written down from next month on: a new one without an end would overlap."""
    OfficeHolding.objects.filter(pk=old.pk).update(ends_on=date(2024, 11, 1))
    OfficeHoldingFactory(unit=old.unit, starts_on=date(2024, 11, 1))
    assert refused(old.unit, new(), noon) == "end_missing"


def test_somebody_switched_off_takes_no_office(old, noon):
    UserFactory(nip=NIP, is_active=False)
    assert refused(old.unit, new(nip=NIP, old_ends_on=YESTERDAY), noon) == "inactive"
