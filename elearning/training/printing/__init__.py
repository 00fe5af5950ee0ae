"""What a committee prints: badges, and the list that people sign."""

from .attendance import PAPERS, attendance_sheet
from .badge_cards import EIGHT, FOUR, badges
from .name_box import NameBox, name_box

__all__ = ["EIGHT", "FOUR", "PAPERS", "NameBox", "attendance_sheet", "badges", "name_box"]
