"""«Tandai diubah / diganti / dicabut»: what is asked before, and what is done at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from elearning.regulations import services
from elearning.regulations.models import CardDecision, Effect, RegulationChange, RuleCardVersion
from elearning.regulations.services import CardRefused, ChangeRefused, changing
from tests.factories.people import UserFactory
from tests.factories.regulations import ProvisionVersionFactory, RegulationFactory, RuleCardFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 10, 3, 5, 0, tzinfo=UTC)
DAY = date(2024, 10, 1)
KEEP, CHANGE, WITHDRAW, UNKNOWN = CardDecision.Choice.values


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def old():
    return RegulationFactory(short_title="PP 53/2010", valid_from=date(2010, 6, 6))


@pytest.fixture
def new():
    return RegulationFactory(short_title="PP 94/2021", valid_from=date(2021, 8, 31))


@pytest.fixture
def people():
    return {"writer": UserFactory(), "lawyer": UserFactory()}


def cited_card(regulation, **changes):
    """A published card that rests on one pasal of ``regulation`` alone."""
    card = RuleCardFactory(**changes)
    citation = card.citations.get()
    citation.provision.regulation = regulation
    citation.provision.save()
    if card.live:
        services.record_publication(card, by=None, at=NOON - timedelta(days=30))
    return type(card).objects.get(pk=card.pk)


def article(regulation):
    return ProvisionVersionFactory(provision__regulation=regulation).provision


def opened(old, new, people, **changes):
    stated = {"kind": "diganti", "by_regulation": new, "effective_on": DAY, "reason": "Peraturannya diganti."}
    return changing.open_change(old, **{**stated, **changes}, by=people["writer"], at=NOON)


def decide(change, card, decision, people, **more):
    return changing.decide(change, card, decision=decision, by=people["writer"], at=NOON, **more)


def agreed(change, people):
    return changing.agree(change, by=people["lawyer"], at=NOON)


def draft_of(card, new, **changes):
    """A saved draft that rests on ``new`` and says something else."""
    draft = card.get_latest_revision_as_object() if card.latest_revision_id else card
    citation = draft.citations.all()[0]
    citation.provision = article(new)
    draft.citations = [citation]
    stated = {"verdict": "boleh", "next_effect": "membalik", "next_reason": "Aturannya berbalik."}
    for name, value in {**stated, **changes}.items():
        setattr(draft, name, value)
    return draft.save_revision()


def code_of(refused):
    return refused.value.code


def test_opening_lists_every_citing_card_once(old, new, people):
    cards = [cited_card(old), cited_card(old), cited_card(old, live=False)]
    RuleCardFactory()
    change = opened(old, new, people)
    assert {decision.card for decision in changing.decisions_of(change)} == set(cards)
    assert changing.progress_of(changing.decisions_of(change)) == changing.Progress(0, 3)


def test_a_card_that_was_withdrawn_is_asked_no_more(old, new, people):
    card = cited_card(old)
    card.first_published_at = NOON
    card.save()
    services.withdraw(card, reason="Tidak berlaku.", effective_on=DAY, by=people["writer"], at=NOON)
    assert changing.decisions_of(opened(old, new, people)) == []


def test_a_card_that_begins_to_cite_afterwards_is_asked_too(old, new, people):
    change = opened(old, new, people)
    card = cited_card(old)
    assert [decision.card for decision in changing.decisions_of(change)] == [card]
    decide(change, card, WITHDRAW, people)
    assert changing.progress_of(changing.decisions_of(change)).left == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"by_regulation": None}, "by_missing"),
        ({"reason": "  "}, "reason_missing"),
        ({"effective_on": date(2010, 6, 6)}, "effect_before_regulation"),
        ({"effective_on": date(2021, 8, 30)}, "effect_before_source"),
        ({"by_regulation": "itself"}, "same_regulation"),
    ],
)
def test_an_impossible_change_is_not_opened(old, new, people, changes, code):
    if changes.get("by_regulation") == "itself":
        changes = {"by_regulation": old}
    with pytest.raises(ChangeRefused) as refused:
        opened(old, new, people, **changes)
    assert code_of(refused) == code
    assert not RegulationChange.objects.exists()


def test_what_is_revoked_does_not_change_again(old, new, people):
    old.status = "dicabut"
    with pytest.raises(ChangeRefused) as refused:
        opened(old, new, people)
    assert code_of(refused) == "already_revoked"


def test_a_regulation_has_one_open_change(old, new, people):
    first = opened(old, new, people)
    with pytest.raises(ChangeRefused) as refused:
        opened(old, new, people)
    assert code_of(refused) == "already_open"
    changing.drop(first, by=people["writer"], at=NOON)
    opened(old, new, people)


def test_a_revocation_needs_no_successor(old, people):
    assert opened(old, None, people, kind="dicabut").by is None


@pytest.mark.parametrize("decision", ["", UNKNOWN])
def test_while_it_is_open_an_undecided_card_is_not_published(old, new, people, decision):
    card = cited_card(old)
    change = opened(old, new, people)
    if decision:
        decide(change, card, decision, people)
    card.advice = "Tanyakan dahulu."
    with pytest.raises(CardRefused) as refused:
        card.save_revision().publish()
    assert code_of(refused) == "change_open"


def test_a_decided_card_and_one_that_cites_others_may_be_published(old, new, people):
    card, other = cited_card(old), cited_card(new)
    decide(opened(old, new, people), card, KEEP, people, replacements=[article(new)])
    services.require_publishable(card)
    services.require_publishable(other)


def test_keeping_the_text_needs_an_article_in_force(old, new, people):
    card, gone = cited_card(old), RegulationFactory(valid_to=date(2020, 1, 1))
    change = opened(old, new, people)
    for replacements, code in [
        ([], "replacement_missing"),
        ([article(gone)], "replacement_revoked"),
        ([article(old)], "replacement_revoked"),
    ]:
        with pytest.raises(ChangeRefused) as refused:
            decide(change, card, KEEP, people, replacements=replacements)
        assert code_of(refused) == code


def test_under_an_amendment_the_text_may_keep_its_article(old, new, people):
    card = cited_card(old)
    change = opened(old, new, people, kind="diubah")
    decide(change, card, KEEP, people)
    agreed(change, people)
    changing.apply(change, by=people["lawyer"], at=NOON)
    old.refresh_from_db()
    assert (old.status, list(old.amended_by.all()), old.valid_to) == ("diubah", [new], None)
    assert card.versions.count() == 1


@pytest.mark.parametrize(("decision", "code"), [("mungkin", "decision_unknown"), ("", "decision_unknown")])
def test_a_decision_is_one_of_four(old, new, people, decision, code):
    card = cited_card(old)
    with pytest.raises(ChangeRefused) as refused:
        decide(opened(old, new, people), card, decision, people)
    assert code_of(refused) == code


def test_only_citing_cards_are_decided(old, new, people):
    with pytest.raises(ChangeRefused) as refused:
        decide(opened(old, new, people), RuleCardFactory(), WITHDRAW, people)
    assert code_of(refused) == "card_not_citing"


def test_nobody_agrees_with_himself(old, new, people):
    with pytest.raises(ChangeRefused) as refused:
        changing.agree(opened(old, new, people), by=people["writer"], at=NOON)
    assert code_of(refused) == "self_agreement"


def test_nothing_is_agreed_while_a_card_is_undecided(old, new, people):
    cards = [cited_card(old), cited_card(old)]
    change = opened(old, new, people)
    decide(change, cards[0], WITHDRAW, people)
    decide(change, cards[1], UNKNOWN, people)
    with pytest.raises(ChangeRefused) as refused:
        agreed(change, people)
    assert code_of(refused) == "not_decided"
    assert refused.value.context == {"count": 1, "cards": f"«{cards[1]}»"}


def test_changed_text_needs_a_draft_that_could_be_published(old, new, people):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, CHANGE, people)
    for prepare, code in [
        (lambda: None, "no_draft"),
        (lambda: draft_of(card, old), "draft_still_cites"),
        (lambda: draft_of(card, new, next_reason=""), "not_publishable"),
    ]:
        prepare()
        with pytest.raises(ChangeRefused) as refused:
            agreed(change, people)
        assert code_of(refused) == code
    draft_of(card, new)
    assert agreed(change, people).state == "disetujui"


def test_deciding_otherwise_takes_the_agreement_back(old, new, people):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, WITHDRAW, people)
    agreed(change, people)
    decide(change, card, WITHDRAW, people)  # the same again changes nothing
    change.refresh_from_db()
    assert change.state == "disetujui"
    decide(change, card, UNKNOWN, people)
    change.refresh_from_db()
    assert (change.state, change.agreed_by) == ("terbuka", None)


def test_applying_is_all_of_it_at_once(old, new, people):
    kept, changed, gone, draft = (cited_card(old) for _ in range(3)), None, None, None
    kept, changed, gone = kept
    draft = cited_card(old, live=False)
    successor = article(new)
    change = opened(old, new, people)
    for card in (kept, draft):
        decide(change, card, KEEP, people, replacements=[successor])
    decide(change, changed, CHANGE, people)
    decide(change, gone, WITHDRAW, people)
    draft_of(changed, new)
    agreed(change, people)
    applied = changing.apply(change, by=people["lawyer"], at=NOON)
    old.refresh_from_db()
    assert (old.status, old.valid_to, old.revoked_by) == ("dicabut", DAY, new)
    assert {version.valid_to for one in old.provisions.all() for version in one.versions.all()} <= {DAY}
    effects = {version.card: version for version in RuleCardVersion.objects.filter(change=applied)}
    assert {card: version.effect for card, version in effects.items()} == {
        kept: Effect.EDITORIAL, changed: Effect.REVERSING, gone: Effect.WITHDRAWN,
    }  # fmt: skip
    assert {version.effective_on for version in effects.values()} == {DAY}
    for card in (kept, changed, gone, draft):
        card.refresh_from_db()
    assert (kept.live, changed.live, gone.live, draft.live) == (True, True, False, False)
    assert changed.verdict == "boleh"
    assert [one.provision for one in type(kept).objects.get(pk=kept.pk).citations.all()] == [successor]
    latest = draft.get_latest_revision_as_object()
    assert [one.provision for one in latest.citations.all()] == [successor]
    assert (applied.state, applied.applied_at, applied.applied_by) == ("diterapkan", NOON, people["lawyer"])
    assert changing.progress_of(changing.decisions_of(applied)) == changing.Progress(4, 4)


def test_keeping_the_text_loses_no_unfinished_draft(old, new, people):
    card, successor = cited_card(old), article(new)
    card.advice = "Kalimat yang belum selesai."
    card.save_revision()
    change = opened(old, new, people)
    decide(change, card, KEEP, people, replacements=[successor])
    agreed(change, people)
    changing.apply(change, by=people["lawyer"], at=NOON)
    card = type(card).objects.get(pk=card.pk)
    draft = card.get_latest_revision_as_object()
    assert card.advice == ""
    assert card.has_unpublished_changes
    assert draft.advice == "Kalimat yang belum selesai."
    assert [one.provision for one in draft.citations.all()] == [successor]


def test_applying_twice_is_applying_once(old, new, people):
    change = opened(old, new, people)
    agreed(change, people)
    first = changing.apply(change, by=people["lawyer"], at=NOON)
    again = changing.apply(change, by=people["writer"], at=NOON + timedelta(hours=1))
    assert (again.applied_at, again.applied_by) == (first.applied_at, first.applied_by)


def test_one_refusal_takes_everything_back(old, new, people, monkeypatch):
    cards = sorted([cited_card(old), cited_card(old)], key=lambda card: card.title)
    change = opened(old, new, people)
    decide(change, cards[0], WITHDRAW, people)
    decide(change, cards[1], CHANGE, people)
    draft_of(cards[1], new)
    agreed(change, people)
    draft_of(cards[1], new, certainty="perlu-dicek")
    with pytest.raises(ChangeRefused):
        changing.apply(change, by=people["lawyer"], at=NOON)
    old.refresh_from_db()
    cards[0].refresh_from_db()
    assert (old.status, cards[0].live) == ("berlaku", True)


@pytest.mark.parametrize(("state", "code"), [("terbuka", "not_agreed"), ("dibatalkan", "dropped")])
def test_only_what_is_agreed_is_applied(old, new, people, state, code):
    change = opened(old, new, people)
    if state == "dibatalkan":
        changing.drop(change, by=people["writer"], at=NOON)
    with pytest.raises(ChangeRefused) as refused:
        changing.apply(change, by=people["lawyer"], at=NOON)
    assert code_of(refused) == code


def test_nothing_is_applied_before_its_day(old, new, people):
    change = opened(old, new, people, effective_on=date(2025, 3, 1))
    agreed(change, people)
    early = datetime(2025, 2, 28, 16, 59, tzinfo=UTC)  # one minute to midnight in WIB
    for attempt in (
        lambda: changing.apply(change, by=people["lawyer"], at=early),
        lambda: changing.schedule(change, apply_at=early, by=people["lawyer"], at=NOON),
    ):
        with pytest.raises(ChangeRefused) as refused:
            attempt()
        assert code_of(refused) == "before_effect"
    changing.apply(change, by=people["lawyer"], at=early + timedelta(minutes=1))


def test_the_clock_applies_what_is_due(old, new, people):
    change = opened(old, new, people, effective_on=date(2025, 3, 1))
    agreed(change, people)
    midnight = datetime(2025, 2, 28, 17, 0, tzinfo=UTC)
    changing.schedule(change, apply_at=midnight, by=people["lawyer"], at=NOON)
    assert changing.apply_due(at=midnight - timedelta(minutes=1)) == 0
    assert changing.apply_due(at=midnight) == 1
    assert changing.apply_due(at=midnight) == 0
    change.refresh_from_db()
    assert (change.state, change.applied_by, change.applied_at) == ("diterapkan", people["lawyer"], midnight)


def test_a_change_that_got_another_hour_meanwhile_waits_for_it(old, new, people, monkeypatch):
    first, second = opened(old, new, people), opened(RegulationFactory(), new, people)
    for change in (first, second):
        agreed(change, people)
        changing.schedule(change, apply_at=NOON + timedelta(hours=1), by=people["lawyer"], at=NOON)
    mark = changing.mark_regulation

    def somebody_postpones_the_second(change):
        mark(change)
        later = NOON + timedelta(days=1)
        changing.schedule(second, apply_at=later, by=people["lawyer"], at=NOON + timedelta(hours=1))

    monkeypatch.setattr(changing, "mark_regulation", somebody_postpones_the_second)
    assert changing.apply_due(at=NOON + timedelta(hours=1)) == 1
    assert {change.state for change in RegulationChange.objects.all()} == {"diterapkan", "terjadwal"}


def test_one_change_that_cannot_be_applied_hinders_no_other(old, new, people, caplog):
    stuck, free = opened(old, new, people), opened(RegulationFactory(), new, people)
    for change in (stuck, free):
        agreed(change, people)
        changing.schedule(change, apply_at=NOON + timedelta(hours=1), by=people["lawyer"], at=NOON)
    cited_card(old)  # nobody has decided on this one
    assert changing.apply_due(at=NOON + timedelta(hours=2)) == 1
    assert "could not be applied" in caplog.text


def test_a_schedule_in_the_past_is_refused(old, new, people):
    change = opened(old, new, people)
    with pytest.raises(ChangeRefused) as refused:
        changing.schedule(change, apply_at=NOON + timedelta(hours=1), by=people["lawyer"], at=NOON)
    assert code_of(refused) == "not_agreed"
    agreed(change, people)
    with pytest.raises(ChangeRefused) as refused:
        changing.schedule(change, apply_at=NOON, by=people["lawyer"], at=NOON)
    assert code_of(refused) == "schedule_past"


def test_what_is_over_is_only_read(old, new, people):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, WITHDRAW, people)
    agreed(change, people)
    with pytest.raises(ChangeRefused) as refused:
        agreed(change, people)
    assert code_of(refused) == "already_agreed"
    changing.apply(change, by=people["lawyer"], at=NOON)
    for act, code in [
        (lambda: decide(change, card, UNKNOWN, people), "not_pending"),
        (lambda: agreed(change, people), "not_pending"),
        (lambda: changing.drop(change, by=people["writer"], at=NOON), "already_applied"),
        (lambda: changing.schedule(change, apply_at=NOON + timedelta(1), by=people["lawyer"], at=NOON), "not_pending"),
    ]:
        with pytest.raises(ChangeRefused) as refused:
            act()
        assert code_of(refused) == code
    assert [decision.decision for decision in changing.decisions_of(change)] == [WITHDRAW]


def test_whoever_wrote_a_draft_does_not_agree_to_it(old, new, people):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, CHANGE, people)
    draft_of(card, new)
    card.latest_revision.user = people["lawyer"]
    card.latest_revision.save()
    with pytest.raises(ChangeRefused) as refused:
        agreed(change, people)
    assert code_of(refused) == "own_text"


def test_a_draft_rewritten_after_the_agreement_does_not_go_out_with_it(old, new, people):
    card = cited_card(old)
    change = opened(old, new, people)
    decide(change, card, CHANGE, people)
    draft_of(card, new)
    agreed(change, people)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        draft = type(card).objects.get(pk=card.pk).get_latest_revision_as_object()
        draft.act = "Ditulis sesudah disetujui."
        draft.save_revision()
        with pytest.raises(ChangeRefused) as refused:
            changing.apply(change, by=people["writer"], at=NOON + timedelta(hours=1))
    assert code_of(refused) == "draft_changed"
    assert not RegulationChange.objects.get().applied_at
