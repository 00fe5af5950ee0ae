"""E1–E4 of experience-reasons §5, without a browser."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import OperationalError
from django.urls import reverse

import elearning.ui
from certificates import services, verification
from certificates.models import CertificateEvent
from elearning.lib import codes
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
NIP = "197809122005011003"
STATIC = Path(elearning.ui.__file__).parent / "static"


def address(certificate) -> str:
    return f"/v/{codes.display(certificate.code)}"


def page(client, certificate, **headers) -> str:
    return client.get(address(certificate), headers=headers).content.decode()


def revoked(**claim):
    certificate = make_certificate(**claim)
    return services.revoke(certificate, reason="Tidak memenuhi syarat", by=None, at=AT, note="Catatan dalam")


def replaced(**claim):
    old = make_certificate(**claim)
    services.replace(old, recipient_name="Nama Baru Contoh", reason="Salah tulis", by=None, at=AT + timedelta(days=4))
    return old


def test_a_valid_certificate_shows_what_is_printed_in_printed_order(client):
    certificate = make_certificate(recipient_name="Rina Contoh, M.M.")
    html = page(client, certificate)
    assert "BERLAKU" in html
    labels = re.findall(r"<dt>(.*?)</dt>", html)
    assert labels == [
        "Nomor", "Nama", "Peran", "Kegiatan", "Penyelenggara", "Tanggal", "JP menurut penyelenggara", "Tanggal terbit",
        "Cara identitas diperiksa",
    ]  # fmt: skip
    for words in (
        "001/KKC/X/2024",
        "Rina Contoh, M.M.",
        "3 s.d. 5 Oktober 2024",
        "20 (dua puluh) jam pelajaran",
        "Diperiksa panitia",
    ):
        assert words in html


def test_a_revoked_certificate_says_since_when_and_why_but_not_who(client):
    certificate = revoked(recipient_name="Rina Contoh, M.M.")
    html = page(client, certificate)
    assert "DICABUT" in html
    assert "Dicabut 5 Oktober 2024. Alasan: tidak memenuhi syarat." in html
    assert "Rina" not in html
    assert "Catatan dalam" not in html


def test_a_reason_that_says_nothing_is_not_printed_as_one(client):
    certificate = make_certificate()
    services.revoke(certificate, reason=services.OTHER_REASON, note="Catatan dalam", by=None, at=AT)
    html = page(client, certificate)
    assert "lainnya" not in html.lower()
    assert f"Tanyakan kepada {certificate.facts['organiser']}." in html
    assert "Catatan dalam" not in html


def test_a_replaced_certificate_names_and_links_no_successor(client):
    certificate = replaced(recipient_name="Nama Lama Contoh")
    html = page(client, certificate)
    assert "DIGANTIKAN" in html
    assert "Ada versi perbaikan (Revisi 1, 9 Oktober 2024). Mintalah versi terbaru dari pemiliknya." in html
    assert "Nama Baru" not in html
    assert "Nama Lama" not in html
    successor = codes.display(certificate.replaced_by.code)
    assert successor not in html
    assert certificate.replaced_by.code not in html


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        (datetime(2027, 10, 5, 16, 59, tzinfo=UTC), "BERLAKU"),  # 23.59 at the place
        (datetime(2027, 10, 5, 17, 0, tzinfo=UTC), "KEDALUWARSA"),
    ],
)
def test_a_paper_with_an_end_expires_after_that_day_at_the_place(client, moment, word):
    certificate = make_certificate(
        valid_until=date(2027, 10, 5), time_zone="Asia/Jakarta", recipient_name="Rina Contoh"
    )
    with time_machine.travel(moment, tick=False):
        html = page(client, certificate)
        state = client.get(address(certificate), headers={"accept": "application/json"}).json()["state"]
    assert re.search(r"(?s)<h1.*?<span>(.*?)</span></h1>", html)[1] == word
    assert state == word.lower()
    assert "Rina Contoh" in html


def test_the_end_of_a_paper_is_said_before_and_after(client):
    certificate = make_certificate(valid_until=date(2027, 10, 5))
    with time_machine.travel(AT, tick=False):
        assert "Berlaku sampai 5 Oktober 2027." in page(client, certificate)
    with time_machine.travel(AT + timedelta(days=2000), tick=False):
        assert "Masa berlakunya berakhir 5 Oktober 2027." in page(client, certificate)


@pytest.mark.parametrize(("make", "word"), [(revoked, "DICABUT"), (replaced, "DIGANTIKAN")])
def test_a_paper_that_was_taken_back_does_not_become_expired(client, make, word):
    certificate = make(valid_until=date(2024, 10, 6))
    with time_machine.travel(AT + timedelta(days=2000), tick=False):
        html = page(client, certificate)
    assert word in html
    assert "KEDALUWARSA" not in html


def test_an_expired_paper_is_not_said_to_stay_valid(client):
    certificate = make_certificate(valid_until=date(2024, 10, 6))
    CertificateEvent.objects.create(
        certificate=certificate, kind="aturan", at=AT, rule="kartu-1", edition=2, note="Batas waktunya berubah."
    )
    with time_machine.travel(AT, tick=False):
        assert "BERLAKU, dasar aturan berubah" in page(client, certificate)
    with time_machine.travel(AT + timedelta(days=9), tick=False):
        html = page(client, certificate)
    assert "tetap berlaku" not in html
    assert "Batas waktunya berubah." not in html


@pytest.mark.parametrize("times", [1, 2])
def test_no_old_paper_leads_to_the_newest(client, times):
    """Neither by code, name, address nor through JSON, however often it was replaced."""
    old = newest = make_certificate(recipient_name="Nama Lama Contoh")
    for number in range(times):
        newest = services.replace(newest, recipient_name=f"Nama Baru {number}", reason="Salah tulis", by=None, at=AT)
    old.refresh_from_db()
    for accept in ("text/html", "application/json"):
        body = page(client, old, accept=accept)
        for told in (newest.code, codes.display(newest.code), "Nama Baru", "Nama Lama", "/sertifikat/"):
            assert told not in body
    links = re.findall(r'href="([^"]+)"', page(client, old))
    assert not [link for link in links if "/v/" in link]


def test_an_unknown_code_is_not_found(client):
    response = client.get("/v/H6B3-N8C4-W5T7")
    assert response.status_code == 404
    assert "TIDAK DITEMUKAN" in response.content.decode()


@pytest.mark.parametrize(("typed", "help_code"), [("OIL0-1111-2222", "alphabet"), ("H6B3", "length")])
def test_what_cannot_be_a_code_is_not_found_and_says_why(client, typed, help_code):
    from certificates.views.verification import CODE_HELP

    response = client.get(f"/v/{typed}")
    assert response.status_code == 404
    assert CODE_HELP[help_code] in response.content.decode()


@pytest.mark.parametrize("error", [OperationalError, ConnectionError, KeyError])
def test_an_outage_is_no_proof_of_invalidity(client, monkeypatch, error):
    def broken(*args, **kwargs):
        raise error("no connection")

    monkeypatch.setattr("certificates.views.verification.Certificate.objects.filter", broken)
    response = client.get("/v/H6B3-N8C4-W5T7")
    assert response.status_code == 503
    assert "GANGGUAN" in response.content.decode()
    assert "Ini bukan berarti sertifikat tidak sah. Coba lagi." in response.content.decode()
    assert response["X-Robots-Tag"].startswith("noindex")


@pytest.mark.parametrize("make", [make_certificate, revoked, replaced])
def test_nobody_is_followed_and_nothing_is_indexed(client, make):
    response = client.get(address(make()))
    html = response.content.decode()
    assert not response.cookies
    assert "Set-Cookie" not in response.headers
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "<script" not in html
    assert "csrf" not in html
    assert "Halaman ini menyatakan data di sistem kami. Bukan pemeriksaan tanda tangan elektronik." in html


def test_the_page_with_its_styles_stays_under_15_kb(client):
    certificate = make_certificate(nip=NIP, recipient_name="Rina " * 24, title="Netralitas " * 18)
    html = page(client, certificate)
    sheets = re.findall(r'href="/static/([^"]+\.css)"', html)
    assert sheets
    assert "http" not in re.sub(r'xmlns="[^"]+"', "", html)
    assert len(html.encode()) + sum((STATIC / sheet).stat().st_size for sheet in sheets) <= 15 * 1024


def test_no_page_style_stands_inline(client):
    html = page(client, make_certificate(nip=NIP))
    assert "<style" not in html
    assert " style=" not in html


@pytest.mark.parametrize("make", [make_certificate, revoked, replaced])
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_no_channel_tells_a_nip_or_a_contact(client, make, accept):
    holder = UserFactory(email="rina@contoh.example", phone="+620000000", nip=NIP)
    body = page(client, make(holder=holder, nip=NIP), accept=accept)
    for secret in (NIP, "19780912", "rina@contoh.example", "+620000000"):
        assert secret not in body


def test_case_dashes_and_lookalikes_do_not_matter(client):
    certificate = make_certificate()
    typed = certificate.code.lower().replace("8", "b").replace("5", "s").replace("2", "z").replace("6", "g")
    assert client.get(f"/v/{typed}").status_code == 200
    assert client.get(f"/v/{codes.display(certificate.code)}/").status_code == 200


def test_it_costs_few_queries(client, home, django_assert_max_num_queries):
    certificate = make_certificate()
    page(client, certificate)  # the site's own words are remembered after the first visitor
    with django_assert_max_num_queries(4):
        page(client, certificate)


def test_it_is_open_to_anonymous_and_signed_in_alike(client):
    certificate = make_certificate()
    anonymous = page(client, certificate)
    client.force_login(UserFactory())
    assert page(client, certificate) == anonymous


def test_a_machine_reads_the_same_at_the_same_address(client):
    certificate = make_certificate(recipient_name="Rina Contoh, M.M.")
    response = client.get(address(certificate), headers={"accept": "application/json"})
    answer = response.json()
    assert answer["state"] == "berlaku"
    assert answer["name"] == "Rina Contoh, M.M."
    assert answer["number"] == "001/KKC/X/2024"
    assert answer["days"] == ["2024-10-03", "2024-10-04", "2024-10-05"]
    assert "Accept" in response["Vary"]
    unknown = client.get("/v/H6B3-N8C4-W5T7", headers={"accept": "application/json"})
    assert (unknown.status_code, unknown.json()["state"]) == (404, "tidak-ditemukan")


@pytest.mark.parametrize("make", [revoked, replaced])
def test_a_machine_learns_no_name_of_what_is_no_longer_valid(client, make):
    answer = client.get(address(make()), headers={"accept": "application/json"}).json()
    assert "name" not in answer


def test_a_nip_is_only_said_to_match_or_not(client):
    certificate = make_certificate(nip=NIP)
    match = client.post(address(certificate), {"nip": "19780912 200501 1 003"})
    assert "<strong>Cocok</strong>" in match.content.decode()
    other = client.post(address(certificate), {"nip": "197809122005011004"})
    assert "<strong>Tidak cocok</strong>" in other.content.decode()
    assert not match.cookies
    assert NIP not in match.content.decode()


def test_what_is_no_nip_is_explained_and_not_compared(client):
    html = client.post(address(make_certificate(nip=NIP)), {"nip": "1978091220050110"}).content.decode()
    assert "NIP terdiri atas 18 angka." in html
    assert "1978091220050110" not in html  # E2: not even what the visitor typed
    assert "ocok</strong>" not in html


def test_the_sixth_try_in_an_hour_is_refused(client):
    certificate, other = make_certificate(nip=NIP), make_certificate(nip=NIP)
    with time_machine.travel(AT, tick=False) as clock:
        for _ in range(5):
            assert client.post(address(certificate), {"nip": NIP}).status_code == 200
        refused = client.post(address(certificate), {"nip": NIP})
        assert refused.status_code == 429
        assert "ocok</strong>" not in refused.content.decode()
        assert client.post(address(other), {"nip": NIP}).status_code == 200
        clock.shift(timedelta(hours=1, seconds=1))
        assert client.post(address(certificate), {"nip": NIP}).status_code == 200


@pytest.mark.parametrize("make", [revoked, replaced, make_certificate])
def test_no_nip_is_matched_where_none_is_kept_or_nothing_is_valid(client, make):
    nip = "" if make is make_certificate else NIP
    html = client.post(address(make(nip=nip)), {"nip": NIP}).content.decode()
    assert "ocok" not in html


def test_failures_are_throttled_by_address_and_successes_are_not(client, settings):
    certificate = make_certificate()
    for _ in range(60):
        assert client.get("/v/H6B3-N8C4-W5T7").status_code == 404
    throttled = client.get("/v/H6B3-N8C4-W5T7")
    assert throttled.status_code == 429
    assert "Ini bukan berarti sertifikat tidak sah." in throttled.content.decode()
    assert client.get(address(certificate)).status_code == 200


def test_a_typed_code_leads_to_its_page(client):
    response = client.get("/cek", {"kode": " h6b3 n8c4 w5t7 "})
    assert response.status_code == 302
    assert response["Location"] == "/v/H6B3-N8C4-W5T7"


def test_a_pasted_address_leads_to_its_page(client):
    response = client.get("/cek", {"kode": "https://netral.contoh.example/v/H6B3N8C4W5T7/"})
    assert response["Location"] == "/v/H6B3-N8C4-W5T7"


def test_the_form_explains_letters_that_we_never_use(client):
    html = client.get("/cek/", {"kode": "O0IL-N8C4-W5T7"}).content.decode()
    assert "Kode kami tidak memakai O, I, L, 0, dan 1." in html
    assert 'value="O0IL-N8C4-W5T7"' in html


def test_what_is_typed_comes_back_harmless(client):
    html = client.get("/cek", {"kode": '"><script>x</script>'}).content.decode()
    assert "<script>" not in html


def test_the_form_needs_no_cookie_either(client):
    response = client.get(reverse("certificates:check"))
    assert response.status_code == 200
    assert not response.cookies


def test_states_differ_by_shape_and_by_word():
    findings = [*verification.WORDS.values(), (verification.UNKNOWN.word, verification.UNKNOWN.shape),
                (verification.OUTAGE.word, verification.OUTAGE.shape)]  # fmt: skip
    assert len({word for word, _ in findings}) == len({shape for _, shape in findings}) == 6
