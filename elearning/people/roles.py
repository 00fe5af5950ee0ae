"""The roles of the admin, as data: which group may do what. Offices (camat, panitia of a unit) are not here but in
``OfficeHolding``: a group opens screens, an office opens units (ADR 0004).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

WORKFLOW = "Penulis, pemeriksa hukum, penerbit"
# Each step by name, the model of its task (named, as permissions are: this room lies below the register), and its group.
STEPS = (
    ("Periksa hukum", "regulations.LegalReviewTask", "Pemeriksa hukum"),
    ("Terbitkan", "regulations.PublicationTask", "Penerbit"),
)
# What Wagtail's own migrations make; with nobody inside they only confuse the list of groups.
WAGTAILS_OWN = {"groups": ("Editors", "Moderators"), "workflow": "Moderators approval"}
VERBS = {
    "access": "Masuk ke", "add": "Menambah", "change": "Mengubah", "choose": "Memilih", "delete": "Menghapus",
    "lock": "Mengunci", "publish": "Menerbitkan", "unlock": "Membuka kunci", "view": "Melihat",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """``models`` as «app.codename»; ``pages`` as Wagtail's page permissions below home; ``files``: may upload."""

    name: str
    models: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    files: bool = False


def _may(actions: str, app: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{app}.{action}_{model}" for model in models for action in actions.split())


_REGISTER = ("regulation", "provision", "sanction")
_CHANGES = ("regulationchange", "carddecision")
_READ = (*_may("view", "regulations", *_REGISTER, *_CHANGES, "rulecard"), "quizzes.view_quizstatistic")
_SEEN = (
    *_READ,
    *_may("view", "regulations", "synonym", "searchmiss", "protectedname"),
    *_may("view", "quizzes", "question", "quiz", "questionreport", "questionhold", "keycorrection"),
)
# The register is facts, kept by those who answer for the law; whoever writes reads it and may say that a law has changed.
_KEEPS_REGISTER = _may("add change", "regulations", *_REGISTER, *_CHANGES, "protectedname")

ROLES = (
    Role(
        "Penulis",
        models=(
            *_SEEN,
            *_may("add change", "regulations", *_CHANGES, "rulecard", "synonym"),
            *_may("change", "regulations", "searchmiss"),
            *_may("add change", "quizzes", "question", "quiz"),
            *_may("change", "quizzes", "questionreport"),
        ),
        pages=("add", "change"),
        files=True,
    ),
    Role(
        "Pemeriksa hukum",
        models=(
            *_SEEN,
            *_KEEPS_REGISTER,
            "regulations.agree_regulationchange",
            *_may("change lock unlock", "regulations", "rulecard"),
            *_may("change", "quizzes", "question", "questionreport", "questionhold"),
        ),
        pages=("change", "lock", "unlock"),
    ),
    Role(
        "Penerbit",
        models=(
            *_SEEN,
            *_KEEPS_REGISTER,
            *_may("add change", "regulations", "synonym"),
            *_may("change", "regulations", "searchmiss"),
            *_may("add change publish lock unlock", "regulations", "rulecard"),
            *_may("add change", "quizzes", "question", "quiz"),
            "quizzes.publish_question",
            *_may("change", "quizzes", "questionreport", "questionhold"),
            *_may("change", "ui", "siteidentity"),
            *_may("view add change", "certificates", "template"),
        ),
        pages=("add", "change", "publish", "lock", "unlock"),
        files=True,
    ),
    Role("Panitia"),  # what a committee sees follows its office and its sessions: training.permissions
    Role("Pimpinan", models=_READ),
)


@transaction.atomic
def install_roles() -> list[str]:
    """Make the groups, their permissions and the workflow what this file says. A second run changes nothing.

    Returns the names of permissions that do not exist (yet), so that a deployment can show them.
    """
    missing: list[str] = []
    home = _home()
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        wanted, unknown = _permissions(("wagtailadmin.access_admin", *role.models))
        missing += unknown
        group.permissions.set(wanted)
        _set_page_permissions(group, home, role.pages)
        _set_file_permissions(group, role.files)
    _install_workflow(home)
    _remove_wagtails_own()
    _name_permissions()
    return missing


def _name_permissions() -> None:
    """Django stores «Can add …» as the name of a right; whoever edits a group hears it read out beside its box."""
    named = []
    with translation.override("id"):
        for permission in _all_permissions():
            model = permission.content_type.model_class()
            verb = VERBS.get(permission.codename.partition("_")[0])
            if model and verb and permission.name.startswith("Can "):
                permission.name = f"{verb} {model._meta.verbose_name}"
                named.append(permission)
    Permission.objects.bulk_update(named, ["name"])


def _home() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return site.root_page if site else Page.get_first_root_node()


def _permissions(names: Iterable[str]) -> tuple[list[Permission], list[str]]:
    known = {f"{one.content_type.app_label}.{one.codename}": one for one in _all_permissions()}
    names = list(names)
    return [known[name] for name in names if name in known], [name for name in names if name not in known]


def _all_permissions() -> Iterable[Permission]:
    return Permission.objects.select_related("content_type")


def _set_page_permissions(group: Group, home: Page, actions: tuple[str, ...]) -> None:
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=[f"{action}_page" for action in actions],
    )
    group.page_permissions.exclude(page=home, permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def _set_file_permissions(group: Group, allowed: bool) -> None:
    root = Collection.get_first_root_node()
    # Wagtail asks for the permissions of its own models, whichever image and document model the site has.
    names = [f"{action}_{model}" for action in ("add", "change", "choose") for model in ("image", "document")]
    wanted = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=names if allowed else []
    )
    group.collection_permissions.exclude(collection=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _install_workflow(home: Page) -> None:
    """Every page and every rule card passes the legal reviewer, then the publisher."""
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    for order, (task_name, model_name, group_name) in enumerate(STEPS):
        model = apps.get_model(model_name)
        task = model.objects.filter(name=task_name).first() or model.objects.create(name=task_name)
        task.groups.set(Group.objects.filter(name=group_name))
        _take_over(task)
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": order})
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    card = ContentType.objects.filter(app_label="regulations", model="rulecard").first()
    if card:
        WorkflowContentType.objects.update_or_create(content_type=card, defaults={"workflow": workflow})


def _take_over(task: Task) -> None:
    """A site installed before the steps had rules of their own: what waits there waits at the new step, nothing is lost."""
    for former in GroupApprovalTask.objects.filter(name=task.name):
        former.task_states.update(task=task.task_ptr)
        former.delete()


def _remove_wagtails_own() -> None:
    for group in Group.objects.filter(name__in=WAGTAILS_OWN["groups"], user__isnull=True):
        group.delete()
    unused = Workflow.objects.filter(name=WAGTAILS_OWN["workflow"], workflow_states__isnull=True).first()
    if unused:
        unused.delete()
    GroupApprovalTask.objects.filter(
        name=WAGTAILS_OWN["workflow"], workflow_tasks__isnull=True, task_states__isnull=True
    ).delete()
