"""Questions with their current version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from elearning.lib import numbers
from elearning.regulations.models import RuleCard
from quizzes import bank
from quizzes import services as quizzes
from quizzes.models import Question, QuestionVersion

from ..loading import State, pairs, read, text
from ..topics import tags
from .register import provision, provision_key


class QuestionKind:
    name = "soal"
    _option = ("text", "match_text", "is_correct", "rank", "feedback", "misconception")

    def rows(self) -> Iterable[dict]:
        return read("questions.yaml")["soal"]

    def desired(self) -> Iterable[tuple[str, State]]:
        for slug, row in pairs(self.rows()):
            yield (
                slug,
                {
                    "name": text(row["nama"]),
                    "status": Question.Status.PUBLISHED.value if row["terbit"] else Question.Status.DRAFT.value,
                    "topics": sorted(row["topik"]),
                    "audiences": list(row["sasaran"]),
                    "origin": text(row["asal"]),
                    "editorial_note": text(row.get("catatan")),
                    "version": {
                        "type": row["jenis"],
                        "level": row["tingkat"],
                        "scenario": text(row["skenario"]),
                        "prompt": text(row["pertanyaan"]),
                        "explanation": text(row["pembahasan"]),
                        "certainty": row["kepastian"],
                        "stages": list(row["tahapan"]),
                        **_said(gives_part_marks=row.get("nilai_sebagian", False)),
                        "options": list(self._options(row)),
                        "cards": sorted(row["kartu"]),
                        # Where a card fits, the question rests on the card; else straight on the provision.
                        "provisions": []
                        if row["kartu"]
                        else sorted(f"{basis['instrumen']}#{basis['pasal']}" for basis in row["dasar_hukum"]),
                    },
                },
            )

    def _options(self, row: dict) -> Iterable[State]:
        rows = row.get("pasangan") or row["pilihan"]
        ranked = row["jenis"] == "urutkan"
        for option in rows:
            key = option["id"]
            yield {
                "key": key,
                "text": text(option.get("teks", option.get("kiri"))),
                "match_text": text(option.get("kanan")),
                "is_correct": not ranked and "pilihan" in row and key in row["kunci"],
                "rank": row["kunci"].index(key) + 1 if ranked else None,
                "feedback": text(option.get("umpan_balik")),
                "misconception": text(option.get("salah_paham")),
                "feedback_card": None,  # our own feedback rests on the cards of the key
                **_said(tolerance=_spelled(option.get("toleransi"))),
            }

    def find(self, key: str) -> Question | None:
        return Question.objects.filter(slug=key).first()

    def state(self, found: Question) -> State:
        version = found.versions.prefetch_related("options__option", "bases").order_by("-number").first()
        return {
            "name": found.name,
            "status": found.status,
            "topics": sorted(found.topics.values_list("slug", flat=True)),
            "audiences": found.audiences,
            "origin": found.origin,
            "editorial_note": found.editorial_note,
            "version": version and self._version_state(version),
        }

    def _version_state(self, version: QuestionVersion) -> State:
        plain = ("type", "level", "scenario", "prompt", "explanation", "certainty", "stages")
        bases = version.bases.select_related("card", "provision__regulation")
        options = version.options.select_related("option", "feedback_card")
        return {
            **{name: getattr(version, name) for name in plain},
            **_said(gives_part_marks=version.gives_part_marks, picture=version.picture_id),
            "options": [
                {
                    "key": option.option.key,
                    **{name: getattr(option, name) for name in self._option},
                    "feedback_card": option.feedback_card.slug if option.feedback_card else None,
                    **_said(tolerance=_spelled(option.tolerance), region=option.region),
                }
                for option in options
            ],
            "cards": sorted(basis.card.slug for basis in bases if basis.card),
            "provisions": sorted(provision_key(basis.provision) for basis in bases if basis.provision),
        }

    def create(self, key: str, state: State, *, at: datetime) -> None:
        self.update(Question(slug=key), state, at=at)

    def update(self, found: Question, state: State, *, at: datetime) -> None:
        for name in ("name", "audiences", "origin", "editorial_note"):
            setattr(found, name, state[name])
        found.save()
        found.topics.set(tags(state["topics"]))
        quizzes.publish_version(found, self._content(state["version"]), by=None, at=at)
        quizzes.set_status(found, state["status"], by=None, at=at)

    def _content(self, state: State) -> bank.QuestionContent:
        plain = {name: value for name, value in state.items() if name not in ("options", "cards", "provisions")}
        return bank.QuestionContent(
            **{**plain, "stages": tuple(state["stages"])},
            options=tuple(map(self._option_content, state["options"])),
            card_ids=tuple(RuleCard.objects.get(slug=slug).pk for slug in state["cards"]),
            provision_ids=tuple(provision(key).pk for key in state["provisions"]),
        )

    def _option_content(self, state: State) -> bank.OptionContent:
        tolerance = numbers.read(state["tolerance"]) if "tolerance" in state else None
        return bank.OptionContent(**{name: state[name] for name in ("key", *self._option)}, tolerance=tolerance)


def _said(**facts: Any) -> State:
    """Named only where it is said: what was loaded before a fact was recorded keeps its fingerprint."""
    return {name: value for name, value in facts.items() if value}


def _spelled(tolerance: Any) -> str:
    return numbers.write(Decimal(str(tolerance))) if tolerance else ""
