"""Rules draw from their own stratum, evenly over everybody and least-met-first for each person (ADR 0020)."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Pool, Stratum, Ticket, assured, choose, levels_drawn

LEVELS = ["mudah", "sedang", "sulit"]
seeds = st.integers(0, 2**63 - 1)


@st.composite
def pools(draw_from, *, parallel=False):
    bank = draw_from(st.lists(st.integers(1, 60), unique=True, max_size=24))
    tickets = [
        Ticket(
            version,
            draw_from(st.sampled_from(LEVELS)),
            draw_from(st.integers(0, 3)),
            draw_from(st.integers(0, 500)),
            draw_from(st.booleans()) if parallel else False,
        )
        for version in bank
    ]
    strata = [
        Stratum(
            rule=number,
            count=draw_from(st.integers(1, 10)),
            tickets=tuple(draw_from(st.lists(st.sampled_from(tickets), unique=True)) if tickets else ()),
            levels=draw_from(st.dictionaries(st.sampled_from(LEVELS), st.integers(0, 4))) if parallel else {},
        )
        for number in range(draw_from(st.integers(0, 4)))
    ]
    fixed = draw_from(st.lists(st.integers(1, 60), unique=True, max_size=5))
    return Pool(tuple(fixed), tuple(strata), draw_from(st.booleans()))


@given(pools(parallel=True), seeds)
def test_no_question_comes_twice_and_each_fits_the_rule_that_drew_it(pool, seed):
    drawn = choose(pool, seed=seed)
    paper = [*pool.fixed, *(version for versions in drawn for version in versions)]
    assert len(paper) == len(set(paper))
    for stratum, versions in zip(pool.strata, drawn, strict=True):
        assert set(versions) <= {ticket.version for ticket in stratum.tickets}


@given(pools(parallel=True), seeds)
def test_every_rule_draws_its_number_or_all_that_is_left(pool, seed):
    taken = set(pool.fixed)
    for stratum, versions in zip(pool.strata, choose(pool, seed=seed), strict=True):
        available = {ticket.version for ticket in stratum.tickets} - taken
        assert len(versions) == min(stratum.count, len(available))
        taken |= set(versions)


@given(pools(), seeds)
def test_what_a_rule_is_promised_it_finds(pool, seed):
    promised = assured(pool.fixed, [(each.count, {one.version for one in each.tickets}) for each in pool.strata])
    for stratum, sure, versions in zip(pool.strata, promised, choose(pool, seed=seed), strict=True):
        assert len(versions) >= min(stratum.count, sure)


@given(pools(parallel=True), seeds)
def test_what_an_attempt_keeps_draws_the_same_paper(pool, seed):
    kept = Pool.read(pool.written())
    assert choose(kept, seed=seed) == choose(pool, seed=seed)
    assert kept.hash == pool.hash


@given(pools(), seeds)
def test_nobody_meets_a_question_again_while_there_is_one_he_met_less(pool, seed):
    taken = set(pool.fixed)
    for stratum, versions in zip(pool.strata, choose(pool, seed=seed), strict=True):
        met = {ticket.version: ticket.met for ticket in stratum.tickets if ticket.version not in taken}
        left = [times for version, times in met.items() if version not in versions]
        assert not left or not versions or max(met[version] for version in versions) <= min(left)
        taken |= set(versions)


@given(st.integers(1, 8), st.integers(1, 8), seeds)
def test_a_second_test_has_the_levels_of_the_first_and_other_questions_where_the_pool_allows(easy, hard, seed):
    tickets = [Ticket(100 + n, "mudah") for n in range(2 * easy)] + [Ticket(200 + n, "sulit") for n in range(2 * hard)]
    first = Pool((), (Stratum(7, easy + hard, tuple(tickets)),), True)
    asked = set(choose(first, seed=seed)[0])
    again = tuple(replace(ticket, was_in_first=ticket.version in asked) for ticket in tickets)
    levels = levels_drawn(first, seed=seed)
    second = Pool((), (Stratum(7, easy + hard, again, levels[7]),), True)
    assert levels_drawn(second, seed=seed + 1) == levels
    free = Counter(ticket.level for ticket in again if not ticket.was_in_first)
    repeated = asked & set(choose(second, seed=seed + 1)[0])
    assert len(repeated) == sum(max(0, number - free[level]) for level, number in levels[7].items())


def test_over_many_people_every_question_comes_about_equally_often():
    """With the counts of the job in between, as over days: no question strays further than a tenth from the mean."""
    exposure = Counter(dict.fromkeys(range(20), 0))
    for day in range(20):
        tickets = tuple(Ticket(version, "sedang", 0, exposure[version]) for version in range(20))
        pool = Pool((), (Stratum(1, 5, tickets),), True)
        for person in range(40):
            exposure.update(choose(pool, seed=day * 1000 + person)[0])
    mean = exposure.total() / 20
    assert max(abs(times - mean) for times in exposure.values()) <= mean / 10


def test_a_question_that_few_have_met_catches_up():
    tickets = (Ticket(1, exposure=0), *(Ticket(version, exposure=99) for version in range(2, 12)))
    pool = Pool((), (Stratum(1, 1, tickets),), True)
    assert sum(1 in choose(pool, seed=seed)[0] for seed in range(200)) > 150


def test_what_nobody_has_met_is_drawn_evenly_within_one_hall():
    pool = Pool((), (Stratum(1, 5, tuple(Ticket(version) for version in range(20))),), True)
    met = Counter(version for seed in range(1000) for version in choose(pool, seed=seed)[0])
    assert min(met.values()) >= 190
    assert max(met.values()) <= 310


def test_the_draw_of_one_seed_stays_what_it_was_over_releases():
    tickets = tuple(Ticket(version, exposure=version) for version in range(10))
    assert choose(Pool((3,), (Stratum(1, 4, tickets),), True), seed=42) == ((4, 1, 2, 9),)
