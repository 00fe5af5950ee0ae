"""The demo tells the story of experience.md §13, in numbers, and everything in it is plainly fictional."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Avg
from django.utils import timezone

from certificates.models import Certificate
from elearning.cascade.staff import staff_of
from elearning.demo import cast
from elearning.demo.card import LINES, demo_card
from elearning.demo.seed.kecamatan import NEIGHBOURS
from elearning.demo.seed.rules import CARD
from elearning.demo.seed.sessions import RUNNING_SLUG, keep_running
from elearning.demo.steps import verification_path
from elearning.distribution.models import Handout, Receipt
from elearning.lib import codes
from elearning.people.models import Unit, UnitKind, User
from elearning.people.services import person_by_code
from elearning.regulations.models import RuleCard
from elearning.regulations.scheduling import publish_due
from elearning.training.models import Participant, TrainingSession
from elearning.training.naming import Standing
from elearning.training.proofing import counts, namings
from elearning.training.results import result_of
from quizzes.models import Attempt, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def finished(seeded):
    return TrainingSession.objects.get(slug="netralitas-asn-angkatan-pertama-contoh")


def test_the_finished_session_has_its_people(finished):
    by_origin = {origin: finished.participants.filter(origin=origin).count() for origin in Participant.Origin.values}
    assert by_origin == {"undangan": 241, "wakil": 9, "tambahan": 4, "mendaftar": 0}
    assert [day.attendances.count() for day in finished.days.order_by("date")] == [236, 231, 228]


def test_the_finished_session_has_its_certificates(finished):
    certificates = Certificate.objects.filter(batch__source=finished.source, source__startswith="training:participant:")
    assert certificates.filter(revision=0).count() == 226
    assert certificates.filter(revision=1, state="berlaku").count() == 3
    assert certificates.filter(state="dicabut").count() == 1
    numbers = sorted(certificates.filter(revision=0).values_list("sequence", flat=True))
    assert numbers == list(range(1, 227))


def test_one_small_session_is_of_an_office_that_seals(seeded):
    papers = Certificate.objects.filter(unit__public_id=cast.SEALING_UNIT)
    assert papers.count() == 6


def test_understanding_rose_from_61_to_82_percent_over_221_people(finished):
    for mode, mean in (("pre", 61), ("post", 82)):
        attempts = Attempt.objects.finished().filter(context=finished.context, mode=mode)
        assert attempts.count() == 221
        assert attempts.aggregate(mean=Avg("score_percent"))["mean"] == pytest.approx(mean, abs=1)


def test_the_class_of_the_finished_session_is_told_before_and_after(finished):
    found = result_of(finished, at=timezone.now())
    assert (found.people, round(found.mean_before), round(found.mean_after), found.is_beyond_chance) == (
        221,
        61,
        82,
        True,
    )
    assert len(found.weak_topics) == 3
    assert found.rose > 10 * found.fell > 0  # the same people, so most of them know more


def test_the_running_session_is_being_asked_about_its_names(seeded):
    tally = counts(namings(TrainingSession.objects.get(slug=RUNNING_SLUG)))
    assert [tally[one] for one in Standing] == [44, 2, 14]


def test_the_running_session_is_in_its_second_day(seeded):
    running = TrainingSession.objects.get(slug=RUNNING_SLUG)
    assert running.participants.count() == 60
    today = running.today(seeded)
    assert today == running.days.order_by("date")[1]
    assert today.attendances.count() == 41


def test_a_demo_started_days_later_still_has_its_second_day_today(seeded):
    later = seeded + timedelta(days=5)
    keep_running(later)
    running = TrainingSession.objects.get(slug=RUNNING_SLUG)
    assert running.today(later) == running.days.order_by("date")[1]


def test_kenanga_has_29_of_52_done(seeded):
    handout = Handout.objects.get(code=cast.SHARE_CODE)
    assert handout.node.staff_target == 52
    assert User.objects.filter(unit__in=Unit.objects.within([handout.unit.path])).count() == 38
    people = Receipt.objects.filter(handout=handout).values("person")
    assert Attempt.objects.passed().filter(person__in=people, mode="mandiri").values("person").distinct().count() == 29
    staff = staff_of(handout.unit, handout.course, viewer=handout.created_by, on=timezone.localdate())
    turnout = staff.turnout(52)
    assert (turnout.finished, turnout.learning, turnout.not_begun, turnout.unregistered) == (29, 6, 3, 14)
    assert (turnout.base, turnout.unknown) == (52, 0)


def test_a_leader_sees_six_kecamatan_and_not_the_four_people_of_one(seeded, client):
    assert Unit.objects.filter(kind=UnitKind.SUBDISTRICT).count() == 24
    small = Unit.objects.get(name=cast.SMALL)
    assert User.objects.filter(unit=small).count() == Handout.objects.get(node__unit=small).node.staff_target == 4
    client.post("/demo/masuk/pimpinan/")
    page = client.get("/pimpinan/").content.decode()
    assert "29 dari 52 ASN selesai" in page
    assert page.count("ASN selesai</span>") == 4  # one more is hidden, or 65 - 61 would tell the four
    assert cast.SMALL not in page
    regency = small.get_parent()
    page = client.get("/pimpinan/topik/", {"unit": str(regency.public_id)}).content.decode()
    assert "&lt; 5 orang" in page.split(cast.SMALL)[1][:80]


def test_every_camat_of_the_demo_sees_what_the_leader_counts(seeded, client):
    """The numbers of both screens come from the same people."""
    for one in NEIGHBOURS:
        client.force_login(Handout.objects.get(node__unit__name=one.name).created_by)
        page = client.get("/camat/").content.decode()
        assert f"{one.name}" in page
        known = Receipt.objects.filter(handout__node__unit__name=one.name).count()
        assert known == (4 if one.name == cast.SMALL else one.done + one.under_way + 2)


def test_a_participant_is_listed_under_the_kabupaten_of_the_own_kecamatan(seeded, finished):
    everybody = finished.participants.select_related("person__unit", "deputy_for__person")
    regency = {place: name for name, places in cast.SUBDISTRICTS.items() for place in places}
    for one in everybody:
        assert one.group == regency[one.person.unit.name.split()[1]]
        assert one.deputy_for is None or one.deputy_for.person.unit == one.person.unit


def test_a_certificate_is_shown_in_each_state(seeded, client):
    card = demo_card("http://localhost:8000")
    for state, word in (("berlaku", "BERLAKU"), ("dicabut", "DICABUT"), ("digantikan", "DIGANTIKAN")):
        path = verification_path(state)
        assert f"{path}   ({word})" in card
        assert word in client.get(path).content.decode()


def test_everything_is_loaded_and_the_accounts_are_on_the_card(seeded, client):
    assert (RuleCard.objects.count(), Question.objects.count()) == (78, 60)
    card = demo_card("http://localhost:8000")
    assert all(role.email in card for role in cast.PERSONAS if role.email)
    assert all(codes.display(code) in card for code in cast.CODES.values())
    for words in (
        "/demo",
        "/b/M4Q7R2",
        "/panitia/",
        "/admin/",
        "peserta-kotor.xlsx",
        "Kamera pemindai",
        "make demo-reset",
    ):
        assert words in card


def test_rina_has_answered_six_of_ten(seeded):
    rina = person_by_code(cast.CODES["peserta"])
    attempt = Attempt.objects.get(person=rina, state="berjalan")
    answered = attempt.items.filter(answers__isnull=False).distinct().count()
    assert (answered, attempt.items.count()) == (6, 10)


def test_every_person_and_place_says_contoh(seeded):
    assert not User.objects.exclude(display_name__contains="Contoh").exists()
    assert not Unit.objects.exclude(name__contains="Contoh").exists()
    assert not TrainingSession.objects.exclude(title__contains="Contoh", organiser__contains="Contoh").exists()
    assert not User.objects.exclude(email=None).exclude(email__endswith="@contoh.example").exists()
    assert not User.objects.exclude(phone="").exists()
    assert all(nip[15] == "9" for nip in User.objects.exclude(nip=None).values_list("nip", flat=True))


def test_the_terminal_card_fits_the_smallest_terminal(seeded):
    assert len(demo_card("http://localhost:8000").splitlines()) <= LINES


def test_seeding_again_loses_nothing(seeded, capsys):
    before = (User.objects.count(), Certificate.objects.count())
    call_command("seed_demo")
    assert (User.objects.count(), Certificate.objects.count()) == before


def test_one_rule_changes_in_three_days_and_was_reviewed_by_somebody_else(seeded):
    card = RuleCard.objects.get(slug=CARD)
    waiting = card.scheduled_revision
    assert card.live
    assert timezone.localtime(waiting.approved_go_live_at) == timezone.localtime(seeded).replace(
        hour=0, minute=0, second=0, microsecond=0
    ) + timedelta(days=3)
    steps = card.workflow_states.get().task_states.order_by("pk")
    assert [step.finished_by.display_name for step in steps] == ["Hadi Contoh, S.H., M.H.", "Dewi Contoh, S.IP."]
    assert waiting.as_object().local_rule.startswith("Contoh perubahan, bukan aturan sebenarnya")
    assert not card.local_rule


def test_on_its_day_the_change_goes_out(seeded):
    day = seeded + timedelta(days=3)
    with time_machine.travel(day, tick=False):
        assert publish_due(at=day) == (1, 0)
    card = RuleCard.objects.get(slug=CARD)
    assert card.local_rule
    assert (card.versions.last().effect, card.versions.last().asks_refresher) == ("memperjelas", True)
