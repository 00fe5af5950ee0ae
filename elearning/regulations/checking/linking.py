"""Recognised citations become links when a text is shown, never when it is stored (ADR 0016)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape

from django.utils.html import format_html

from .citations import citations_in, resolve
from .register import Register

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
# Inside these a link would be doubled, could not be tapped, or would make a heading one.
_CLOSED = {"a", "button", "summary", "label", "h1", "h2", "h3", "h4", "h5", "h6", "code", "script", "style"}


def linked(html: str, register: Callable[[], Register], *, on: date) -> str:
    """``html`` with each recognised citation as a link, the first time it is made in this text.

    ``register`` is asked only when there is a citation at all.
    """
    seen: set[str] = set()
    return "".join(_parts(html, register, on, seen))


def _parts(html: str, register: Callable[[], Register], on: date, seen: set[str]) -> Iterator[str]:
    depth = 0
    for part in _TAG.split(html):
        if part.startswith("<"):
            name = _NAME.match(part)
            if name and name[1].lower() in _CLOSED:
                depth += -1 if part.startswith("</") else 1
            yield part
        else:
            yield part if depth > 0 or not part.strip() else _linked_text(part, register, on, seen)


def _linked_text(text: str, register: Callable[[], Register], on: date, seen: set[str]) -> str:
    made, end = [], 0
    for citation in citations_in(text):
        recognised = resolve(citation, register(), on=on)
        if recognised is None or recognised.url in seen or unescape(citation.words) != citation.words:
            continue
        seen.add(recognised.url)
        link = format_html('<a href="{}">{}</a>', recognised.url, citation.words)
        made += [text[end : citation.start], link]
        end = citation.end
    return "".join([*made, text[end:]])
