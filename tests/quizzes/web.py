"""How the tests of the screens press their way through a quiz."""

import json
from uuid import uuid4

from django.urls import reverse

from quizzes.models import Attempt, QuizQuestion
from tests.factories.quizzes import NOON, right


def start(client, quiz_page) -> Attempt:
    reply = client.post(reverse("quizzes:start", args=[quiz_page.quiz.slug]))
    assert reply.status_code == 302
    return Attempt.objects.get(public_id=reply.url.split("/")[2])


def url(name, attempt, *rest) -> str:
    return reverse(f"quizzes:{name}", args=[attempt.public_id, *rest])


def form_of(attempt, position) -> dict:
    item = attempt.items.get(position=position)
    return item.kind.write_form(right(item), item.shown)


def batch(*rows) -> dict:
    """Keyword arguments of a POST with answers as the phone sends them."""
    return {"data": json.dumps({"answers": list(rows)}), "content_type": "application/json"}


def row(attempt, position, **changes) -> dict:
    plain = {
        "client_id": str(uuid4()),
        "position": position,
        "occurred_at": NOON.isoformat(),
    }
    return plain | (changes or {"fields": form_of(attempt, position)})


def secrets_of(quiz) -> set[str]:
    """Everything that a finished quiz explains and a running one must not hold."""
    found = {"is_correct", "match_text", "feedback", "salah paham"}
    for link in QuizQuestion.objects.filter(quiz=quiz):
        version = link.question.current
        found.add(version.explanation)
        for option in version.options.all():
            found |= {option.feedback, option.misconception} - {""}
    return found
