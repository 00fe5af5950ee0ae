"""The part of the form that papers show: kop, logos, who signs, who made it happen."""

from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from certificates.models import KeptPicture, Template, TemplateVersion
from certificates.printing import designs
from elearning.training import readiness
from elearning.training.copying import copied
from elearning.training.models import Contributor, SessionSignatory, TrainingSession
from elearning.training.papers import paper_of
from elearning.training.pictures import _signer
from tests.factories.people import UnitFactory

from .test_admin import ADD, FRIDAY, THURSDAY, admin_client, changed, edit, errors, filled, panitia  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HARI = {"name": "Prof. Hari Contoh", "title": "Rektor"}


@pytest.fixture(autouse=True)
def _now(noon, home):
    with time_machine.travel(noon, tick=False):
        yield


def png(name="logo.png", colour="navy") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (300, 100), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def kept(colour="navy") -> KeptPicture:
    from certificates.services.pictures import keep_picture

    return keep_picture(png(colour=colour))


def with_pictures(client, province):
    values = filled(
        province, letterhead=" Jalan Contoh 1 \n\nKota Contoh", signatories=(HARI, {"name": "B", "title": "C"})
    )
    values |= {"logo-berkas": png(), "signatories-1-picture-berkas": png("ttd.png", "black")}
    client.post(reverse(ADD), values)
    return TrainingSession.objects.get()


def test_kop_logos_and_signatories_are_taken_in_on_the_form(admin_client, province):  # noqa: F811
    session = with_pictures(admin_client, province)
    assert session.letterhead_lines == ("Jalan Contoh 1", "Kota Contoh")
    assert [logo.width for logo in session.logos] == [300]
    assert [(one.name, bool(one.picture)) for one in session.signatories.all()] == [(HARI["name"], False), ("B", True)]
    text = admin_client.get(edit(session)).content.decode()
    assert text.count("data:image/png;base64,") == 2
    assert "Bingkai (bawaan), tanda tangan: Basah" in text


def test_a_picture_stays_without_being_sent_again_and_goes_when_told(admin_client, province):  # noqa: F811
    session = with_pictures(admin_client, province)
    token = {"logo": _signer.sign(session.logo.sha256)}
    admin_client.post(edit(session), changed(session, min_days_attended=2, **token))
    session.refresh_from_db()
    assert session.logo
    admin_client.post(edit(session), changed(session, min_days_attended=2, **token, **{"logo-hapus": "on"}))
    session.refresh_from_db()
    assert session.logo is None
    assert KeptPicture.objects.count() == 2  # what papers show is kept


def test_a_form_that_comes_back_for_another_mistake_has_its_picture_still(admin_client, province):  # noqa: F811
    response = admin_client.post(reverse(ADD), filled(province, title="", **{"logo-berkas": png()}))
    assert _signer.sign(KeptPicture.objects.get().sha256) in response.content.decode()


def test_nobody_takes_the_picture_of_others_by_its_hash(admin_client, province):  # noqa: F811
    admin_client.post(reverse(ADD), filled(province, logo=kept().sha256))
    assert TrainingSession.objects.get().logo is None


def test_a_picture_whose_file_is_lost_is_said_and_stops_nothing(admin_client, province):  # noqa: F811
    session = with_pictures(admin_client, province)
    session.logo.file.storage.delete(session.logo.file.name)
    assert "tidak ditemukan lagi" in admin_client.get(edit(session)).content.decode()


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    [
        ({"logo-berkas": SimpleUploadedFile("logo.png", b"%PDF-1.7")}, "logo", "picture_refused"),
        ({"letterhead": "a\nb\nc\nd"}, "letterhead", "too_many_parts"),
        ({"letterhead": "x" * 121}, "letterhead", "text_too_long"),
        ({"letterhead": "漢"}, "letterhead", "character_missing"),
        ({"letterhead": "Jalan 3201012304700001"}, "letterhead", "nik"),
    ],
)
def test_what_no_paper_could_show_is_refused(admin_client, province, changes, where, code):  # noqa: F811
    response = admin_client.post(reverse(ADD), filled(province, **changes))
    assert [error.code for error in response.context["form"].errors.as_data()[where]] == [code]
    assert not TrainingSession.objects.exists()


@pytest.mark.parametrize(
    ("signatory", "code"),
    [({"name": "漢", "title": "Ketua"}, "character_missing"), ({"name": "A 3201012304700001", "title": "B"}, "nik")],
)
def test_a_signatory_whom_no_paper_could_name_is_refused(admin_client, province, signatory, code):  # noqa: F811
    response = admin_client.post(reverse(ADD), filled(province, signatories=[signatory]))
    found = response.context["form"].formsets["signatories"].forms[0].errors.as_data()["name"]
    assert [error.code for error in found] == [code]


def test_a_fourth_signatory_is_refused(admin_client, province):  # noqa: F811
    response = admin_client.post(reverse(ADD), filled(province, signatories=[HARI] * 4))
    assert response.status_code == 200
    assert not TrainingSession.objects.exists()


def drawn_template(mode="gambar", **content) -> Template:
    template = Template.objects.create(slug="bergambar", name="Bergambar")
    content = designs.shipped_content() | {"signature_mode": mode} | content
    TemplateVersion.objects.create(
        template=template, number=1, design=designs.BINGKAI, content=content, created_at="2024-01-01T00:00Z"
    )
    return template


def test_what_the_paper_shows_is_in_its_claim_and_an_unprinted_picture_is_said(session, noon):
    SessionSignatory.objects.all().update(picture=kept())
    assert "Gambarnya tidak tercetak" in readiness._signatory(session).words
    session.template = drawn_template()
    assert paper_of(session)["signatories"][0].picture == kept().sha256
    assert paper_of(session)["template"] == "bergambar"
    assert "tanda tangan: Gambar" in readiness._signatory(session).words
    assert "tidak tercetak" not in readiness._signatory(session).words


def test_who_signs_may_come_from_the_template(session):
    session.signatories.all().delete()
    assert not readiness._signatory(session).done
    session.template = drawn_template(signatories=[{"name": "Dra. Contoh", "title": "Ketua", "picture": ""}])
    assert readiness._signatory(session).done
    assert "Dra. Contoh (dari templat)" in readiness._signatory(session).words


@pytest.mark.parametrize("how", ["of others", "retired"])
def test_a_template_out_of_reach_is_not_offered(admin_client, province, noon, how):  # noqa: F811
    template = drawn_template()
    if how == "retired":
        Template.objects.update(retired_at=noon)
    else:
        Template.objects.update(unit=UnitFactory())
    response = admin_client.post(reverse(ADD), filled(province, template=template.pk))
    assert "template" in response.context["form"].errors
    assert "Bergambar" not in response.content.decode()


def test_the_signature_mode_stands_beside_each_template(admin_client, province):  # noqa: F811
    drawn_template("tte")
    assert "Bergambar, tanda tangan: TTE" in admin_client.get(reverse(ADD)).content.decode()


# Who made it happen


def test_speakers_of_the_list_of_materi_are_written_down_on_request(admin_client, province):  # noqa: F811
    materials = [
        {"title": "Satu", "speaker": "Ir. Laksmi Contoh", "speaker_title": "Anggota", "lesson_hours": 4},
        {"title": "Dua", "speaker": "Hadi Contoh", "speaker_title": "", "lesson_hours": 2},
        {"title": "Tiga", "speaker": "ir. laksmi  contoh", "speaker_title": "", "lesson_hours": 1},
    ]
    admin_client.post(reverse(ADD), filled(province, materials=materials, adds_speakers="on"))
    session = TrainingSession.objects.get()
    rows = [(one.name, one.position, one.lesson_hours) for one in session.contributors.all()]
    assert rows == [("Ir. Laksmi Contoh", "Anggota", 5), ("Hadi Contoh", "", 2)]
    assert {one.kind for one in session.contributors.all()} == {"narasumber"}


def test_a_colleague_need_not_be_typed(admin_client, province, committee):  # noqa: F811
    row = {"kind": "panitia", "person": committee.pk, "name": "", "position": "", "unit_label": "", "lesson_hours": 0}
    admin_client.post(reverse(ADD), filled(province, contributors=[row]))
    assert Contributor.objects.get().name == committee.display_name


@pytest.mark.parametrize(
    ("name", "code"), [("", "required"), ("漢", "character_missing"), ("A 3201012304700001", "nik")]
)
def test_a_contributor_whom_no_paper_could_name_is_refused(admin_client, province, name, code):  # noqa: F811
    row = {"kind": "moderator", "person": "", "name": name, "position": "", "unit_label": "", "lesson_hours": 2}
    response = admin_client.post(reverse(ADD), filled(province, contributors=[row]))
    found = response.context["form"].formsets["contributors"].forms[0].errors.as_data()["name"]
    assert [error.code for error in found] == [code]


def test_a_stranger_is_no_contributor_with_an_account(admin_client, province, other_committee):  # noqa: F811
    row = {"kind": "panitia", "person": other_committee.pk, "name": "A", "lesson_hours": 0}
    response = admin_client.post(reverse(ADD), filled(province, contributors=[row]))
    assert "person" in errors(response)
    assert not TrainingSession.objects.exists()


def test_a_copy_keeps_what_papers_show(session):
    SessionSignatory.objects.create(session=session, sort_order=1, name="B", title="C", picture=kept())
    Contributor.objects.create(session=session, name="Laksmi Contoh", lesson_hours=4)
    session.logo, session.letterhead = kept(), "Jalan Contoh 1"
    session.save()
    made = copied(session)
    assert (made.logo, made.letterhead) == (session.logo, "Jalan Contoh 1")
    assert [one.name for one in made.signatories.all()] == [one.name for one in session.signatories.all()]
    assert [(one.name, one.public_id) for one in made.contributors.all()] != [
        (one.name, one.public_id) for one in session.contributors.all()
    ]
    assert made.contributors.all()[0].name == "Laksmi Contoh"


def test_a_title_without_a_name_signs_no_paper(session):
    session.signatories.update(name="")
    assert paper_of(session)["signatories"] == ()
