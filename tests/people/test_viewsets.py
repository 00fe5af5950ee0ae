"""People, units and offices as an administrator keeps them."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.log_actions import registry

from elearning.people import services
from elearning.people.models import OfficeHolding, Unit, User
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, home, superuser):
    client.force_login(superuser)
    return client


def log_of(instance, action):
    """The newest entry about it."""
    return registry.get_logs_for_instance(instance).filter(action=action).first()


def unit_fields(**changes):
    return {"name": "Kecamatan Contoh", "kind": "kecamatan", "time_zone": "Asia/Jakarta", "is_active": "on",
            "parent": "", "official_code": "", "code_edition": "", "number_code": "", **changes}  # fmt: skip


def test_a_person_is_made_with_one_name_and_without_a_password(admin):
    page = admin.get("/admin/users/new/").content.decode()
    assert "first_name" not in page
    assert 'name="username"' not in page
    admin.post("/admin/users/new/", {"display_name": "Drs. H. A. Contoh", "identity_level": "self"})
    person = User.objects.get(display_name="Drs. H. A. Contoh")
    assert not person.has_usable_password()
    assert (person.email, person.nip) == (None, None)


def test_staff_need_an_email_beside_the_password(admin):
    fields = {"display_name": "Sari Contoh", "identity_level": "self", "password1": "sandi-yang-panjang",
              "password2": "sandi-yang-panjang"}  # fmt: skip
    admin.post("/admin/users/new/", fields)
    assert not User.objects.filter(display_name="Sari Contoh").exists()
    admin.post("/admin/users/new/", {**fields, "email": "sari@contoh.example"})
    assert User.objects.get(display_name="Sari Contoh").check_password("sandi-yang-panjang")


def test_editing_a_person_keeps_password_and_username(admin):
    person = UserFactory(password="sandi-yang-panjang", email="a@contoh.example")
    fields = {"display_name": "Nama Baru Contoh", "email": "a@contoh.example", "identity_level": "self",
              "is_active": "on", "nip": "19780912 200501 1 003"}  # fmt: skip
    assert admin.post(f"/admin/users/edit/{person.pk}/", fields).status_code == 302
    changed = User.objects.get(pk=person.pk)
    assert (changed.display_name, changed.nip) == ("Nama Baru Contoh", "197809122005011003")
    assert changed.check_password("sandi-yang-panjang")
    assert changed.username == person.username


def test_an_email_or_nip_of_somebody_else_is_refused(admin):
    UserFactory(email="a@contoh.example", nip="197809122005011003")
    for taken in ({"email": "A@contoh.example"}, {"nip": "197809122005011003"}, {"nip": "123"}):
        admin.post("/admin/users/new/", {"display_name": "Kembar Contoh", "identity_level": "self", **taken})
    assert not User.objects.filter(display_name="Kembar Contoh").exists()


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(("address", "most"), [("/admin/users/", 26), ("/admin/unit/", 20), ("/admin/jabatan/", 20)])
def test_the_lists_cost_the_same_for_many_rows(admin, rows, address, most, django_assert_max_num_queries):
    for _ in range(rows):
        OfficeHoldingFactory(person__unit=UnitFactory())
    admin.get(address)
    with django_assert_max_num_queries(most):
        assert admin.get(address).status_code == 200


def test_people_are_found_by_name(admin):
    UserFactory(display_name="Arum Contoh")
    UserFactory(display_name="Bima Contoh")
    page = admin.get("/admin/users/results/?q=arum").content.decode()
    assert "Arum Contoh" in page
    assert "Bima Contoh" not in page


def test_a_unit_is_made_below_another(admin):
    parent = UnitFactory(name="Kabupaten Contoh", kind="kabupaten")
    assert admin.post("/admin/unit/new/", unit_fields(parent=parent.pk)).status_code == 302
    unit = Unit.objects.get(name="Kecamatan Contoh")
    assert unit.get_parent() == parent
    assert unit.official_code is None


def test_two_units_without_an_official_code_may_exist(admin):
    for name in ("Satu", "Dua"):
        assert admin.post("/admin/unit/new/", unit_fields(name=name)).status_code == 302
    assert Unit.objects.filter(depth=1, name__in=("Satu", "Dua")).count() == 2


def test_a_unit_moves_with_all_below_it(admin):
    old, new = UnitFactory(name="Lama"), UnitFactory(name="Baru")
    unit = UnitFactory(parent=old, name="Kecamatan Contoh")
    school = UnitFactory(parent=Unit.objects.get(pk=unit.pk), name="SD Contoh")
    admin.post(f"/admin/unit/edit/{unit.pk}/", unit_fields(parent=new.pk, name="Kecamatan Pindah"))
    moved = Unit.objects.get(pk=unit.pk)
    assert (moved.name, moved.get_parent().name) == ("Kecamatan Pindah", "Baru")
    assert [above.name for above in Unit.objects.get(pk=school.pk).get_ancestors()] == ["Baru", "Kecamatan Pindah"]


def test_a_unit_can_become_a_top_one(admin):
    unit = UnitFactory(parent=UnitFactory(name="Lama"), name="Kecamatan Contoh")
    admin.post(f"/admin/unit/edit/{unit.pk}/", unit_fields(parent=""))
    assert Unit.objects.get(pk=unit.pk).is_root()


def test_a_unit_is_never_put_below_itself(admin):
    unit = UnitFactory(name="Kecamatan Contoh")
    below = UnitFactory(parent=unit)
    admin.post(f"/admin/unit/edit/{unit.pk}/", unit_fields(parent=below.pk))
    assert Unit.objects.get(pk=unit.pk).is_root()


def test_people_are_never_deleted(admin):
    person = OfficeHoldingFactory().person
    admin.post(f"/admin/users/delete/{person.pk}/")
    assert admin.post(f"/admin/bulk/people/user/delete/?id={person.pk}").status_code == 404
    assert User.objects.filter(pk=person.pk).exists()


def test_where_deleting_would_be_the_admin_points_to_active(admin):
    person = UserFactory()
    for address in ("/admin/users/", f"/admin/users/edit/{person.pk}/"):
        assert "/delete/" not in admin.get(address).content.decode()
    page = admin.get(f"/admin/users/edit/{person.pk}/").content.decode()
    assert "Orang tidak dihapus: hasil belajar dan sertifikat melekat padanya." in page


def test_who_runs_the_site_makes_a_code_for_somebody_without_a_unit(admin, superuser, noon):
    person = UserFactory()
    old = services.issue_code(person, at=noon)
    address = reverse("wagtailusers_users:new_code", args=[person.pk])
    assert address in admin.get(f"/admin/users/edit/{person.pk}/").content.decode()
    assert person.display_name in admin.get(address).content.decode()
    assert services.person_by_code(old) == person  # looking spends nothing
    assert admin.post(address).url == reverse("dashboard:code")
    with pytest.raises(services.CodeRefused):
        services.person_by_code(old)
    shown = admin.get(reverse("dashboard:code")).context["kept"]
    assert services.person_by_code(shown.code) == person
    assert log_of(person, "people.code.issue").user == superuser
    assert admin.post(reverse("dashboard:code")).url == f"/admin/users/edit/{person.pk}/"


def test_no_code_is_made_for_an_office_holder(admin):
    person = OfficeHoldingFactory().person
    address = reverse("wagtailusers_users:new_code", args=[person.pk])
    edit = f"/admin/users/edit/{person.pk}/"
    assert address not in admin.get(edit).content.decode()
    assert (admin.get(address).url, admin.post(address).url) == (edit, edit)
    assert not person.codes.exists()


@pytest.fixture
def report(noon):
    person = UserFactory(display_name="Arum Contoh", nip="197809122005011003")
    services.report_identity(person.nip, at=noon)
    return person.identity_reports.get()


def test_a_report_of_this_is_not_me_is_read_and_settled_with_a_note(admin, superuser, report):
    listed = admin.get("/admin/bukan-saya/").content.decode()
    assert "Arum Contoh" in listed
    assert "19780912 200501 1 003" in listed
    address = f"/admin/bukan-saya/edit/{report.pk}/"
    assert f"/admin/users/edit/{report.person_id}/" in admin.get(address).content.decode()
    assert admin.post(address, {"note": ""}).status_code == 200  # refused
    assert admin.post(address, {"note": "NIP salah ketik, dikosongkan."}).status_code == 302
    report.refresh_from_db()
    report.person.refresh_from_db()
    assert (report.note, report.resolved_by) == ("NIP salah ketik, dikosongkan.", superuser)
    assert report.person.identity_disputed_at is None
    assert log_of(report.person, "people.identity.resolve").user == superuser
    assert "Tandai selesai" not in admin.get(address).content.decode()


def test_open_reports_come_first(admin, superuser, report, noon):
    services.resolve_identity_report(report, note="Benar orangnya.", by=superuser, at=noon)
    services.report_identity(UserFactory(display_name="Bima Contoh", nip="197809122005011004").nip, at=noon)
    listed = admin.get("/admin/bukan-saya/").content.decode()
    assert listed.index("Bima Contoh") < listed.index("Arum Contoh")


def test_units_and_offices_are_never_deleted(admin):
    holding = OfficeHoldingFactory()
    admin.post(f"/admin/unit/delete/{holding.unit_id}/")
    admin.post(f"/admin/jabatan/delete/{holding.pk}/")
    assert OfficeHolding.objects.filter(pk=holding.pk).exists()
    assert Unit.objects.filter(pk=holding.unit_id).exists()


def test_an_office_is_handed_over_by_dates(admin):
    old = OfficeHoldingFactory()
    successor = UserFactory()
    fields = {"unit": old.unit_id, "role": "head", "kind": "definitif"}
    admin.post(
        f"/admin/jabatan/edit/{old.pk}/",
        {**fields, "person": old.person_id, "starts_on": "2024-01-01", "ends_on": "2024-10-01"},
    )
    admin.post("/admin/jabatan/new/", {**fields, "person": successor.pk, "starts_on": "2024-10-01", "ends_on": ""})
    assert OfficeHolding.objects.filter(unit=old.unit, ends_on=None).get().person == successor


def test_a_second_definitive_head_is_refused_in_words(admin):
    old = OfficeHoldingFactory()
    fields = {
        "unit": old.unit_id,
        "person": UserFactory().pk,
        "role": "head",
        "kind": "definitif",
        "starts_on": "2024-10-01",
    }
    assert admin.post("/admin/jabatan/new/", fields).status_code == 200
    assert OfficeHolding.objects.count() == 1


def test_the_admin_calls_people_by_their_name(admin, superuser):
    for address in ("/admin/", "/admin/account/"):
        page = admin.get(address).content.decode()
        assert superuser.username not in page
        assert "Pengelola Contoh" in page
        assert "last_name" not in page


@pytest.mark.parametrize(
    ("starts", "ends", "refused"),
    [("2025-06-01", "", True), ("2025-06-01", "2027-01-01", True), ("2026-01-01", "", False)],
)
def test_a_unit_has_one_definitive_head_at_a_time(admin, starts, ends, refused):
    first = OfficeHoldingFactory(ends_on=date(2026, 1, 1))
    fields = {"unit": first.unit.pk, "person": UserFactory().pk, "role": "head", "kind": "definitif"}
    page = admin.post("/admin/jabatan/new/", {**fields, "starts_on": starts, "ends_on": ends})
    assert OfficeHolding.objects.count() == (1 if refused else 2)
    assert ("Tulis dulu tanggal akhir jabatannya" in page.content.decode()) == refused


def test_an_acting_head_may_stand_in_beside_the_definitive_one():
    first = OfficeHoldingFactory()
    OfficeHolding(
        unit=first.unit, person=UserFactory(), role="head", kind="plt", starts_on=date(2025, 1, 1)
    ).full_clean()
