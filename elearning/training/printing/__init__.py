"""What a committee prints: badges and slips, boards for the doors, and the list that people sign."""

from .attendance import PAPERS, attendance_sheet
from .badge_cards import EIGHT, FOUR, badges
from .door_boards import door_boards
from .name_box import NameBox, name_box
from .slips import slips

__all__ = ["EIGHT", "FOUR", "PAPERS", "NameBox", "attendance_sheet", "badges", "door_boards", "name_box", "slips"]
