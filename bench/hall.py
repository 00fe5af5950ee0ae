"""A session with a room full of people, for ``bench.phones``: imported once Django is set up."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.sitting import signed_in
from elearning.people.models import User
from elearning.training import room, services
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory, TrainingSessionFactory


class Hall:
    """``urls``: what each phone polls. ``page``: what it shows when something changed."""

    def __init__(self, people: int) -> None:
        unit = UnitFactory()
        self.session = TrainingSessionFactory(open=True, unit=unit, pre_test=QuizFactory())
        services.show_on_screen(self.session, "masuk")
        self.members = [
            ParticipantFactory(session=self.session, person=UserFactory(unit=unit), line=line)
            for line in range(1, people + 1)
        ]
        self.urls = [reverse("training:phone", args=[room.ticket(member)]) for member in self.members]
        self.page = reverse("training:taking_part", args=[self.session.slug])
        self.committee: User = UserFactory()

    def sign_in(self, count: int) -> list[str]:
        """The sessions of the first so many."""
        return [signed_in(member.person).cookies["sessionid"].value for member in self.members[:count]]

    def open_test(self) -> None:
        services.open_test(self.session, "pre", by=self.committee, at=timezone.now())

    def queries_per_poll(self) -> str:
        """Of one poll within the two seconds that a process remembers, and of the first one after them."""
        client, url = Client(), self.urls[0]
        tag = client.get(url)["ETag"]

        def one() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url, headers={"if-none-match": tag}).status_code == 304
            return len(captured)

        known = one()
        room._stamp.cache_clear()
        return f"{known} or {one()}"
