"""The quiz, the people and the books of ``bench.load``: imported once Django is set up."""

from __future__ import annotations

import json
from uuid import uuid4

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elearning.people.models import User
from quizzes.editions import editions
from quizzes.models import AttemptItem, QuestionVersion, Quiz
from tests.factories.lessons import make_site
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import QuestionFactory, QuizFactory, QuizPageFactory
from tests.factories.regulations import RuleCardFactory

CODE_BACKEND = "elearning.people.auth.CodeBackend"


def prepare(people: int, questions: int) -> list[str]:
    """The quiz, and the sessions of so many people who have signed in by their code."""
    call_command("createcachetable")
    make_site()
    make_quiz("beban", questions)
    return sign_in(people)


def make_quiz(slug: str, questions: int) -> Quiz:
    card = RuleCardFactory()
    quiz = QuizFactory(slug=slug, questions=[QuestionFactory(card=card) for _ in range(questions)])
    QuizPageFactory(quiz=quiz)
    return quiz


def sign_in(people: int) -> list[str]:
    unit = UnitFactory()
    return [signed_in(UserFactory(unit=unit)).cookies[settings.SESSION_COOKIE_NAME].value for _ in range(people)]


def somebody() -> int:
    return User.objects.order_by("-pk").values_list("pk", flat=True)[0]


def last_item() -> int:
    return AttemptItem.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def lost_and_doubled(after: int, expected: int) -> tuple[int, int]:
    """Of the questions laid out after an item: answers or marks that are missing, and those that are there twice."""
    items = AttemptItem.objects.filter(pk__gt=after, attempt__state="terkirim")
    rows = items.annotate(sent=Count("answers", distinct=True), made=Count("marks", distinct=True))
    counts = list(rows.values_list("sent", "made"))
    lost = sum(not sent or not made for sent, made in counts) + expected - len(counts)
    return lost, sum(sent > 1 or made > 1 for sent, made in counts)


def queries(questions: int) -> dict[str, int]:
    """How many queries each request of an attempt runs, the session's own included."""
    client, slug = signed_in(UserFactory()), make_quiz(f"beban-{questions}", questions).slug
    client.get("/saya/")  # what a process asks once, as the editions
    editions(QuestionVersion.objects.values_list("pk", flat=True))
    counts: dict[str, int] = {}

    def ask(step: str, method: str, url: str, *body: str) -> str:
        with CaptureQueriesContext(connection) as captured:
            reply = getattr(client, method)(url, *body, **({"content_type": "application/json"} if body else {}))
        counts[step] = len(captured)
        return reply.headers.get("Location", "")

    paper, now = ask("mulai", "post", f"/kuis/{slug}/mulai/"), timezone.now().isoformat()
    ask("soal", "get", paper)
    places = range(1, questions + 1)
    rows = [
        {"client_id": str(uuid4()), "position": place, "occurred_at": now, "fields": {"options": ["A"]}}
        for place in places
    ]
    ask("jawaban", "post", f"{paper}jawaban/", json.dumps({"answers": rows}))
    ask("hasil", "get", ask("kirim", "post", f"{paper}kirim/"))
    return counts


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=CODE_BACKEND)
    return client
