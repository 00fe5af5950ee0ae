"""What makes the rows of the screens of a training session."""

from collections.abc import Callable

from django.urls import reverse

from elearning.training import services as training
from elearning.training.models import Room, TrainingSession
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.quizzes import AttemptFactory, finish, waiting_answer
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

from .world import World


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
    "training:names": names, "training:override": overrides,
    "training:participant": days("participant"), "training:check_in": days("check_in"),
    "training:taking_part": days("taking_part"), "training:late_answers": late_answers,
    "training:extend_test": at_work, "training:results": class_results, "training:report": report_parts,
}  # fmt: skip
