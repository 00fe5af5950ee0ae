"""Every address of the site, read from the resolver, so that tests speak of all of them and not of those they remember."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

ROOMS = ("elearning", "quizzes", "certificates")


def all_patterns(resolver=None, prefix="") -> Iterator[tuple[str, URLPattern]]:
    for _, path, pattern in _walk(resolver or get_resolver(), prefix, ()):
        yield path, pattern


def all_names() -> Iterator[tuple[str, str, URLPattern]]:
    """With the name that ``reverse`` takes, or the path where there is none."""
    for spaces, path, pattern in _walk(get_resolver(), "", ()):
        yield ":".join((*spaces, pattern.name)) if pattern.name else path, path, pattern


def _walk(resolver, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, URLPattern]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, path, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield spaces, path, pattern


def is_public(pattern: URLPattern) -> bool:
    return getattr(pattern.callback, "login_required", True) is False


def is_ours(path: str, pattern: URLPattern) -> bool:
    """A view of a room, outside the admin. The demo's doors stand open by intent; tests/demo tries them."""
    module = pattern.callback.__module__.split(".")[0]
    return module in ROOMS and not path.startswith(("demo", "admin/"))
