"""The texts that a camat sends on."""

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from elearning.distribution import sharing
from elearning.distribution.sharing import Sharing

PLAIN = Sharing(
    unit="Kecamatan Kenanga Contoh",
    shared_by="Camat Kenanga Contoh",
    organiser="Lembaga Pengawas Pemilihan Contoh",
    url="https://alamat-situs.example/b/M4Q7R2",
    minutes=12,
)
LONGEST = Sharing(
    unit="Kecamatan " + "Kenanga Contoh " * 3,
    shared_by="Plt. Camat " + "Kenanga Contoh " * 3,
    organiser="Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Kabupaten Tirta Contoh",
    url="https://alamat-situs-yang-panjang.contoh.example/b/M4Q7R2",
    minutes=45,
    due_on=date(2024, 10, 18),
    finished=29,
    target=52,
)
TEXTS = (sharing.introduction, sharing.reminder, sharing.last_day)


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_carries_the_whole_address_and_the_trust_line(text):
    written = text(PLAIN)
    assert PLAIN.url in written
    assert "bukan berkas APK" in written
    assert "!" not in written


@pytest.mark.parametrize("text", TEXTS)
def test_an_ordinary_text_is_short_enough_to_be_read(text):
    assert len(text(replace(PLAIN, due_on=date(2024, 10, 18), finished=29, target=52))) <= sharing.TEXT_LENGTH


@pytest.mark.parametrize("text", TEXTS)
def test_long_names_stay_below_the_limit(text):
    assert len(text(LONGEST)) <= sharing.TEXT_LENGTH


def test_a_reminder_counts_and_names_nobody():
    written = sharing.reminder(replace(PLAIN, finished=29, target=52))
    assert "23 dari 52 orang belum selesai." in written


def test_a_reminder_says_no_number_that_nobody_measured():
    assert "belum selesai" not in sharing.reminder(PLAIN)
    assert "belum selesai" not in sharing.reminder(replace(PLAIN, finished=52, target=52))


def test_the_link_opens_whatsapp_with_exactly_this_text():
    written = sharing.introduction(PLAIN)
    address = urlsplit(sharing.whatsapp_url(written))
    assert (address.scheme, address.netloc, address.path) == ("https", "wa.me", "/")
    assert parse_qs(address.query)["text"] == [written]
