"""Writing into the outbox, and saying that one wants no more of it (ADR 0042)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse

from elearning.lib.addresses import absolute
from elearning.people.models import User

from .models import Message, Stop

SALT = "mailing.stop"
Channel = Message.Channel


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    type: str = "application/pdf"


@transaction.atomic
def post(
    person: User | None,
    *,
    rule: str,
    due_on: date,
    subject: str,
    body: str,
    at: datetime,
    key: str = "",
    topic: str = "",
    attachment: Attachment | None = None,
    address: str = "",
) -> Message | None:
    """Write one mail, once: the same recipient, ``rule``, ``key`` and ``due_on`` give the row that is there already.

    To the address of ``person``, or to ``address`` where there is no person. None where there is no address, the account is
    no longer active, or the person has stopped ``topic``; with a topic, the way to stop it stands below the text. A mail holds numbers and a link, nothing about anybody.
    """
    if person is not None:
        stopped = bool(topic) and Stop.objects.filter(person=person, topic=topic).exists()
        address = "" if stopped or not person.is_active else person.email or ""
    if not address:
        return None
    made, _ = Message.objects.get_or_create(
        person=person,
        rule=rule,
        key=key,
        due_on=due_on,
        channel=Channel.EMAIL,
        **({} if person is not None else {"address__iexact": address}),
        defaults={
            "address": address,
            "topic": topic,
            "subject": " ".join(subject.split())[:160],
            "body": body + (_way_out(person, topic) if person is not None and topic else ""),
            "attachment_name": attachment.name if attachment else "",
            "attachment_type": attachment.type if attachment else "",
            "attachment": attachment.content if attachment else None,
            "posted_at": at,
            "due_at": at,
        },
    )
    return made


def _way_out(person: User, topic: str) -> str:
    return f"\n\nTidak ingin menerima surel {topic} lagi? Buka halaman ini:\n{stop_address(person, topic)}\n"


def stop_address(person: User, topic: str) -> str:
    """The page on which ``person`` stops ``topic``, without signing in: for the foot of a mail."""
    token = signing.dumps([person.pk, topic], salt=SALT, compress=True)
    return absolute(reverse("mailing:stop", args=[token]))


def whose_stop(token: str) -> tuple[User, str]:
    """Whom and which topic an address names. Raises signing.BadSignature, also for somebody who is gone."""
    pk, topic = signing.loads(token, salt=SALT)
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise signing.BadSignature("nobody")
    return person, topic


def stop(person: User, topic: str, *, at: datetime) -> None:
    """No more mail about ``topic``. What waits is not sent either. Pressed twice is once."""
    Stop.objects.get_or_create(person=person, topic=topic, defaults={"stopped_at": at})


def resume(person: User, topic: str) -> None:
    Stop.objects.filter(person=person, topic=topic).delete()
