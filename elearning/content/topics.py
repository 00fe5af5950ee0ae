"""Topics are taggit tags with a fixed slug and a human name."""

from __future__ import annotations

from functools import cache

from taggit.models import Tag

from .loading import read


@cache
def names() -> dict[str, str]:
    """Topic slug to the name that people read."""
    return {row["slug"]: row["nama"] for row in read("taxonomy.yaml")["topik"]}


def tags(slugs: list[str]) -> list[Tag]:
    return [Tag.objects.get_or_create(slug=slug, defaults={"name": names()[slug]})[0] for slug in slugs]


def set_topics(manager, slugs: list[str]) -> None:
    manager.set(tags(slugs))


def topic_slugs(tagged) -> list[str]:
    """Slugs of a cluster's tagged items, sorted."""
    return sorted(item.tag.slug for item in tagged.all())
