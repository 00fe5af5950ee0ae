"""A sosialisasi session from invitation to certificates (ADR 0007, 0009)."""

from .attendance import Attendance, AttendanceEvent
from .participants import ImportBatch, Participant
from .sessions import CommitteeMember, SessionDay, SessionMaterial, TrainingSession

__all__ = [
    "Attendance",
    "AttendanceEvent",
    "CommitteeMember",
    "ImportBatch",
    "Participant",
    "SessionDay",
    "SessionMaterial",
    "TrainingSession",
]
