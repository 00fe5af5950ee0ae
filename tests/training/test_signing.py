"""«Unduh untuk ditandatangani» and «Unggah hasil tanda tangan» (ADR 0032)."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry

from certificates import services as papers
from certificates import tasks
from certificates.models import Certificate, TemplateVersion
from certificates.printing import rendering
from certificates.sealing import exchange
from elearning.training import delivery, services
from tests.factories.people import UserFactory
from tests.factories.sealing import FakeProvider, packed
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.usefixtures("at_noon"),
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
]


@pytest.fixture
def balai(settings, tmp_path):
    made = FakeProvider(tmp_path / "balai")
    settings.SIGNING_PROVIDER = made.setting
    return made


def issue(session, committee, day, noon, *, mode):
    for name in ("Rina Contoh, S.Pd.", "Suharto"):
        person = UserFactory(display_name=name)
        attend(ParticipantFactory(session=session, person=person), day, by=committee, at=noon)
    services.close_list(session, by=committee, at=noon)
    version = papers.default_template(noon)
    TemplateVersion.objects.filter(pk=version.pk).update(content=version.content | {"signature_mode": mode})
    services.issue_certificates(session, by=committee, at=noon)
    tasks.render_due()
    return session


@pytest.fixture
def made(session, committee, day, noon):
    return issue(session, committee, day, noon, mode="tte")


def fetched(client, session) -> dict[str, bytes]:
    response = client.post(page("hand_to_sign", session))
    with ZipFile(BytesIO(response.getvalue())) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != exchange.MANIFEST}


def sent(client, session, files):
    upload = SimpleUploadedFile("hasil.zip", packed(files.items()).getvalue())
    return client.post(page("signing", session), {"file": upload})


def test_out_signed_and_back_again(desk_client, made, balai):
    assert page("signing", made) in words(desk_client.get(page("certificates", made)))
    files = {name: balai.sign(content) for name, content in fetched(desk_client, made).items()}
    response = sent(desk_client, made, files | {"lain.pdf": b"x"})
    assert [one.code for one in response.context["outcomes"]] == ["", "", "not_ours"]
    assert response.context["to_sign"] == 0
    handed_out = {paper.certificate.final_file.pdf.read() for paper in delivery.papers(made)}
    assert handed_out == set(files.values())
    entry = ModelLogEntry.objects.get(action="training.certificates.export")
    assert (entry.data["kind"], entry.data["people"]) == ("untuk-ditandatangani", 2)


def test_a_second_zip_asks_only_for_what_is_missing(desk_client, made, balai):
    first = dict([next(iter(fetched(desk_client, made).items()))])
    sent(desk_client, made, {name: balai.sign(content) for name, content in first.items()})
    assert len(fetched(desk_client, made)) == 1


def test_the_holder_gets_the_signed_file(client, desk_client, made, balai):
    files = {name: balai.sign(content) for name, content in fetched(desk_client, made).items()}
    sent(desk_client, made, files)
    certificate = Certificate.objects.select_related("holder").first()
    client.force_login(certificate.holder, backend="elearning.people.auth.CodeBackend")
    response = client.get(f"/sertifikat/{certificate.code}/unduh/")
    assert response.getvalue() == files[exchange.name_of_file(certificate)]


def test_nothing_is_called_signed_before_it_came_back(desk_client, made, balai):
    shown = desk_client.get(page("signing", made))
    assert (shown.context["signed"], shown.context["to_sign"]) == ([], 2)


def test_without_a_provider_the_page_says_so_and_takes_nothing(desk_client, made):
    shown = desk_client.get(page("signing", made))
    assert shown.context["error"]
    assert shown.context["provider"] == ""
    assert sent(desk_client, made, {}).status_code == 422


@pytest.mark.parametrize("content", [None, b"no zip"])
def test_a_file_that_is_none_is_said(desk_client, made, balai, content):
    files = {"file": SimpleUploadedFile("x.zip", content)} if content else {}
    response = desk_client.post(page("signing", made), files)
    assert response.status_code == 422
    assert response.context["error"]


def test_papers_with_a_wet_signature_stay_here(desk_client, session, committee, day, noon, balai):
    issue(session, committee, day, noon, mode="basah")
    assert page("signing", session) not in words(desk_client.get(page("certificates", session)))
    assert desk_client.post(page("hand_to_sign", session)).status_code == 302
