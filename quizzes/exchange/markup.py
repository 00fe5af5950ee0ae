"""HTML of other systems, as the plain text that the bank keeps. Tags are dropped; nothing is fetched or run."""

from __future__ import annotations

import re
from html import unescape

from .records import clean

_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|tr|h[1-6]|ul|ol|table|blockquote)\s*>", re.IGNORECASE)
_MEDIA = re.compile(r"<(?:img|video|audio|iframe|object|embed|svg|source)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_KNOWN = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|a|img|table|tr|td|th|sub|sup|h[1-6]|code|pre|video|audio)\b[^<>]*>",
    re.IGNORECASE,
)


def is_html(text: str, format: str) -> bool:
    """Whether tags in a text mean something; Moodle's own format mixes both."""
    if format in ("html", "moodle", "moodle_auto_format"):
        return format == "html" or bool(_KNOWN.search(text))
    return False


def has_media(text: str) -> bool:
    return bool(_MEDIA.search(text))


def plain(html: str) -> str:
    """What a person reads of it, with a line for each paragraph."""
    text = _UNSEEN.sub("", html)
    text = " ".join(line.strip() for line in text.split("\n"))  # in HTML a line break is a space
    text = _TAG.sub("", _BREAK.sub("\n", text))
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in unescape(text).split("\n"))
    return clean(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))
