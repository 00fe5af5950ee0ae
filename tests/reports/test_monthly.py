"""A leader with an address is written to once a month, whatever happens to the machine."""

from datetime import timedelta

import pytest

from elearning.mailing.models import Message
from elearning.people.models import OfficeRole
from elearning.reports import monthly
from elearning.reports.services import reckon
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.quizzes import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_press(monkeypatch):
    """How the paper looks is tested with the page."""
    monkeypatch.setattr(monthly.sheet, "pdf", lambda here: b"%PDF " + here.unit.name.encode())


@pytest.fixture
def leader(kenanga):
    reckon(kenanga.handout.course, at=NOON)
    person = UserFactory(display_name="Ir. Laksmi Contoh", email="pimpinan@contoh.example")
    return OfficeHoldingFactory(unit=kenanga.unit, person=person, role=OfficeRole.LEADER).person


def test_five_runs_and_two_days_of_downtime_write_one_mail_a_month(leader):
    for days in (0, 0, 0, 0, 0, 2, 10):
        monthly.send_due(at=NOON + timedelta(days=days))
    assert Message.objects.get().person == leader
    assert monthly.send_due(at=NOON + timedelta(days=31)) == 1
    assert Message.objects.count() == 2


def test_the_mail_carries_the_page_and_names_nobody_else(leader, kenanga):
    person = kenanga.person("selesai")
    monthly.send_due(at=NOON)
    mail = Message.objects.get()
    assert bytes(mail.attachment) == b"%PDF Kecamatan Kenanga Contoh"
    assert mail.subject == "Ringkasan Oktober 2024: Kecamatan Kenanga Contoh"
    assert person.display_name not in mail.body


def test_killed_between_two_leaders_the_next_run_writes_only_what_is_missing(leader, kenanga, monkeypatch):
    second = UserFactory(email="wakil@contoh.example")
    OfficeHoldingFactory(unit=kenanga.unit, person=second, role=OfficeRole.LEADER)
    written = monthly.post
    monkeypatch.setattr(monthly, "post", lambda person, **said: written(person, **said) if person != second else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        monthly.send_due(at=NOON)
    monkeypatch.setattr(monthly, "post", written)
    assert monthly.send_due(at=NOON) == 1
    assert set(Message.objects.values_list("person", flat=True)) == {leader.pk, second.pk}


def test_who_has_no_address_no_office_any_more_or_nothing_counted_gets_none(kenanga, leader):
    OfficeHoldingFactory(unit=kenanga.unit, role=OfficeRole.LEADER)  # no address
    OfficeHoldingFactory(person=UserFactory(email="camat@contoh.example"), unit=kenanga.unit, role=OfficeRole.COMMITTEE)
    OfficeHoldingFactory(
        person=UserFactory(email="baru@contoh.example"), role=OfficeRole.LEADER
    )  # nothing counted there
    ended = {"role": OfficeRole.LEADER, "ends_on": NOON.date() - timedelta(days=1)}
    OfficeHoldingFactory(person=UserFactory(email="lama@contoh.example"), unit=kenanga.unit, **ended)
    monthly.send_due(at=NOON)
    assert Message.objects.get().person == leader
