"""A PDF beside what was handed out: same bytes, other bytes under our name, or none of ours; and nothing is kept (ADR 0033)."""

import hashlib
import re
import tempfile
import zlib
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates import services
from certificates.checking import files, reading
from certificates.checking.errors import CheckError
from certificates.sealing import keys, signing
from certificates.sealing.checking import SealFinding
from elearning.lib import codes
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import UnitFactory
from tests.factories.sealing import CODE, key_files

CHECK = "/cek/berkas/"
JSON = {"accept": "application/json"}


def pdf_of(certificate) -> bytes:
    with certificate.file.pdf.open("rb") as file:
        return file.read()


def upload(client, content: bytes, **headers):
    return client.post(CHECK, {"berkas": SimpleUploadedFile("a.pdf", content, "application/pdf")}, headers=headers)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def one_character_changed(content: bytes) -> bytes:
    """In the middle of the file, where the page is drawn."""
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def heading(response) -> str:
    return re.search(r"(?s)<h1.*?<span>(.*?)</span></h1>", response.content.decode())[1]


@pytest.fixture
def paper(db, home):
    return make_certificate(rendered=True, recipient_name="Rina Contoh, M.M.")


# What a file says of itself


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    [b'"address":"https://contoh.example/v/H6B3-N8C4-W5T7"', b"/URI (https://contoh.example/v/H6B3N8C4W5T7)",
     b'"code":"H6B3N8C4W5T7"'],
)  # fmt: skip
@pytest.mark.parametrize("wrap", [lambda text: text, lambda text: b"stream\r\n" + zlib.compress(text) + b"\nendstream"])
def test_a_code_is_found_in_the_open_and_inside_a_stream(text, wrap):
    assert reading.named_in(b"%PDF-1.7\n" + wrap(text) + b"\n%%EOF").codes == ("H6B3N8C4W5T7",)


@pytest.mark.once
def test_a_stream_that_would_grow_without_end_is_opened_up_to_a_bound():
    bomb = zlib.compress(bytes(300 * 1024 * 1024), 9)
    file = (
        b"%PDF-1.7\n"
        + (b"stream\n" + bomb + b"\nendstream\n") * 3
        + b"stream\n"
        + zlib.compress(b'"code":"H6B3N8C4W5T7"')
    )
    assert reading.named_in(file).codes == ("H6B3N8C4W5T7",)


@pytest.mark.once
@pytest.mark.parametrize(
    "junk", [b"", b"stream\n", b"%PDF-" + bytes(range(256)) * 40, b"stream\nxx\nendstream\n" * 999]
)
def test_junk_names_nothing(junk):
    assert reading.named_in(junk) == reading.Named()


def test_a_paper_of_ours_names_its_code_and_number(paper):
    named = reading.named_in(pdf_of(paper))
    assert named.codes == (paper.code,)
    assert named.numbers == (paper.number,)


# By the file itself


def test_the_file_that_was_handed_out_is_recognised_with_its_state(client, paper):
    response = upload(client, pdf_of(paper))
    html = response.content.decode()
    assert heading(response) == "BERLAKU"
    assert "Berkas ini sama dengan yang kami terbitkan." in html
    assert "Rina Contoh, M.M." in html
    assert not response.cookies
    assert response["X-Robots-Tag"].startswith("noindex")


def test_one_changed_character_is_reported(client, paper):
    changed = one_character_changed(pdf_of(paper))
    response = upload(client, changed)
    assert heading(response) == "BERKAS BERBEDA"
    assert "Isi berkas ini berbeda dari yang kami terbitkan." in response.content.decode()
    assert f"Yang tercatat untuk kode {codes.display(paper.code)}" in response.content.decode()


def test_the_file_of_a_revoked_paper_is_the_same_and_revoked(client, paper):
    services.revoke(paper, reason="Tidak memenuhi syarat", by=None, at=AT)
    response = upload(client, pdf_of(paper))
    assert heading(response) == "DICABUT"
    assert "Berkas ini sama dengan yang kami terbitkan." in response.content.decode()
    assert "Rina Contoh" not in response.content.decode()


def test_the_file_of_a_replaced_paper_leads_to_no_successor(client, paper):
    new = services.replace(paper, recipient_name="Nama Baru Contoh", reason="Salah tulis", by=None, at=AT)
    for content in (pdf_of(paper), one_character_changed(pdf_of(paper))):
        html = upload(client, content).content.decode()
        assert "DIGANTIKAN" in html
        assert "Nama Baru" not in html
        assert codes.display(new.code) not in html


def test_a_file_of_others_is_not_known(client, paper):
    response = upload(client, b"%PDF-1.7\nsomething else\n%%EOF")
    assert response.status_code == 404
    assert heading(response) == "BERKAS TIDAK DIKENAL"


def test_a_number_of_ours_is_different_and_tells_nothing_of_its_holder(client, paper):
    response = upload(client, b'%PDF-1.7\n"number":"' + paper.number.encode() + b'"')
    assert heading(response) == "BERKAS BERBEDA"
    assert "Rina" not in response.content.decode()
    assert codes.display(paper.code) not in response.content.decode()


# By its seal


@pytest.fixture
def sealed(db, home, settings, tmp_path):
    keys.forget()
    settings.SEAL_KEYS = {CODE: key_files(tmp_path)}
    yield make_certificate(rendered=True, unit=UnitFactory(number_code="KKC", official_code=CODE))
    keys.forget()


def seal_said(client, content: bytes) -> str:
    return upload(client, content, **JSON).json()["seal"]["state"]


def test_our_own_seal_is_told_by_hash_alone(client, sealed):
    answer = client.post(CHECK, {"sidik": sha256(pdf_of(sealed))}, headers=JSON).json()
    assert (answer["file"], answer["seal"]["state"]) == ("sama", SealFinding.INTACT)


def test_a_seal_is_said_once(client, sealed):
    page = upload(client, pdf_of(sealed)).content.decode()
    assert page.count("Disegel oleh") + page.lower().count("tersegel") == 1
    services.revoke(sealed, reason="Ganda", by=None, at=AT)  # its facts are no longer told, so the seal is told apart
    page = upload(client, pdf_of(sealed)).content.decode()
    assert page.count("Disegel oleh") == 0
    assert "Segel di dalam berkas" in page


def test_not_known_and_not_valid_are_two_answers(client, paper, sealed, tmp_path, settings):
    assert seal_said(client, one_character_changed(pdf_of(sealed))) == SealFinding.BROKEN
    settings.SEAL_KEYS = {CODE: key_files(tmp_path / "lain", organisation="Lembaga Lain Contoh")}
    of_others = signing.sign(pdf_of(paper), keys.load(CODE), claimed_at=AT, may_be_signed_later=False)
    settings.SEAL_KEYS = {}
    assert seal_said(client, of_others) == SealFinding.UNKNOWN
    page = upload(client, of_others).content.decode()
    assert "Segel tidak diketahui" in page
    assert "tidak sah" not in page
    assert "Bukan pemeriksaan tanda tangan elektronik." not in page


def test_what_is_written_behind_a_seal_is_said_and_not_followed(client, sealed, monkeypatch):
    """A stranger may append streams that grow without end; no PDF parser sees them."""
    bomb = b"\n9 0 obj <</Type/XRef/Filter/FlateDecode/Length 9>> stream\n" + zlib.compress(bytes(50_000_000), 9)
    monkeypatch.setattr("pyhanko.pdf_utils.reader.PdfFileReader.__init__", None)
    assert seal_said(client, pdf_of(sealed) + bomb + b"\nendstream endobj startxref 1 %%EOF") == SealFinding.ADDED


def test_a_file_without_a_seal_is_not_called_invalid(client, paper):
    page = upload(client, one_character_changed(pdf_of(paper))).content.decode()
    assert "Tanpa segel" in page
    assert "tersertifikasi" not in page.lower()


def test_a_copy_with_a_password_is_refused_and_not_called_invalid(client, sealed):
    for opens_with in ("", "sandi"):
        out = BytesIO()
        pikepdf.open(BytesIO(pdf_of(sealed))).save(out, encryption=pikepdf.Encryption(owner="pemilik", user=opens_with))
        answer = upload(client, out.getvalue(), **JSON)
        assert (answer.status_code, answer.json()["code"]) == (400, "locked")


def test_where_only_the_hash_was_sent_the_seal_is_offered_not_judged(client, paper):
    page = client.post(CHECK, {"sidik": "0" * 64, "kode": paper.code}).content.decode()
    assert "Kirim dan periksa segel" in page
    assert "shield" not in page


# By its hash


def test_the_hash_alone_is_enough(client, paper):
    response = client.post(CHECK, {"sidik": sha256(pdf_of(paper))}, headers=JSON)
    assert response.status_code == 200
    answer = response.json()
    assert answer["file"] == "sama"
    assert answer["certificate"]["state"] == "berlaku"


def test_another_hash_with_a_code_of_ours_is_different(client, paper):
    answer = client.post(CHECK, {"sidik": "0" * 64, "kode": codes.display(paper.code)}, headers=JSON).json()
    assert answer["file"] == "berbeda"
    assert answer["certificate"]["code"] == codes.display(paper.code)


@pytest.mark.parametrize("hash_", ["x" * 64, "0" * 63, "A" * 64, "0" * 65])
def test_what_is_no_hash_is_refused(client, db, hash_):
    response = client.post(CHECK, {"sidik": hash_}, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


# What is refused, and that nothing stays


@pytest.mark.parametrize(
    ("content", "code", "status"),
    [(b"", "no_file", 400), (b"JPEG", "no_pdf", 400), (b"%PDF-" + bytes(files.MOST_BYTES), "too_large", 413)],
    ids=["empty", "picture", "large"],
)
def test_what_cannot_be_one_of_our_papers_is_refused_in_words(client, db, content, code, status):
    response = upload(client, content, **JSON)
    assert (response.status_code, response.json()["code"]) == (status, code)
    page = upload(client, content)
    assert str(CheckError(code, limit=5)) in page.content.decode()


def test_more_than_the_limit_is_not_even_read(client, db, monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("the upload was read")

    monkeypatch.setattr(files.InMemory, "receive_data_chunk", never)
    assert upload(client, b"%PDF-" + bytes(files.MOST_BYTES + 100_000)).status_code == 413


def test_a_broken_form_is_refused_and_is_no_outage(client, db):
    response = client.post(CHECK, b"nonsense", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400


def test_an_upload_never_touches_the_disk(client, db, settings, monkeypatch):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10

    def never(*args, **kwargs):
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", never)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", never)
    assert upload(client, b"%PDF-1.7\n" + bytes(4_000_000)).status_code == 404


def test_nothing_is_written_by_a_check(client, paper, django_assert_num_queries):
    content = one_character_changed(pdf_of(paper))
    upload(client, content)
    with django_assert_num_queries(4) as captured:  # the hash among made and signed, the code, its rules
        upload(client, content)
    assert all(query["sql"].startswith("SELECT") for query in captured.captured_queries)


def test_opening_the_address_leads_to_the_form(client, db):
    response = client.get(CHECK)
    assert (response.status_code, response["Location"]) == (302, "/cek/#berkas") or response["Location"].endswith(
        "#berkas"
    )


# Guessing


def test_codes_that_come_with_a_hash_are_counted_like_typed_ones(client, paper):
    for _ in range(60):
        client.post(CHECK, {"sidik": "0" * 64, "kode": "H6B3-N8C4-W5T7"})
    assert client.post(CHECK, {"sidik": "0" * 64, "kode": "H6B3-N8C4-W5T7"}).status_code == 429
    assert client.get("/v/H6B3-N8C4-W5T7").status_code == 429
    assert client.post(CHECK, {"sidik": sha256(pdf_of(paper))}).status_code == 200


def test_unknown_files_are_throttled_and_ours_are_not(client, paper):
    for _ in range(120):
        assert client.post(CHECK, {"sidik": "0" * 64}).status_code == 404
    assert client.post(CHECK, {"sidik": "0" * 64}).status_code == 429
    assert upload(client, pdf_of(paper)).status_code == 200


def test_a_nul_is_looked_for_in_no_database(client, paper):
    """PostgreSQL would refuse it, and a stranger would read «gangguan»."""
    asked = {"sidik": "0" * 64, "nomor": "\x00", "kode": "\x00" * 12}
    assert client.post(CHECK, asked).status_code == 404


def test_at_most_three_names_in_a_file_are_looked_up(client, paper):
    asked = {"sidik": "0" * 64, "kode": ["H6B3-N8C4-W5T7"] * 3 + [codes.display(paper.code)]}
    assert client.post(CHECK, asked).status_code == 404
