"""«Boleh atau tidak?»: how typed words find rule cards. Pure rules first, then the functions that read the database.

Every published card is scored: there are hundreds, not millions (ADR 0005). So both engines answer in the same order, and so
does a browser without a network, which has the same cards and the same rules (static/js/finder/rank.js).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from wagtail.models import Page

if TYPE_CHECKING:
    from .models import RuleCard

MAX_WORDS, MAX_RESULTS = 12, 20
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_PERSONAL = re.compile(r"@|\d(?:[\s.\-/]?\d){5,}|\b(?:[a-z]\d){2}(?:-?(?:[a-z]\d){2}){0,2}\b", re.IGNORECASE)
# Words of nearly every question: they say nothing about which card is meant.
_COMMON = frozenset(
    """ada adalah agar akan aku anda apa apakah asn atau bagaimana bagi bahwa bapak bisa bisakah boleh bolehkah bu bukan
    buat dalam dan dapat dari dengan di dia gak harus hari hukum hukumnya ibu ini itu jadi jika juga kah kalau kami karena
    ke kita kok lagi mau memang mereka nggak ngga oleh pada pak pegawai pemerintah pns pppk punya saat saja saya sebagai
    secara sedang seorang siapa sudah supaya tapi tentang tersebut tetap tidak untuk waktu ya yang""".split()  # noqa: SIM905 - read as words, not as code
)
_SUFFIXES = ("nya", "lah", "kah", "kan", "an", "i")
_PREFIXES = ("menge", "nge", "meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen", "pe", "ber", "ter", "di")
_WEIGHTS = {"title": 8, "keywords": 6, "act": 3, "rest": 1}


@dataclass(frozen=True)
class Term:
    """One thing that was asked for, and the phrases that mean it (the typed word itself comes first)."""

    phrases: tuple[str, ...]


def normalise(typed: str) -> str:
    """Lower-case words and single spaces; punctuation and doubled letters of shouting are gone."""
    return " ".join(re.sub(r"(.)\1{2,}", r"\1", word) for word in _WORD.findall(typed.lower()))


def is_personal(typed: str) -> bool:
    """Looks like a NIP, phone number, one of our codes, or an e-mail address: never stored."""
    return bool(_PERSONAL.search(typed))


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """A word without its commonest affixes, never shorter than four letters. Rough on purpose: it only widens a search."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word[: -len(suffix)]
            break
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            return word[len(prefix) :]
    return word


def terms_of(query: str, synonyms: Mapping[str, Sequence[str]]) -> list[Term]:
    """The terms of a query, longest synonym first: «suami nyalon» gives two, «mobil dinas» one. A lone letter is none.

    ``synonyms`` maps what people say to what cards say, both normalised.
    """
    words = [word for word in normalise(query).split() if len(word) > 1][:MAX_WORDS]
    found: list[Term] = []
    position = 0
    longest = max((len(term.split()) for term in synonyms), default=1)
    while position < len(words):
        for length in range(min(longest, len(words) - position), 0, -1):
            phrase = " ".join(words[position : position + length])
            if phrase in synonyms or length == 1:
                found.append(Term((phrase, *synonyms.get(phrase, ()))))
                position += length
                break
    telling = [term for term in found if term.phrases[0] not in _COMMON or len(term.phrases) > 1]
    return telling or found


def score(terms: Sequence[Term], fields: Mapping[str, str]) -> float:
    """How well normalised ``fields`` (title, keywords, act, rest) answer the terms; 0 when they do not.

    Answering more of the terms outweighs answering one of them well; the first phrase of a term is what was typed.
    """
    answered, points = 0, 0.0
    for term in terms:
        best = max(
            (
                _WEIGHTS[name] * quality * (1.0 if place == 0 else 0.9)
                for place, phrase in enumerate(term.phrases)
                for name, text in fields.items()
                if (quality := _quality(phrase, text))
            ),
            default=0.0,
        )
        answered += bool(best)
        points += best
    return answered / len(terms) * 100 + points if answered else 0.0


def _quality(phrase: str, text: str) -> float:
    """1 for the words in a row and a little more for each time again, 0.6 for stems or beginnings anywhere, else 0."""
    times = f" {text} ".count(f" {phrase} ")
    if times:
        return 1.0 + min(times - 1, 4) * 0.1
    present = text.split()
    stems = {stem(word) for word in present}
    if all(stem(word) in stems or any(other.startswith(word) for other in present) for word in phrase.split()):
        return 0.6
    return 0.0


def nearest_words(query: str, vocabulary: Iterable[str]) -> str:
    """The query with each unknown word replaced by a known one that is spelled nearly alike.

    Empty when there is nothing to mend, or when a telling word stays unknown: then the question is a different one.
    """
    known = set(vocabulary)
    words = normalise(query).split()[:MAX_WORDS]
    mended = [
        word if word in known or len(word) < 4 else (get_close_matches(word, known, n=1, cutoff=0.82) or [word])[0]
        for word in words
    ]
    is_understood = all(word in known or word in _COMMON for word in mended)
    return " ".join(mended) if mended != words and is_understood else ""


@dataclass(frozen=True)
class Answer:
    """``meant`` is the spelling that was searched for instead, when the typed one finds nothing."""

    cards: list[RuleCard]
    meant: str = ""


def search_cards(query: str) -> Answer:
    """Published cards that answer ``query``, best first; misspelled words are mended once."""
    from .models import RuleCard

    if not normalise(query):
        return Answer([])
    synonyms = read_synonyms()
    cards = [(card, fields_of(card)) for card in RuleCard.objects.published()]
    found = _find(terms_of(query, synonyms), cards)
    if found:
        return Answer(found)
    vocabulary = {word for text in synonyms for word in text.split()}
    for _, fields in cards:
        vocabulary.update(f"{fields['title']} {fields['keywords']}".split())
    meant = nearest_words(query, vocabulary)
    return Answer(_find(terms_of(meant, synonyms), cards), meant) if meant else Answer([])


def search_pages(query: str) -> list[Page]:
    """Published pages (lessons and others above this room) with every telling word of the query."""
    words = [term.phrases[0] for term in terms_of(query, {})]
    if not words:
        return []
    found = Page.objects.live().public().search(" ".join(words), operator="and")[:MAX_RESULTS]
    return list(found)


def read_synonyms() -> dict[str, list[str]]:
    from .models import Synonym

    return {
        normalise(term): [phrase for part in means.split(",") if (phrase := normalise(part))]
        for term, means in Synonym.objects.values_list("term", "means")
    }


def _find(terms: Sequence[Term], cards: Sequence[tuple[RuleCard, Mapping[str, str]]]) -> list[RuleCard]:
    if not terms:
        return []
    scored = [(score(terms, fields), card) for card, fields in cards]
    best = max((points for points, _ in scored), default=0.0)
    # What answers fewer of the words, or only in passing, would bury the answer.
    ranked = sorted(
        (one for one in scored if one[0] and one[0] >= best * 0.75), key=lambda one: (-one[0], one[1].title)
    )
    return [card for _, card in ranked[:MAX_RESULTS]]


def fields_of(card: RuleCard) -> dict[str, str]:
    """What of a card is searched, in the words that ``score`` reads."""
    return {
        "title": normalise(card.title),
        "keywords": normalise(card.keyword_text),
        "act": normalise(card.act),
        "rest": normalise(f"{card.situation} {card.reason}"),
    }


def rules() -> dict[str, object]:
    """Everything but the cards that the browser needs to rank as we do (static/js/finder/rank.js)."""
    return {
        "synonyms": read_synonyms(),
        "common": sorted(_COMMON),
        "suffixes": _SUFFIXES,
        "prefixes": _PREFIXES,
        "weights": _WEIGHTS,
        "limits": {"words": MAX_WORDS, "results": MAX_RESULTS},
    }
