"""An import is taken back, as long as nothing rests on it (ADR 0023)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from wagtail.log_actions import log

from elearning.people.models import User

from ..depending import in_use
from ..errors import ParticipantError
from ..models import ImportBatch, ImportDraft
from .checking import settle
from .participants import open_list


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: User, at: datetime) -> int:
    """Take the rows of one import off again, with the people it brought; returns how many participants went.

    Raises ParticipantError: already_undone, in_use; TrainingError: list_closed.
    """
    waiting = list(ImportDraft.objects.select_for_update().filter(session=batch.session_id).order_by("pk"))
    session = open_list(batch.session)  # after its drafts, as «Simpan» does
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.undone_at:
        raise ParticipantError("already_undone")
    participants = batch.participants.all()
    depending = in_use(participants, session).count()
    if depending:
        raise ParticipantError("in_use", count=depending)
    newcomers = list(
        User.objects.filter(
            pk__in=participants.filter(person_was_new=True).values("person"), last_login=None, codes=None, readings=None
        )
    )
    count = participants.count()
    participants.delete()
    _forget(newcomers)
    _take_back_completions(batch)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    for draft in waiting:  # what was on the list may be stored again
        settle(draft)
    log(session, "training.participant.undo_import", user=by, data={"removed": count})
    return count


def _take_back_completions(batch: ImportBatch) -> None:
    for completion in batch.completions.select_related("participant__person"):
        participant = completion.participant
        if participant.person.nip == completion.nip:
            participant.person.nip = None
            participant.person.save(update_fields=["nip"])
            participant.nip_is_incomplete, participant.nip_hint = completion.was_incomplete, completion.earlier_hint
            participant.save(update_fields=["nip_is_incomplete", "nip_hint"])
    batch.completions.all().delete()


def _forget(people: Sequence[User]) -> None:
    """Delete all on whom nothing rests: together, and where somebody else built on one meanwhile, by halves."""
    try:
        with transaction.atomic():
            User.objects.filter(pk__in=[person.pk for person in people]).delete()
    except ProtectedError:
        half = len(people) // 2
        if half:  # alone: the person stays
            _forget(people[:half])
            _forget(people[half:])
