"""Every screen that lists something costs as many queries with thirty rows as with one.

Each address of ours and each kind of page is either in LISTS, with what makes its rows, or in ONE_THING. A screen added
without its line fails here; those of the admin have theirs in test_admin_lists.py.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import Page

from certificates import services as certificates
from certificates.models import Certificate, CertificateEvent, CertificateFile
from elearning.people.models import Unit
from elearning.refreshers import services as refreshers
from elearning.regulations.models import (
    Citation,
)
from elearning.training import services as training
from elearning.training.models import Room, TrainingSession
from tests.factories.certificates import make_certificate, make_claim
from tests.factories.distribution import HandoutFactory, ReceiptFactory
from tests.factories.lessons import CoursePageFactory, LessonPageFactory
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    finish,
    make_correction,
    waiting_answer,
)
from tests.factories.refreshers import passes, published_card, quiz_on
from tests.factories.refreshers import reverse as reverse_rule
from tests.factories.regulations import (
    ProvisionVersionFactory,
    RegulationFactory,
    RuleCardFactory,
)
from tests.factories.training import (
    ParticipantFactory,
    SessionDayFactory,
    SessionMaterialFactory,
    TrainingSessionFactory,
    attend,
    attend_again,
    make_draft,
    make_open_house,
)

from .conftest import printed
from .counting import costs_the_same
from .test_pages import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.once]

World = SimpleNamespace


# What makes the rows of our own screens. Each adds ``count`` rows and returns the address that shows them.


def cards(world: World, count: int) -> str:
    for card in RuleCardFactory.create_batch(count):
        card.topics.add("media sosial")
    return reverse("regulations:cards")


def found_cards(world: World, count: int) -> str:
    RuleCardFactory.create_batch(count)
    LessonPageFactory.create_batch(count, parent=world.course, title="Perbuatan contoh")
    return f"{reverse('regulations:finder')}?q=perbuatan"


def citations(world: World, count: int) -> str:
    for version in ProvisionVersionFactory.create_batch(count):
        Citation.objects.create(card=world.card, provision=version.provision, certainty=version.certainty)
    return world.card.get_absolute_url()


def changes(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        for _ in range(count):
            reverse_rule(published_card())
        return reverse(f"regulations:{name}")

    return address


def pending(world: World, count: int) -> str:
    taught = [published_card() for _ in range(count)]
    passes(quiz_on(*taught), world.here.learner)
    for card in taught:
        refreshers.invite(reverse_rule(card), at=world.here.now)
    return reverse("refreshers:pending")


def card_history(world: World, count: int) -> str:
    citations(world, count)
    return reverse("regulations:card_history", args=[world.card.slug])


def resting_cards(world: World, count: int) -> str:
    found = world.card.citations.order_by("pk").first().provision
    for card in RuleCardFactory.create_batch(count):
        Citation.objects.create(card=card, provision=found, certainty="terverifikasi")
    return found.get_absolute_url()


def answers(world: World, count: int) -> str:
    RuleCardFactory.create_batch(count)
    return reverse("regulations:finder_file")


def regulations(world: World, count: int) -> str:
    RegulationFactory.create_batch(count)
    return reverse("regulations:regulations")


def provisions(world: World, count: int) -> str:
    ProvisionVersionFactory.create_batch(count, provision__regulation=world.regulation)
    return world.regulation.get_absolute_url()


def public_pages(world: World, count: int) -> str:
    LessonPageFactory.create_batch(count, parent=world.course)
    cards(world, count)
    regulations(world, count)
    return reverse("lessons:sitemap")


def paper(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        attempt = AttemptFactory(quiz=QuizFactory(questions=count), person=world.here.learner, at=world.here.now)
        if name == "result":
            finish(attempt, correct=count // 2, at=world.here.now)
        return reverse(f"quizzes:{name}", args=[attempt.public_id])

    return address


def own_certificates(world: World, count: int) -> str:
    for _ in range(count):
        make_certificate(holder=world.here.learner, unit=world.here.unit, at=world.here.now)
    return reverse("certificates:mine")


def history(world: World, count: int) -> str:
    kept = world.here.certificate
    for _ in range(count):
        CertificateEvent.objects.create(
            certificate=kept, kind="pulih", at=world.here.now, by=UserFactory(), reason="Keliru"
        )
    return reverse("certificates:keep", args=[printed(kept)])


def participants(name: str, query: str = "", *, of_the_day: bool = False) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        session = world.here.session
        for _ in range(count):
            participant = ParticipantFactory(session=session, person__unit=UnitFactory())
            attend(participant, session.days.first(), by=UserFactory(), at=world.here.now)
        which = [session.days.first().date.isoformat()] if of_the_day else []
        return reverse(f"training:{name}", args=[session.slug, *which]) + query

    return address


def scanned_twice(world: World, count: int) -> str:
    participants("desk_notes")(world, count)
    for one in world.here.session.participants.all():
        attend_again(one, world.here.session.days.first(), by=UserFactory(), at=world.here.now)
    return reverse("training:desk_notes", args=[world.here.session.slug])


def drafts(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        by = UserFactory()
        draft = make_draft(world.here.session, by=by, at=world.here.now, rows=2 * count + 10)
        return reverse(f"training:{name}", args=[world.here.session.slug, draft.public_id])

    return address


def sat_tests(world: World, count: int) -> str:
    for _ in range(count):
        participant = ParticipantFactory(session=world.here.session)
        training.start_test(participant, "pre", at=world.here.now)
    return participants("overview")(world, count)


def discussed(world: World, count: int) -> str:
    class_results(world, count)
    session = world.here.session
    Room.objects.filter(session=session).update(layout="bahas", test="pre")
    return reverse("training:control", args=[session.slug])


def answered(layout: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        class_results(world, count)
        return f"{reverse('training:screen', args=[world.here.session.slug])}?tampil={layout}&uji=pre&alasan=1"

    return address


def at_work(world: World, count: int) -> str:
    for _ in range(count):
        training.start_test(ParticipantFactory(session=world.here.session), "pre", at=world.here.now)
    return reverse("training:extend_test", args=[world.here.session.slug, "pre"])


def late_answers(world: World, count: int) -> str:
    for _ in range(count):
        participant = ParticipantFactory(session=world.here.session)
        decided = waiting_answer(training.start_test(participant, "pre", at=world.here.now), at=world.here.now)
        training.decide_late_answer(world.here.session, decided, counts=True, by=UserFactory(), at=world.here.now)
    return reverse("training:late_answers", args=[world.here.session.slug])


def class_results(world: World, count: int) -> str:
    session = world.here.session
    TrainingSession.objects.filter(pk=session.pk).update(pre_test_closed_at=world.here.now)
    for _ in range(count + 5):  # fewer than five are not told
        person = ParticipantFactory(session=session).person
        for mode in ("pre", "post"):
            attempt = AttemptFactory(quiz=session.test(mode), person=person, mode=mode, context=session.context)
            finish(attempt, correct=1, at=world.here.now)
    return reverse("training:results", args=[session.slug])


def report_parts(world: World, count: int) -> str:
    """Texts, photos, attachments and past reports; thirty photos are more than a report takes, and a table takes."""
    session, by, now = world.here.session, UserFactory(), world.here.now
    known = session.report_texts.count()
    for number in range(known, known + count):
        session.report_texts.create(
            box="kendala", number=number + 1, text="x", written_by=UserFactory(), begun_at=now, saved_at=now
        )
        papers = {"sha256": "0", "source_sha256": f"{number}", "size": 1, "added_by": by, "added_at": now}
        session.report_photos.create(file="a.jpg", width=1, height=1, **papers)
        session.report_attachments.create(file="a.pdf", kind="lain", title="x", extension="pdf", pages=1, **papers)
        report = session.reports.create(number=number + 10, as_of=now, made_by=UserFactory(), facts={}, sha256="0")
        report.files.create(format="pdf", file="a.pdf", sha256="0", size=1, made_at=now)
    return reverse("training:report", args=[session.slug])


def graduates(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        session = world.here.finished_session
        for _ in range(count):
            attend(ParticipantFactory(session=session), session.days.get(), by=UserFactory(), at=world.here.now)
        if name == "certificates":
            training.issue_certificates(session, by=UserFactory(), at=world.here.now)
        return reverse(f"training:{name}", args=[session.slug])

    return address


def proposed(world: World, count: int) -> str:
    graduates("issue")(world, count)
    return reverse("training:proposal", args=[world.here.finished_session.slug, world.here.proposal.public_id])


def registers(world: World, count: int) -> str:
    for unit in UnitFactory.create_batch(count, parent=Unit.objects.get(pk=world.here.unit.pk)):
        make_certificate(holder=world.here.learner, unit=unit, at=world.here.now)
    return reverse("certificates:registers")


def issued_together(world: World, count: int) -> str:
    claims = [make_claim(unit=world.here.unit) for _ in range(count)]
    made = certificates.issue_batch(
        claims, source=f"uji:{count}", unit=world.here.unit, by=UserFactory(), at=world.here.now
    )
    for paper in made.certificates.all():
        CertificateFile.objects.create(
            certificate=paper, pdf=f"{paper.code}.pdf", sha256="0", size=4, rendered_at=world.here.now
        )
    return reverse("certificates:batch", args=[made.public_id])


def names(world: World, count: int) -> str:
    session = world.here.session
    for one in ParticipantFactory.create_batch(count, session=session, person__unit=UnitFactory()):
        training.propose_name(one, name="Kirana Lain Contoh", position="", by=one.person, at=world.here.now)
    return reverse("training:names", args=[session.slug])


def overrides(world: World, count: int) -> str:
    participant, told = world.here.participant, {"by": UserFactory(), "at": world.here.now, "reason": "contoh"}
    for _ in range(count):
        training.override_eligibility(participant, decision="jangan", **told)
        training.withdraw_override(participant, **told)
    return reverse("training:override", args=[participant.session.slug, participant.public_id])


def papers(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        graduates("certificates")(world, count)
        for paper in Certificate.objects.filter(file=None, unit=world.here.unit):
            CertificateFile.objects.create(
                certificate=paper, pdf=f"{paper.code}.pdf", sha256="0", size=4, rendered_at=world.here.now
            )
        return reverse(f"training:{name}", args=[world.here.finished_session.slug])

    return address


def days(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        session, participant = world.here.session, world.here.participant
        last = session.days.last().date.toordinal()
        for number in range(1, count + 1):
            day = SessionDayFactory(session=session, date=world.here.now.date().fromordinal(last + number))
            attend(participant, day, by=UserFactory(), at=world.here.now)
        whose = [] if name == "taking_part" else [participant.public_id]
        return reverse(f"training:{name}", args=[session.slug, *whose])

    return address


def own_results(world: World, count: int) -> str:
    own_certificates(world, count)
    question, person = QuestionFactory(), {"person": world.here.learner, "at": world.here.now}
    for _ in range(count):
        AttemptFactory(quiz=QuizFactory(questions=[question]), **person)
        finish(AttemptFactory(quiz=QuizFactory(questions=[question]), **person), correct=1, at=world.here.now)
        make_correction(world.here.learner)
    return reverse("dashboard:profile")


def staff(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        for number in range(count):
            person = UserFactory(unit=UnitFactory(parent=Unit.objects.get(pk=world.here.unit.pk)))
            ReceiptFactory(handout=world.here.handout, person=person, state="bukan" if number % 3 == 2 else "diakui")
            attempt = AttemptFactory(quiz=world.quiz, person=person, at=world.here.now)
            if number % 2:
                finish(attempt, correct=2, at=world.here.now)
        return reverse(f"dashboard:{name}")

    return address


def units_below(world: World, count: int) -> str:
    unit = Unit.objects.get(pk=world.here.unit.pk)
    for below in UnitFactory.create_batch(count, parent=unit, kind="kecamatan"):
        ReceiptFactory(handout=HandoutFactory(unit=below, course=world.course), person__unit=below)
        session = TrainingSessionFactory(unit=below, open=True)
        attend(ParticipantFactory(session=session), session.days.get(), by=UserFactory(), at=world.here.now)
    return reverse("dashboard:leader")


def sessions(world: World, count: int) -> str:
    for session in TrainingSessionFactory.create_batch(count, unit=world.here.unit, open=True):
        ParticipantFactory(session=session)
    own_certificates(world, count)
    for certificate in Certificate.objects.filter(unit=world.here.unit, correction_requests=None):
        certificate.correction_requests.create(wanted_name="Kirana T. Contoh", asked_at=world.here.now)
    return reverse("dashboard:committee")


def courses(world: World, count: int) -> str:
    CoursePageFactory.create_batch(count, parent=world.home)
    return world.home.url


def lessons(world: World, count: int) -> str:
    LessonPageFactory.create_batch(count, parent=world.course)
    return world.course.url


def lesson_cards(world: World, count: int) -> str:
    body = [("card", card) for card in RuleCardFactory.create_batch(count)]
    return LessonPageFactory(parent=world.course, body=body).url


def announced(name: str) -> Callable[[World, int], str]:
    """Coming sessions, and as many that have been."""

    def make(world: World, count: int) -> str:
        for _ in range(count):
            make_open_house(days=2)
            TrainingSessionFactory(is_announced=True)
        return reverse(f"training:{name}")

    return make


def open_days(name: str) -> Callable[[World, int], str]:
    """Days, materi and people of one announced session."""

    def make(world: World, count: int) -> str:
        session = make_open_house(days=count)
        SessionMaterialFactory.create_batch(count, session=session)
        ParticipantFactory.create_batch(count, session=session)
        return reverse(f"training:{name}", args=[session.slug])

    return make


LISTS = {
    "regulations:cards": cards, "regulations:finder": found_cards, "regulations:card": citations,
    "regulations:card_history": card_history, "regulations:provision": resting_cards, "regulations:finder_file": answers,
    "regulations:regulations": regulations, "regulations:regulation": provisions, "lessons:sitemap": public_pages,
    "regulations:changes": changes("changes"), "regulations:change_feed": changes("change_feed"),
    "refreshers:pending": pending,
    "quizzes:attempt": paper("attempt"), "quizzes:review": paper("review"), "quizzes:submit": paper("submit"),
    "quizzes:result": paper("result"),
    "certificates:mine": own_certificates, "certificates:keep": history,
    "training:calendar": announced("calendar"), "training:calendar_file": announced("calendar_file"),
    "training:announcement": open_days("announcement"), "training:session_file": open_days("session_file"),
    "training:overview": sat_tests, "training:control": discussed, "training:screen": answered("bahas"),
    "training:participants": participants("participants"),
    "training:import_columns": drafts("import_columns"), "training:import_check": drafts("import_check"),
    "training:import_fix": drafts("import_fix"), "training:import_letters": drafts("import_letters"),
    "training:import_corrections": drafts("import_corrections"), "training:import_save": drafts("import_save"),
    "training:desk": participants("desk", "?q=Contoh"), "training:badges": participants("badges"),
    "training:slips": participants("slips"),
    "training:desk_list": participants("desk_list"), "training:desk_notes": scanned_twice,
    "training:from_paper": participants("from_paper", of_the_day=True),
    "training:attendance_sheet": participants("attendance_sheet", of_the_day=True),
    "training:certificates": graduates("certificates"), "training:issue": graduates("issue"),
    "certificates:batch": issued_together, "certificates:registers": registers, "training:proposal": proposed, "training:names": names, "training:override": overrides, "training:hand_out": papers("hand_out"),
    "training:hand_over": papers("hand_over"), "training:signing": papers("signing"),
    "training:participant": days("participant"), "training:check_in": days("check_in"),
    "training:taking_part": days("taking_part"), "training:late_answers": late_answers,
    "training:extend_test": at_work, "training:results": class_results, "training:report": report_parts,
    "dashboard:profile": own_results, "dashboard:head": staff("head"), "dashboard:sharing": staff("sharing"),
    "dashboard:staff": staff("staff"), "dashboard:leader": units_below, "dashboard:committee": sessions,
}  # fmt: skip
# Forms, questions to be confirmed, single papers and files: nothing there grows with the rows of a table.
ONE_THING = {
    "people:login", "people:forgotten_code", "people:not_me", "akun/password/set/", "akun/email/",
    "regulations:change", "regulations:finder_worker", "cari/", "quizzes:question", "quizzes:report", "quizzes:restart",
    "certificates:verify", "certificates:check", "certificates:detail", "certificates:download",
    "certificates:ask_correction", "certificates:replace", "certificates:revoke", "certificates:restore",
    "certificates:decline", "certificates:badge", "certificates:badge_in_picture", "certificates:badge_issuer",
    "certificates:badge_achievement", "certificates:badge_key", "certificates:badge_status", "certificates:badge_picture",
    "certificates:check_file", "certificates:check_stack",
    "distribution:landing",
    "training:control_poll", "training:screen_poll", "training:screen_by_link", "training:screen_poll_by_link",
    "training:phone", "training:door", "training:room",
    "training:register", "training:cancel_registration", "training:remove_registrant",
    "training:badge", "training:close", "training:reopen",
    "training:add_participant", "training:import",
    "training:import_template", "training:undo_import", "training:import_row", "training:import_discard", "training:withdraw_attendance", "training:deputy",
    "training:walk_in", "training:close_test", "training:download_certificate", "training:correct_certificate",
    "training:propose_issue", "training:return_proposal", "training:mail_papers", "training:propose_name", "training:decline_name", "training:decline_correction", "training:change_name",
    "training:sample", "training:revoke_certificate", "training:new_code", "training:complete_nip",
    "training:report_photo", "training:remove_report_photo", "training:report_attachment",
    "training:remove_report_attachment", "training:door_boards",
    "training:desk_worker", "training:desk_shell", "training:sheet_photo", "training:remove_sheet_photo",
    "dashboard:home", "dashboard:identity", "dashboard:code", "dashboard:code_picture", "dashboard:new_code",
    "dashboard:replace_link", "dashboard:handout_pdf", "dashboard:staff_code",
    "ui:health", "ui:robots", "ui:gallery", "ui:favicon", "ui:picture",
}  # fmt: skip
PAGES = {"HomePage": courses, "CoursePage": lessons, "LessonPage": lesson_cards}
PAGES_OF_ONE_THING = {"TextPage", "QuizPage"}


def test_every_screen_says_whether_it_is_a_list():
    assert set(LISTS) & ONE_THING == set()
    assert set(LISTS) | ONE_THING == {door.name for door in TABLE if door.method == "get"}
    kinds = {model.__name__ for model in apps.get_models() if issubclass(model, Page) and model is not Page}
    assert set(PAGES) | PAGES_OF_ONE_THING == kinds


@pytest.mark.parametrize("name", LISTS)
def test_a_screen_costs_the_same_for_one_row_and_for_thirty(client, world, name):
    client.force_login(world.visitors[next(door.right for door in TABLE if door.name == name)])
    costs_the_same(client, lambda count: LISTS[name](world, count))


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("visitor", ["anonymous", "learner"])
def test_a_page_costs_the_same_for_one_row_and_for_thirty(client, world, kind, visitor):
    if person := world.visitors[visitor]:
        client.force_login(person)
    costs_the_same(client, lambda count: PAGES[kind](world, count))


def test_the_data_of_a_person_are_asked_with_the_units_of_the_link_at_one_cost(client, world):
    client.post(reverse("distribution:landing", args=[world.here.handout.code]))

    def units(count: int) -> str:
        UnitFactory.create_batch(count, parent=Unit.objects.get(pk=world.here.unit.pk))
        return reverse("dashboard:identity")

    costs_the_same(client, units)
