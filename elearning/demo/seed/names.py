"""What the people of the running session have said about their names: most confirm, two correct, some are silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from elearning.training import services as training
from elearning.training.models import NameProof, TrainingSession

LOOKED, SILENT = 47, (11, 24)  # places on the list: some who will earn a certificate have not answered
CORRECTED = ((30, ", M.Si."), (49, ", S.H."))


def answer_names(made: TrainingSession, *, at: datetime) -> None:
    left = {*SILENT, *(place for place, _ in CORRECTED)}
    people = list(made.participants.select_related("person").order_by("line"))
    NameProof.objects.bulk_create(
        NameProof(
            participant=one,
            kind=NameProof.Kind.CONFIRMED,
            name=one.person.display_name,
            position=one.person.position_title,
            old_name=one.person.display_name,
            old_position=one.person.position_title,
            by=one.person,
            at=at + timedelta(seconds=20 * one.line),
        )
        for place, one in enumerate(people[:LOOKED])
        if place not in left
    )
    for place, degree in CORRECTED:
        person = people[place].person
        training.propose_name(
            people[place], name=f"{person.display_name}{degree}", position=person.position_title, by=person, at=at
        )
