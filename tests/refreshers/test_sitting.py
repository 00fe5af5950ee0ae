"""One sitting for everything that changed; passing settles it (ADR 0017)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse as url

from elearning.refreshers import services
from elearning.refreshers.errors import RefresherError
from elearning.refreshers.models import Refresher
from elearning.refreshers.sitting import sitting_of
from elearning.regulations.models import Verdict
from elearning.regulations.readers import Reader
from quizzes.models import Attempt, Question, QuestionHold
from tests.factories.certificates import make_certificate
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory, finish
from tests.factories.refreshers import (
    AFTER,
    BEFORE,
    CHANGED,
    check_keys,
    passes,
    published_card,
    quiz_on,
    reverse,
    withdraw,
)

pytestmark = pytest.mark.django_db


def changed(card, **kwargs):
    """Turned round, its keys checked, its people invited."""
    publication = reverse(card, **kwargs)
    check_keys(card, at=publication.published_at)
    services.invite(publication, at=publication.takes_effect_at)
    return publication


def hold_all(publication):
    """As the reversal does for every question that rests on an older edition."""
    for question in Question.objects.filter(versions__bases__card=publication.card).distinct():
        QuestionHold.objects.get_or_create(
            question=question, publication=publication, defaults={"held_from": CHANGED, "created_at": CHANGED}
        )


def cards_asked(attempt) -> set:
    return {basis.card_id for item in attempt.items.all() for basis in item.version.bases.all()}


def refused(code, function, *args, **kwargs):
    with pytest.raises(RefresherError) as error:
        function(*args, **kwargs)
    assert error.value.code == code


def test_the_questions_are_two_or_three_of_the_changed_card_alone(card, learner):
    for _ in range(4):
        QuestionFactory(card=card)
    QuestionFactory()
    changed(card)
    attempt = services.start_sitting(learner, at=AFTER)
    assert attempt.mode == Attempt.Mode.REFRESHER
    assert attempt.items.count() == 3
    assert cards_asked(attempt) == {card.pk}


def test_several_changes_are_one_sitting(card, learner):
    other = published_card()
    passes(quiz_on(other, each=2), learner)
    changed(card)
    changed(other, at=CHANGED + timedelta(days=1))
    sitting = sitting_of(learner, Reader(), at=AFTER)
    assert [item.questions for item in sitting.items] == [3, 2]
    attempt = services.start_sitting(learner, at=AFTER)
    assert attempt.items.count() == 5
    finish(attempt, correct=5, at=AFTER)
    assert not Refresher.objects.open().exists()
    assert Refresher.objects.filter(attempt=attempt, settled_at=AFTER).count() == 2


def test_two_right_of_three_settle_and_one_does_not(card, learner):
    changed(card)
    finish(services.start_sitting(learner, at=AFTER), correct=1, at=AFTER)
    assert Refresher.objects.open().count() == 1
    finish(services.start_sitting(learner, at=AFTER), correct=2, at=AFTER)
    assert not Refresher.objects.open().exists()


def test_it_may_be_tried_until_it_is_passed(card, learner):
    changed(card)
    for _ in range(6):
        finish(services.start_sitting(learner, at=AFTER), correct=0, at=AFTER)
    assert services.start_sitting(learner, at=AFTER).number == 7


def test_starting_twice_is_one_attempt(card, learner):
    changed(card)
    first = services.start_sitting(learner, at=AFTER)
    assert services.start_sitting(learner, at=AFTER) == first


def test_held_questions_are_not_asked_and_the_card_waits_to_be_read(card, learner):
    publication = reverse(card)
    hold_all(publication)
    services.invite(publication, at=CHANGED)
    refused("questions_held", services.start_sitting, learner, at=AFTER)
    assert services.settle_by_reading(learner, at=AFTER) == 0
    sitting = sitting_of(learner, Reader(), at=AFTER)
    assert sitting.only_waits
    check_keys(card, at=AFTER)
    assert services.start_sitting(learner, at=AFTER).items.count() == 3


def test_nothing_to_refresh_is_refused(home):
    refused("nothing_to_refresh", services.start_sitting, UserFactory(), at=AFTER)


def test_a_withdrawn_card_is_settled_by_reading(card, learner):
    services.invite(withdraw(card), at=CHANGED)
    item = sitting_of(learner, Reader(), at=AFTER).items[0]
    assert (item.is_read_only, item.change.after) == (True, None)
    assert services.settle_by_reading(learner, at=AFTER) == 1
    assert services.settle_by_reading(learner, at=AFTER) == 0
    assert Refresher.objects.get().settled_at == AFTER


def test_a_card_that_no_question_rests_on_is_settled_by_reading(card, learner):
    Question.objects.update(status=Question.Status.RETIRED)
    services.invite(reverse(card), at=CHANGED)
    assert services.settle_by_reading(learner, at=AFTER) == 1


def test_a_second_reversal_leaves_one_card_from_what_was_learnt_to_today(card, learner):
    changed(card)
    changed(card, verdict=Verdict.ALLOWED, at=CHANGED + timedelta(days=2))
    assert Refresher.objects.count() == 2
    items = sitting_of(learner, Reader(), at=AFTER).items
    assert len(items) == 1
    assert (items[0].change.before.verdict, items[0].change.after.verdict) == (Verdict.FORBIDDEN, Verdict.ALLOWED)
    finish(services.start_sitting(learner, at=AFTER), correct=3, at=AFTER)
    assert not Refresher.objects.open().exists()


def test_what_was_refreshed_is_what_was_learnt(card, learner):
    changed(card)
    finish(services.start_sitting(learner, at=CHANGED), correct=3, at=CHANGED)
    changed(card, verdict=Verdict.ALLOWED, at=CHANGED + timedelta(days=2))
    item = sitting_of(learner, Reader(), at=AFTER).items[0]
    assert item.change.before.verdict == Verdict.CONDITIONAL


def test_answers_to_questions_from_before_a_second_reversal_do_not_settle_it(card, learner):
    changed(card)
    attempt = services.start_sitting(learner, at=CHANGED)
    changed(card, verdict=Verdict.ALLOWED, at=CHANGED + timedelta(days=2))
    finish(attempt, correct=3, at=AFTER)
    open_ones = Refresher.objects.open()
    assert [refresher.publication.number for refresher in open_ones] == [3]


def test_an_attempt_that_is_no_refresher_settles_nothing(card, quiz, learner):
    changed(card)
    passes(quiz, learner, at=AFTER)
    assert Refresher.objects.open().count() == 1


def test_passing_is_noted_on_the_certificate_whose_facts_stay(card, learner):
    from certificates.claims import TaughtRule

    paper = make_certificate(holder=learner, at=BEFORE, rules=(TaughtRule(card.slug, 1),))
    before = (paper.facts, paper.facts_sha256, paper.number, paper.code)
    changed(card)
    finish(services.start_sitting(learner, at=AFTER), correct=3, at=AFTER)
    paper.refresh_from_db()
    assert (paper.facts, paper.facts_sha256, paper.number, paper.code) == before
    kinds = list(paper.events.exclude(rule="").values_list("kind", "rule", "edition"))
    assert kinds == [("aturan", card.slug, 2), ("diperbarui", card.slug, 2)]


@pytest.mark.parametrize("cards", [1, 6])
def test_the_page_costs_the_same_for_many_changes(cards, learner, client, django_assert_max_num_queries):
    made = [published_card() for _ in range(cards)]
    passes(quiz_on(*made), learner)
    for card in made:
        changed(card)
    client.force_login(learner)
    client.get(url("refreshers:pending"))
    with django_assert_max_num_queries(24):
        client.get(url("refreshers:pending"))


def test_the_page_asks_who_one_is(client, home):
    assert client.get(url("refreshers:pending")).status_code == 302


def test_somebody_without_changes_reads_that_there_are_none(client, home):
    client.force_login(UserFactory())
    assert "Tidak ada aturan yang perlu Anda perbarui." in client.get(url("refreshers:pending")).content.decode()


def test_a_strangers_sitting_does_not_exist(card, learner, client):
    changed(card)
    attempt = services.start_sitting(learner, at=AFTER)
    client.force_login(UserFactory())
    for name in ("attempt", "review", "submit", "result"):
        assert client.get(url(f"quizzes:{name}", args=[attempt.public_id])).status_code == 404


def test_from_the_card_to_updated(card, learner, client):
    changed(card)
    client.force_login(learner)
    page = client.get(url("refreshers:pending")).content.decode()
    for words in ("Dulu", "Sekarang", "Mengapa berubah", "Apa artinya bagi Anda", "1 Maret 2025"):
        assert words in page
    with time_machine.travel(AFTER, tick=False):
        started = client.post(url("refreshers:pending"))
    attempt = Attempt.objects.get(public_id=started.url.split("/")[2])
    finish(attempt, correct=3, at=AFTER)
    result = client.get(url("quizzes:result", args=[attempt.public_id])).content.decode()
    assert "3 dari 3 benar. Diperbarui." in result
    assert "Tidak ada aturan" in client.get(url("refreshers:pending")).content.decode()


def test_a_look_at_the_page_changes_nothing(card, learner, client):
    changed(card)
    client.force_login(learner)
    client.get(url("refreshers:pending"))
    assert not Attempt.objects.filter(mode="penyegaran").exists()


def test_a_post_while_every_question_is_held_says_so(card, learner, client):
    publication = reverse(card)
    hold_all(publication)
    services.invite(publication, at=CHANGED)
    client.force_login(learner)
    reply = client.post(url("refreshers:pending"))
    assert reply.status_code == 409
    assert "sedang diperiksa" in reply.content.decode()


def test_reading_a_withdrawal_says_updated(card, learner, client):
    services.invite(withdraw(card), at=CHANGED)
    client.force_login(learner)
    page = client.post(url("refreshers:pending"), follow=True).content.decode()
    assert "Diperbarui. Nomor sertifikat Anda tetap." in page
