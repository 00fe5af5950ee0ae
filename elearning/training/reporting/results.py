"""The chapter «Hasil»: what the class learnt and which certificates are out, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.template.defaultfilters import floatformat

from elearning.ui.templatetags.ui import number
from quizzes.statistics.gain import LEAST_PEOPLE
from quizzes.statistics.words import ENOUGH

from .blocks import Block, Bullets, Missing, Paragraph, Section, Table

NOT_TOLD = "–"


def results(facts: Mapping[str, Any]) -> Iterator[Section]:
    yield Section("Hasil", 1)
    yield Section("Pre-test dan post-test", 2, tuple(_class(facts)))
    result = facts["result"]
    if result and result["people"]:
        if result["topics"]:
            yield Section("Hasil per topik", 2, _topics(result))
        yield Section("Topik terlemah dan tindak lanjut", 2, tuple(_weak(result)))
        yield Section("Hasil per soal", 2, tuple(_questions(result)))
    yield Section("Sertifikat", 2, tuple(_certificates(facts)))


def percent(value: float | None) -> str:
    """As «Hasil kelas» rounds it."""
    return NOT_TOLD if value is None else f"{floatformat(value, 0)}%"


def _class(facts: Mapping[str, Any]) -> Iterator[Block]:
    result = facts["result"]
    if facts["open_tests"]:
        yield Missing(f"[Belum ada: hasil uji, karena {' dan '.join(facts['open_tests'])} masih terbuka]")
    elif not facts["tests"] and not (result and result["people"]):
        yield Paragraph("Sosialisasi ini tidak memakai uji.")
    elif not result["sat_before"] and not result["sat_after"]:
        yield Missing("[Belum ada: hasil uji; belum ada peserta yang selesai mengerjakan]")
    elif not result["people"]:
        yield Missing(f"[Tidak dicantumkan: hasil uji kurang dari {LEAST_PEOPLE} orang]")
    elif result["is_paired"]:
        yield from _paired(result)
    else:
        name, mean = ("post-test", result["mean_after"]) if result["has_after"] else ("pre-test", result["mean_before"])
        yield Paragraph(f"Rata-rata nilai {name} {percent(mean)} (n = {number(result['people'])} orang).")
        if result["sat_both"]:
            yield Paragraph(f"Yang mengerjakan keduanya kurang dari {LEAST_PEOPLE} orang, jadi tidak dibandingkan.")


def _paired(result: Mapping[str, Any]) -> Iterator[Block]:
    n = number(result["people"])
    yield Paragraph(
        f"Pre-test diselesaikan {number(result['sat_before'])} orang, post-test {number(result['sat_after'])} orang. "
        f"Rata-rata di bawah ini hanya dari {n} orang yang mengerjakan keduanya."
    )
    rows = (
        ("Rata-rata pre-test", percent(result["mean_before"]), f"n = {n}"),
        ("Rata-rata post-test", percent(result["mean_after"]), f"n = {n}"),
        ("Bagian yang dipelajari", result["gain_words"], _interval(result)),
        ("Nilai naik, tetap, turun", " · ".join(number(result[way]) for way in ("rose", "stayed", "fell")), f"n = {n}"),
    )
    yield Table("Pre-test dan post-test", ("Ukuran", "Hasil", "Dasar"), rows, (40, 28, 32), numeric=(1,))
    if result["interval_words"]:
        chance = (
            "di atas nol, jadi bukan kebetulan" if result["is_beyond_chance"] else "memuat nol, jadi bisa kebetulan"
        )
        yield Paragraph(
            "Bagian yang dipelajari: bagian dari yang belum dikuasai sebelum materi, yang dikuasai sesudahnya. "
            f"Kisarannya {chance}."
        )
    elif result["people"] < ENOUGH:
        yield Paragraph(f"Kesimpulan baru diambil mulai {ENOUGH} orang. Rata-rata tetap berlaku untuk kelas ini.")


def _interval(result: Mapping[str, Any]) -> str:
    n = f"n = {number(result['people'])}"
    return f"{n}, kisaran {result['interval_words']}" if result["interval_words"] else n


def _topics(result: Mapping[str, Any]) -> tuple[Block, ...]:
    tests = _tests_told(result)
    rows = tuple((one["name"].capitalize(), *(percent(one[side]) for side in tests)) for one in result["topics"])
    header = ("Topik", *(f"Benar di {name}" for name in tests.values()))
    base = Paragraph(f"Bagian poin yang diperoleh pada setiap topik (n = {number(result['people'])} orang).")
    return (base, Table("Hasil per topik", header, rows, _widths(52, tests), numeric=_figures(1, tests)))


def _tests_told(result: Mapping[str, Any]) -> dict[str, str]:
    """Only what was measured gets a column."""
    names = {"before": "pre-test", "after": "post-test"}
    return {side: name for side, name in names.items() if result[f"has_{side}"]}


def _widths(first: int, tests: Mapping[str, str]) -> tuple[int, ...]:
    return (first, 24, 24) if len(tests) == 2 else (first + 24, 24)


def _figures(first: int, tests: Mapping[str, str]) -> tuple[int, ...]:
    return tuple(range(first, first + len(tests)))


def _weak(result: Mapping[str, Any]) -> Iterator[Block]:
    if not result["weak"]:
        yield Paragraph("Tidak ada: semua soal yang bertopik dijawab benar.")
        return
    test = "post-test" if result["has_after"] else "pre-test"
    for place, topic in enumerate(result["weak"], start=1):
        yield Paragraph(f"{place}. {topic['name'].capitalize()}: {percent(topic['percent'])} benar di {test}.")
        yield Bullets(tuple(_follow_up(topic)))


def _follow_up(topic: Mapping[str, Any]) -> Iterator[str]:
    if belief := topic["belief"]:
        chosen = f"dipilih {number(belief['people'])} dari {number(belief['asked'])} orang"
        yield f"Keliru yang paling sering: «{belief['text']}», {chosen}."
        if belief["misconception"]:
            yield f"Salah paham: {belief['misconception'].rstrip('.')}."
    cards = ", ".join(f"«{title}»" for title in topic["cards"])
    yield f"Tindak lanjut: bahas ulang topik ini{f' dan bagikan kartu {cards} kepada peserta' if cards else ''}."


def _questions(result: Mapping[str, Any]) -> Iterator[Block]:
    tests = _tests_told(result)
    rows = tuple(
        (str(place), one["prompt"], *(_share(one[side]) for side in tests))
        for place, one in enumerate(result["questions"], start=1)
    )
    header = ("No.", "Soal, yang paling sering salah di atas", *(f"Benar di {name}" for name in tests.values()))
    yield Table("Hasil per soal", header, rows, (7, *_widths(45, tests)), numeric=_figures(2, tests))
    if result["left_out"]:
        yield Paragraph(
            f"{number(result['left_out'])} soal yang dikerjakan kurang dari {LEAST_PEOPLE} orang tidak dicantumkan."
        )


def _share(share: list | None) -> str:
    return f"{percent(share[1])} (n = {number(share[0])})" if share else NOT_TOLD


def _certificates(facts: Mapping[str, Any]) -> Iterator[Block]:
    found = facts["certificates"]
    if not found["count"]:
        yield Missing("[Belum ada: sertifikat yang terbit]")
        return
    first, last = found["runs"][0][0], found["runs"][-1][1]
    span = f"nomor {first}" if first == last else f"nomor {first} sampai {last}"
    others = found.get("of_contributors", 0)  # unknown to reports from before
    among = f", {number(others)} di antaranya untuk narasumber, moderator, dan panitia" if others else ""
    yield Paragraph(f"{number(found['count'])} sertifikat terbit{among}, {span}. Daftarnya ada di lampiran.")
    changed = []
    if found["revised"]:
        changed.append(f"{number(found['revised'])} diterbitkan ulang dengan perbaikan")
    if found["revoked"]:
        changed.append(f"{number(found['revoked'])} dicabut")
    yield Paragraph(
        f"Dari jumlah itu, {' dan '.join(changed)}." if changed else "Tidak ada yang diperbaiki atau dicabut."
    )
