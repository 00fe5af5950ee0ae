"""Ours, and what Django alone costs: a view that asks five indexed questions."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from elearning.people.models import User
from elearning.urls import urlpatterns as ours
from quizzes.models import Attempt, AttemptItem, QuestionVersion, Quiz


@login_not_required
def bare(request: HttpRequest, person: int) -> HttpResponse:
    known = User.objects.get(pk=person)
    quiz = Quiz.objects.get(slug="beban")
    version = QuestionVersion.objects.order_by("pk").first()
    attempt = Attempt.objects.filter(person=known, quiz=quiz).first()
    items = AttemptItem.objects.filter(attempt=attempt).first()
    return HttpResponse(f"{known.pk} {quiz.pk} {version} {bool(attempt)} {bool(items)}")


urlpatterns = [path("bench/bare/<int:person>/", bare), *ours]
