"""Names of people: stored byte for byte, so what no paper can show is refused at the door (experience.md §1.6)."""

import unicodedata

# Control and invisible signs, private and unassigned ones, line breaks, and pictures. Letters of any language stay.
_NO_PART_OF_A_NAME = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "So"})


def has_odd_signs(name: str) -> bool:
    """Whether ``name`` holds a sign that is invisible, breaks the line, turns the reading direction, or is a picture."""
    return any(unicodedata.category(character) in _NO_PART_OF_A_NAME for character in name)


def without_invisible_signs(text: str) -> str:
    """``text`` without what turns the reading direction or takes no room: nothing of it was ever seen."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")
