"""How tests name our pages and read them."""

from django.urls import reverse


def page(name, session, *args) -> str:
    return reverse(f"training:{name}", args=[session.slug, *args])


def words(response) -> str:
    return response.content.decode()
