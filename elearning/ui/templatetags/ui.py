"""The words, shapes and small frames that every screen shares. These are builtins: no template loads them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

import lucide
from django import template
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from elearning.lib import codes, dates, nip

register = template.Library()

# experience.md §2: shapes that have been read as a party, a candidate or a number. A name is refused by any of its words.
FORBIDDEN_SHAPES = frozenset({
    "hand", "hands", "handshake", "helping", "grab", "grip", "pointer", "thumbs", "thumb", "finger", "fingerprint", "fist",
    "touchpad", "heart", "hearts", "star", "stars", "sparkle", "sparkles", "sun", "sunrise", "sunset", "moon", "eclipse",
    "tree", "trees", "palmtree", "leaf", "leafy", "clover", "sprout", "flower", "flower2", "rose", "vegan", "wheat",
    "bird", "cat", "dog", "fish", "rabbit", "squirrel", "snail", "turtle", "rat", "bug", "worm", "panda", "paw", "bone",
    "feather", "shrimp", "shell", "egg", "origami", "trophy", "medal", "award", "crown",
})  # fmt: skip

VERDICT_WORDS = {"boleh": "BOLEH", "tidak-boleh": "TIDAK BOLEH", "boleh-dengan-syarat": "BOLEH DENGAN SYARAT"}
# One ink each. Holes are cut out of the shape, so a photocopy or a forced colour keeps the sign readable.
VERDICT_SHAPES = {
    "boleh": (
        '<circle cx="12" cy="12" r="9.75" fill="none" stroke="currentColor" stroke-width="2.5"/>'
        '<path d="m7.2 12.4 3.3 3.3 6.3-6.9" fill="none" stroke="currentColor" stroke-width="2.75"/>'
    ),
    "tidak-boleh": (
        '<path fill="currentColor" fill-rule="evenodd" d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z'
        "M12 10.1 8.6 6.7 6.7 8.6l3.4 3.4-3.4 3.4 1.9 1.9 3.4-3.4 3.4 3.4 1.9-1.9-3.4-3.4 3.4-3.4-1.9-1.9z"
        '"/>'
    ),
    "boleh-dengan-syarat": (
        '<path fill="none" stroke="currentColor" stroke-width="2" d="M12 1.5 22.5 12 12 22.5 1.5 12z"/>'
        '<path fill="currentColor" d="M10.7 5.6h2.6l-.4 6.4h-1.8z"/>'
        '<path fill="currentColor" fill-rule="evenodd" '
        'd="M1.5 12.9h21L12 22.5zM12 14.4a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4z"/>'
    ),
}


class ForbiddenIcon(ValueError):
    """The icon shows something that a reader may take for a party's or a candidate's sign."""


@lru_cache(maxsize=256)
def _icon(name: str) -> str:
    if FORBIDDEN_SHAPES & set(name.replace("_", "-").split("-")):
        raise ForbiddenIcon(name)
    return lucide._render_icon(name, None, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Lucide icon as inline SVG, always beside a word and therefore hidden from screen readers."""
    return mark_safe(_icon(name))  # drawn from the package, never from a visitor


@register.simple_tag
def verdict(value: str, size: str = "") -> SafeString:
    """One of the three labels, shape and word. ``size="large"`` for the head of a card's own page."""
    key = str(value)
    return format_html(
        '<strong class="label label--{}{}"><span class="label__shape">{}</span>'
        '<span class="label__word">{}</span></strong>',
        key,
        f" label--{size}" if size else "",
        verdict_shape(key),
        VERDICT_WORDS[key],
    )


@register.simple_tag
def verdict_shape(value: str) -> SafeString:
    """The shape alone, where the word stands beside it already (three buttons, a legend)."""
    shape = VERDICT_SHAPES[str(value)]
    return mark_safe(  # our own constants
        f'<svg class="shape" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{shape}</svg>'
    )


@register.simple_block_tag
def panel(content: str, title: str = "", tone: str = "", level: int = 2) -> SafeString:
    """A framed part of a page. ``tone``: "", "ceruk", "aksen"; ``level`` is the rank of its heading."""
    heading = format_html('<h{0} class="panel__title">{1}</h{0}>', level, title) if title else ""
    return format_html('<section class="panel{}">{}{}</section>', f" panel--{tone}" if tone else "", heading, content)


@register.simple_block_tag
def notice(content: str, title: str = "", tone: str = "") -> SafeString:
    """A remark that must not be missed. ``tone="error"`` for what went wrong."""
    return format_html(
        '<div class="notice{}">{}{}{}</div>',
        f" notice--{tone}" if tone else "",
        icon("triangle-alert" if tone == "error" else "info"),
        format_html('<p class="notice__title">{}</p>', title) if title else "",
        content,
    )


@register.simple_tag(takes_context=True)
def error_summary(context: Mapping, form=None) -> str:
    """All faults of ``form`` on top of the page, each a link to its field; takes the focus. Empty when there are none."""
    form = form if form is not None else context.get("form")
    return render_to_string("components/error_summary.html", {"form": form}) if form and form.errors else ""


@register.filter
def of_field(error: str, label: str) -> str:
    """A fault as it reads far from its field: «NIP: Tulis 18 angka.», but never «Nama: Nama belum diisi.»"""
    # Short words («dan», «di») name nothing, but an abbreviation does.
    named = {word.lower() for word in re.findall(r"\w+", str(label)) if len(word) > 3 or word.isupper()}
    said = {word.lower() for word in re.findall(r"\w+", str(error))}
    return str(error) if named & said else f"{label}: {error}"


def _day(value: date | datetime | str, zone: str) -> date:
    if isinstance(value, str):  # as frozen facts keep it
        return date.fromisoformat(value)
    return dates.local_day(value, zone) if isinstance(value, datetime) else value


@register.filter
def long_date(value: date | datetime | None, zone: str = dates.WIB) -> str:
    """«Kamis, 3 Oktober 2024». A moment is turned into the day at ``zone``."""
    return dates.long_date(_day(value, zone)) if value else ""


@register.filter
def plain_date(value: date | datetime | str | None, zone: str = dates.WIB) -> str:
    """«3 Oktober 2024»; ISO text is read as a day."""
    return dates.plain_date(_day(value, zone)) if value else ""


@register.filter
def clock(value: datetime | None, zone: str = dates.WIB) -> str:
    """«09.14 WIB»."""
    return dates.clock(value, zone) if value else ""


@register.filter
def code(value: str) -> str:
    """A code with its dashes: «K7M4-Q2R9»."""
    return codes.display(str(value)) if value else ""


@register.filter(name="nip")
def nip_filter(value: str | None) -> str:
    """«19780912 200501 1 003»."""
    return nip.display(value) if value else ""


@register.filter
def number(value: float | Decimal | None) -> str:
    """«1.234,5»; nothing measured is «Belum ada data», never 0 (experience.md §1.9)."""
    if value is None or value == "":
        return "Belum ada data"
    if isinstance(value, float):
        value = round(value, 1)
        value = int(value) if value == int(value) else value
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def percent(value: float | Decimal | None) -> str:
    """A share between 0 and 100 as «82%» or «82,5%»."""
    text = number(value)
    return text if value is None or value == "" else f"{text}%"


@register.filter
def filesize_id(size: int | None) -> str:
    """«120 KB», «1,2 MB»: what a link to a file must say (experience.md §1.13). Empty when the size is unknown."""
    if not size:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{number(round(size / 1_000_000, 1))} MB"
