"""A group opens its own screens in the admin and no others."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from wagtail.admin.menu import admin_menu
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.permissions import policy_registry

from elearning.content.kinds import HomeKind
from elearning.content.loading import load
from elearning.lessons.models import HomePage
from elearning.people.roles import ROLES, WORKFLOW, install_roles
from elearning.regulations.models import LegalReviewTask, PublicationTask
from tests.factories.people import OfficeHoldingFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def roles(home):
    Collection.objects.exists() or Collection.add_root(name="Root")
    assert install_roles() == []


def member(name):
    user = UserFactory(password="sandi-yang-panjang", email=f"{name.split()[0].lower()}@contoh.example")
    user.groups.add(Group.objects.get(name=name))
    return user


def test_every_permission_that_a_role_names_exists(roles):
    assert set(Group.objects.values_list("name", flat=True)) == {role.name for role in ROLES}


def test_a_second_run_changes_nothing(roles):
    def everything():
        return (
            sorted(Group.objects.values_list("name", "permissions__codename")),
            sorted(GroupPagePermission.objects.values_list("group__name", "permission__codename", "page")),
            list(
                Workflow.objects.values_list("name", "workflow_tasks__task__name").order_by(
                    "workflow_tasks__sort_order"
                )
            ),
        )

    before = everything()
    call_command("install_roles")
    assert everything() == before


def test_a_right_that_somebody_added_by_mistake_is_taken_back(roles):
    from django.contrib.auth.models import Permission

    group = Group.objects.get(name="Penulis")
    group.permissions.add(Permission.objects.get(codename="change_user"))
    install_roles()
    assert not group.permissions.filter(codename="change_user").exists()


def test_a_writer_writes_and_does_not_publish(roles, home):
    writer = member("Penulis")
    assert writer.has_perm("regulations.add_rulecard")
    assert not writer.has_perm("regulations.publish_rulecard")
    rights = home.permissions_for_user(writer)
    assert rights.can_add_subpage()
    assert not rights.can_publish()


@pytest.mark.parametrize(("role", "may"), [("Penulis", True), ("Penerbit", True), ("Pemeriksa hukum", False)])
def test_who_writes_also_uploads_pictures_and_files(roles, role, may):
    """Asked the way Wagtail asks: rights over our own image model alone open nothing."""
    person = member(role)
    for model in (get_image_model(), get_document_model()):
        assert policy_registry.get_by_type(model).user_has_permission(person, "add") is may


def test_a_publisher_publishes(roles, home):
    publisher = member("Penerbit")
    assert publisher.has_perm("regulations.publish_rulecard")
    assert home.permissions_for_user(publisher).can_publish()


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_no_role_touches_people_codes_answers_or_certificates(roles, role):
    user = member(role)
    for right in ("people.change_user", "people.add_user", "people.change_unit", "quizzes.change_attempt",
                  "quizzes.change_answer", "certificates.change_certificate", "training.change_participant"):  # fmt: skip
        assert not user.has_perm(right)


def test_text_passes_the_legal_reviewer_before_the_publisher(roles, home):
    workflow = Workflow.objects.get(name=WORKFLOW)
    tasks = [step.task.specific for step in workflow.workflow_tasks.order_by("sort_order")]
    assert [type(task) for task in tasks] == [LegalReviewTask, PublicationTask]
    assert [[group.name for group in task.groups.all()] for task in tasks] == [["Pemeriksa hukum"], ["Penerbit"]]
    assert WorkflowPage.objects.get(page=home).workflow == workflow
    assert WorkflowContentType.objects.get().workflow == workflow


def test_a_site_installed_before_gets_the_new_steps_and_loses_nothing_that_waits(roles, home):
    workflow = Workflow.objects.get(name=WORKFLOW)
    Task.objects.all().delete()
    for order, (name, group) in enumerate((("Periksa hukum", "Pemeriksa hukum"), ("Terbitkan", "Penerbit"))):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.set(Group.objects.filter(name=group))
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=order)
    home.save_revision()
    waiting = workflow.start(home, member("Penulis")).current_task_state
    install_roles()
    waiting.refresh_from_db()
    assert isinstance(waiting.task.specific, LegalReviewTask)
    assert waiting.status == "in_progress"
    assert not GroupApprovalTask.objects.exists()
    assert workflow.workflow_tasks.count() == 2


REGISTER = ["regulations.change_regulation", "regulations.change_provision", "regulations.change_sanction"]
RIGHTS = {
    "Penulis": {"regulations.add_regulationchange", "regulations.change_carddecision", "regulations.change_rulecard"},
    "Pemeriksa hukum": {
        *REGISTER, "regulations.agree_regulationchange", "regulations.change_protectedname", "regulations.change_rulecard",
        "regulations.add_regulationchange", "regulations.change_carddecision",
    },
    "Penerbit": {
        *REGISTER, "regulations.publish_rulecard", "quizzes.publish_question", "regulations.change_protectedname",
        "regulations.change_rulecard", "regulations.add_regulationchange", "regulations.change_carddecision",
    },
    "Panitia": set(),
    "Pimpinan": set(),
}  # fmt: skip


@pytest.mark.parametrize("role", RIGHTS)
def test_each_role_may_do_its_own_part_of_a_change_of_the_law(roles, role):
    """The register is facts: kept by reviewers and publishers, read by writers (ADR 0015)."""
    user = member(role)
    assert {right for right in set.union(*RIGHTS.values()) if user.has_perm(right)} == RIGHTS[role]
    assert user.has_perm("regulations.view_provision") is (role != "Panitia")


RULES = {"Kartu aturan", "Peraturan", "Perubahan peraturan", "Pasal", "Sanksi"}
WRITING = {
    *RULES,
    "Padanan kata",
    "Pencarian tanpa jawaban",
    "Nama yang dijaga",
    "Bank soal",
    "Kuis",
    "Laporan kekeliruan",
    "Koreksi kunci",
    "Periksa soal",
    "Statistik kuis",
}
REPORTS = {"Alur kerja", "Langkah pemeriksaan", "Riwayat situs", "Halaman yang lama tidak diperbarui"}
EVERYBODY = {"Buka situs", "Pintasan"}
MENUS = {
    "Penulis": {"Halaman", *WRITING, "Gambar", "Dokumen", *REPORTS},
    "Pemeriksa hukum": {"Halaman", *WRITING, *REPORTS, "Halaman terkunci"},
    "Penerbit": {
        "Halaman",
        *WRITING,
        "Gambar",
        "Dokumen",
        *REPORTS,
        "Halaman terkunci",
        "Identitas situs",
        "Templat sertifikat",
    },
    "Panitia": {"Sosialisasi", "Sertifikat", "Templat sertifikat"},
    "Pimpinan": {*RULES, "Statistik kuis"},
}


@pytest.mark.parametrize("role", MENUS)
def test_each_role_sees_its_own_menu_only(rf, roles, role):
    reverse("wagtailadmin_home")  # reading the addresses fills the menus
    request = rf.get("/admin/")
    request.user = member(role)
    if role == "Panitia":
        OfficeHoldingFactory(role="committee", person=request.user)

    def labels(menu):
        for item in menu.menu_items_for_request(request):
            yield from labels(item.menu) if hasattr(item, "menu") else [str(item.label)]

    assert set(labels(admin_menu)) - EVERYBODY == MENUS[role]


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_every_role_comes_into_the_admin_and_not_to_people(client, roles, role):
    client.force_login(member(role))
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/users/").status_code in (302, 403)
    assert client.get("/admin/unit/").status_code in (302, 403)
    assert client.get("/admin/jabatan/").status_code in (302, 403)


def test_a_participant_does_not_come_into_the_admin(client, roles):
    client.force_login(UserFactory())
    response = client.get("/admin/")
    assert response.status_code in (302, 403)


def test_a_committee_member_chooses_only_among_people_in_sight(client, roles):
    office = OfficeHoldingFactory(role="committee", person=member("Panitia"))
    mine = UserFactory(unit=office.unit, display_name="Orang Sini Contoh")
    other = UserFactory(display_name="Orang Sana Contoh")
    client.force_login(office.person)
    page = client.get("/admin/orang/pilih/results/").content.decode()
    assert "Orang Sini Contoh" in page
    assert "Orang Sana Contoh" not in page
    assert client.get(f"/admin/orang/pilih/chosen/{mine.pk}/").status_code == 200
    assert client.get(f"/admin/orang/pilih/chosen/{other.pk}/").status_code == 404


def test_roles_that_were_installed_before_the_content_hold_for_its_pages(noon):
    """As a first deployment does it: Wagtail's own welcome page stands where the home page will."""
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    locale, _ = Locale.objects.get_or_create(language_code="id")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    welcome = root.add_child(instance=Page(title="Welcome", slug="welcome", locale=locale))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    Collection.objects.exists() or Collection.add_root(name="Root")
    install_roles()
    load([HomeKind()], at=noon)
    home = HomePage.objects.get()
    assert home.permissions_for_user(member("Penulis")).can_edit()
    assert home.get_workflow().name == WORKFLOW
    assert not Page.objects.filter(pk=welcome.pk).exists()


def test_rights_are_named_in_bahasa(roles):
    """Whoever sees no table hears these names beside the boxes of a group."""
    assert Permission.objects.get(codename="add_rulecard").name == "Menambah kartu aturan"
    assert not Permission.objects.filter(name__startswith="Can ").exclude(content_type__model="admin").exists()
