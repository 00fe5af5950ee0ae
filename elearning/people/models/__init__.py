"""People, the units they work in, and who holds which office from when to when (ADR 0001, 0002, 0004)."""

from .accesses import DataAccess, ShownPerson
from .persons import (
    EmploymentStatus,
    IdentityLevel,
    IdentityReport,
    ParticipantCode,
    User,
    UserManager,
    random_username,
)
from .units import TWO_HEADS, OfficeHolding, OfficeKind, OfficeRole, Unit, UnitKind, UnitManager

__all__ = [
    "TWO_HEADS",
    "DataAccess",
    "EmploymentStatus",
    "IdentityLevel",
    "IdentityReport",
    "OfficeHolding",
    "OfficeKind",
    "OfficeRole",
    "ParticipantCode",
    "ShownPerson",
    "Unit",
    "UnitKind",
    "UnitManager",
    "User",
    "UserManager",
    "random_username",
]
