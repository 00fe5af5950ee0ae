"""The form of a session in the hands of two, of the hasty, and of those who move what they wrote before."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from certificates.models import Template
from certificates.services import CertificateError
from elearning.training import pictures, readiness, services
from elearning.training.models import CommitteeMember, Contributor, SessionMaterial, TrainingSession
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.training import TrainingSessionFactory

from .test_admin import ADD, admin_client, changed, edit, errors, filled, inline, panitia  # noqa: F401
from .test_papers_form import drawn_template, png, with_pictures
from .web import page, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(noon, home):
    with time_machine.travel(noon, tick=False):
        yield


def person_row(name="Adi Contoh", **changes):
    return {"kind": "narasumber", "person": "", "name": name, "lesson_hours": 2, **changes}


def with_people(session, **changes):
    """The form of a stored session with its contributors, as the admin would send it back."""
    rows = [person_row(one.name, id=one.pk, ORDER=place) for place, one in enumerate(session.contributors.all())]
    return changed(session) | inline("contributors", *rows, existing=len(rows)) | changes


def codes(response, relation="") -> list[str]:
    form = response.context["form"]
    found = form.formsets[relation].non_form_errors() if relation else form.errors.get("__all__")
    return [error.code for error in (found.as_data() if found else [])]


@pytest.fixture
def two(session):
    for place, name in enumerate(("Adi Contoh", "Budi Contoh")):
        Contributor.objects.create(session=session, sort_order=place, name=name, lesson_hours=2)
    return session


# One press too many


def test_a_session_whose_button_is_pressed_twice_is_made_once(admin_client, province):  # noqa: F811
    key = admin_client.get(reverse(ADD)).context["form"]["seen"].value()
    first, again = (admin_client.post(reverse(ADD), filled(province, seen=key)) for _ in range(2))
    assert (first.status_code, again.url) == (302, first.url)
    assert str(TrainingSession.objects.get().public_id) == key


@pytest.mark.parametrize("later", ["another form", "much later", "of others", "no key"])
def test_a_second_session_is_a_second_session(admin_client, province, noon, later):  # noqa: F811
    key = admin_client.get(reverse(ADD)).context["form"]["seen"].value()
    admin_client.post(reverse(ADD), filled(province, seen=key))
    if later == "of others":
        TrainingSession.objects.update(created_by=UserFactory())
    sent = {"another form": admin_client.get(reverse(ADD)).context["form"]["seen"].value(), "no key": "?"}
    with time_machine.travel(noon + (timedelta(minutes=2) if later == "much later" else timedelta()), tick=False):
        assert admin_client.post(reverse(ADD), filled(province, seen=sent.get(later, key))).status_code == 302
    assert TrainingSession.objects.count() == 2


# Rows that trade places


def test_a_session_is_put_off_by_a_day(admin_client, session):  # noqa: F811
    keys = [day.pk for day in session.days.all()]
    dates = ("2024-10-04", "2024-10-05", "2024-10-06")
    values = {f"days-{place}-date": date for place, date in enumerate(dates)}
    assert admin_client.post(edit(session), changed(session, **values)).status_code == 302
    assert [(day.pk, str(day.date)) for day in session.days.all()] == list(zip(keys, dates, strict=True))


def test_two_contributors_trade_their_names(admin_client, two):  # noqa: F811
    before = {one.pk: one.public_id for one in two.contributors.all()}
    values = with_people(two, **{"contributors-0-name": "Budi Contoh", "contributors-1-name": "Adi Contoh"})
    assert admin_client.post(edit(two), values).status_code == 302
    after = Contributor.objects.order_by("pk")
    assert [one.name for one in after] == ["Budi Contoh", "Adi Contoh"]
    assert {one.pk: one.public_id for one in after} == before


def test_two_members_trade_their_rows(admin_client, session, committee):  # noqa: F811
    colleague = UserFactory()
    OfficeHoldingFactory(unit=session.unit, person=colleague, role="committee")
    CommitteeMember.objects.create(session=session, person=colleague, role="meja")
    mine, theirs = session.committee.order_by("pk")
    rows = [
        {"id": mine.pk, "person": colleague.pk, "role": "meja"},
        {"id": theirs.pk, "person": committee.pk, "role": "ketua"},
    ]
    response = admin_client.post(edit(session), changed(session, **inline("committee", *rows, existing=2)))
    assert response.status_code == 302
    assert dict(session.committee.values_list("person", "role")) == {colleague.pk: "meja", committee.pk: "ketua"}


def test_the_same_person_twice_is_said_in_words(admin_client, province):  # noqa: F811
    response = admin_client.post(reverse(ADD), filled(province, contributors=[person_row(), person_row()]))
    assert codes(response, "contributors") == ["row_twice"]
    assert "session, kind" not in response.content.decode()


# Two at once


def test_what_somebody_else_changed_meanwhile_is_not_overwritten_unseen(admin_client, two):  # noqa: F811
    seen = admin_client.get(edit(two)).context["form"]["seen"].value()
    values = with_people(two, seen=seen, city="Kota Saya")
    two.contributors.first().delete()
    TrainingSession.objects.update(city="Kota Mereka")
    response = admin_client.post(edit(two), values)
    assert codes(response) == ["changed_meanwhile"]
    two.refresh_from_db()
    assert (two.city, two.contributors.count()) == ("Kota Mereka", 1)
    again = values | {"seen": response.context["form"]["seen"].value()}
    assert admin_client.post(edit(two), again).status_code == 302
    two.refresh_from_db()
    assert (two.city, two.contributors.count()) == ("Kota Saya", 2)


def test_running_the_session_is_no_change_of_its_form(admin_client, two, noon):  # noqa: F811
    seen = admin_client.get(edit(two)).context["form"]["seen"].value()
    TrainingSession.objects.update(state="draf", post_test_opened_at=noon)
    assert admin_client.post(edit(two), with_people(two, seen=seen)).status_code == 302


@pytest.mark.parametrize("key", ["abc", "999999999", "-1", "of others"])
def test_a_key_that_is_none_of_this_session_is_a_new_row(admin_client, two, key):  # noqa: F811
    theirs = Contributor.objects.create(session=TrainingSessionFactory(), name="Milik Orang Lain")
    key = str(theirs.pk) if key == "of others" else key
    response = admin_client.post(
        edit(two), with_people(two, **{"contributors-0-id": key, "contributors-0-name": "Candra"})
    )
    assert response.status_code == 302
    assert list(two.contributors.values_list("name", flat=True)) == ["Adi Contoh", "Candra", "Budi Contoh"]
    theirs.refresh_from_db()
    assert theirs.name == "Milik Orang Lain"


# What no paper could say


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"title": "漢"}, "title", "character_missing"),
        ({"city": "3201012304700001"}, "city", "nik"),
        ({"organiser": "Lembaga\u200b"}, "organiser", "character_missing"),
    ],
)
def test_texts_of_the_session_are_looked_at_as_they_are_typed(admin_client, province, changes, where, code):  # noqa: F811
    response = admin_client.post(reverse(ADD), filled(province, **changes))
    assert [error.code for error in response.context["form"].errors.as_data()[where]] == [code]


def material(**changes):
    return {"title": "Dasar", "speaker": "Adi Contoh", "speaker_title": "", "lesson_hours": 4, **changes}


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"speaker": "漢"}, "speaker", "character_missing"),
        ({"speaker_title": "3201012304700001"}, "speaker_title", "nik"),
        ({"speaker": "A" * 120}, "speaker", "name_too_long"),
        ({"lesson_hours": 1000}, "lesson_hours", "max_value"),
    ],
)
def test_a_speaker_who_is_copied_is_looked_at_as_he_is_typed(admin_client, province, changes, where, code):  # noqa: F811
    values = filled(province, materials=[material(**changes)], adds_speakers="on")
    found = admin_client.post(reverse(ADD), values).context["form"].formsets["materials"].forms[0]
    assert [error.code for error in found.errors.as_data()[where]] == [code]
    assert not TrainingSession.objects.exists()


def test_a_sum_of_jp_that_no_column_holds_is_refused(admin_client, province):  # noqa: F811
    response = admin_client.post(reverse(ADD), filled(province, materials=[material(lesson_hours=999)] * 2))
    assert codes(response) == ["too_many_hours"]


def test_a_speaker_from_before_whom_no_paper_could_name_is_copied_nowhere(desk_client, session):
    SessionMaterial.objects.create(session=session, title="Lama", speaker="漢", lesson_hours=1)
    with pytest.raises(CertificateError) as refusal:
        services.add_speakers(session)
    assert refusal.value.code == "character_missing"
    assert "tidak ada dalam huruf sertifikat" in words(desk_client.post(page("add_speakers", session), follow=True))
    assert not session.contributors.exists()


# Copies, templates, pictures


def test_who_left_is_not_carried_into_the_next_session(admin_client, session, committee):  # noqa: F811
    gone = UserFactory()
    Contributor.objects.create(session=session, person=gone, name="Pergi Contoh", lesson_hours=2)
    CommitteeMember.objects.create(session=session, person=gone)
    form = admin_client.get(reverse("trainingsession:copy", args=[session.pk])).context["form"]
    assert [one["person"].value() for one in form.formsets["committee"].forms] == [committee.pk]
    kept = form.formsets["contributors"].forms[0]
    assert (kept["name"].value(), kept["person"].value()) == ("Pergi Contoh", None)


def test_a_template_that_was_retired_or_lacks_a_sentence_is_said_before_the_day(admin_client, two, noon):  # noqa: F811
    shipped = {"mengikuti": "sebagai {role} pada {title} oleh {organiser} pada {days}"}
    two.template = drawn_template(wording=shipped)
    two.save()
    check = readiness._signatory(TrainingSession.objects.get(pk=two.pk))
    assert (check.done, "kalimat untuk narasumber" in check.words) == (False, True)
    Template.objects.update(retired_at=noon)
    check = readiness._signatory(TrainingSession.objects.get(pk=two.pk))
    assert (check.done, "tidak dipakai lagi" in check.words) == (False, True)
    response = admin_client.post(edit(two), with_people(two, template=two.template_id))
    assert [error.code for error in response.context["form"].errors.as_data()["template"]] == ["template_retired"]


def test_a_lost_picture_is_there_again_when_it_is_sent_again(admin_client, province):  # noqa: F811
    session = with_pictures(admin_client, province)
    storage, name = session.logo.file.storage, session.logo.file.name
    storage.delete(name)
    admin_client.post(edit(session), changed(session, **{"logo-berkas": png()}))
    assert storage.exists(name)


def test_a_picture_is_drawn_small_once_however_often_the_form_asks(admin_client, province, monkeypatch):  # noqa: F811
    keep, asked = pictures.keep_picture, []
    monkeypatch.setattr(pictures, "keep_picture", lambda *args, **kwargs: asked.append(1) or keep(*args, **kwargs))
    admin_client.post(reverse(ADD), filled(province, title="", **{"logo-berkas": png()}))
    assert len(asked) == 1


def test_sixteen_bits_of_grey_are_no_white_sheet(admin_client, province):  # noqa: F811
    out = BytesIO()
    Image.new("I;16", (30, 10), 30_000).save(out, "PNG")
    upload = SimpleUploadedFile("logo.png", out.getvalue())
    admin_client.post(reverse(ADD), filled(province, **{"logo-berkas": upload}))
    with TrainingSession.objects.get().logo.file.open() as file:
        assert Image.open(file).getpixel((0, 0))[0] == pytest.approx(117, abs=1)


def test_a_thin_picture_does_not_stretch_the_form(admin_client, province):  # noqa: F811
    out = BytesIO()
    Image.new("RGB", (4000, 4)).save(out, "PNG")
    admin_client.post(reverse(ADD), filled(province, **{"logo-berkas": SimpleUploadedFile("a.png", out.getvalue())}))
    assert (
        'alt="Gambar yang tersimpan" width="320"'
        in admin_client.get(edit(TrainingSession.objects.get())).content.decode()
    )
