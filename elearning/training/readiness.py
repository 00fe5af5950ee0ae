"""«Siap dijalankan?»: what a session still lacks, each gap with the place where it is filled (experience.md §8 P2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from num2words import num2words

from certificates.templating import Content
from elearning.lib import dates
from quizzes.pools import held_of, size_of

from .models import TrainingSession
from .papers import content_of, mode_in_words

FORM, PARTICIPANTS = "form", "participants"


@dataclass(frozen=True, slots=True)
class Check:
    """One tick. ``words`` says what is there, or what is missing; ``place`` is FORM or PARTICIPANTS."""

    code: str
    done: bool
    words: str
    place: str = FORM


def hours_in_words(hours: int) -> str:
    """«20 (dua puluh) JP»."""
    return f"{hours} ({num2words(hours, lang='id')}) JP"


def checklist(session: TrainingSession, *, at: datetime) -> list[Check]:
    """The ticks in the order in which a committee works. At an office the head runs it, and people come through the QR."""
    people = [] if session.is_at_office else [_committee(session), _participants(session)]
    return [
        _days(session),
        _conditions(session),
        _materials(session),
        _signatory(session),
        *people,
        _tests(session, at),
    ]


def gaps(session: TrainingSession, *, at: datetime) -> list[Check]:
    return [check for check in checklist(session, at=at) if not check.done]


def _days(session: TrainingSession) -> Check:
    days = [day.date for day in session.days.all()]
    if not days:
        return Check("days", False, "Belum ada hari. Isi tanggal dan jam")
    return Check("days", True, f"{len(days)} hari: {dates.day_span(days)}")


def _conditions(session: TrainingSession) -> Check:
    count = len(session.days.all())
    if session.min_days_attended > max(count, 1):
        return Check("conditions", False, f"Syarat hadir {session.min_days_attended} hari, padahal ada {count} hari")
    words = f"Syarat sertifikat: hadir {session.min_days_attended} dari {max(count, 1)} hari"
    return Check("conditions", True, words + _of_the_test(session))


def _of_the_test(session: TrainingSession) -> str:
    if session.needs_post_test_passed:
        return " dan lulus post-test"
    return " dan mengerjakan post-test" if session.needs_post_test_taken else ""


def _materials(session: TrainingSession) -> Check:
    count = len(session.materials.all())
    if not count:
        return Check("materials", False, "Belum ada materi dan narasumber")
    return Check("materials", True, f"{count} materi, {hours_in_words(session.lesson_hours)}")


def _signatory(session: TrainingSession) -> Check:
    rows, content = list(session.signatories.all()), content_of(session.template)
    if fault := _fault_of_template(session, content):
        return Check("signatory", False, fault)
    if not all(row.name and row.title for row in rows) or not (rows or content["signatories"]):
        return Check("signatory", False, "Belum ada penanda tangan dengan jabatannya")
    names = [row.name for row in rows] or [f"{one['name']} (dari templat)" for one in content["signatories"]]
    drawn = any(row.picture_id for row in rows)
    unused = ". Gambarnya tidak tercetak" if drawn and content["signature_mode"] != "gambar" else ""
    return Check("signatory", True, f"Penanda tangan: {', '.join(names)}, {mode_in_words(content)}{unused}")


def _fault_of_template(session: TrainingSession, content: Content) -> str:
    """Why this template would refuse the papers of this session on the day of issue; empty when it would not."""
    template = session.template
    if template is None:
        return ""
    if template.retired_at:
        return f"Templat «{template.name}» tidak dipakai lagi. Pilih templat lain"
    silent = {
        one.get_kind_display().lower() for one in session.contributors.all() if one.kind not in content["wording"]
    }
    return f"Templat «{template.name}» belum punya kalimat untuk {', '.join(sorted(silent))}" if silent else ""


def _committee(session: TrainingSession) -> Check:
    count = len(session.committee.all())
    if not count:
        return Check("committee", False, "Belum ada anggota panitia")
    return Check("committee", True, f"{count} anggota panitia")


def _participants(session: TrainingSession) -> Check:
    count = session.participants.count()
    if not count:
        return Check("participants", False, "Belum ada peserta", PARTICIPANTS)
    return Check("participants", True, f"{count} peserta", PARTICIPANTS)


def _tests(session: TrainingSession, at: datetime) -> Check:
    chosen = [quiz for quiz in (session.pre_test, session.post_test) if quiz is not None]
    if not chosen:
        return Check("tests", True, "Tanpa pre-test dan post-test")
    for quiz in chosen:
        if not size_of(quiz, at=at):
            held = held_of(quiz, at=at).exists()
            why = "ditahan sampai kuncinya diperiksa" if held else "belum berisi soal yang terbit"
            return Check("tests", False, f"Kuis «{quiz.title}» {why}")
    return _hours(session) or Check("tests", True, "Uji: " + " dan ".join(_test_names(session)))


def _hours(session: TrainingSession) -> Check | None:
    """The hours of a quiz bind a test of the room too: no hall is to find out in front of a closed door."""
    days, zone = sorted(day.date for day in session.days.all()), session.time_zone
    if not days:
        return None
    for quiz, day in ((session.pre_test, days[0]), (session.post_test, days[-1])):
        if quiz and quiz.opens_at and dates.local_day(quiz.opens_at, zone) > day:
            return Check("tests", False, f"Kuis «{quiz.title}» baru dibuka {dates.moment(quiz.opens_at, zone)}")
        if quiz and quiz.closes_at and dates.local_day(quiz.closes_at, zone) < day:
            return Check("tests", False, f"Kuis «{quiz.title}» sudah ditutup {dates.moment(quiz.closes_at, zone)}")
    return None


def _test_names(session: TrainingSession) -> list[str]:
    return [name for name, quiz in (("pre-test", session.pre_test), ("post-test", session.post_test)) if quiz]
