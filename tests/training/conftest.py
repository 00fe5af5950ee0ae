"""A committee, a session of three days that runs at ``noon``, and people in it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from elearning.training import services
from elearning.training.services import Scan
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.training import ParticipantFactory, SessionMaterialFactory, TrainingSessionFactory, attend

from .spreadsheets import xlsx
from .web import as_guessed, at, upload


@pytest.fixture
def province(db):
    return UnitFactory(name="Lembaga Pengawas Contoh", kind="pengawas", number_code="LPC")


@pytest.fixture
def committee(province):
    """Holds the committee office of the organising unit."""
    person = UserFactory(display_name="Sari Contoh, S.H.", email="panitia@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(unit=province, person=person, role="committee")
    return person


@pytest.fixture
def other_committee(db):
    """Holds the same office, elsewhere."""
    person = UserFactory(display_name="Lain Contoh", email="lain@contoh.example", password="rahasia-contoh")
    OfficeHoldingFactory(person=person, role="committee")
    return person


@pytest.fixture
def draft(province, committee):
    """A draft that lacks nothing but people."""
    session = TrainingSessionFactory(unit=province, day_count=3, committee_people=[committee], slug="netral-2024")
    SessionMaterialFactory(session=session)
    return session


@pytest.fixture
def session(province, committee):
    """Runs from Thursday 3 to Saturday 5 October 2024."""
    session = TrainingSessionFactory(
        unit=province, day_count=3, committee_people=[committee], slug="netral-2024", open=True
    )
    SessionMaterialFactory(session=session)
    return session


@pytest.fixture
def day(session):
    return session.days.get(date="2024-10-03")


@pytest.fixture
def participant(session):
    return ParticipantFactory(session=session, person=UserFactory(display_name="Drs. H. Arif Contoh, M.Si."))


@pytest.fixture
def kept_scan(day, noon):
    """A scan as a desk without a network keeps it."""

    def make(participant, **changes):
        code = participant if isinstance(participant, str) else participant.badge_code
        values = {
            "nonce": uuid4(), "code": code, "on": day.date, "kind": "masuk", "method": "pindai", "desk": "Meja 1",
            "occurred_at": noon - timedelta(minutes=30),
        }  # fmt: skip
        return Scan(**(values | changes))

    return make


@pytest.fixture
def report(session, committee, noon):
    """A desk that has its network back, with a clock that may be wrong."""

    def send(*scans, clock_ahead=timedelta(0), at=None):
        at = at or noon
        return services.take_in_scans(session, scans, sent_at=at + clock_ahead, by=committee, at=at)

    return send


# The web


@pytest.fixture
def at_noon(noon, home):
    """A site to serve, and the clock that views read."""
    with time_machine.travel(noon, tick=False):
        yield


@pytest.fixture
def desk_client(client, committee):
    client.force_login(committee)
    return client


@pytest.fixture
def issued(session, committee, participant, day, noon):
    """One certificate of this session is out, with its PDF still to be made."""
    attend(participant, day, by=committee, at=noon)
    services.close_list(session, by=committee, at=noon)
    services.issue_certificates(session, by=committee, at=noon)
    return participant


# Lists that arrive


@pytest.fixture
def begin(desk_client, session):
    """Upload a list and confirm its columns; the draft that is checked then."""

    def walk(*rows, content=None, into=session):
        response = upload(desk_client, into, content or xlsx(*rows))
        draft = into.import_drafts.latest("made_at")
        desk_client.post(at("import_columns", draft), as_guessed(response))
        draft.refresh_from_db()
        return draft

    return walk


@pytest.fixture
def save(desk_client):
    return lambda draft: desk_client.post(at("import_save", draft), follow=True)
