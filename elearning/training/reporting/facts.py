"""What a report knows, read once from the functions that the screens read, as plain values that JSON can keep (ADR 0028)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from certificates.models import Certificate
from elearning.regulations.models import Citation, Provision, Regulation
from quizzes.class_results import ClassResult
from quizzes.models import Attempt, QuestionBasis
from quizzes.statistics.gain import LEAST_PEOPLE

from .. import progress
from ..eligibility import Reason
from ..models import Box, Participant, TrainingSession
from ..results import open_tests, result_of
from ..services.certificates import Appraisal, appraise, certificates_of

SCHEMA = 1
Facts = dict[str, Any]


def gather(session: TrainingSession, *, with_names: bool, at: datetime) -> Facts:
    """Everything that the report says. A constant number of queries; the same state of the session gives the same facts."""
    appraisals = appraise(session)
    return {
        "schema": SCHEMA,
        "session": _session(session),
        "texts": current_texts(session),
        "days": _days(session),
        "materials": [
            {"title": one.title, "speaker": one.speaker, "office": one.speaker_title, "hours": one.lesson_hours}
            for one in session.materials.all()
        ],
        "hours": session.lesson_hours,
        "legal": _legal(session),
        "people": _people(appraisals),
        "tests": _tests(session, at),
        "open_tests": open_tests(session, at=at),
        "undecided": progress.undecided_answers(session),
        "result": _result(result_of(session, at=at)),
        "eligibility": _eligibility(appraisals),
        "certificates": _certificates(appraisals, session),
        "photos": [
            {"sha256": one.sha256, "caption": one.caption, "width": one.width, "height": one.height}
            for one in session.report_photos.all()
        ],
        "attachments": [
            {
                "kind": one.get_kind_display(),
                "title": one.title,
                "pages": one.pages,
                "size": one.size,
                "sha256": one.sha256,
            }
            for one in session.report_attachments.all()
        ],
        "names": [_named(one) for one in appraisals] if with_names else None,
    }


def fingerprint(facts: Facts) -> str:
    """The hash of the content, whoever made it and whenever."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def current_texts(session: TrainingSession) -> dict[str, str]:
    """What each box says now; one that nobody wrote in is left out."""
    found = {one.box: one.text for one in session.report_texts.order_by("number")}
    return {box: text for box in Box.values if (text := found.get(box, "").strip())}


def _session(session: TrainingSession) -> dict[str, str]:
    names = (
        "title",
        "activity",
        "organiser",
        "venue",
        "city",
        "time_zone",
        "state",
    )
    first = session.first_signatory
    signed = {"signatory_name": first.name if first else "", "signatory_title": first.title if first else ""}
    return {name: getattr(session, name) for name in names} | signed


def _days(session: TrainingSession) -> list[dict[str, Any]]:
    return [
        {
            "date": turnout.day.date.isoformat(),
            "from": f"{turnout.day.starts_at:%H.%M}",
            "to": f"{turnout.day.ends_at:%H.%M}",
            "present": turnout.present,
            "registered": turnout.registered,
        }
        for turnout in progress.turnout_by_day(session)
    ]


def _legal(session: TrainingSession) -> list[dict[str, Any]]:
    """The provisions that the questions of this session rest on, by instrument, as they were in force on its first day."""
    bases = QuestionBasis.objects.filter(version__items__attempt__in=Attempt.objects.filter(context=session.context))
    cards = bases.filter(card__isnull=False).values("card")
    cited = Citation.objects.filter(card__in=cards, role=Citation.Role.BASIS).values("provision")
    direct = bases.filter(provision__isnull=False).values("provision")
    first = min((day.date for day in session.days.all()), default=None)
    found = Provision.objects.filter(pk__in=cited) | Provision.objects.filter(pk__in=direct)
    if first:
        found = found.filter(regulation__in=Regulation.objects.in_force(first))
    by_instrument: dict[int, dict[str, Any]] = {}
    for provision in found.distinct().select_related("regulation").order_by("regulation_id", "position", "label"):
        regulation = provision.regulation
        row = by_instrument.setdefault(
            regulation.pk,
            {"kind": regulation.kind, "name": regulation.short_title, "title": regulation.title, "provisions": []},
        )
        row["provisions"].append(provision.label)
    rank = {kind: place for place, kind in enumerate(Regulation.Kind.values)}
    return sorted(by_instrument.values(), key=lambda row: (rank[row["kind"]], row["name"]))


def _people(appraisals: Sequence[Appraisal]) -> dict[str, Any]:
    origins = Counter(one.participant.origin for one in appraisals)
    return {
        "registered": len(appraisals),
        "attended": sum(bool(one.days) for one in appraisals),
        "deputies": origins[Participant.Origin.DEPUTY],
        "walk_ins": origins[Participant.Origin.WALK_IN],
        "groups": _groups(appraisals),
    }


def _groups(appraisals: Sequence[Appraisal]) -> list[dict[str, Any]]:
    """Registered and present by kabupaten; those of fewer than five stand together, and never alone (ADR 0028).

    Empty where the list has no groups. ``joined``: the names of what stands together.
    """
    registered = Counter(one.participant.group for one in appraisals)
    attended = Counter(one.participant.group for one in appraisals if one.days)
    if not any(registered):
        return []
    by_size = sorted(registered, key=lambda group: (registered[group], group))
    small = [group for group in by_size if registered[group] < LEAST_PEOPLE]
    rest = [group for group in by_size if group not in small]
    while small and rest and sum(registered[group] for group in small) < LEAST_PEOPLE:
        small.append(rest.pop(0))  # what stands alone is found from the sums
    rows = [
        {"name": group, "registered": registered[group], "attended": attended[group], "joined": []}
        for group in sorted(rest)
    ]
    if small:
        sums = {
            "registered": sum(registered[one] for one in small),
            "attended": sum(attended[one] for one in small),
        }
        rows.append({"name": "", **sums, "joined": sorted(small)})
    return rows


def _tests(session: TrainingSession, at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": test.name,
            "quiz": test.quiz_title,
            "was_opened": test.opened_at is not None,
            "is_open": test.is_open,
            "started": test.started,
            "finished": test.finished,
        }
        for test in progress.room_tests(session, at=at)
    ]


def _result(result: ClassResult | None) -> dict[str, Any] | None:
    """None while a test is open, as on the screen."""
    if result is None:
        return None
    names = (
        "people", "is_paired", "has_before", "has_after", "sat_before", "sat_after", "sat_both", "mean_before",
        "mean_after", "rose", "stayed", "fell", "gain_words", "interval_words", "is_beyond_chance", "left_out",
    )  # fmt: skip
    return {
        **{name: getattr(result, name) for name in names},
        "topics": [{"name": one.name, "before": one.before, "after": one.after} for one in result.topics],
        "weak": [
            {
                "name": topic.name,
                "percent": topic.percent,
                "belief": topic.belief
                and {
                    "prompt": topic.belief.prompt,
                    "text": topic.belief.text,
                    "misconception": topic.belief.misconception,
                    "people": topic.belief.people,
                    "asked": topic.belief.asked,
                },
                "cards": [title for title, _ in topic.cards],
            }
            for topic in result.weak_topics
        ],
        "questions": [
            {
                "prompt": question.edition.prompt,
                "before": question.before and [question.before.people, question.before.percent],
                "after": question.after and [question.after.people, question.after.percent],
            }
            for question in result.questions
        ],
    }


def _eligibility(appraisals: Sequence[Appraisal]) -> dict[str, Any]:
    """How many have earned a certificate, and the reasons against; counted only where no reason is that of a few."""
    reasons = Counter(_reason(reason) for one in appraisals for reason in one.verdict.reasons)
    are_told = all(count >= LEAST_PEOPLE for count in reasons.values())
    return {
        "earned": sum(one.verdict.eligible for one in appraisals),
        "not_earned": sum(not one.verdict.eligible for one in appraisals),
        "waived": sum(one.verdict.eligible and bool(one.verdict.waived) for one in appraisals),
        "reasons": [[words, reasons[words] if are_told else None] for words in sorted(reasons)],
    }


def _reason(reason: Reason) -> str:
    """What a committee wrote about one person stays on its own screen."""
    return "tidak diberi sertifikat menurut keputusan panitia" if reason.code == "withheld" else reason.words


def _certificates(appraisals: Sequence[Appraisal], session: TrainingSession) -> dict[str, Any]:
    """Of participants, and of those who made it happen."""
    others = session.contributors.all()
    papers = certificates_of([*(one.participant for one in appraisals), *others])
    rows = sorted(papers.values(), key=lambda paper: (paper.year, paper.sequence))
    return {
        "count": len(rows),
        "of_contributors": sum(one.source in papers for one in others),
        "revised": sum(paper.revision > 0 for paper in rows),
        "revoked": sum(paper.state == Certificate.State.REVOKED for paper in rows),
        "runs": _runs(rows),
        "sha256": list_hash(rows),
    }


def _runs(papers: Sequence[Certificate]) -> list[list[Any]]:
    """First number, last number, how many, revision and state of papers that follow each other without a gap."""
    runs: list[list[Any]] = []
    held: Certificate | None = None
    for paper in papers:
        is_next = held is not None and (paper.year, paper.sequence) == (held.year, held.sequence + 1)
        if is_next and held and (paper.revision, paper.state) == (held.revision, held.state):
            runs[-1][1] = paper.number
            runs[-1][2] += 1
        else:
            runs.append([paper.number, paper.number, 1, paper.revision, str(Certificate.State(paper.state).label)])
        held = paper
    return runs


def list_hash(papers: Iterable[Certificate]) -> str:
    """Over «nomor revisi keadaan sidik», one line for each paper: what was issued cannot be exchanged unnoticed."""
    lines = (f"{paper.number} {paper.revision} {paper.state} {paper.facts_sha256}\n" for paper in papers)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _named(one: Appraisal) -> list[Any]:
    """Who was on the list and on how many days: no NIP, no score."""
    person = one.participant.person
    return [one.participant.line, person.display_name, person.position_title, person.unit_label, len(one.days)]
