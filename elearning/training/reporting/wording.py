"""From facts to a document, in the usual order of a laporan kegiatan (experience.md §8 P10). Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from elearning.lib import dates
from elearning.ui.templatetags.ui import filesize_id, number
from quizzes.statistics.gain import LEAST_PEOPLE

from ..models import Box
from ..readiness import hours_in_words
from .blocks import Block, Bullets, Document, Missing, Paragraph, Photo, Section, Signature, Table
from .results import results

_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 refuses
LAW_OF_NOBODY = "dasar hukum; terisi dari soal yang sudah dikerjakan peserta"


def document(facts: Mapping[str, Any], *, as_of: datetime, sha256: str) -> Document:
    """The report as both writers print it."""
    facts = printable(facts)
    session = facts["session"]
    zone = session["time_zone"]
    before = (_introduction, _activity, results, _evaluation, _conclusion)
    sections = [section for chapter in before for section in chapter(facts)]
    return Document(
        organiser=session["organiser"],
        title=f"Laporan kegiatan {session['activity']}",
        subtitle=(session["title"], ", ".join(filter(None, (_span(facts), session["venue"], session["city"])))),
        footer=f"Data per {dates.moment(as_of, zone)} · sidik isi {sha256[:16]}",
        sections=[*sections, *_closing(facts, as_of), *_appendices(facts)],
    )


def printable(value: Any) -> Any:
    """The same facts without characters that no document may hold."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, list) else value


def _span(facts: Mapping[str, Any]) -> str:
    days = [date.fromisoformat(day["date"]) for day in facts["days"]]
    return dates.day_span(days) if days else ""


def _written(facts: Mapping[str, Any], box: Box) -> tuple[Block, ...]:
    """What the committee wrote, paragraph by paragraph, or that it did not."""
    text = facts["texts"].get(box.value, "")
    if not text:
        return (Missing(f"[Belum diisi: {box.label.lower()}]"),)
    return tuple(Paragraph(line.strip()) for line in text.splitlines() if line.strip())


# I


def _introduction(facts: Mapping[str, Any]) -> Iterator[Section]:
    yield Section("Pendahuluan", 1)
    yield Section("Umum", 2, _written(facts, Box.BACKGROUND))
    yield Section("Maksud dan tujuan", 2, _written(facts, Box.PURPOSE))
    yield Section("Ruang lingkup", 2, (Paragraph(_scope(facts)),))
    yield Section("Dasar", 2, tuple(_basis(facts)))


def _scope(facts: Mapping[str, Any]) -> str:
    session, days, materials = facts["session"], facts["days"], facts["materials"]
    what = f"Laporan ini memuat pelaksanaan {session['activity']} dengan tema «{session['title']}»"
    when = f" selama {len(days)} hari" if days else ""
    taught = f", {len(materials)} materi dengan {hours_in_words(facts['hours'])}" if materials else ""
    return f"{what}{when}{taught}: peserta, kehadiran, hasil uji, dan sertifikat."


def _basis(facts: Mapping[str, Any]) -> Iterator[Block]:
    papers = [
        f"{one['kind']}: {one['title']}" for one in facts["attachments"] if one["kind"] in ("Undangan", "Surat tugas")
    ]
    laws = [f"{_instrument(one)}: {_joined(one['provisions'])}" for one in facts["legal"]]
    if laws or papers:
        yield Bullets((*laws, *papers))
    if not laws:
        yield Missing(f"[Belum ada: {LAW_OF_NOBODY}]")


def _instrument(one: Mapping[str, Any]) -> str:
    """«UU 20/2023 tentang Aparatur Sipil Negara»; the full title where it has no subject."""
    _, has_subject, subject = one["title"].partition("tentang ")
    return f"{one['name']} tentang {subject}" if has_subject else f"{one['name']} ({one['title']})"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} dan {words[-1]}"


# II


def _activity(facts: Mapping[str, Any]) -> Iterator[Section]:
    yield Section("Kegiatan yang dilaksanakan", 1)
    yield Section("Waktu dan tempat", 2, tuple(_when(facts)))
    yield Section("Narasumber dan materi", 2, tuple(_taught(facts)))
    yield Section("Peserta", 2, tuple(_people(facts)))
    yield Section("Kehadiran setiap hari", 2, tuple(_attendance(facts)))
    yield Section("Jalannya acara", 2, _written(facts, Box.COURSE))


def _when(facts: Mapping[str, Any]) -> Iterator[Block]:
    session = facts["session"]
    zone = dates.ZONES[session["time_zone"]]
    if not facts["days"]:
        yield Missing("[Belum diisi: hari dan jam]")
        return
    place = f"{session['venue']}, {session['city']}"
    rows = tuple((_day(day), f"{day['from']}–{day['to']} {zone}", place) for day in facts["days"])
    yield Table("Waktu dan tempat", ("Hari, tanggal", "Pukul", "Tempat"), rows, (36, 24, 40))


def _day(day: Mapping[str, Any]) -> str:
    return dates.long_date(date.fromisoformat(day["date"]))


def _taught(facts: Mapping[str, Any]) -> Iterator[Block]:
    if not facts["materials"]:
        yield Missing("[Belum diisi: narasumber dan materi]")
        return
    rows = [
        (
            str(place),
            one["title"],
            ", ".join(filter(None, (one["speaker"], one["office"]))),
            hours_in_words(one["hours"]),
        )
        for place, one in enumerate(facts["materials"], start=1)
    ]
    rows.append(("", "Jumlah", "", hours_in_words(facts["hours"])))
    yield Table(
        "Narasumber dan materi",
        ("No.", "Materi", "Narasumber", "Jam pelajaran"),
        tuple(rows),
        (8, 38, 32, 22),
        last_is_sum=True,
    )


def _people(facts: Mapping[str, Any]) -> Iterator[Block]:
    people = facts["people"]
    if not people["registered"]:
        yield Missing("[Belum ada: peserta]")
        return
    yield Paragraph(f"Daftar memuat {number(people['registered'])} orang. {_came(people)}")
    if people["deputies"] or people["walk_ins"]:
        others = []
        if people["deputies"]:
            others.append(f"{number(people['deputies'])} orang diwakili")
        if people["walk_ins"]:
            others.append(f"{number(people['walk_ins'])} orang datang sebagai tambahan")
        yield Paragraph(f"{_joined(others).capitalize()}. Wakil dan tambahan sudah termasuk dalam daftar.")
    if people["groups"]:
        yield _by_group(people)
        joined = next((one["joined"] for one in people["groups"] if one["joined"]), [])
        if joined:
            names = _joined([name or "tanpa kabupaten/kota" for name in joined])
            yield Paragraph(f"Digabung, karena ada yang kurang dari lima orang: {names}.")


def _came(people: Mapping[str, Any]) -> str:
    if not people["attended"]:
        return "Belum ada data kehadiran."
    return f"Hadir sedikitnya satu hari: {number(people['attended'])} dari {number(people['registered'])} orang."


def _by_group(people: Mapping[str, Any]) -> Table:
    measured = bool(people["attended"])
    rows = [
        (
            f"Gabungan {len(one['joined'])} kelompok" if one["joined"] else one["name"] or "Tanpa kabupaten/kota",
            number(one["registered"]),
            number(one["attended"]) if measured else "Belum ada data",
        )
        for one in people["groups"]
    ]
    rows.append(("Jumlah", number(people["registered"]), number(people["attended"]) if measured else "Belum ada data"))
    header = ("Kabupaten/kota", "Dalam daftar", "Hadir sedikitnya satu hari")
    return Table("Peserta menurut kabupaten/kota", header, tuple(rows), (56, 20, 24), numeric=(1, 2), last_is_sum=True)


def _attendance(facts: Mapping[str, Any]) -> Iterator[Block]:
    if not facts["people"]["registered"] or not facts["days"]:
        yield Missing("[Belum ada: kehadiran]")
        return
    rows = tuple(
        (
            _day(day),
            f"{number(day['present'])} dari {number(day['registered'])}" if day["present"] else "Belum ada data",
        )
        for day in facts["days"]
    )
    yield Table("Kehadiran setiap hari", ("Hari, tanggal", "Hadir"), rows, (64, 36), numeric=(1,))


# IV to VI


def _evaluation(facts: Mapping[str, Any]) -> Iterator[Section]:
    yield Section("Evaluasi", 1)
    yield Section("Kendala", 2, _written(facts, Box.OBSTACLES))
    yield Section("Syarat sertifikat", 2, tuple(_earned(facts)))


def _earned(facts: Mapping[str, Any]) -> Iterator[Block]:
    found = facts["eligibility"]
    if not facts["people"]["attended"]:
        yield Missing("[Belum ada: kehadiran, yang menentukan syarat sertifikat]")
        return
    total = found["earned"] + found["not_earned"]
    yield Paragraph(f"{number(found['earned'])} dari {number(total)} orang memenuhi syarat sertifikat.")
    if found["waived"]:
        people = (
            f"{number(found['waived'])} di antaranya" if found["waived"] >= LEAST_PEOPLE else "Sebagian di antaranya"
        )
        yield Paragraph(f"{people} menurut keputusan panitia, yang alasannya tercatat di sistem.")
    if found["reasons"]:
        words = [f"{words} ({number(count)} orang)" if count else words for words, count in found["reasons"]]
        counts = "Satu orang bisa punya lebih dari satu alasan."
        few = "Jumlah per alasan tidak dicantumkan, karena ada yang kurang dari lima orang."
        yield Paragraph(
            f"Alasan belum memenuhi syarat: {'; '.join(words)}. {counts if found['reasons'][0][1] else few}"
        )
    if facts["undecided"]:
        yield Paragraph(f"{number(facts['undecided'])} jawaban terlambat belum diputuskan panitia.")


def _conclusion(facts: Mapping[str, Any]) -> Iterator[Section]:
    yield Section("Simpulan dan saran", 1)
    yield Section("Simpulan", 2, _written(facts, Box.CONCLUSION))
    yield Section("Rekomendasi", 2, _written(facts, Box.ADVICE))


def _closing(facts: Mapping[str, Any], as_of: datetime) -> Iterator[Section]:
    session = facts["session"]
    day = dates.plain_date(dates.local_day(as_of, session["time_zone"]))
    office = session["signatory_title"] or "[Belum diisi: jabatan penanda tangan]"
    name = session["signatory_name"] or "[Belum diisi: nama penanda tangan]"
    words = f"Demikian laporan {session['activity']} ini dibuat untuk digunakan sebagaimana mestinya."
    yield Section("Penutup", 1, (Paragraph(words), Signature((f"{session['city']}, {day}", f"{office},"), name)))


# Appendices


def _appendices(facts: Mapping[str, Any]) -> Iterator[Section]:
    yield Section("Lampiran", 1)
    yield Section("Dokumentasi", 2, tuple(_photos(facts)))
    yield Section("Berkas lampiran", 2, tuple(_attachments(facts)))
    yield Section("Daftar nomor sertifikat", 2, tuple(_register(facts)))
    if facts["names"] is not None:
        yield Section("Daftar peserta", 2, tuple(_names(facts)))


def _photos(facts: Mapping[str, Any]) -> Iterator[Block]:
    if not facts["photos"]:
        yield Missing("[Belum diisi: foto kegiatan]")
    for place, one in enumerate(facts["photos"], start=1):
        caption = one["caption"] or f"[Belum diisi: keterangan foto {place}]"
        yield Photo(one["sha256"], f"Foto {place}. {caption}", one["width"], one["height"])


def _attachments(facts: Mapping[str, Any]) -> Iterator[Block]:
    if not facts["attachments"]:
        yield Missing("[Belum diisi: undangan, surat tugas, dan daftar hadir yang ditandatangani]")
        return
    rows = tuple(
        (
            str(place),
            one["kind"],
            one["title"],
            f"{number(one['pages'])} halaman, {filesize_id(one['size'])}",
            one["sha256"][:16],
        )
        for place, one in enumerate(facts["attachments"], start=1)
    )
    header = ("No.", "Jenis", "Judul atau nomor", "Berkas", "Sidik berkas")
    yield Table("Berkas lampiran", header, rows, (7, 20, 35, 19, 19))


def _register(facts: Mapping[str, Any]) -> Iterator[Block]:
    found = facts["certificates"]
    if not found["count"]:
        yield Missing("[Belum ada: sertifikat yang terbit]")
        return
    rows = [
        (
            first if first == last else f"{first} sampai {last}",
            number(count),
            f"Revisi {revision}" if revision else "Terbit pertama",
            state.capitalize(),
        )
        for first, last, count, revision, state in found["runs"]
    ]
    rows.append(("Jumlah", number(found["count"]), "", ""))
    header = ("Nomor sertifikat", "Banyak", "Terbitan", "Keadaan")
    yield Table("Daftar nomor sertifikat", header, tuple(rows), (50, 10, 20, 20), numeric=(1,), last_is_sum=True)
    yield Paragraph(
        f"Sidik daftar (SHA-256 dari nomor, revisi, keadaan, dan sidik isi setiap sertifikat): {found['sha256']}"
    )


def _names(facts: Mapping[str, Any]) -> Iterator[Block]:
    if not facts["names"]:
        yield Missing("[Belum ada: peserta]")
        return
    rows = tuple(
        (f"{line:03d}", name, ", ".join(filter(None, (position, unit))), f"{days} hari" if days else "–")
        for line, name, position, unit, days in facts["names"]
    )
    yield Table("Daftar peserta", ("No.", "Nama", "Jabatan dan unit kerja", "Hadir"), rows, (8, 40, 39, 13))
