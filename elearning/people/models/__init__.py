"""People, the units they work in, and who holds which office from when to when (ADR 0001, 0002, 0004)."""

from .accesses import DataAccess, ShownPerson
from .cards import MOST_FAILURES, AccessCard
from .persons import (
    EmploymentStatus,
    IdentityLevel,
    IdentityReport,
    ParticipantCode,
    User,
    UserManager,
    random_username,
)
from .unit_imports import ImportedUnit, UnitImport
from .units import TWO_HEADS, OfficeHolding, OfficeKind, OfficeRole, Unit, UnitKind, UnitManager

__all__ = [
    "MOST_FAILURES",
    "TWO_HEADS",
    "AccessCard",
    "DataAccess",
    "EmploymentStatus",
    "IdentityLevel",
    "IdentityReport",
    "ImportedUnit",
    "OfficeHolding",
    "OfficeKind",
    "OfficeRole",
    "ParticipantCode",
    "ShownPerson",
    "Unit",
    "UnitImport",
    "UnitKind",
    "UnitManager",
    "User",
    "UserManager",
    "random_username",
]
