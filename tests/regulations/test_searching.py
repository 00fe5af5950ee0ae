from datetime import date

import pytest
from django.core.cache import cache

from elearning.regulations import services
from elearning.regulations.models import SearchMiss
from elearning.regulations.searching import (
    Term,
    is_personal,
    nearest_words,
    normalise,
    score,
    search_cards,
    stem,
    terms_of,
)
from elearning.regulations.views.finder import MISSES_PER_HOUR
from tests.factories.lessons import LessonPageFactory
from tests.factories.regulations import RuleCardFactory, SynonymFactory

TODAY = date(2024, 10, 3)
RUNNING = "Suami atau istri mencalonkan diri"


@pytest.mark.parametrize(
    ("typed", "read"), [("  Nyalon!! ", "nyalon"), ("bolehkah   LIKE?", "bolehkah like"), ("sukaaaa", "suka")]
)
def test_what_is_typed_is_read_without_case_and_marks(typed, read):
    assert normalise(typed) == read


@pytest.mark.parametrize(
    ("word", "root"), [("mencalonkan", "calon"), ("dukungan", "dukung"), ("bertugas", "tugas"), ("asn", "asn")]
)
def test_affixes_are_taken_off_for_a_wider_search(word, root):
    assert stem(word) == root


@pytest.mark.parametrize(
    "typed",
    [
        "19780912 200501 1 003",
        "0812-3456-7890",
        "a@contoh.example",
        "K7M4-Q2R9",
        "kode h7m4-q2r9-t5w6",
        "+62 812 345 678",
    ],
)
def test_what_may_name_a_person_is_recognised(typed):
    assert is_personal(typed)


@pytest.mark.parametrize("typed", ["like status", "pasal 5 huruf n", "pemilu 2024", "mobil dinas"])
def test_ordinary_questions_are_not_taken_for_persons(typed):
    assert not is_personal(typed)


def test_synonyms_of_several_words_are_one_term_and_filler_says_nothing():
    terms = terms_of("bolehkah pakai mobil dinas", {"mobil dinas": ["kendaraan dinas"]})
    assert terms == [Term(("pakai",)), Term(("mobil dinas", "kendaraan dinas"))]


def test_a_question_of_filler_only_is_still_asked():
    assert terms_of("boleh tidak", {}) == [Term(("boleh",)), Term(("tidak",))]


def test_answering_both_words_outweighs_answering_one_well():
    terms = [Term(("foto",)), Term(("calon",))]
    both = score(terms, {"title": "berswafoto", "rest": "foto bersama calon"})
    assert both > score(terms, {"title": "foto foto foto", "keywords": "foto"}) > 0
    assert score(terms, {"title": "mencoblos"}) == 0


def test_a_misspelling_is_mended_only_when_all_is_then_understood():
    assert nearest_words("kmapanye", {"kampanye"}) == "kampanye"
    assert nearest_words("harga beras", {"warga", "berkas", "kampanye"}) == ""


@pytest.fixture
def cards(home):
    SynonymFactory(term="nyalon", means="mencalonkan diri")
    SynonymFactory(term="suami", means="suami atau istri, pasangan")
    SynonymFactory(term="mobil dinas", means="fasilitas negara")
    return {
        "suami": RuleCardFactory(title=RUNNING, keywords=["suami nyaleg"]),
        "mobil": RuleCardFactory(title="Memakai fasilitas negara untuk kampanye"),
        "like": RuleCardFactory(title="Menyukai unggahan calon", keywords=["like", "love status"]),
        "draf": RuleCardFactory(title="Hadir pasif di kampanye", keywords=["like"], live=False),
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("suami nyalon", "suami"),
        ("NYALON", "suami"),
        ("mobil dinas", "mobil"),
        ("like status", "like"),
        ("memakai fasil", "mobil"),
    ],
)
def test_words_of_people_find_words_of_cards(cards, typed, found):
    assert search_cards(typed).cards[0] == cards[found]


@pytest.mark.django_db
def test_a_draft_is_never_found(cards):
    assert cards["draf"] not in search_cards("like").cards
    assert cards["draf"] not in search_cards("hadir pasif").cards


@pytest.mark.django_db
def test_a_misspelled_question_is_answered_and_says_what_was_understood(cards):
    answer = search_cards("kampnaye")
    assert answer.meant == "kampanye"
    assert answer.cards == [cards["mobil"]]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "   ", '"', "' OR 1=1 --", "*", "a AND (b", "NOT", "x" * 500, "\x00"])
def test_nothing_that_can_be_typed_breaks_the_search(client, cards, typed):
    response = client.get("/boleh-atau-tidak/", {"q": typed})
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.indexed
@pytest.mark.django_db
def test_cards_come_first_and_lessons_after_them(client, cards):
    LessonPageFactory(title="Fasilitas negara sehari-hari")
    context = client.get("/boleh-atau-tidak/", {"q": "fasilitas negara"}).context
    assert [answer.card for answer in context["answers"]] == [cards["mobil"]]
    assert [page.title for page in context["pages"]] == ["Fasilitas negara sehari-hari"]


@pytest.mark.django_db
def test_no_answer_is_said_with_what_to_do(client, cards):
    page = client.get("/boleh-atau-tidak/", {"q": "panjat tebing"}).content.decode()
    assert 'Belum ada kartu untuk "<span data-query>panjat tebing</span>".' in page
    assert "Bila ragu, jangan lakukan dulu dan tanyakan ke atasan atau" in page


@pytest.mark.django_db
def test_a_miss_is_counted_by_its_words(noon):
    services.record_search_miss(" Panjat  TEBING? ", on=TODAY)
    miss = services.record_search_miss("panjat tebing", on=date(2024, 10, 4))
    assert (miss.text, miss.count, miss.first_on, miss.last_on) == ("panjat tebing", 2, TODAY, date(2024, 10, 4))


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["ab", "197809122005011003", "budi@contoh.example", "0812 3456 7890", "kata " * 30])
def test_a_miss_that_is_too_short_too_long_or_personal_is_not_kept(typed):
    assert services.record_search_miss(typed, on=TODAY) is None
    assert not SearchMiss.objects.exists()


@pytest.mark.django_db
def test_the_same_miss_from_the_same_address_counts_once_an_hour(client, cards):
    client.get("/boleh-atau-tidak/", {"q": "panjat tebing"})
    client.get("/boleh-atau-tidak/", {"q": "Panjat tebing!"})
    assert SearchMiss.objects.get().count == 1
    client.get("/boleh-atau-tidak/", {"q": "panjat tebing"}, REMOTE_ADDR="10.0.0.9")
    assert SearchMiss.objects.get().count == 2


@pytest.mark.django_db
def test_behind_a_proxy_two_readers_are_two(client, cards, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for forged_and_real in ("203.0.113.9", "198.51.100.7, 203.0.113.9", "203.0.113.10"):
        client.get("/boleh-atau-tidak/", {"q": "panjat tebing"}, headers={"X-Forwarded-For": forged_and_real})
    assert SearchMiss.objects.get().count == 2


@pytest.mark.django_db
def test_one_address_cannot_flood_the_list_and_a_prefetch_counts_nothing(client, cards, monkeypatch):
    monkeypatch.setattr("elearning.regulations.views.finder.MISSES_PER_HOUR", 2)
    client.get("/boleh-atau-tidak/", {"q": "panjat"}, headers={"Sec-Purpose": "prefetch"})
    client.head("/boleh-atau-tidak/", {"q": "panjat"})
    assert not SearchMiss.objects.exists()
    for typed in ("panjat", "tebing", "gunung"):
        client.get("/boleh-atau-tidak/", {"q": typed})
    assert SearchMiss.objects.count() == 2
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 30])
def test_a_search_costs_the_same_for_one_card_and_for_many(client, home, many, django_assert_max_num_queries):
    RuleCardFactory.create_batch(many, keywords=["kampanye"])
    client.get("/boleh-atau-tidak/", {"q": "kampanye akbar"})
    with django_assert_max_num_queries(18):
        client.get("/boleh-atau-tidak/", {"q": "kampanye akbar"})


def test_asking_for_ever_does_not_push_rate_limits_out_of_the_cache(client, cards):
    cache.set("batas", 5, 3600)
    for number in range(60):
        client.get("/boleh-atau-tidak/", {"q": f"zzxq{number}"})
    assert SearchMiss.objects.count() == MISSES_PER_HOUR
    assert cache._max_entries >= 100_000
    assert cache.get("batas") == 5
