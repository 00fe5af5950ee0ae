"""Every change to a node of the cascade and its links: open, close, join, say whose staff somebody is (ADR 0037)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from elearning.lessons.models import CoursePage
from elearning.lib import codes
from elearning.lib.errors import DomainError
from elearning.people import services as people
from elearning.people.models import IdentityLevel, Unit, User

from .models import CascadeNode, Handout, Receipt


class DistributionError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "closed": "Tautan ini sudah diganti oleh camat. Materi tetap bisa dibaca.",
        "target": "Tulis jumlah ASN sebagai angka di atas nol.",
        "decision": "Pilih «Benar pegawai saya» atau «Bukan pegawai saya».",
    }


@transaction.atomic
def open_node(
    unit: Unit, course: CoursePage, *, opening: str, by: User | None, at: datetime, due_on: date | None = None
) -> CascadeNode:
    """The node of ``unit`` for ``course``; made when there is none. One that was closed runs again.

    ``opening`` tells why, and stays what it was; ``by``: who pressed, None where it opened by itself.
    Source: docs/adr/0037-the-cascade.md
    """
    node, made = CascadeNode.objects.get_or_create(
        unit=unit,
        course=course,
        defaults={"opening": opening, "opened_at": at, "opened_by": by, "due_on": due_on},
    )
    if made:
        log(node, "distribution.node.open", user=by, data={"opening": str(opening)})
    elif CascadeNode.objects.filter(pk=node.pk).exclude(closed_at=None).update(closed_at=None):
        node.closed_at = None
        log(node, "distribution.node.open", user=by, data={"opening": str(opening)})
    return node


@transaction.atomic
def open_nodes(units: Iterable[Unit], course: CoursePage, *, opening: str, at: datetime) -> list[CascadeNode]:
    """Nodes that open by themselves, because the heads attended or passed; the new ones.

    A node that there is stays as it is, also a closed one: its head ended it, and opens it again by hand.
    """
    known = set(CascadeNode.objects.filter(course=course, unit__in=units).values_list("unit", flat=True))
    rows = [
        CascadeNode(unit=unit, course=course, opening=opening, opened_at=at) for unit in units if unit.pk not in known
    ]
    ids = [row.public_id for row in rows]
    CascadeNode.objects.bulk_create(rows, ignore_conflicts=True)
    made = list(CascadeNode.objects.filter(public_id__in=ids).select_related("unit", "course"))
    for node in made:
        log(node, "distribution.node.open", user=None, data={"opening": str(opening)})
    return made


@transaction.atomic
def close_node(node: CascadeNode, *, by: User, at: datetime) -> CascadeNode:
    """Handing on has ended: the links still open what is public, and count nobody. Closing twice keeps the first moment."""
    for handout in Handout.objects.open().filter(node=node):
        close(handout, by=by, at=at)
    if CascadeNode.objects.filter(pk=node.pk, closed_at=None).update(closed_at=at):
        node.closed_at = at
        log(node, "distribution.node.close", user=by)
    else:
        node.refresh_from_db(fields=["closed_at"])
    return node


@transaction.atomic
def open_handout(node: CascadeNode, *, shared_by: str, by: User, at: datetime) -> Handout:
    """The open link of ``node``; made when there is none.

    ``shared_by`` is printed on the landing page as it is: «Camat Kenanga Contoh».
    """
    while True:
        found = Handout.objects.open().with_node().filter(node=node).first()
        if found:
            return found
        try:
            with transaction.atomic():
                handout = Handout.objects.create(
                    code=codes.generate(codes.SHARE_LENGTH),
                    node=node,
                    shared_by=shared_by,
                    created_at=at,
                    created_by=by,
                )
        except IntegrityError:  # the code exists, or somebody opened the same link a moment ago
            continue
        log(handout, "distribution.handout.open", user=by)
        return handout


@transaction.atomic
def close(handout: Handout, *, by: User, at: datetime) -> Handout:
    """End a link. Who opens it afterwards may still read; closing twice keeps the first moment."""
    if Handout.objects.filter(pk=handout.pk, closed_at=None).update(closed_at=at):
        handout.closed_at = at
        log(handout, "distribution.handout.close", user=by)
    else:
        handout.refresh_from_db(fields=["closed_at"])
    return handout


@transaction.atomic
def replace_link(handout: Handout, *, shared_by: str, by: User, at: datetime) -> Handout:
    """A new code for the same node: after the office changed hands, or when a link went astray."""
    close(handout, by=by, at=at)
    return open_handout(handout.node, shared_by=shared_by, by=by, at=at)


@transaction.atomic
def join(handout: Handout, person: User, *, at: datetime) -> Receipt:
    """Note that ``person`` came through the link, once.

    Raises DistributionError: closed.
    """
    receipt = Receipt.objects.filter(handout=handout, person=person).first()
    if receipt:
        return receipt
    if not Handout.objects.open().filter(pk=handout.pk).exists():
        raise DistributionError("closed")
    receipt, _ = Receipt.objects.get_or_create(handout=handout, person=person, defaults={"joined_at": at})
    return receipt


def join_as_staff(handout: Handout, person: User, *, at: datetime) -> Receipt | None:
    """Note the link for somebody who may belong to its unit, once; None for staff of another unit or a link closed since.

    The camat sees his own staff only, and those who wrote no unit or one that is not in the tree, to be confirmed.
    """
    if person.unit_id and not person.unit.path.startswith(handout.unit.path):
        return None
    try:
        return join(handout, person, at=at)
    except DistributionError:
        return None


@transaction.atomic
def set_staff_target(node: CascadeNode, number: int | None, *, source: str, by: User) -> CascadeNode:
    """How many ASN the unit has; None forgets it. ``source``: one of CascadeNode.Source, where the number comes from.

    Raises DistributionError: target.
    """
    if number is not None and number < 1:
        raise DistributionError("target")
    node.staff_target, node.staff_target_source = number, source if number else ""
    node.save(update_fields=["staff_target", "staff_target_source"])
    log(node, "distribution.handout.target", user=by, data={"number": number, "source": node.staff_target_source})
    return node


@transaction.atomic
def set_due_date(node: CascadeNode, due_on: date | None, *, by: User) -> CascadeNode:
    """Until when the staff should have finished; printed in the texts and on paper. None takes it away."""
    node.due_on = due_on
    node.save(update_fields=["due_on"])
    log(node, "distribution.handout.target", user=by, data={"due_on": due_on and due_on.isoformat()})
    return node


@transaction.atomic
def decide_receipt(receipt: Receipt, *, decision: str, by: User, at: datetime) -> Receipt:
    """«Benar pegawai saya» makes the identity surer; «Bukan pegawai saya» takes that back and leaves the list.

    The later decision counts.

    Raises DistributionError: decision.
    """
    if decision not in (Receipt.State.CONFIRMED, Receipt.State.REJECTED):
        raise DistributionError("decision")
    receipt.state, receipt.decided_by, receipt.decided_at = decision, by, at
    receipt.save(update_fields=["state", "decided_by", "decided_at"])
    if decision == Receipt.State.CONFIRMED:
        people.raise_identity_level(receipt.person, IdentityLevel.HEAD_CONFIRMED)
    elif not Receipt.objects.filter(person=receipt.person, state=Receipt.State.CONFIRMED).exists():
        people.withdraw_head_confirmation(receipt.person)
    log(receipt, "distribution.receipt.decide", user=by, data={"decision": str(decision)})
    return receipt
