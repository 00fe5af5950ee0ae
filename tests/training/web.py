"""How tests name our pages and read them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


def page(name, session, *args) -> str:
    return reverse(f"training:{name}", args=[session.slug, *args])


def words(response) -> str:
    return response.content.decode()


def as_guessed(response) -> dict[str, str]:
    """What the form of the columns says when nobody changes it."""
    fields = response.context["form"]
    found = {field.html_name: field.value() for field in fields}
    return {name: "on" if value is True else value for name, value in found.items() if value not in (None, False)}


def upload(client, session, content, name="peserta.xlsx"):
    return client.post(page("import", session), {"file": SimpleUploadedFile(name, content)}, follow=True)


def at(name, draft, *args):
    return page(name, draft.session, draft.public_id, *args)
