"""A draw can be repeated from its seed, and never shows what may not be drawn."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Candidate, draw, pool_hash
from quizzes.types import Order

orders = st.sampled_from(list(Order))


@st.composite
def pools(draw_from):
    versions = draw_from(st.lists(st.integers(1, 1000), unique=True, max_size=12))
    return [
        Candidate(
            version=version,
            is_open=draw_from(st.booleans()),
            order=draw_from(orders),
            options=tuple(draw_from(st.lists(st.integers(1, 1000), unique=True, min_size=2, max_size=6))),
        )
        for version in versions
    ]


@given(pools(), st.integers(0, 2**63 - 1), st.booleans())
def test_every_open_question_is_drawn_once_with_all_its_options(pool, seed, shuffle):
    drawn = draw(pool, seed=seed, shuffle=shuffle)
    expected = {candidate.version: sorted(candidate.options) for candidate in pool if candidate.is_open}
    assert {item.version: sorted(item.options) for item in drawn} == expected
    assert len(drawn) == len(expected)


@given(pools(), st.integers(0, 2**63 - 1), st.booleans())
def test_the_same_seed_draws_the_same_paper(pool, seed, shuffle):
    assert draw(pool, seed=seed, shuffle=shuffle) == draw(list(pool), seed=seed, shuffle=shuffle)


@given(pools(), st.integers(0, 2**63 - 1))
def test_without_shuffling_the_order_is_as_written(pool, seed):
    found = [candidate for candidate in pool if candidate.is_open]
    for candidate, item in zip(found, draw(pool, seed=seed, shuffle=False), strict=True):
        assert candidate.version == item.version
        if candidate.order is not Order.ALWAYS_SHUFFLED:
            assert candidate.options == item.options


def test_different_seeds_give_different_papers():
    pool = [Candidate(n, True, Order.AS_QUIZ, (1, 2, 3, 4)) for n in range(10)]
    assert len({draw(pool, seed=seed, shuffle=True) for seed in range(20)}) == 20


def test_benar_and_salah_keep_their_places():
    pool = [Candidate(1, True, Order.FIXED, (7, 8))]
    assert all(draw(pool, seed=seed, shuffle=True)[0].options == (7, 8) for seed in range(20))


def test_right_hand_sides_that_read_alike_are_shown_once():
    pool = [Candidate(1, True, Order.AS_QUIZ, (7, 8, 9), ((7, "sama"), (8, "lain"), (9, "sama")))]
    assert set(draw(pool, seed=1, shuffle=True)[0].matches) == {7, 8}


@given(pools())
def test_the_hash_of_a_pool_forgets_order_and_closed_questions(pool):
    assert pool_hash(pool) == pool_hash([each for each in reversed(pool) if each.is_open])


def test_the_draw_of_one_seed_stays_what_it_was_over_releases():
    pool = [Candidate(n, True, Order.AS_QUIZ, (1, 2, 3)) for n in (1, 2, 3, 4)]
    assert [item.version for item in draw(pool, seed=42, shuffle=True)] == [1, 3, 2, 4]
    assert pool_hash(pool).startswith("414dbeb731eb")
