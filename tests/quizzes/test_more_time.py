"""«Tambahan waktu»: somebody at home gets more time from whoever decides how long a quiz lasts."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elearning.people.services import issue_code
from quizzes import services
from quizzes.errors import ExtensionError, SearchError
from quizzes.models import Attempt, Extension
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import NOON, AttemptFactory, QuizFactory, finish

from .test_admin import editor

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("home")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def publisher(client):
    cache.clear()
    person = editor("view_quiz", "view_question", "publish_question")
    client.force_login(person)
    return person


@pytest.fixture
def attempt():
    person = UserFactory(display_name="Rina Contoh", unit=UnitFactory(name="Kelurahan Kenanga"))
    return AttemptFactory(quiz=QuizFactory(time_limit_minutes=10), person=person, at=timezone.now())


def searched(client, who: str) -> str:
    return client.post(reverse("quizzes_admin:more_time"), {"who": who}).content.decode()


def give_address(attempt) -> str:
    return reverse("quizzes_admin:more_time_give", args=[attempt.public_id])


def says(page: str, error: type, code: str) -> bool:
    return error.messages[code] in page


def test_somebody_is_found_by_his_code_and_gets_more_time(client, publisher, attempt):
    code = issue_code(attempt.person, at=timezone.now())
    assert give_address(attempt) in searched(client, code)
    before = attempt.deadline_at
    page = client.post(give_address(attempt), {"minutes": 15, "reason": "Listrik padam"}, follow=True).content.decode()
    attempt.refresh_from_db()
    row = Extension.objects.get()
    assert attempt.deadline_at == row.until == before + 15 * MINUTE
    assert (row.person, row.mode, row.context, row.created_by) == (attempt.person, "mandiri", "", publisher)
    assert "Listrik padam" in page
    assert "Waktu Rina Contoh diperpanjang sampai" in page


def test_a_name_finds_only_people_whom_the_seeker_may_see(client, publisher, attempt):
    assert says(searched(client, "Rina"), SearchError, "nobody_at_work")
    assert client.get(give_address(attempt)).status_code == 404
    OfficeHoldingFactory(person=publisher, unit=attempt.person.unit, starts_on=timezone.localdate())
    assert give_address(attempt) in searched(client, "rina")
    assert client.get(give_address(attempt)).status_code == 200


def test_an_address_that_was_not_found_by_a_code_opens_nothing(client, publisher, attempt):
    assert client.post(give_address(attempt), {"minutes": 5, "reason": "x"}).status_code == 404
    assert not Extension.objects.exists()


@pytest.mark.parametrize(("who", "code"), [("ab", "too_short"), ("Tidak Ada", "nobody_at_work")])
def test_a_search_that_finds_nobody_says_what_to_do(client, publisher, who, code):
    assert says(searched(client, who), SearchError, code)


def test_a_quiz_without_a_limit_needs_no_more_time(client, publisher):
    person = UserFactory()
    AttemptFactory(person=person)
    assert says(searched(client, issue_code(person, at=timezone.now())), SearchError, "nobody_at_work")


def test_codes_are_not_guessed_here_either(client, publisher, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "code": "2/5m/key"}
    for _ in range(2):
        searched(client, "A2B3-C4D5-E6F7")
    assert says(searched(client, "A2B3-C4D5-E6F7"), SearchError, "too_often")


def test_an_empty_reason_is_refused_on_its_field(client, publisher, attempt):
    searched(client, issue_code(attempt.person, at=timezone.now()))
    assert "Tulis alasannya." in client.post(give_address(attempt), {"minutes": 5, "reason": " "}).content.decode()
    assert not Extension.objects.exists()


def give(attempt, **changes):
    given = {"minutes": 10, "reason": "Listrik padam", "by": UserFactory(), "at": NOON} | changes
    return services.extend_self_study(attempt, **given)


def test_time_that_is_over_is_counted_from_now():
    attempt = AttemptFactory(quiz=QuizFactory(time_limit_minutes=10), person=UserFactory())
    assert give(attempt, at=NOON + 30 * MINUTE).until == NOON + 40 * MINUTE


def test_it_reaches_beyond_the_hour_at_which_the_quiz_closes():
    attempt = AttemptFactory(quiz=QuizFactory(closes_at=NOON + 5 * MINUTE), person=UserFactory())
    assert give(attempt, minutes=60).until == NOON + 65 * MINUTE


@pytest.mark.parametrize(
    "make",
    [
        lambda quiz: AttemptFactory(quiz=quiz),
        lambda quiz: AttemptFactory(quiz=QuizFactory(), person=UserFactory()),
        lambda quiz: AttemptFactory(quiz=quiz, person=UserFactory(), mode="post", context="session:1"),
        lambda quiz: finish(AttemptFactory(quiz=quiz, person=UserFactory()), correct=1),
    ],
    ids=["guest", "no limit", "in a session", "sent"],
)
def test_what_is_not_at_work_at_home_is_refused(make):
    with pytest.raises(ExtensionError) as refusal:
        give(make(QuizFactory(time_limit_minutes=10)))
    assert refusal.value.code == "nothing_to_extend"
    assert not Extension.objects.exists()


def test_a_reason_is_stated():
    attempt = AttemptFactory(quiz=QuizFactory(time_limit_minutes=10), person=UserFactory())
    with pytest.raises(ExtensionError) as refusal:
        give(attempt, reason=" ")
    assert refusal.value.code == "reason_missing"


def test_an_attempt_that_ends_meanwhile_is_told_on_the_screen(client, publisher, attempt):
    searched(client, issue_code(attempt.person, at=timezone.now()))
    Attempt.objects.filter(pk=attempt.pk).update(state="ditinggal")
    page = client.post(give_address(attempt), {"minutes": 5, "reason": "Listrik padam"}).content.decode()
    assert says(page, ExtensionError, "nothing_to_extend")


def test_the_list_costs_the_same_for_thirty_rows_and_names_nobody_else(client, publisher):
    def cost(count: int) -> int:
        for _ in range(count):
            give(AttemptFactory(quiz=QuizFactory(time_limit_minutes=10), person=UserFactory()), by=publisher)
        give(AttemptFactory(quiz=QuizFactory(time_limit_minutes=10), person=UserFactory(display_name="Sari Rahasia")))
        with CaptureQueriesContext(connection) as queries:
            assert "Sari Rahasia" not in client.get(reverse("quizzes_admin:more_time")).content.decode()
        return len(queries)

    cost(1)
    assert cost(1) == cost(29)


def test_only_publishers_are_led_there(client, publisher):
    address = reverse("quizzes_admin:more_time")
    assert address in client.get(reverse("quiz:index")).content.decode()
    client.force_login(editor("view_quiz", "change_quiz", "change_question"))
    assert address not in client.get(reverse("quiz:index")).content.decode()
    assert client.get(address).status_code == 302
