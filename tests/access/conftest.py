"""A small province with one thing of each kind in it, and the people who knock at its doors."""

from __future__ import annotations

import logging
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client

from certificates import corrections
from certificates import services as certificates
from certificates.models import Batch, CertificateFile, IssueProposal
from elearning.cascade import rosters
from elearning.cascade.pasting import Line, Read
from elearning.distribution.models import KitEdition
from elearning.lessons.models import HomePage
from elearning.lib import codes
from elearning.people.models import OfficeRole, User
from elearning.people.roles import install_roles
from elearning.reports.services import reckon
from elearning.training import services as training
from elearning.training.services.certificates import certificate_of
from tests.beneath import beneath, indexes_rest
from tests.factories.cascade import StaffEntryFactory
from tests.factories.certificates import make_certificate
from tests.factories.distribution import HandoutFactory, KitEditionFactory, KitFileFactory, ReceiptFactory
from tests.factories.files import jpeg, pdf
from tests.factories.lessons import CoursePageFactory, LessonPageFactory, make_site
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import AttemptFactory, QuizFactory, QuizPageFactory, finish, waiting_answer
from tests.factories.refreshers import published_card
from tests.factories.refreshers import reverse as reverse_rule
from tests.factories.regulations import RegulationFactory, RuleCardFactory
from tests.factories.training import (
    ParticipantFactory,
    SessionMaterialFactory,
    TrainingSessionFactory,
    attend,
    make_draft,
    make_open_house,
)

NOON = datetime(2024, 10, 3, 5, 0, tzinfo=UTC)  # as ``noon``
SECRET_NAME = "Kirana Tertutup Contoh"


@dataclass
class Place:
    """A unit with everything in it that only its own people may see."""

    name: str
    learner_name: str
    course: object
    quiz: object
    now: datetime
    officers: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.unit = UnitFactory(name=f"Kecamatan {self.name}", number_code=self.name[:3].upper())
        self.learner = UserFactory(display_name=self.learner_name, unit=self.unit, employment_status="pns")
        self._share()
        self._run_a_session()
        self._hold_at_the_office()
        self._issue_certificates()
        self._try_quizzes()

    def _share(self) -> None:
        self.handout = HandoutFactory(unit=self.unit, course=self.course)
        ReceiptFactory(handout=self.handout, person=self.learner)
        self.staff_entry = StaffEntryFactory(in_unit=self.unit)
        read = Read([Line(1, {"name": f"Baru {self.learner_name}"})], [], [])
        rosters.keep_draft(self.unit, read, text="", by=UserFactory(), at=self.now)
        edition = KitEdition.objects.first() or KitEditionFactory(course=self.course)
        KitFileFactory(edition=edition, node=self.handout.node)
        if not edition.files.filter(node=None).exists():
            KitFileFactory(edition=edition, node=None, kind="pratinjau")

    def _run_a_session(self) -> None:
        """One that runs, with an open test, and one whose certificates are out."""
        by = UserFactory()
        tests = {"pre_test": QuizFactory(), "post_test": QuizFactory()}
        self.session = TrainingSessionFactory(
            unit=self.unit,
            title=f"Sesi {self.name}",
            day_count=3,
            open=True,
            room_code=codes.generate(codes.ROOM_LENGTH),
            **tests,
        )
        SessionMaterialFactory(session=self.session)
        self.participant = ParticipantFactory(session=self.session, person=self.learner)
        self.member = UserFactory()  # of the committee of this session, without an office
        training.join_committee(self.session, self.member)
        training.claim_badge(self.participant, at=self.now)
        training.open_test(self.session, "pre", by=by, at=self.now)
        self.session.refresh_from_db()
        self.participant.session = self.session
        self.late_answer = waiting_answer(training.start_test(self.participant, "pre", at=self.now), at=self.now)
        self.batch = self.session.imports.create(
            file_name="a.xlsx", file_sha256="0", created_at=self.now, created_by=by
        )
        self.draft = make_draft(self.session, by=by, at=self.now)
        self.open_house = make_open_house(unit=self.unit, title=f"Terbuka {self.name}")
        training.register(self.open_house, self.learner, at=self.now)
        self.proof = training.propose_name(
            self.participant, name="Kirana T. Contoh", position="", by=self.learner, at=self.now
        )
        self._report(by)
        done = TrainingSessionFactory(unit=self.unit, title=f"Sesi selesai {self.name}", open=True)
        SessionMaterialFactory(session=done)
        self.graduate = ParticipantFactory(session=done, person=self.learner)
        attend(self.graduate, done.days.get(), by=by, at=self.now)
        training.close_list(done, by=by, at=self.now)
        training.issue_certificates(done, by=by, at=self.now)
        done.refresh_from_db()
        self.finished_session = done
        self.act = Batch.objects.get(source=done.source)
        self.empty_act = Batch.objects.create(source="kosong", unit=self.unit, created_at=self.now)
        line = {"source": self.graduate.source, "name": self.learner_name, "kind": "mengikuti", "sha256": "0" * 64}
        self.proposal = IssueProposal.objects.create(
            source=done.source, unit=self.unit, round=1, people=[line], list_sha256="0" * 64, proposed_at=self.now,
            proposed_by=by,
        )  # fmt: skip

    def _hold_at_the_office(self) -> None:
        self.office = TrainingSessionFactory(
            unit=self.unit, is_at_office=True, expected_people=30, open=True, takes_registrations=True,
            room_code=codes.generate(codes.ROOM_LENGTH),
        )  # fmt: skip
        SessionMaterialFactory(session=self.office)

    def _report(self, by: User) -> None:
        shared = {"by": by, "at": self.now}
        self.photo = training.add_photo(self.session, jpeg(), file_name="a.jpg", **shared)
        self.sheet = training.add_sheet_photo(self.session.days.first(), jpeg(), file="a.jpg", **shared)
        said = {"file_name": "a.pdf", "kind": "undangan", "title": "Undangan"}
        self.paper = training.add_attachment(self.session, pdf(), **said, **shared)
        self.report = training.make_report(self.session, with_names=False, **shared)

    def _issue_certificates(self) -> None:
        paper = {"unit": self.unit, "holder": self.learner, "at": self.now}
        self.certificate = make_certificate(**paper)
        self.asked = make_certificate(**paper)
        corrections.request_correction(self.asked, wanted_name="Kirana T. Contoh", note="", at=self.now)
        wish = {"wanted_name": "Kirana T. Contoh", "note": "", "at": self.now}
        corrections.request_correction(certificate_of(self.graduate), **wish)
        self.revoked = make_certificate(**paper)
        for certificate in (self.certificate, certificate_of(self.graduate)):
            CertificateFile.objects.create(
                certificate=certificate,
                pdf=ContentFile(b"%PDF", "contoh.pdf"),
                sha256="0" * 64,
                size=4,
                rendered_at=self.now,
            )
        certificates.revoke(self.revoked, reason="Tidak memenuhi syarat", by=UserFactory(), at=self.now)

    def _try_quizzes(self) -> None:
        self.running = AttemptFactory(quiz=self.quiz, person=self.learner, at=self.now)
        self.finished = finish(AttemptFactory(person=self.learner, at=self.now), correct=1, at=self.now)

    def appoint(self, *roles: OfficeRole) -> User:
        person = UserFactory(email=f"{uuid4().hex}@contoh.example", password="rahasia-contoh")
        for role in roles:
            OfficeHoldingFactory(unit=self.unit, person=person, role=role)
        person.groups.add(Group.objects.get(name="Panitia"))
        return person


@pytest.fixture(autouse=True)
def _quiet_refusals(caplog):
    """Hundreds of refusals are what these tests want; their tracebacks would bury the one that is wrong."""
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.fixture(scope="package")
def _standing_world(django_db_setup, django_db_blocker):
    with beneath(django_db_blocker):
        with indexes_rest():
            built = _build(make_site(), NOON)
        yield built


@pytest.fixture
def world(_standing_world, db, noon):
    """``here`` is whose pages are knocked at; ``elsewhere`` is just such a place, and its officer holds every office."""
    with time_machine.travel(noon, tick=False):
        copied = deepcopy(_standing_world)
        copied.browser = SignedIn().browser
        yield copied


class SignedIn:
    """Browsers of their own, signed in: to sign in anew for each of hundreds of requests took a third of their time."""

    def __init__(self) -> None:
        self._cookies: dict = {}

    def browser(self, person: User | None, backend: str | None = None) -> Client:
        """Ask for it outside the savepoint of a request, so that the session is there for the next."""
        client = Client()
        if person:
            if (person, backend) not in self._cookies:
                client.force_login(person, backend=backend)
                self._cookies[person, backend] = client.cookies
            client.cookies = deepcopy(self._cookies[person, backend])
        return client


def _build(home: HomePage, noon: datetime) -> SimpleNamespace:
    with time_machine.travel(noon, tick=False):
        install_roles()
        course = CoursePageFactory(parent=home, issuer=UnitFactory(number_code="LPC"))
        quiz = QuizFactory(slug="kuis-contoh")
        QuizPageFactory(parent=course, quiz=quiz, is_final=True)
        place = {"course": course, "quiz": quiz, "now": noon}
        here = Place("Kenanga Contoh", SECRET_NAME, **place)
        elsewhere = Place("Melati Contoh", "Orang Lain Contoh", **place)
        offices = {"head": OfficeRole.HEAD, "committee": OfficeRole.COMMITTEE, "leader": OfficeRole.LEADER}
        _picture()
        reckon(course, at=noon)
        return SimpleNamespace(
            home=home,
            course=course,
            quiz=quiz,
            lesson=LessonPageFactory(parent=course),
            card=RuleCardFactory(),
            change=reverse_rule(published_card()),
            regulation=RegulationFactory(),
            here=here,
            elsewhere=elsewhere,
            visitors={
                "anonymous": None,
                "stranger": UserFactory(display_name="Orang Asing Contoh"),
                "other unit": elsewhere.appoint(*offices.values()),
                "learner": here.learner,
                **{role: here.appoint(office) for role, office in offices.items()},
            },
        )


def _picture() -> None:
    folder = Path(settings.MEDIA_ROOT) / "images"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "contoh.png").write_bytes(b"")


def printed(certificate) -> str:
    return codes.display(certificate.code)
