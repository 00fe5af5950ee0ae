"""Every change to an access card: make, choose a PIN, try a PIN (ADR 0039)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from wagtail.log_actions import log

from elearning.lib import codes, dates
from elearning.lib.errors import DomainError

from ..models import MOST_FAILURES, AccessCard, OfficeHolding, OfficeRole, User
from . import pins

WAIT = timedelta(minutes=15)
_WAY_OUT = "Lupa PIN atau tidak bisa menunggu? Minta panitia membuat kartu baru; data unit kerja Anda tetap ada."


class CardError(DomainError):
    messages: ClassVar[dict[str, str]] = {
        "length": "Alamat kartu terdiri atas 16 huruf dan angka. Periksa lagi, atau pindai QR pada kartunya.",
        "alphabet": "Kode kami tidak memakai O, I, L, 0, dan 1. Huruf dan angka selalu berselang-seling.",
        "unknown": "Kartu ini tidak kami temukan. Periksa lagi huruf dan angkanya, atau pindai QR pada kartunya.",
        "ended": (
            "Kartu ini tidak berlaku lagi: sudah diganti, atau jabatannya sudah berakhir. "
            "Data unit kerja tetap ada. Minta panitia membuat kartu baru."
        ),
        "not_yet": "Kartu ini berlaku mulai {day}. Simpan kartunya, lalu buka lagi pada hari itu.",
        "not_head": "Kartu akses hanya untuk kepala unit yang sedang menjabat. Belum ada kartu yang dibuat.",
        "pin_digits": "PIN terdiri atas 6 angka. Ketik lagi.",
        "pin_easy": "PIN ini mudah ditebak, seperti 123456 atau 000000. Pilih 6 angka lain.",
        "pin_birth": "PIN ini ada di dalam NIP Anda, misalnya tanggal lahir. Pilih 6 angka lain.",
        "pin_differs": "Kedua PIN tidak sama. Ketik keduanya lagi.",
        "pin_taken": f"PIN kartu ini sudah dibuat. Ketik PIN itu. {_WAY_OUT}",
        "pin_missing": "Kartu ini belum punya PIN. Buka lagi alamat kartunya, lalu buat PIN.",
        "pin_wrong": "PIN tidak cocok. Sisa {left} kali mencoba sebelum kartu ini menunggu 15 menit.",
        "waiting": f"PIN salah 5 kali. Kartu ini bisa dicoba lagi pukul {{clock}}. {_WAY_OUT}",
    }


@transaction.atomic
def make_card(holding: OfficeHolding, *, by: User, at: datetime) -> tuple[AccessCard, str]:
    """A new card and its token in plain letters, to be shown once; the card before it ends in the same moment.

    Raises CardError: not_head.
    Source: docs/adr/0039-access-cards-and-handover.md
    """
    holding = OfficeHolding.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=holding.pk)
    today = timezone.localdate(at)
    if holding.role != OfficeRole.HEAD or (holding.ends_on and holding.ends_on <= today):
        raise CardError("not_head")
    AccessCard.objects.live().filter(holding=holding).update(ended_at=at)
    while True:
        token = codes.generate(codes.CARD_LENGTH)
        try:
            with transaction.atomic():
                card = AccessCard.objects.create(holding=holding, digest=_digest(token), created_at=at, created_by=by)
        except IntegrityError:  # drawn before; practically never
            continue
        log(holding, "people.card.make", user=by)
        return card, token


def card_by_token(typed: str, *, at: datetime) -> AccessCard:
    """The card that opens something now.

    Raises CardError: length, alphabet, unknown, ended, not_yet.
    """
    try:
        token = codes.normalise(typed, codes.CARD_LENGTH)
    except codes.CodeError as error:
        raise CardError(error.code) from error
    found = AccessCard.objects.filter(digest=_digest(token)).select_related("holding__unit", "holding__person").first()
    if found is None:
        raise CardError("unknown")
    today = timezone.localdate(at)
    if found.ended_at is None and found.holding.starts_on > today:
        raise CardError("not_yet", day=dates.long_date(found.holding.starts_on))
    if not AccessCard.objects.opening(on=today).filter(pk=found.pk).exists():
        raise CardError("ended")
    return found


def choose_pin(card: AccessCard, pin: str, *, at: datetime) -> AccessCard:
    """The PIN of a card that has none, by whoever holds it in hand.

    Raises CardError: pin_digits, pin_easy, pin_birth, pin_taken (somebody was quicker), ended.
    """
    weakness = pins.weakness(pin, nip=card.holding.person.nip or "")
    if weakness:
        raise CardError(f"pin_{weakness}")
    hashed = make_password(pin)  # slow on purpose, so before anything is held
    with transaction.atomic():
        mine = AccessCard.objects.live().filter(pk=card.pk, pin="")
        if not mine.update(pin=hashed, pin_set_at=at):
            card.refresh_from_db()
            raise CardError("ended" if card.ended_at else "pin_taken")
        card.pin, card.pin_set_at = hashed, at
        log(card.holding, "people.card.pin", user=card.holding.person)
    return card


def try_pin(card: AccessCard, pin: str, *, at: datetime) -> AccessCard:
    """Let in whoever knows the PIN. Five wrong ones: the card waits a quarter of an hour, for everybody.

    A try is counted before the PIN is looked at, in one statement, and taken back when it was right: so five at the same
    moment in several processes are five, and nobody gets a sixth.

    Raises CardError: pin_missing, pin_wrong, waiting, ended.
    """
    fresh = Q(locked_until__isnull=False, locked_until__lte=at)  # the wait is over: counting begins anew
    may = Q(failures__lt=MOST_FAILURES) | fresh
    counted = (
        AccessCard.objects.live()
        .filter(may, ~Q(pin=""), pk=card.pk)
        .update(
            failures=Case(When(fresh, then=Value(1)), default=F("failures") + 1),
            locked_until=Case(When(~fresh & Q(failures=MOST_FAILURES - 1), then=Value(at + WAIT)), default=Value(None)),
        )
    )
    card.refresh_from_db(fields=["pin", "failures", "locked_until", "ended_at"])
    if card.ended_at:
        raise CardError("ended")
    if not card.pin:
        raise CardError("pin_missing")
    if not counted:
        raise _waiting(card, at)
    if not check_password(pin, card.pin):
        if card.failures >= MOST_FAILURES:
            log(card.holding, "people.card.lock", user=None)
            raise _waiting(card, at)
        raise CardError("pin_wrong", left=MOST_FAILURES - card.failures)
    AccessCard.objects.filter(pk=card.pk).update(failures=0, locked_until=None)
    card.failures, card.locked_until = 0, None
    log(card.holding, "people.card.open", user=card.holding.person)
    return card


def _waiting(card: AccessCard, at: datetime) -> CardError:
    until = card.locked_until or at + WAIT
    shown = until + timedelta(minutes=1) if until.second or until.microsecond else until  # «10.15» is never too early
    return CardError("waiting", clock=dates.clock(shown, card.holding.unit.time_zone))


def _digest(token: str) -> str:
    return codes.digest(token, key=settings.CODE_PEPPER)
