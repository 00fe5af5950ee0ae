"""The quizzes that the courses name: their questions, their rules of drawing, and how they are taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from elearning.regulations.models import RuleCard
from quizzes.models import DrawRule, Question, Quiz, QuizQuestion

from ..loading import State, pairs, read, text
from ..topics import tags

# As the files say it, and as the quiz does.
SETTINGS = {
    "percobaan": "attempts_allowed",
    "dihitung": "counting",
    "acak": "shuffle",
    "batas_menit": "time_limit_minutes",
    "dibuka": "opens_at",
    "ditutup": "closes_at",
    "pembahasan": "explanations",
}
KNOWN = {"slug", "judul", "lulus_persen", "soal", "undian", *SETTINGS}


def course_files() -> list[dict]:
    return [read("courses/netralitas-asn-dalam-12-menit.yaml"), read("courses/netralitas-asn-lengkap.yaml")]


class QuizKind:
    """Rules and settings are part of a state only where they are not the usual ones, so that what was loaded before the
    files could say them keeps its fingerprint."""

    name = "kuis"

    def rows(self) -> Iterable[dict]:
        for course in course_files():
            yield from (lesson["kuis"] for lesson in course["pelajaran"] if "kuis" in lesson)
            yield course["kuis_akhir"]

    def desired(self) -> Iterable[tuple[str, State]]:
        for slug, row in pairs(self.rows(), "slug"):
            if unknown := set(row) - KNOWN:
                raise KeyError(f"Kuis {slug} memuat isian yang tidak dikenal: {', '.join(sorted(unknown))}.")
            yield (
                slug,
                {
                    "title": text(row["judul"]),
                    "pass_mark_percent": row["lulus_persen"],
                    "questions": list(row.get("soal", ())),
                    **_unusual({field: row[name] for name, field in SETTINGS.items() if name in row}),
                    **_drawn([_rule(rule) for rule in row.get("undian", ())]),
                },
            )

    def find(self, key: str) -> Quiz | None:
        return Quiz.objects.filter(slug=key).first()

    def state(self, found: Quiz) -> State:
        return {
            "title": found.title,
            "pass_mark_percent": found.pass_mark_percent,
            "questions": [row.question.slug for row in found.quiz_questions.select_related("question")],
            **_unusual({field: getattr(found, field) for field in SETTINGS.values()}),
            **_drawn(
                [
                    {
                        "count": rule.count,
                        "topic": rule.topic.slug if rule.topic else "",
                        "level": rule.level,
                        "card": rule.card.slug if rule.card else "",
                    }
                    for rule in found.draw_rules.select_related("topic", "card")
                ]
            ),
        }

    def create(self, key: str, state: State, *, at: datetime) -> None:
        self.update(Quiz(slug=key), state, at=at)

    def update(self, found: Quiz, state: State, *, at: datetime) -> None:
        found.title, found.pass_mark_percent = state["title"], state["pass_mark_percent"]
        settings = state.get("settings", {})
        for field in SETTINGS.values():
            value = settings.get(field, _usual(field))
            setattr(found, field, datetime.fromisoformat(value) if field.endswith("_at") and value else value)
        questions = Question.objects.in_bulk(state["questions"], field_name="slug")
        found.quiz_questions = [
            QuizQuestion(question=questions[slug], sort_order=order) for order, slug in enumerate(state["questions"])
        ]
        found.draw_rules = [
            DrawRule(
                count=rule["count"],
                topic=tags([rule["topic"]])[0] if rule["topic"] else None,
                level=rule["level"],
                card=RuleCard.objects.get(slug=rule["card"]) if rule["card"] else None,
                sort_order=order,
            )
            for order, rule in enumerate(state.get("draw_rules", ()))
        ]
        found.save()


def _rule(row: dict) -> State:
    """«{jumlah: 5, topik: media-sosial, tingkat: sulit, kartu: …}»; topic, level or card says what is drawn from."""
    return {
        "count": row["jumlah"],
        "topic": text(row.get("topik")),
        "level": text(row.get("tingkat")),
        "card": text(row.get("kartu")),
    }


def _drawn(rules: list[State]) -> State:
    return {"draw_rules": rules} if rules else {}


def _unusual(settings: State) -> State:
    said = {field: _plain(value) for field, value in settings.items() if value != _usual(field)}
    return {"settings": said} if said else {}


def _usual(field: str) -> Any:
    return Quiz._meta.get_field(field).get_default()


def _plain(value: Any) -> Any:
    """A moment as text that is the same in a file and in the database. A file names its zone: «2026-01-05 08:00:00+07:00»."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(f"Waktu {value} tidak menyebut zona. Tulis misalnya {value}+07:00.")
    return value.astimezone(UTC).isoformat()
