"""«Salin dari yang lama»: a session as a beginning for the next one. Pure: nothing is stored."""

from __future__ import annotations

from .models import CommitteeMember, Contributor, SessionDay, SessionMaterial, SessionSignatory, TrainingSession

KEPT = (
    "title", "activity", "unit", "organiser", "venue", "city", "time_zone", "letterhead", "logo", "second_logo",
    "template", "min_days_attended", "pre_test", "post_test", "needs_post_test_passed", "needs_post_test_taken",
    "invitation", "registration_quota", "course",
)  # fmt: skip


def copied(former: TrainingSession) -> TrainingSession:
    """What stays from one time to the next. The hours of each day stay, the dates are left to be filled in; participants,
    attendance, tests and certificates belong to the former one. Nothing becomes public by being copied (ADR 0029).
    """
    made = TrainingSession(**{name: getattr(former, name) for name in KEPT})
    made.days = [SessionDay(starts_at=day.starts_at, ends_at=day.ends_at, venue=day.venue) for day in former.days.all()]
    made.materials = [
        SessionMaterial(
            sort_order=material.sort_order,
            title=material.title,
            speaker=material.speaker,
            speaker_title=material.speaker_title,
            lesson_hours=material.lesson_hours,
        )
        for material in former.materials.all()
    ]
    made.signatories = [
        SessionSignatory(sort_order=one.sort_order, name=one.name, title=one.title, picture=one.picture)
        for one in former.signatories.all()
    ]
    made.contributors = [
        Contributor(
            sort_order=one.sort_order,
            kind=one.kind,
            person_id=one.person_id,
            name=one.name,
            position=one.position,
            unit_label=one.unit_label,
            lesson_hours=one.lesson_hours,
        )
        for one in former.contributors.all()
    ]
    made.committee = [
        CommitteeMember(person_id=member.person_id, role=member.role) for member in former.committee.all()
    ]
    return made
