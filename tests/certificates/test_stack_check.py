"""A stack of papers without script: pasted codes, each paper once, only failures counted (ADR 0033)."""

import re

import pytest

from certificates import services
from certificates.checking import stacks
from certificates.checking.errors import CheckError
from elearning.lib import codes
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import UnitFactory

CHECK = "/cek/tumpukan/"


def rows(response) -> list[str]:
    html = re.search(r"(?s)<ol.*?</ol>", response.content.decode())[0]
    return [
        " ".join(re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", row).split()) for row in re.split(r"<li[^>]*>", html)[1:]
    ]


def shown(certificate) -> str:
    return codes.display(certificate.code)


@pytest.mark.once
@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("H6B3-N8C4-W5T7\nh6b3 n8c4 w5t8", ["H6B3N8C4W5T7", "H6B3N8C4W5T8"]),
        ("https://contoh.example/v/H6B3-N8C4-W5T7/; H6B3N8C4W5T8 ,\r\n\n", ["H6B3N8C4W5T7", "H6B3N8C4W5T8"]),
        ("bukan kode", [""]),
    ],
)
def test_codes_are_read_one_a_line_or_between_commas(pasted, read):
    assert [line.code for line in stacks.read(pasted)] == read


@pytest.mark.once
@pytest.mark.parametrize(("pasted", "code"), [(" \n,;", "no_codes"), ("H6B3N8C4W5T7\n" * 51, "too_many_codes")])
def test_nothing_and_too_much_are_refused(pasted, code):
    with pytest.raises(CheckError) as refusal:
        stacks.read(pasted)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_each_paper_has_its_state_number_and_name_in_the_order_of_the_stack(client, home):
    unit = UnitFactory(number_code="KKC")
    valid, revoked, old = (
        make_certificate(unit=unit, recipient_name=name) for name in ("Ani Contoh", "Budi Contoh", "Cici Contoh")
    )
    services.revoke(revoked, reason="Tidak memenuhi syarat", by=None, at=AT)
    services.replace(old, recipient_name="Nama Baru Contoh", reason="Salah tulis", by=None, at=AT)
    pasted = "\n".join([shown(revoked), shown(valid), shown(old), "H6B3-N8C4-W5T7", shown(valid).lower(), "salah"])
    response = client.post(CHECK, {"kode": pasted})
    assert rows(response) == [
        f"DICABUT {revoked.number} {shown(revoked)}",
        f"BERLAKU Ani Contoh {valid.number} {shown(valid)}",
        f"DIGANTIKAN {old.number} {shown(old)}",
        "TIDAK DITEMUKAN H6B3-N8C4-W5T7",
        "TIDAK DITEMUKAN salah",
    ]
    html = response.content.decode()
    assert "5 diperiksa · 1 berlaku · 1 dicabut · 1 digantikan · 2 tidak ditemukan" in html
    assert f"Baris 5, {shown(valid)}: sudah diperiksa pada baris 2. Dihitung sekali." in html
    for secret in ("Budi", "Cici", "Nama Baru"):
        assert secret not in html
    assert not response.cookies


@pytest.mark.django_db
def test_too_many_codes_stay_in_the_field(client, home):
    response = client.post(CHECK, {"kode": "H6B3N8C4W5T7\n" * 51})
    assert response.status_code == 400
    assert response.content.decode().count("H6B3N8C4W5T7") == 51


@pytest.mark.django_db
@pytest.mark.parametrize("address", [CHECK, "/cek/berkas/", "/v/H6B3-N8C4-W5T7"])
def test_what_cannot_be_read_is_the_visitors_fault_and_no_outage(client, home, settings, address):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert client.post(address, {"kode": "x" * 200}).status_code in (400, 404)
    assert client.post(address, b"x", content_type="multipart/form-data; boundary=").status_code in (400, 404)


@pytest.mark.django_db
def test_fifty_papers_cost_what_one_costs(client, home, django_assert_num_queries):
    unit = UnitFactory(number_code="KKC")
    papers = [shown(make_certificate(unit=unit)) for _ in range(50)]
    client.post(CHECK, {"kode": papers[0]})
    for pasted in (papers[0], "\n".join(papers)):
        with django_assert_num_queries(2):
            assert client.post(CHECK, {"kode": pasted}).status_code == 200


@pytest.mark.django_db
def test_three_hundred_valid_papers_pass_beside_a_throttled_guesser(client, home):
    paper = shown(make_certificate())
    for _ in range(61):
        client.get("/v/H6B3-N8C4-W5T7")
    for _ in range(300):
        assert client.get(f"/v/{paper}", headers={"accept": "application/json"}).status_code == 200


@pytest.mark.django_db
def test_unknown_codes_in_a_stack_are_counted_and_the_rest_waits(client, home):
    paper = make_certificate(recipient_name="Ani Contoh")
    unknown = [codes.generate(12) for _ in range(49)]
    client.post(CHECK, {"kode": "\n".join(unknown)})
    response = client.post(CHECK, {"kode": "\n".join([*unknown, shown(paper)])})
    states = [row for row in rows(response) if "TUNGGU SEBENTAR" in row]
    assert len(states) == 49 - 11
    assert "Ani Contoh" in rows(response)[-1]
    assert "12 diperiksa · 1 berlaku · 11 tidak ditemukan" in response.content.decode()


@pytest.mark.django_db
def test_a_machine_reads_the_same(client, home):
    paper = make_certificate(recipient_name="Ani Contoh")
    asked = {"kode": f"{shown(paper)},H6B3-N8C4-W5T7"}
    answer = client.post(CHECK, asked, headers={"accept": "application/json"}).json()
    assert [(one["state"], one.get("name")) for one in answer["checked"]] == [
        ("berlaku", "Ani Contoh"), ("tidak-ditemukan", None),
    ]  # fmt: skip
