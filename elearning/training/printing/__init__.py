"""What a committee prints: badges, and the list that people sign."""

from .attendance import PAPERS, attendance_sheet
from .badge_cards import EIGHT, FOUR, badges

__all__ = ["EIGHT", "FOUR", "PAPERS", "attendance_sheet", "badges"]
