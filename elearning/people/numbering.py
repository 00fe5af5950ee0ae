"""The code of a unit in the numbers of its certificates: proposed from its name, kept once it has one (ADR 0042)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from .models import Unit, User

LONGEST = 6  # letters of a proposal; what somebody writes in the admin may be longer


def proposed_code(name: str, *, taken: Collection[str]) -> str:
    """«KKC» for «Kecamatan Kenanga Contoh»; «KKC2» where another unit has that. ``taken`` in any case. Pure."""
    words = [word for word in slugify(name).split("-") if word]
    base = ("".join(word[0] for word in words)[:LONGEST] if len(words) > 1 else "".join(words)[:3]).upper() or "UNIT"
    known = {code.upper() for code in taken}
    number = 1
    while (code := base if number == 1 else f"{base}{number}") in known:
        number += 1
    return code


def code_for(unit: Unit) -> str:
    """The code of ``unit``, or the one that it would be given now."""
    if unit.number_code:
        return unit.number_code
    others = Unit.objects.exclude(number_code="").exclude(pk=unit.pk)
    return proposed_code(unit.name, taken=set(others.values_list("number_code", flat=True)))


@transaction.atomic
def give_number_code(unit: Unit, *, by: User) -> str:
    """Give ``unit`` a code that no other unit has; one that it has already stays. Gives the code.

    Units of one tree take turns: the row at the top is locked first.
    """
    list(Unit.objects.select_for_update().filter(path=unit.path[: Unit.steplen]).values_list("pk", flat=True))
    unit.refresh_from_db(fields=["number_code"])
    if unit.number_code:
        return unit.number_code
    unit.number_code = code_for(unit)
    unit.save(update_fields=["number_code"])
    log(unit, "people.unit.number_code", user=by, data={"code": unit.number_code})
    return unit.number_code
