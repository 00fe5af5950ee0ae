"""A course finished online earns a certificate by the same service, with its own wording."""

from __future__ import annotations

from datetime import datetime

from certificates import services as certificates
from certificates.claims import CertificateClaim
from certificates.models import Certificate
from elearning.lessons.models import CoursePage
from elearning.lib import dates
from elearning.people.models import User
from quizzes.models import Attempt, QuizPage

from .teaching import rules_of_course

CYCLE = 1  # re-certification counts on from here


def award_course(person: User, course: CoursePage, *, at: datetime) -> Certificate | None:
    """The certificate of a person who passed the course's final quiz; None while it is not earned.

    A course without an issuer gives none, nor does a person without a name. Asking again returns the first.
    Raises CertificateError (a name that does not fit the paper).
    """
    if course.issuer is None or not person.display_name.strip():
        return None
    passed = first_pass(person, course)
    if passed is None or passed.submitted_at is None:
        return None
    zone = course.issuer.time_zone
    claim = CertificateClaim(
        source=f"course:{course.pk}:person:{person.public_id}:cycle:{CYCLE}",
        programme=f"course:{course.pk}",
        kind=Certificate.Kind.PASSED,
        holder_id=person.pk,
        recipient_name=person.display_name,
        recipient_position=person.position_title,
        recipient_unit=person.unit_label,
        nip=person.nip or "",
        identity_level=person.identity_level,
        title=course.title,
        activity="belajar mandiri",
        organiser=course.issuer.name,
        unit_id=course.issuer.pk,
        days=(dates.local_day(passed.submitted_at, zone),),
        place="",
        city="",
        time_zone=zone,
        lesson_hours=course.lesson_hours,
        issued_on=dates.local_day(at, zone),
        rules=rules_of_course(course, passed),
    )
    return certificates.issue(claim, by=None, at=at)


def first_pass(person: User, course: CoursePage) -> Attempt | None:
    """The self-study attempt by which ``person`` first passed a final quiz of ``course``."""
    finals = QuizPage.objects.child_of(course).live().filter(is_final=True).values("quiz")
    passed = Attempt.objects.passed().filter(person=person, mode=Attempt.Mode.SELF_STUDY, quiz__in=finals)
    return passed.order_by("submitted_at", "pk").first()
