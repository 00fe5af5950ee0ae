"""What a holder had learnt, and what became of it. Facts, number and bytes of the paper stay (ADR 0008, 0017)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from elearning.people.models import User

from ..claims import CertificateClaim
from ..models import Certificate, CertificateEvent, CertificateRule
from ..querysets import CertificateQuerySet

CHUNK = 1000
Kind = CertificateEvent.Kind


def keep_rules(certificates: Sequence[Certificate], claims: Sequence[CertificateClaim]) -> None:
    """Write down what each claim says was learnt; ``certificates`` and ``claims`` belong together in order."""
    CertificateRule.objects.bulk_create(
        CertificateRule(certificate=certificate, rule=taught.rule, edition=taught.edition)
        for certificate, claim in zip(certificates, claims, strict=True)
        for taught in claim.rules
    )


def copy_rules(old: Certificate, new: Certificate) -> None:
    """A corrected paper rests on what the old one rested on, with what has become of it since."""
    CertificateRule.objects.bulk_create(
        CertificateRule(certificate=new, rule=kept.rule, edition=kept.edition) for kept in old.rules.all()
    )
    CertificateEvent.objects.bulk_create(
        CertificateEvent(
            certificate=new, kind=event.kind, at=event.at, note=event.note, rule=event.rule, edition=event.edition
        )
        for event in old.events.exclude(rule="")
    )


@transaction.atomic
def note_rule_change(holders: Iterable[int], *, rule: str, edition: int, sentence: str, at: datetime) -> int:
    """Note on the valid papers of these holders that ``rule`` has changed since they learnt it; how many were noted.

    ``sentence`` names the rule and since when, for everybody who verifies the paper. A second time notes nothing.
    """
    return _note(holders, Kind.RULE_CHANGED, rule=rule, edition=edition, sentence=sentence, at=at)


@transaction.atomic
def note_refreshed(holder: User, *, rule: str, edition: int, sentence: str, at: datetime) -> int:
    """Note on each valid paper of ``holder`` that rests on ``rule`` that the new edition was learnt; how many."""
    return _note([holder.pk], Kind.REFRESHED, rule=rule, edition=edition, sentence=sentence, at=at)


def _note(holders: Iterable[int], kind: str, *, rule: str, edition: int, sentence: str, at: datetime) -> int:
    papers: CertificateQuerySet = Certificate.objects.valid().filter(holder__in=holders)
    papers = papers.resting_on([rule], before=edition)
    noted = CertificateEvent.objects.filter(kind=kind, rule=rule, edition=edition)
    open_papers = papers.exclude(pk__in=noted.values("certificate")).values_list("pk", flat=True)
    rows = [
        CertificateEvent(certificate_id=pk, kind=kind, at=at, note=sentence, rule=rule, edition=edition)
        for pk in open_papers
    ]
    # Two workers may be here at once: a_change_of_a_rule_is_noted_once has the last word.
    CertificateEvent.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return len(rows)
