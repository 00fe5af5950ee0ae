from datetime import date
from urllib.parse import unquote

import pytest

from certificates import services
from certificates.claims import TaughtRule
from certificates.models import RenderJob
from certificates.printing import rendering
from elearning.lib import codes
from elearning.people.models import OfficeRole
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
needs_pango = pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")


@pytest.fixture
def rina(home):
    return UserFactory(display_name="Rina Contoh")


def own(certificate, ending="") -> str:
    return f"/sertifikat/{codes.display(certificate.code)}/{ending}"


def sign_in(client, person):
    client.force_login(person)
    return client


@needs_pango
def test_a_finished_paper_offers_its_file_with_its_size(client, rina):
    certificate = make_certificate(holder=rina, rendered=True)
    html = sign_in(client, rina).get(own(certificate)).content.decode()
    assert "Sertifikat Anda siap" in html
    assert f"Unduh PDF ({round(certificate.file.size / 1000)} KB)" in html
    for words in ("Bagikan", "Lihat halaman pemeriksaan", "Minta perbaikan nama"):
        assert words in html
    assert "Muat ulang" not in html


def test_a_paper_in_the_making_says_how_long_it_takes(client, rina):
    html = sign_in(client, rina).get(own(make_certificate(holder=rina))).content.decode()
    assert "Sedang dibuat, biasanya kurang dari 1 menit." in html
    assert "Muat ulang" in html
    assert "Unduh PDF" not in html


def test_a_paper_that_failed_promises_no_minute(client, rina):
    certificate = make_certificate(holder=rina)
    RenderJob.objects.update(error="OSError: disk")
    html = sign_in(client, rina).get(own(certificate)).content.decode()
    assert "kurang dari 1 menit" not in html
    assert "tertunda" in html
    assert "OSError" not in html


@pytest.mark.parametrize(("kind", "learnt"), [("mengikuti", True), ("narasumber", False)])
def test_who_taught_is_not_told_to_have_attended(client, rina, kind, learnt):
    html = sign_in(client, rina).get(own(make_certificate(holder=rina, kind=kind))).content.decode()
    assert ("telah mengikuti" in html) is learnt
    assert ("atas perannya sebagai" in html) is not learnt


def test_a_revoked_paper_says_so_to_its_holder(client, rina):
    certificate = make_certificate(holder=rina)
    services.revoke(certificate, reason="Ganda", by=None, at=AT)
    html = sign_in(client, rina).get(own(certificate)).content.decode()
    assert "Alasan: ganda." in html


def test_a_corrected_paper_leads_its_holder_to_the_newest(client, rina):
    old = make_certificate(holder=rina)
    new = services.replace(old, recipient_name="Rina Contoh, M.M.", reason="Salah tulis", by=None, at=AT)
    assert own(new) in sign_in(client, rina).get(own(old)).content.decode()


@pytest.mark.parametrize("papers", [1, 30])
def test_the_own_list_costs_the_same_for_one_and_for_thirty(client, rina, papers, django_assert_max_num_queries):
    unit = UnitFactory(number_code="KKC")
    for number in range(papers):
        make_certificate(holder=rina, unit=unit, title=f"Tema {number}")
    sign_in(client, rina)
    with django_assert_max_num_queries(8):
        html = client.get("/sertifikat/").content.decode()
    assert html.count("/KKC/X/2024") == papers


def test_the_own_list_says_where_a_rule_changed(client, rina):
    make_certificate(holder=rina, rules=(TaughtRule("memberi-like", 1),))
    make_certificate(holder=rina)
    services.note_rule_change([rina.pk], rule="memberi-like", edition=2, sentence="Aturan berubah.", at=AT)
    html = sign_in(client, rina).get("/sertifikat/").content.decode()
    assert html.count("dasar aturan berubah") == 1


def test_the_own_list_shows_no_other_papers(client, rina):
    make_certificate(title="Tema orang lain")
    html = sign_in(client, rina).get("/sertifikat/").content.decode()
    assert "Tema orang lain" not in html
    assert "Belum ada sertifikat." in html


@pytest.mark.parametrize("ending", ["", "unduh/"])
def test_strangers_find_nothing_and_the_anonymous_are_asked_to_sign_in(client, rina, ending):
    certificate = make_certificate(holder=rina)
    assert client.get(own(certificate, ending)).status_code == 302
    assert client.get("/sertifikat/").status_code == 302
    sign_in(client, UserFactory())
    assert client.get(own(certificate, ending)).status_code == 404
    assert client.get(f"/sertifikat/H6B3-N8C4-W5T7/{ending}").status_code == 404
    assert client.get(f"/sertifikat/bukan-kode/{ending}").status_code == 404


@needs_pango
def test_the_holder_downloads_the_bytes_that_were_frozen(client, rina):
    certificate = make_certificate(holder=rina, rendered=True)
    response = sign_in(client, rina).get(own(certificate, "unduh/"))
    assert b"".join(response.streaming_content) == certificate.file.pdf.open("rb").read()
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    assert 'filename="Sertifikat Netralitas ASN - Rina Contoh.pdf"' in response["Content-Disposition"]


@needs_pango
def test_a_name_with_titles_and_slashes_makes_a_harmless_file_name(client, rina):
    certificate = make_certificate(holder=rina, rendered=True, recipient_name="Rina/Nuraïni Contoh, M.M.")
    response = sign_in(client, rina).get(own(certificate, "unduh/"))
    assert "Sertifikat Netralitas ASN - Rina Nuraïni Contoh, M.M.pdf" in unquote(response["Content-Disposition"])


def test_a_paper_that_is_not_made_yet_cannot_be_downloaded(client, rina):
    certificate = make_certificate(holder=rina)
    assert sign_in(client, rina).get(own(certificate, "unduh/")).status_code == 404


@needs_pango
def test_staff_download_papers_of_their_units_and_of_no_other(client, home):
    regency = UnitFactory(name="Kabupaten Contoh")
    unit = UnitFactory(parent=regency, number_code="KKC")
    certificate = make_certificate(unit=unit, rendered=True)
    above, inside, beside = UserFactory(), UserFactory(), UserFactory()
    OfficeHoldingFactory(unit=regency, person=above, role=OfficeRole.COMMITTEE)
    OfficeHoldingFactory(unit=unit, person=inside, role=OfficeRole.COMMITTEE)
    OfficeHoldingFactory(unit=UnitFactory(), person=beside, role=OfficeRole.COMMITTEE)
    former = OfficeHoldingFactory(
        unit=unit, person=UserFactory(), role=OfficeRole.COMMITTEE, ends_on=date(2024, 2, 1)
    ).person
    answers = {}
    for name, person in {"above": above, "inside": inside, "beside": beside, "former": former}.items():
        response = sign_in(client, person).get(own(certificate, "unduh/"))
        answers[name] = response.status_code
    assert answers == {"above": 200, "inside": 200, "beside": 404, "former": 404}
    assert sign_in(client, inside).get(own(certificate)).status_code == 404


@pytest.mark.parametrize("address", ["/sertifikat/", "/cek"])
def test_reading_never_changes_anything(client, rina, address):
    assert sign_in(client, rina).post(address).status_code == 405
