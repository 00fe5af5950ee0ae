"""«Ada aturan baru»: a text for the office's group, with rules and days and nobody's name."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse as url

from elearning.distribution.sharing import TEXT_LENGTH, RuleNews, Sharing, new_rules
from tests.factories.distribution import HandoutFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory
from tests.factories.refreshers import AFTER, published_card, reverse

SHARING = Sharing(
    unit="Kecamatan Kenanga Contoh",
    shared_by="Camat Kenanga Contoh",
    organiser="Badan Contoh",
    url="https://contoh.example/b/M4Q7R2",
    minutes=12,
)
PAGE = "https://contoh.example/yang-berubah/"


def test_it_names_rules_and_days_and_where_to_read():
    text = new_rules(SHARING, [RuleNews("Memberi like", date(2025, 3, 1))], url=PAGE)
    for words in ("Ada aturan baru", "Memberi like (berlaku 1 Maret 2025)", PAGE, "tetap berlaku"):
        assert words in text


@pytest.mark.parametrize("count", [1, 2, 9])
def test_the_longest_titles_fit_into_one_message(count):
    text = new_rules(SHARING, [RuleNews("m" * 100, date(2025, 12, 31))] * count, url=PAGE)
    assert len(text) <= TEXT_LENGTH
    assert ("dan 7 aturan lain" in text) == (count == 9)


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [True, False])
def test_a_camat_finds_it_while_a_rule_is_new(client, home, changed):
    unit = UnitFactory(name="Kecamatan Kenanga Contoh")
    camat = OfficeHoldingFactory(unit=unit).person
    HandoutFactory(unit=unit)
    card = published_card(title="Memberi like")
    if changed:
        reverse(card)
    client.force_login(camat)
    with time_machine.travel(AFTER):
        page = client.get(url("cascade:sharing")).content.decode()
    assert ("Ada aturan baru" in page) == changed
    assert ("Memberi like (berlaku 1 Maret 2025)" in page) == changed
