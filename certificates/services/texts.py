"""What a paper can carry: how long its texts may be and which letters its fonts have."""

import unicodedata

from .. import facts
from ..errors import CertificateError
from ..models import TemplateVersion
from ..printing import fitting, rendering
from .pictures import pictures_of

# The tightest setting of the design holds these lengths all at once (tests/certificates/test_rendering.py).
LONGEST = {
    "role": 60,
    "position": 120,
    "unit": 160,
    "title": 200,
    "activity": 160,
    "organiser": 160,
    "place": 160,
    "city": 80,
}
LONGEST_SIGNATORY = {"name": 120, "title": 160}
LONGEST_LETTERHEAD_LINE = 120
SURE_EM = 1000  # texts together no wider than this fit every design, however the width is shared out among them
MOST_SIGNATORIES, MOST_LETTERHEAD_LINES, MOST_LOGOS = 3, 3, 2


def check_texts(stated: facts.Facts) -> None:
    """Refuse now what the paper could not show later: nothing is cut and no letter becomes a box."""
    name = stated["name"]
    if not name.strip():
        raise CertificateError("name_missing")
    lengths = [(stated[key], limit) for key, limit in LONGEST.items()]
    signatories, letterhead = stated["signatories"], stated["letterhead"]
    lengths += [(each[key], limit) for each in signatories for key, limit in LONGEST_SIGNATORY.items()]
    lengths += [(line, LONGEST_LETTERHEAD_LINE) for line in letterhead["lines"]]
    for parts, most, words in (
        (signatories, MOST_SIGNATORIES, "penanda tangan"),
        (letterhead["lines"], MOST_LETTERHEAD_LINES, "baris kop"),
        (letterhead["logos"], MOST_LOGOS, "logo"),
    ):
        if len(parts) > most:
            raise CertificateError("too_many_parts", most=most, parts=words)
    for text, limit in lengths:
        if len(text) > limit:
            raise CertificateError("text_too_long", text=text, limit=limit)
    for text in facts.printed_texts(stated):
        require_characters(text)
    require_printable_name(name)


def require_room(stated: facts.Facts, version: TemplateVersion) -> None:
    """Refuse texts that one page cannot hold together. The press is asked only where the widths leave it in doubt.

    Raises CertificateError: page_full, picture_missing.
    """
    face = {**stated, "materials": []}
    texts = [*facts.printed_texts(face), version.content["wording"][stated["kind"]]]
    if sum(map(fitting.width_em, texts)) <= SURE_EM or not rendering.is_available():
        return
    try:
        rendering.render_pdf(face, version.content, design=version.design, pictures=pictures_of(stated))
    except rendering.PageFull as error:
        raise CertificateError("page_full", name=stated["name"]) from error


def require_printable_name(name: str) -> None:
    """Refuse a name that no certificate could carry; asked when a name is written down, long before the paper is due.

    Raises CertificateError: character_missing, name_too_long.
    """
    require_characters(name)
    if fitting.fit_name(name) is None:
        raise CertificateError("name_too_long", name=name)


def require_characters(text: str) -> None:
    """Raises CertificateError: character_missing, naming the text and the character."""
    if (character := fitting.missing_character(text)) is not None:
        shown = character if character.isprintable() else unicodedata.name(character, f"U+{ord(character):04X}")
        raise CertificateError("character_missing", text=text, character=shown)
