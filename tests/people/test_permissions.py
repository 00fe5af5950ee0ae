"""Access follows the office, on the day."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from elearning.people import permissions
from elearning.people.models import OfficeRole, Unit, User
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 10, 3)


def test_an_office_counts_from_its_first_day_to_the_day_before_its_last():
    head = OfficeHoldingFactory(starts_on=date(2024, 10, 3), ends_on=date(2024, 10, 5)).person
    held = [permissions.is_head(head, on=date(2024, 10, day)) for day in (2, 3, 4, 5)]
    assert held == [False, True, True, False]


@pytest.mark.parametrize("user", [AnonymousUser(), None])
def test_nobody_and_strangers_hold_nothing(user):
    user = user or UserFactory()
    assert not permissions.is_head(user, on=DAY)
    assert not permissions.is_committee(user, on=DAY)
    assert not permissions.is_leader(user, on=DAY)
    assert not permissions.units_headed(user, on=DAY).exists()


def test_who_was_shut_out_holds_nothing():
    person = OfficeHoldingFactory(person__is_active=False).person
    assert not permissions.is_head(person, on=DAY)
    assert not permissions.units_headed(person, on=DAY).exists()


def test_a_head_heads_the_unit_and_sees_what_is_below():
    kecamatan, neighbour = UnitFactory(), UnitFactory()
    school = UnitFactory(parent=kecamatan)
    head = OfficeHoldingFactory(unit=kecamatan).person
    assert set(permissions.units_headed(head, on=DAY)) == {kecamatan}
    visible = Unit.objects.visible_to(head, on=DAY)
    assert set(visible) == {kecamatan, school}
    assert neighbour not in visible


def test_a_committee_office_gives_no_head_rights():
    holder = OfficeHoldingFactory(role=OfficeRole.COMMITTEE).person
    assert permissions.is_committee(holder, on=DAY)
    assert not permissions.is_head(holder, on=DAY)
    assert not Unit.objects.visible_to(holder, on=DAY, roles=(OfficeRole.HEAD,)).exists()


def test_people_are_seen_through_their_unit():
    head = OfficeHoldingFactory()
    mine = UserFactory(unit=UnitFactory(parent=head.unit))
    other = UserFactory(unit=UnitFactory())
    seen = User.objects.visible_to(head.person, on=DAY)
    assert mine in seen
    assert other not in seen
    assert not User.objects.visible_to(AnonymousUser(), on=DAY).exists()


def test_a_superuser_sees_everybody(superuser):
    other = UserFactory(unit=UnitFactory())
    assert other in User.objects.visible_to(superuser, on=DAY)


class TestGivingACode:
    @pytest.fixture
    def office(self):
        return OfficeHoldingFactory()

    def test_oneself(self):
        person = UserFactory()
        assert permissions.can_give_code_to(person, person, on=DAY)

    def test_a_head_to_the_staff_below(self, office):
        person = UserFactory(unit=UnitFactory(parent=office.unit))
        assert permissions.can_give_code_to(office.person, person, on=DAY)

    def test_a_head_to_nobody_elsewhere(self, office):
        assert not permissions.can_give_code_to(office.person, UserFactory(unit=UnitFactory()), on=DAY)
        assert not permissions.can_give_code_to(office.person, UserFactory(), on=DAY)

    def test_a_stranger_to_nobody(self, office):
        assert not permissions.can_give_code_to(UserFactory(), UserFactory(unit=office.unit), on=DAY)

    def test_nobody_to_an_office_holder(self, office):
        other = OfficeHoldingFactory(role=OfficeRole.COMMITTEE, person__unit=office.unit).person
        assert not permissions.can_give_code_to(office.person, other, on=DAY)

    def test_only_themselves_to_whoever_manages_the_site_or_has_a_password(self, office):
        editor = UserFactory(unit=office.unit)
        editor.groups.add(Group.objects.create(name="Penulis contoh"))
        with_password = UserFactory(unit=office.unit, password="sandi-yang-panjang")
        for person in (editor, with_password):
            assert not permissions.can_give_code_to(office.person, person, on=DAY)
            assert permissions.can_give_code_to(person, person, on=DAY)  # it opens their learning only

    def test_who_runs_the_site_to_people_whom_no_camat_knows(self, superuser):
        assert permissions.can_give_code_to(superuser, UserFactory(), on=DAY)

    def test_a_superuser_who_came_by_badge_to_nobody(self, superuser):
        superuser.signed_in_by_code = True
        assert not permissions.can_give_code_to(superuser, UserFactory(), on=DAY)

    @pytest.mark.parametrize("kind", ["office", "group", "password", "superuser", "inactive"])
    def test_others_never_to_whoever_the_code_would_open_too_much_for_or_nothing(self, superuser, kind):
        person = UserFactory(is_active=kind != "inactive", is_superuser=kind == "superuser")
        if kind == "office":
            OfficeHoldingFactory(person=person)
        if kind == "group":
            person.groups.add(Group.objects.create(name="Penulis contoh"))
        if kind == "password":
            person.set_password("sandi-yang-panjang")
        assert not permissions.can_be_given_code(person, on=DAY)
        assert not permissions.can_give_code_to(superuser, person, on=DAY)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (None, "Anda masuk sebagai peserta."),
        (OfficeRole.HEAD, "Anda masuk sebagai kepala unit kerja."),
        (OfficeRole.COMMITTEE, "Anda masuk sebagai panitia."),
    ],
)
def test_a_refusal_says_as_whom_one_is_signed_in(role, words):
    user = OfficeHoldingFactory(role=role).person if role else UserFactory()
    assert permissions.refusal(OfficeRole.COMMITTEE, user, on=DAY) == f"Halaman ini untuk panitia. {words}"
