"""The fictional province: one tree from the supervising body down to schools."""

from __future__ import annotations

from dataclasses import dataclass

from elearning.people.models import Unit, UnitKind

from .. import cast

_KENANGA_UNITS = (
    ("Kantor Camat Kenanga Contoh", UnitKind.AGENCY),
    ("Kelurahan Kenanga Contoh", UnitKind.URBAN_VILLAGE),
    ("Kelurahan Telaga Contoh", UnitKind.URBAN_VILLAGE),
    ("Puskesmas Kenanga Contoh", UnitKind.HEALTH_CENTER),
    ("SD Kenanga Contoh", UnitKind.SCHOOL),
    ("SMP Kenanga Contoh", UnitKind.SCHOOL),
)


@dataclass
class Places:
    province: Unit
    supervisor: Unit
    regencies: dict[str, Unit]
    subdistricts: list[Unit]
    regency_of: dict[int, str]  # by the key of a kecamatan
    kenanga: Unit
    kenanga_units: list[Unit]


def build() -> Places:
    province = Unit.add_root(name=cast.PROVINCE, kind=UnitKind.PROVINCE, number_code="NUSA")
    supervisor = province.add_child(name=cast.SUPERVISOR, kind=UnitKind.SUPERVISOR, number_code="LPPC")
    regencies, subdistricts, regency_of, kenanga = {}, [], {}, None
    for regency_name, names in cast.SUBDISTRICTS.items():
        kind = UnitKind.CITY if regency_name.startswith("Kota") else UnitKind.REGENCY
        regency = Unit.objects.get(pk=province.pk).add_child(name=regency_name, kind=kind)
        regencies[regency_name] = regency
        for name in names:
            unit = Unit.objects.get(pk=regency.pk).add_child(
                name=f"Kecamatan {name} Contoh", kind=UnitKind.SUBDISTRICT, number_code=f"K{name[:3].upper()}"
            )
            subdistricts.append(unit)
            regency_of[unit.pk] = regency_name
            if unit.name == cast.KENANGA:
                kenanga = unit
    units = [Unit.objects.get(pk=kenanga.pk).add_child(name=name, kind=kind) for name, kind in _KENANGA_UNITS]
    return Places(province, supervisor, regencies, subdistricts, regency_of, kenanga, units)
