"""What every screen of a head stands on: who may come in, which unit is on the screen, and its addresses."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from elearning.distribution.models import CascadeNode
from elearning.people import permissions
from elearning.people.models import OfficeHolding, OfficeRole, Unit

from ..staff import Staff, staff_of

head_only = permissions.staff_of(OfficeRole.HEAD)


def unit_of(request: HttpRequest) -> Unit:
    """The unit on the screen. A Plt. may head two: ``?unit=`` tells which; another's unit does not exist."""
    units = permissions.units_headed(request.user, on=timezone.localdate())
    wanted = request.GET.get("unit")
    if wanted:
        try:
            return get_object_or_404(units, public_id=UUID(wanted))
        except ValueError as error:
            raise Http404 from error
    unit = units.first()
    if unit is None:
        raise Http404
    return unit


def holding_of(request: HttpRequest, unit: Unit) -> OfficeHolding:
    """The office by which the head is here today."""
    held = OfficeHolding.objects.of(request.user, on=timezone.localdate(), roles=(OfficeRole.HEAD,))
    return held.select_related("unit", "person").filter(unit=unit)[0]


def office_of(request: HttpRequest, unit: Unit) -> str:
    """«Camat Kenanga Contoh», as of today."""
    return holding_of(request, unit).title


def address(request: HttpRequest, name: str, unit: Unit, *args: object) -> str:
    """An address of this room that stays with the unit when somebody heads several."""
    return reverse(f"cascade:{name}", args=args) + (f"?unit={unit.public_id}" if request.GET.get("unit") else "")


def frame(request: HttpRequest, unit: Unit) -> dict:
    """What every page of a head carries: the unit, and the way to the other ones."""
    others = permissions.units_headed(request.user, on=timezone.localdate()).exclude(pk=unit.pk)
    return {
        "unit": unit,
        "other_units": list(others),
        "unit_query": f"?unit={unit.public_id}" if request.GET.get("unit") else "",
    }


def staff_on(request: HttpRequest, node: CascadeNode) -> Staff:
    """The staff of the node's unit, as the head sees them today."""
    return staff_of(node.unit, node.course, viewer=request.user, on=timezone.localdate())
