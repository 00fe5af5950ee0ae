"""What a head keeps: the list of the staff of the unit (ADR 0041)."""

from .rosters import StaffBatch, StaffDraft, StaffEntry

__all__ = ["StaffBatch", "StaffDraft", "StaffEntry"]
