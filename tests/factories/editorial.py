"""An editorial team as the site installs it, and the walk of a text through its hands."""

from django.contrib.auth.models import Group
from wagtail.models import Collection

from elearning.people.models import User
from elearning.people.roles import install_roles

from .lessons import make_site
from .people import UserFactory

WRITER, LAWYER, PUBLISHER = "Penulis", "Pemeriksa hukum", "Penerbit"


def install() -> None:
    make_site()
    Collection.objects.exists() or Collection.add_root(name="Root")
    install_roles()


def member(role: str, **kwargs) -> User:
    """Somebody of one role who signs in by password."""
    number = User.objects.count()
    person = UserFactory(**{"email": f"redaksi-{number}@contoh.example", "password": "sandi-yang-panjang", **kwargs})
    person.groups.add(Group.objects.get(name=role))
    return person


def send(text, *, by: User):
    """«Kirim untuk ditinjau»; a text that was returned goes back to where it was."""
    state = text.current_workflow_state
    if state and state.status == state.STATUS_NEEDS_CHANGES:
        return state.resume(by)
    return text.get_workflow().start(text, by)


def act(text, action: str, *, by: User, comment: str = "") -> None:
    """«Setujui» or «Kembalikan» at the step where the text waits."""
    text = type(text).objects.get(pk=text.pk)
    state = text.current_workflow_task_state
    state.task.specific.on_action(state, by, action, comment=comment)
