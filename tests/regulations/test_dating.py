"""What the rule was on a day, and what the site taught: without a database, on rows that were never stored."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from elearning.lib.dates import WIB, WIT
from elearning.regulations.comparing import Difference, differences
from elearning.regulations.dating import Standing, events_of, rule_on, spans_of, taught_on
from elearning.regulations.models import ProvisionVersion, Regulation, RuleCardVersion

RULING = date(2024, 11, 14)
BEFORE, AFTER = date(2024, 10, 3), date(2024, 11, 14)


def provision(*versions: ProvisionVersion, **regulation):
    """As the functions read it: a regulation, and the versions behind ``all()``."""
    given = {"short_title": "UU 1/2015", "year": 2015, **regulation}
    return SimpleNamespace(regulation=Regulation(**given), versions=SimpleNamespace(all=lambda: versions))


def version(number=1, starts=None, ends=None, effect="baru", known=None) -> ProvisionVersion:
    return ProvisionVersion(
        number=number, summary=f"Isi {number}.", valid_from=starts, valid_to=ends, effect=effect, known_from=known
    )


@pytest.fixture
def article():
    """An article that a ruling reads anew from 14 November 2024; the register learnt of it a month later."""
    old = version(1, ends=RULING)
    new = version(2, starts=RULING, effect="tafsir", known=date(2024, 12, 20))
    return provision(new, old)


def test_each_day_has_the_text_of_that_day(article):
    assert rule_on(article, BEFORE).version.number == 1
    assert rule_on(article, date(2024, 11, 13)).version.number == 1
    assert rule_on(article, AFTER).version.number == 2


def test_a_text_with_a_known_beginning_says_since_when(article):
    rule = rule_on(article, AFTER)
    assert (rule.standing, rule.sentences) == (Standing.HELD, ("Berlaku sejak 14 November 2024.",))


def test_a_text_whose_beginning_is_unknown_says_so(article):
    rule = rule_on(article, BEFORE)
    assert rule.standing == Standing.UNDATED
    assert rule.sentences == (
        "Tanggal mulai berlakunya tidak tercatat di register kami.",
        "Berlaku sampai sebelum 14 November 2024.",
    )


def test_in_the_year_of_the_instrument_an_unknown_beginning_decides_nothing():
    rule = rule_on(provision(version(), year=2024), BEFORE)
    assert rule.sentences[1] == "Kami tidak tahu apakah sudah berlaku pada 3 Oktober 2024."


def test_before_the_year_of_the_instrument_there_is_no_text():
    rule = rule_on(provision(version(), year=2025, short_title="UU 9/2025"), BEFORE)
    assert rule.standing == Standing.UNKNOWN
    assert not rule.has_text
    assert rule.sentences == (
        "Register kami tidak memuat bunyi pasal ini pada 3 Oktober 2024.",
        "UU 9/2025 baru ada pada tahun 2025.",
    )


def test_a_day_without_text_is_said_plainly_and_never_filled():
    new = provision(version(starts=date(2023, 10, 31)), valid_from=date(2023, 10, 31), year=2023)
    old = Regulation(short_title="UU 5/2014", year=2014, valid_to=date(2023, 10, 31))
    rule = rule_on(new, date(2023, 5, 19), revoked=[old])
    assert rule.version is None
    assert rule.sentences == (
        "Register kami tidak memuat bunyi pasal ini pada 19 Mei 2023.",
        "Bunyi yang kami muat berlaku sejak 31 Oktober 2023.",
    )
    assert rule.instead == (old,)


@pytest.mark.parametrize(
    ("old", "day"),
    [
        (Regulation(year=2014, valid_to=date(2023, 10, 31)), date(2014, 5, 1)),  # its first day is unknown
        (Regulation(year=2014), date(2013, 5, 1)),
        (Regulation(valid_to=date(2023, 10, 31)), date(2023, 5, 19)),  # not even its year is known
        (Regulation(valid_from=date(2023, 6, 1), valid_to=date(2023, 10, 31)), date(2023, 5, 19)),
    ],
)
def test_what_held_instead_is_named_only_where_the_dates_say_so(old, day):
    new = provision(version(starts=date(2023, 10, 31)), valid_from=date(2023, 10, 31), year=2023)
    assert rule_on(new, day, revoked=[old]).instead == ()


def test_after_its_last_text_the_register_says_until_when_it_had_one():
    rule = rule_on(provision(version(ends=date(2021, 8, 31)), year=2010), BEFORE)
    assert rule.sentences[1] == "Bunyi terakhir yang kami muat berlaku sampai sebelum 31 Agustus 2021."


def test_a_revoked_instrument_ends_its_articles():
    rule = rule_on(provision(version(), year=2010, valid_to=date(2021, 8, 31)), BEFORE)
    assert rule.standing == Standing.UNKNOWN


def test_a_repeal_is_no_text():
    repealed = provision(version(1, ends=RULING), version(2, starts=RULING, effect="cabut"), year=2010)
    rule = rule_on(repealed, AFTER)
    assert rule.standing == Standing.REPEALED
    assert not rule.has_text
    assert rule.sentences == ("Pasal ini tidak berlaku lagi sejak 14 November 2024.",)


def test_by_what_was_known_then_the_older_text_still_went_on(article):
    assert rule_on(article, date(2024, 12, 1)).version.number == 2
    then = rule_on(article, date(2024, 12, 1), known_on=date(2024, 12, 1))
    assert then.version.number == 1
    assert then.span.ends is None
    assert rule_on(article, date(2024, 12, 1), known_on=date(2024, 12, 20)).version.number == 2


def test_a_gap_in_what_was_known_lasts_until_the_next_known_text():
    article = provision(
        version(1, ends=date(2020, 1, 1)),
        version(2, starts=date(2020, 1, 1), ends=date(2022, 1, 1), known=date(2025, 1, 1)),
        version(3, starts=date(2022, 1, 1)),
    )
    assert [(span.version.number, span.ends) for span in spans_of(article, date(2024, 1, 1))] == [
        (1, date(2022, 1, 1)),
        (3, None),
    ]


def test_a_text_without_a_day_of_knowing_counts_as_known_and_says_so(article):
    rule = rule_on(article, BEFORE, known_on=date(2000, 1, 1))
    assert rule.sentences[-1] == "Sejak kapan kami mengetahuinya tidak tercatat."


def test_the_events_of_an_article_are_in_order_and_an_end_without_heir_is_one():
    revoked = provision(version(1, ends=RULING), version(2, starts=RULING, ends=date(2025, 1, 1)))
    assert [(event.version.number, event.day, event.is_end) for event in events_of(revoked)] == [
        (1, None, False),
        (2, RULING, False),
        (2, date(2025, 1, 1), True),
    ]


def published(number, at, effect="redaksional") -> RuleCardVersion:
    return RuleCardVersion(number=number, published_at=at, effect=effect)


FIRST = published(1, datetime(2024, 10, 3, 16, 30, tzinfo=UTC))  # 23.30 WIB, but 01.30 WIT the next day
SECOND = published(2, datetime(2024, 10, 10, 5, 0, tzinfo=UTC), "membalik")
GONE = published(3, datetime(2024, 10, 20, 5, 0, tzinfo=UTC), "ditarik")


@pytest.mark.parametrize(
    ("day", "zone", "number"),
    [
        (date(2024, 10, 2), WIB, None),
        (date(2024, 10, 3), WIB, 1),
        (date(2024, 10, 3), WIT, None),
        (date(2024, 10, 9), WIB, 1),
        (date(2024, 10, 10), WIB, 2),
        (date(2024, 10, 20), WIB, 3),
    ],
)
def test_what_was_taught_is_what_stood_at_the_end_of_the_day_at_the_place(day, zone, number):
    taught = taught_on([GONE, FIRST, SECOND], day, zone)
    assert (taught.publication.number if taught.publication else None) == number
    assert taught.first == FIRST
    assert taught.is_withdrawn is (number == 3)


CONTENT = {
    "title": "Menyukai unggahan calon", "act": "Menekan suka.", "verdict": "boleh", "situation": "", "reason": "Sebab.",
    "advice": "", "local_rule": "", "certainty": "terverifikasi", "valid_from": None, "subjects": ["pns"], "stages": [],
    "conditions": ["Di luar jam kerja."], "examples": {}, "sanctions": [], "basis": [],
}  # fmt: skip


def test_two_equal_contents_differ_in_nothing():
    assert differences(CONTENT, dict(CONTENT)) == []


def test_differences_are_words_and_of_a_list_only_what_left_and_came():
    after = {
        **CONTENT,
        "verdict": "tidak-boleh",
        "conditions": ["Di luar jam kerja.", "Tanpa seragam."],
        "subjects": ["pns", "pppk"],
        "valid_from": "2024-11-14",
        "examples": {"guru": "Wali murid mengirim tautan."},
        "sanctions": ["disiplin-berat"],
        "basis": [{"regulation": "pp-94-2021", "provision": "8", "version": 2, "role": "dasar"}],
    }
    names = {"sanksi:disiplin-berat": "Disiplin berat", "pp-94-2021#8": "Pasal 8 PP 94/2021"}
    assert differences(CONTENT, after, names) == [
        Difference("Label", ("BOLEH",), ("TIDAK BOLEH",)),
        Difference("Syarat", (), ("Tanpa seragam.",)),
        Difference("Sanksi", (), ("Disiplin berat",)),
        Difference("Dasar hukum", (), ("Pasal 8 PP 94/2021 (versi 2)",)),
        Difference("Berlaku bagi", (), ("PPPK",)),
        Difference("Berlaku sejak", (), ("14 November 2024",)),
        Difference("Contoh untuk Guru", (), ("Wali murid mengirim tautan.",)),
    ]


def test_a_name_that_the_register_no_longer_has_stays_as_it_was_written():
    after = {**CONTENT, "sanctions": ["lama"], "verdict": ""}
    assert differences(CONTENT, after) == [
        Difference("Label", ("BOLEH",), ()),
        Difference("Sanksi", (), ("lama",)),
    ]
