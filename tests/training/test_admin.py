"""«Sosialisasi» in the admin: who sees which rows, and what a form refuses."""

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from elearning.training.models import CommitteeMember, SessionDay, TrainingSession
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory
from tests.factories.quizzes import QuizFactory
from tests.factories.training import ParticipantFactory, SessionMaterialFactory, TrainingSessionFactory, attend

pytestmark = [pytest.mark.django_db, pytest.mark.once]
INDEX, ADD = "trainingsession:index", "trainingsession:add"


@pytest.fixture(autouse=True)
def _now(noon, home):
    with time_machine.travel(noon, tick=False):
        yield


@pytest.fixture
def panitia(db):
    """The group that lets a committee into the admin; what it sees there, the policy decides."""
    group, _ = Group.objects.get_or_create(name="Panitia")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


@pytest.fixture
def admin_client(client, committee, panitia):
    committee.groups.add(panitia)
    client.force_login(committee)
    return client


def inline(prefix, *rows, existing=0):
    """Formset values as the admin sends them."""
    values = {
        f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": existing,
        f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for number, row in enumerate(rows):
        values |= {f"{prefix}-{number}-{name}": value for name, value in {"id": "", "DELETE": "", **row}.items()}
    return values


THURSDAY = {"date": "2024-10-03", "starts_at": "08:00", "ends_at": "16:00"}
FRIDAY = {"date": "2024-10-04", "starts_at": "08:00", "ends_at": "16:00"}
ROWS = ("days", "materials", "committee", "signatories")
MATERIAL = {"title": "Dasar hukum", "speaker": "Narasumber Contoh", "speaker_title": "", "lesson_hours": 4}


SIGNATORY = {"name": "Drs. Penanda Contoh", "title": "Ketua"}


def filled(
    unit,
    *,
    days=(THURSDAY, FRIDAY),
    materials=(MATERIAL,),
    members=(),
    signatories=(SIGNATORY,),
    contributors=(),
    **changes,
):
    values = {
        "title": "Menjaga Netralitas Contoh", "activity": "Sosialisasi Netralitas ASN", "venue": "Aula Contoh",
        "city": "Kota Contoh", "time_zone": "Asia/Makassar", "unit": unit.pk, "organiser": "Lembaga Contoh",
        "letterhead": "", "template": "", "min_days_attended": 2, "pre_test": "", "post_test": "",
    }  # fmt: skip
    rows = inline("days", *days) | inline("materials", *materials) | inline("committee", *members)
    rows |= inline("signatories", *signatories) | inline("contributors", *contributors)
    return {**values, **rows, **changes}


def errors(response) -> str:
    form = response.context["form"]
    rows = [[*formset.errors, formset.non_form_errors()] for formset in form.formsets.values()]
    return f"{form.errors} {rows}"


# Making


def test_a_new_session_begins_as_a_copy_of_an_old_one(admin_client, session, committee, noon):
    quiz = QuizFactory()
    TrainingSession.objects.filter(pk=session.pk).update(
        post_test=quiz, post_test_opened_at=noon, room_code="ABCD", state="ditutup", list_closed_at=noon,
        is_announced=True, takes_registrations=True,
    )  # fmt: skip
    ParticipantFactory(session=session)
    address = reverse("trainingsession:copy", args=[session.pk])
    form = admin_client.get(address).context["form"]
    assert form["title"].value() == session.title
    assert not form["is_announced"].value()
    assert not form["takes_registrations"].value()  # nobody finds a draft because somebody copied it
    days, materials = form.formsets["days"].forms, form.formsets["materials"].forms
    assert [one["date"].value() for one in days] == [None] * session.days.count()
    assert [one["title"].value() for one in materials] == [one.title for one in session.materials.all()]
    changes = {"title": "Angkatan berikutnya", "post_test": quiz.pk}
    old_days = [{**THURSDAY}, {**FRIDAY}][: len(days)]
    values = filled(
        session.unit,
        days=old_days,
        min_days_attended=1,
        members=[{"person": committee.pk, "role": "anggota"}],
        **changes,
    )
    values |= {f"{name}-INITIAL_FORMS": values[f"{name}-TOTAL_FORMS"] for name in ROWS}
    response = admin_client.post(address, values)
    made = TrainingSession.objects.exclude(pk=session.pk).get()
    assert response.url == reverse("training:overview", args=[made.slug])
    assert (made.state, made.room_code, made.post_test, made.post_test_opened_at) == ("draf", "", quiz, None)
    assert (made.title, made.created_by, made.participants.count()) == ("Angkatan berikutnya", committee, 0)
    assert [day.date.isoformat() for day in made.days.all()] == [day["date"] for day in old_days]
    assert (made.materials.count(), session.materials.count()) == (1, 1)
    session.refresh_from_db()
    assert session.days.count() == len(days)
    assert session.state == "ditutup"


def test_a_copy_asks_for_every_date(admin_client, session):
    undated = {**THURSDAY, "date": ""}
    response = admin_client.post(
        reverse("trainingsession:copy", args=[session.pk]), filled(session.unit, days=[undated])
    )
    assert response.context["form"].formsets["days"].errors == [{"date": ["Belum diisi."]}]
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize("slip", ["0026-10-03", "9999-12-31"])
def test_a_slip_in_the_year_of_a_day_is_asked_about(admin_client, province, slip):
    """One such day ended the calendar file of all sessions."""
    response = admin_client.post(reverse(ADD), filled(province, days=[{**THURSDAY, "date": slip}]))
    refused = response.context["form"].formsets["days"].forms[0].errors.as_data()["date"]
    assert [error.code for error in refused] == ["year"]
    assert not TrainingSession.objects.exists()


def test_the_session_of_others_is_not_copied(client, session, other_committee, panitia):
    other_committee.groups.add(panitia)
    client.force_login(other_committee)
    assert client.get(reverse("trainingsession:copy", args=[session.pk])).status_code == 404


def test_a_committee_makes_a_session_and_belongs_to_it(admin_client, committee, province):
    response = admin_client.post(reverse(ADD), filled(province))
    session = TrainingSession.objects.get()
    assert response.url == reverse("training:overview", args=[session.slug])
    assert session.slug == "menjaga-netralitas-contoh"
    assert (session.created_by, session.committee.get().person) == (committee, committee)
    assert (session.days.count(), session.lesson_hours, session.zone_name) == (2, 4, "WITA")
    assert admin_client.get(response.url).status_code == 200


def test_naming_oneself_in_the_committee_is_no_double(admin_client, committee, province):
    admin_client.post(reverse(ADD), filled(province, members=[{"person": committee.pk, "role": "anggota"}]))
    assert CommitteeMember.objects.get().person == committee


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"days": [{**THURSDAY, "ends_at": "07:00"}]}, "Jam selesai harus sesudah jam mulai."),
        ({"days": [THURSDAY, THURSDAY]}, "duplikat"),
        ({"days": []}, "Isi sedikitnya satu hari"),
        ({"min_days_attended": 3}, "Ada 2 hari. Tulis angka dari 1 sampai 2."),
        ({"min_days_attended": 0}, "Tulis angka dari 1"),
        ({"needs_post_test_passed": "on"}, "Pilih kuis post-test"),
        ({"needs_post_test_taken": "on"}, "Pilih kuis post-test"),
        ({"title": ""}, "title"),
    ],
)
def test_what_cannot_be_is_refused_in_words(admin_client, province, changes, shown):
    response = admin_client.post(reverse(ADD), filled(province, **changes))
    assert response.status_code == 200
    assert not TrainingSession.objects.exists()
    if shown != "duplikat":
        assert shown in errors(response)


def test_nobody_organises_for_a_unit_of_others(admin_client, other_committee):
    elsewhere = other_committee.holdings.get().unit
    assert "unit" in admin_client.post(reverse(ADD), filled(elsewhere)).context["form"].errors


def test_the_form_offers_own_units_and_own_colleagues_only(admin_client, committee, province, other_committee):
    below = UnitFactory(parent=province, name="Kecamatan Bawahan Contoh")
    colleague = UserFactory(display_name="Rekan Contoh")
    OfficeHoldingFactory(unit=below, person=colleague, role="committee")
    form = admin_client.get(reverse(ADD)).context["form"]
    assert set(form.fields["unit"].queryset) == {province, below}
    assert set(form.formsets["committee"].empty_form.fields["person"].queryset) == {committee, colleague}


def test_a_stranger_cannot_be_smuggled_into_the_committee(admin_client, province, other_committee):
    response = admin_client.post(
        reverse(ADD), filled(province, members=[{"person": other_committee.pk, "role": "anggota"}])
    )
    assert response.status_code == 200
    assert not TrainingSession.objects.exists()


# Changing


def changed(session, **changes):
    """The form of a stored session as the admin would send it back."""
    days = [
        {"id": day.pk, "date": day.date, "starts_at": day.starts_at, "ends_at": day.ends_at}
        for day in session.days.all()
    ]
    materials = [{"id": one.pk, **{key: getattr(one, key) for key in MATERIAL}} for one in session.materials.all()]
    members = [{"id": one.pk, "person": one.person_id, "role": one.role} for one in session.committee.all()]
    values = filled(session.unit, signatories=(), min_days_attended=1, **{"title": session.title})
    for prefix, rows in (("days", days), ("materials", materials), ("committee", members)):
        values |= inline(prefix, *rows, existing=len(rows))
    return values | changes


def edit(session):
    return reverse("trainingsession:edit", args=[session.pk])


def test_the_weekday_of_each_date_stands_beside_it_and_jp_in_words(admin_client, session):
    text = admin_client.get(edit(session)).content.decode()
    assert "Kamis, 3 Oktober 2024" in text
    assert "Sabtu, 5 Oktober 2024" in text
    assert "4 (empat) JP" in text


def test_a_session_is_changed_by_its_committee(admin_client, session):
    assert admin_client.post(edit(session), changed(session, title="Tema Baru Contoh")).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.slug) == ("Tema Baru Contoh", "netral-2024")


def test_a_day_on_which_people_came_keeps_its_date(admin_client, session, participant, day, committee, noon):
    attend(participant, day, by=committee, at=noon)
    response = admin_client.post(edit(session), changed(session, **{"days-0-date": "2024-10-10"}))
    assert "Kehadiran hari ini sudah dicatat" in errors(response)
    response = admin_client.post(edit(session), changed(session, **{"days-0-DELETE": "1"}))
    assert "tidak bisa dihapus" in errors(response)
    assert SessionDay.objects.filter(pk=day.pk, date="2024-10-03").exists()


def test_a_day_without_people_may_go(admin_client, session):
    assert admin_client.post(edit(session), changed(session, **{"days-2-DELETE": "1"})).status_code == 302
    assert session.days.count() == 2


def test_a_test_that_was_opened_keeps_its_quiz(admin_client, session, noon):
    session.pre_test, session.pre_test_opened_at = QuizFactory(), noon
    session.save()
    response = admin_client.post(edit(session), changed(session, pre_test=QuizFactory().pk))
    assert "pre_test" in response.context["form"].errors


def test_after_issue_the_form_is_closed(admin_client, session):
    TrainingSession.objects.update(state="terbit")
    assert admin_client.get(edit(session), follow=True).redirect_chain
    admin_client.post(edit(session), changed(session, title="Tema Baru Contoh"))
    session.refresh_from_db()
    assert session.title != "Tema Baru Contoh"


def test_a_session_is_never_deleted_here(admin_client, session):
    admin_client.post(reverse("trainingsession:delete", args=[session.pk]))
    assert TrainingSession.objects.filter(pk=session.pk).exists()


# Seeing


def test_a_committee_sees_its_own_sessions_only(admin_client, session):
    TrainingSessionFactory(title="Sosialisasi Orang Lain")
    text = admin_client.get(reverse(INDEX)).content.decode()
    assert session.title in text
    assert "Sosialisasi Orang Lain" not in text
    assert "3 s.d. 5 Oktober 2024" in text
    assert reverse("training:overview", args=[session.slug]) in text


@pytest.mark.parametrize("name", ["edit", "history", "usage"])
def test_the_session_of_others_does_not_exist(admin_client, name):
    other = TrainingSessionFactory()
    assert admin_client.get(reverse(f"trainingsession:{name}", args=[other.pk])).status_code == 404
    if name == "edit":
        assert admin_client.post(edit(other), changed(other)).status_code == 404


def test_an_editor_without_the_office_finds_no_sessions_in_the_admin(client, session, panitia):
    editor = UserFactory()
    editor.groups.add(panitia)
    client.force_login(editor)
    for url in (reverse(INDEX), reverse(ADD), edit(session)):
        assert client.get(url).status_code in (302, 404)
    assert reverse(INDEX) not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_member_without_an_office_edits_the_own_session_but_makes_none(client, session, panitia):
    member = UserFactory()
    member.groups.add(panitia)
    CommitteeMember.objects.create(session=session, person=member)
    client.force_login(member)
    assert session.title in client.get(reverse(INDEX)).content.decode()
    assert client.get(reverse(ADD)).status_code == 302
    assert client.get(edit(session)).status_code == 200
    assert client.post(edit(session), changed(session, title="Tema Baru Contoh")).status_code == 302


def test_anonymous_visitors_are_sent_to_sign_in(client, session):
    for url in (reverse(INDEX), reverse(ADD), edit(session)):
        assert client.get(url).status_code == 302


@pytest.mark.parametrize("sessions", [1, 30])
def test_the_list_costs_the_same_for_any_number_of_sessions(
    admin_client, province, sessions, django_assert_max_num_queries
):
    for _ in range(min(sessions, 20)):
        session = TrainingSessionFactory(unit=province)
        SessionMaterialFactory(session=session)
        ParticipantFactory(session=session)
    admin_client.get(reverse(INDEX))
    with django_assert_max_num_queries(26):
        admin_client.get(reverse(INDEX))
