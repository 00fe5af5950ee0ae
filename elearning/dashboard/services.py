"""The few changes that touch several rooms at once: somebody says who he is, and a finished course becomes a paper."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from certificates import services as certificates
from certificates.models import Certificate
from elearning.distribution import services as distribution
from elearning.distribution.models import Handout
from elearning.lib.errors import DomainError
from elearning.people import services as people
from elearning.people.models import User
from elearning.training.online import award_course
from quizzes import services as quizzes

from .queries import courses_passed_by

USED_UP = "Percobaan Anda untuk «{quiz}» sudah habis, jadi hasil di HP ini tidak dihitung."


def introduce(
    *, submission: str, guest_key: UUID | None, handout: Handout | None, at: datetime, **person_fields
) -> tuple[User, str]:
    """A guest becomes a person: registered, with a kode peserta, the quizzes done so far, and the camat's link joined.

    ``submission`` names the form: sent again with the same words it returns the same person and the same code.
    A person who names another unit than the link's does not join the link: the camat sees only his own staff.
    ``person_fields`` are those of people.services.register_participant.

    Raises PeopleError; CertificateError: character_missing, name_too_long, for a name that no paper could carry.
    """
    code = people.code_of_form(submission, person_fields)
    if earlier := people.newcomer_by_code(code, at=at):
        return earlier, code
    try:
        return _welcome(code, guest_key=guest_key, handout=handout, at=at, **person_fields), code
    except people.PeopleError:
        # The same form may have been quicker by a moment: then it took the NIP or the code.
        if earlier := people.newcomer_by_code(code, at=at):
            return earlier, code
        raise


@transaction.atomic
def _welcome(code: str, *, guest_key: UUID | None, handout: Handout | None, at: datetime, **person_fields) -> User:
    person = people.register_participant(**person_fields, at=at)
    certificates.require_printable_name(person.display_name)
    people.give_first_code(person, code, at=at)
    if guest_key:
        quizzes.adopt_guest_attempts(guest_key, person, at=at)
    if handout and person.unit_id:
        distribution.join_as_staff(handout, person, at=at)
    return person


def record_guest_results(person: User, *, guest_key: UUID, handout: Handout | None, at: datetime) -> list[str]:
    """What this browser did before its owner signed in becomes the owner's: results, certificates, the camat's link.

    Returns sentences about what could not be recorded or issued.
    """
    adopted = quizzes.adopt_guest_attempts(guest_key, person, at=at)
    if handout:
        distribution.join_as_staff(handout, person, at=at)
    _, refusals = claim_certificates(person, at=at)
    return [*(USED_UP.format(quiz=quiz.title) for quiz in adopted.used_up), *refusals]


def claim_certificates(person: User, *, at: datetime) -> tuple[dict[int, Certificate], list[str]]:
    """By course, a certificate for each whose final quiz the person has passed; asking again returns the same ones.

    What could not be issued comes back as sentences for the person, so that one course never stops another.
    """
    issued: dict[int, Certificate] = {}
    refusals: list[str] = []
    for course in courses_passed_by(person):
        try:
            certificate = award_course(person, course, at=at)
        except DomainError as error:
            refusals.append(str(error))
        else:
            if certificate:
                issued[course.pk] = certificate
    return issued, refusals
