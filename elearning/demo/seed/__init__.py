"""Builds the whole demo in the order in which things happened."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from certificates import services as certificates
from certificates.badges.keys import make_test_key
from certificates.models import Certificate
from elearning.lessons.models import CoursePage
from elearning.people.models import Unit, User
from elearning.reports.services import reckon_due
from elearning.training import services as training
from elearning.training.models import TrainingSession
from elearning.training.online import award_course
from elearning.ui.models import SiteIdentity
from quizzes.models import QuizPage

from .. import cast
from . import kecamatan, people, rules, sealed, sessions, units

SHORT_COURSE, WHOLE_COURSE = "netralitas-asn-dalam-12-menit", "netralitas-asn-lengkap"


def is_seeded() -> bool:
    return Unit.objects.filter(name=cast.PROVINCE).exists()


@transaction.atomic
def everything(*, at: datetime, dice: random.Random, passwords: dict[str, str]) -> None:
    places = units.build()
    cast_of = people.personas(places, passwords=passwords, at=at - timedelta(days=90))
    SiteIdentity.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={"organiser": cast.SUPERVISOR, "contact": "tanya@contoh.example"},
    )
    course = CoursePage.objects.get(slug=SHORT_COURSE)
    CoursePage.objects.filter(slug__in=(SHORT_COURSE, WHOLE_COURSE)).update(issuer=places.supervisor)
    course.refresh_from_db()
    quiz = QuizPage.objects.child_of(course).get(is_final=True).quiz
    tests = QuizPage.objects.child_of(CoursePage.objects.get(slug=WHOLE_COURSE)).get(is_final=True).quiz

    if settings.BADGE_KEY_FILE:
        make_test_key(Path(settings.BADGE_KEY_FILE))
    first = sessions.finished(places, cast_of=cast_of, tests=tests, at=at, dice=dice)
    sessions.running(places, cast_of=cast_of, tests=tests, at=at, dice=dice)
    sessions.draft(places, cast_of=cast_of, at=at)
    issue(first, cast_of=cast_of)
    kecamatan.heads(places, first)
    learners = kecamatan.kenanga(places, cast_of=cast_of, course=course, quiz=quiz, at=at, dice=dice)
    learners += kecamatan.neighbours(places, course=course, quiz=quiz, at=at, dice=dice)
    for person in learners:
        award_course(person, course, at=at - timedelta(days=1))
    sealed.make_key(at)
    sealed.session(places, cast_of=cast_of, at=at, dice=dice)
    rules.change_today(cast_of=cast_of, at=at)
    rules.change_in_three_days(cast_of=cast_of, at=at)
    reckon_due(at=at)


def issue(session: TrainingSession, *, cast_of: dict[str, User]) -> None:
    """226 certificates on the last evening; later three names are put right and one is revoked."""
    by = cast_of["panitia"]
    evening = session.list_closed_at + timedelta(hours=1)
    training.issue_certificates(session, by=by, at=evening)
    issued = list(Certificate.objects.filter(unit=session.unit).order_by("sequence"))
    for certificate in issued[10:13]:
        certificates.replace(
            certificate,
            recipient_name=f"{certificate.facts['name']}, M.Pd.",
            reason="Salah tulis nama",
            by=by,
            at=evening + timedelta(days=2),
        )
    certificates.revoke(issued[20], reason="Tidak memenuhi syarat", by=by, at=evening + timedelta(days=3))
