"""A sosialisasi session from invitation to report (ADR 0007, 0009, 0028)."""

from .attendance import Attendance, AttendanceEvent, DeskNote
from .drafts import DraftRow, DraftSheet, ImportDraft, NipCompletion
from .naming import NameProof
from .overrides import EligibilityOverride
from .papers import Contributor, SessionSignatory
from .participants import ImportBatch, Participant
from .reports import Box, Report, ReportAttachment, ReportFile, ReportPhoto, ReportText
from .room import Room
from .sessions import CommitteeMember, SessionDay, SessionMaterial, TrainingSession
from .sheet_photos import SheetPhoto

__all__ = [
    "Attendance",
    "AttendanceEvent",
    "Box",
    "CommitteeMember",
    "Contributor",
    "DeskNote",
    "DraftRow",
    "DraftSheet",
    "EligibilityOverride",
    "ImportBatch",
    "ImportDraft",
    "NameProof",
    "NipCompletion",
    "Participant",
    "Report",
    "ReportAttachment",
    "ReportFile",
    "ReportPhoto",
    "ReportText",
    "Room",
    "SessionDay",
    "SessionMaterial",
    "SessionSignatory",
    "SheetPhoto",
    "TrainingSession",
]
