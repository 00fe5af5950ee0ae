"""Papers out to a certified provider and back: only ours, only signed, only by the provider; everything else by name."""

import csv
import hashlib
import zipfile
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates import services, tasks
from certificates.models import Certificate, CertificateEvent, CertificateFile, SignedFile, TemplateVersion
from certificates.printing import rendering
from certificates.sealing import ExchangeError, exchange, keys, packing
from certificates.sealing.checking import SealFinding, check
from tests.factories.certificates import AT, make_claim
from tests.factories.people import UnitFactory, UserFactory
from tests.factories.sealing import CODE, FakeProvider, key_files, packed

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db,
    pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine"),
]


@pytest.fixture
def balai(settings, tmp_path):
    made = FakeProvider(tmp_path / "balai")
    settings.SIGNING_PROVIDER = made.setting
    return made


@pytest.fixture
def by():
    return UserFactory()


def issued(count: int, *, mode: str = "tte", unit=None):
    unit = unit or UnitFactory(number_code="KKC", official_code=CODE)
    version = services.default_template(AT)
    TemplateVersion.objects.filter(pk=version.pk).update(content=version.content | {"signature_mode": mode})
    claims = [make_claim(unit=unit, recipient_name=f"Siti Aminah {number}") for number in range(count)]
    services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
    tasks.render_due()
    return Certificate.objects.filter(unit=unit)


@pytest.fixture
def papers():
    return issued(2)


def files_of(papers) -> dict[str, bytes]:
    with ZipFile(exchange.export(exchange.unsigned(papers))) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != exchange.MANIFEST}


def taken(files, papers, by) -> list[str]:
    """The codes, file by file."""
    files = files.items() if isinstance(files, dict) else files
    return [one.code for one in exchange.import_signed(packed(files), papers, by=by, at=AT)]


# Out


def test_the_zip_holds_the_stored_bytes_and_a_manifest_with_their_hashes(papers):
    with ZipFile(exchange.export(exchange.unsigned(papers))) as archive:
        rows = list(csv.DictReader(StringIO(archive.read("daftar.csv").decode("utf-8-sig"))))
        assert [row["nomor"] for row in rows] == ["001/KKC/X/2024", "002/KKC/X/2024"]
        for row in rows:
            content = archive.read(row["berkas"])
            assert hashlib.sha256(content).hexdigest() == row["sha256"]
            assert CertificateFile.objects.filter(sha256=row["sha256"], size=row["ukuran"]).exists()


def test_the_same_papers_give_the_same_zip(papers):
    assert exchange.export(exchange.unsigned(papers)).read() == exchange.export(exchange.unsigned(papers)).read()


@pytest.mark.parametrize("mode", ["basah", "gambar"])
def test_papers_of_other_modes_are_not_for_the_provider(mode):
    assert not exchange.to_sign(issued(1, mode=mode)).exists()


def test_nothing_to_sign_is_said(papers):
    with pytest.raises(ExchangeError) as refusal:
        exchange.export([])
    assert refusal.value.code == "nothing_to_sign"


# Back


def test_a_signed_paper_becomes_the_one_that_is_handed_out(papers, balai, by):
    files = {name: balai.sign(content) for name, content in files_of(papers).items()}
    assert taken(files, papers, by) == ["", ""]
    for certificate in papers:
        row = certificate.signed_file
        assert certificate.final_file == row
        assert row.pdf.read() == files[exchange.name_of_file(certificate)]
        assert (row.base_sha256, row.base_size) == (certificate.file.sha256, certificate.file.size)
        assert (row.provider, row.received_by, row.is_test) == ("Balai Uji Contoh", by, True)
        assert certificate.file.pdf.read() == row.pdf.open().read()[: certificate.file.size]
        event = certificate.events.get(kind=CertificateEvent.Kind.SIGNED)
        assert (event.by, event.reason) == (by, "Balai Uji Contoh")
    assert not exchange.unsigned(papers).exists()


def test_a_signed_paper_is_known_to_the_check_of_files(papers, balai, by):
    name, content = next(iter(files_of(papers).items()))
    signed = balai.sign(content)
    assert check(signed).state == SealFinding.UNKNOWN
    taken({name: signed}, papers, by)
    finding = check(signed)
    assert (finding.state, finding.is_test) == (SealFinding.INTACT, True)


def test_a_sealed_paper_is_signed_behind_its_seal(settings, tmp_path, balai, by):
    keys.forget()
    settings.SEAL_KEYS = {CODE: key_files(tmp_path / "segel")}
    papers = issued(1)
    name, content = next(iter(files_of(papers).items()))
    assert check(content).state == SealFinding.INTACT
    assert taken({name: balai.sign(content)}, papers, by) == [""]


def test_words_that_a_tool_writes_around_the_name_do_no_harm(papers, balai, by):
    first, second = files_of(papers).items()
    files = {
        f"hasil/SIGNED_{first[0]}": balai.sign(first[1]),
        second[0].replace(".pdf", "_ttd (1).PDF"): balai.sign(second[1]),
        "__MACOSX/._x": b"x",
        "daftar.csv": b"ours",
    }
    assert taken(files, papers, by) == ["", ""]


def test_the_same_zip_twice_changes_nothing_and_another_signature_is_refused(papers, balai, by):
    name, content = next(iter(files_of(papers).items()))
    signed = balai.sign(content)
    assert taken({name: signed}, papers, by) == [""]
    assert taken({name: signed}, papers, by) == ["unchanged"]
    assert taken({name: balai.sign(content, field="Lain")}, papers, by) == ["already_signed"]
    assert SignedFile.objects.count() == 1


def test_the_same_zip_by_two_people_at_once_never_takes_the_file_away(papers, balai, by, monkeypatch):
    name, content = next(iter(files_of(papers).items()))
    signed = balai.sign(content)
    stale = exchange._candidates(papers)  # as the second one read them, before the first one's row
    taken({name: signed}, papers, by)
    monkeypatch.setattr(exchange, "_candidates", lambda papers: stale)
    monkeypatch.setattr(SignedFile.objects.get().pdf.storage, "delete", lambda name: pytest.fail("it was being read"))
    assert taken({name: signed}, papers, by) == ["unchanged"]


def test_a_small_visible_mark_is_allowed_and_one_over_the_paper_is_not(papers, balai, by):
    first, second = files_of(papers).items()
    assert taken({first[0]: balai.sign(first[1], box=(600, 40, 760, 90))}, papers, by) == [""]
    assert taken({second[0]: balai.sign(second[1], box=(50, 50, 800, 550))}, papers, by) == ["altered_content"]


def repainted(balai, content: bytes) -> bytes:
    """Signed, after another page was written behind our bytes."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 800 500 re f"))
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    return balai.sign(output.getvalue())


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


REFUSED = {
    "unsigned": lambda balai, ours, others: ours,
    "changed_bytes": lambda balai, ours, others: balai.sign(others),
    "altered_content": lambda balai, ours, others: repainted(balai, ours),
    "broken_signature": lambda balai, ours, others: flipped(balai.sign(ours), len(ours) + 40),
    "too_large": lambda balai, ours, others: ours + b"%" * packing.LIMITS.pdf_mb * packing.MB,
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_not_our_paper_with_the_providers_signature_is_refused_by_name(papers, balai, by, code):
    (name, ours), (other_name, others) = files_of(papers).items()
    files = {name: REFUSED[code](balai, ours, others), other_name: balai.sign(others)}
    outcomes = exchange.import_signed(packed(files.items()), papers, by=by, at=AT)
    assert [(one.name, one.code) for one in outcomes] == [(name, code), (other_name, "")]
    assert outcomes[0].sentence
    assert SignedFile.objects.get().certificate == outcomes[1].certificate


def test_one_byte_changed_inside_what_we_gave_is_refused(papers, balai, by):
    name, ours = next(iter(files_of(papers).items()))
    assert taken({name: flipped(balai.sign(ours), len(ours) // 2)}, papers, by) == ["changed_bytes"]


def test_bytes_behind_the_signature_are_refused(papers, balai, by):
    name, ours = next(iter(files_of(papers).items()))
    assert taken({name: balai.sign(ours) + b"\n% more\n"}, papers, by) == ["altered_content"]
    assert taken({name: ours + b"\n% more\n"}, papers, by) == ["altered_content"]


def test_a_signature_of_anybody_else_is_refused(papers, balai, by, tmp_path):
    stranger = FakeProvider(tmp_path / "orang-lain", signer="Kepala Balai, resmi")
    name, ours = next(iter(files_of(papers).items()))
    assert taken({name: stranger.sign(ours)}, papers, by) == ["unknown_signer"]


def test_the_seal_of_the_issuer_is_no_signature_of_the_provider(settings, tmp_path, balai, by):
    keys.forget()
    settings.SEAL_KEYS = {CODE: key_files(tmp_path / "segel")}
    papers = issued(1)
    assert taken(files_of(papers), papers, by) == ["unsigned"]


def test_names_that_are_not_ours_double_or_lead_outside_are_refused(papers, balai, by):
    (name, ours), _ = files_of(papers).items()
    signed = balai.sign(ours)
    files = [
        ("lain.pdf", signed),
        (name, signed),
        (f"salinan/{name}", signed),
        (f"../{name}x", signed),
        ("/etc/passwd", b"x"),
        ("..\\..\\x.pdf", b"x"),
        ("C:/x.pdf", b"x"),
        ("catatan.txt", b"x"),
    ]
    assert taken(files, papers, by) == [
        "not_ours", "duplicate", "duplicate", "unsafe_path", "unsafe_path", "unsafe_path", "unsafe_path", "not_ours",
    ]  # fmt: skip
    assert not SignedFile.objects.exists()


def test_two_entries_of_one_name_are_both_refused(papers, balai, by):
    (name, ours), _ = files_of(papers).items()
    assert taken([(name, balai.sign(ours)), (name, b"x")], papers, by) == ["duplicate", "duplicate"]


def test_a_paper_that_was_revoked_or_replaced_meanwhile_is_refused(papers, balai, by):
    files = {name: balai.sign(content) for name, content in files_of(papers).items()}
    first, second = papers.order_by("sequence")
    services.revoke(first, reason="Tidak memenuhi syarat", by=by, at=AT)
    services.replace(second, recipient_name="Siti Aminah, S.H.", reason="Salah tulis nama", by=by, at=AT)
    assert taken(files, papers, by) == ["not_valid", "not_valid"]


def test_papers_of_another_unit_are_not_ours(papers, balai, by):
    others = issued(1, unit=UnitFactory(number_code="LAIN"))
    files = {name: balai.sign(content) for name, content in files_of(others).items()}
    assert taken(files, papers, by) == ["not_ours"]


# The ZIP itself


def refused(content: bytes, papers, by) -> str:
    with pytest.raises(ExchangeError) as refusal:
        exchange.import_signed(BytesIO(content), papers, by=by, at=AT)
    return refusal.value.code


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7 nothing", b"PK\x05\x06" + bytes(4)])
def test_what_is_no_zip_is_said(papers, balai, by, content):
    assert refused(content, papers, by) == "no_zip"


def test_a_zip_bomb_is_refused_before_it_unpacks(papers, balai, by, monkeypatch):
    monkeypatch.setattr(packing.LIMITS, "unpacked_mb", 1)
    assert refused(packed([("001.pdf", bytes(2 * packing.MB))]).getvalue(), papers, by) == "zip_bomb"


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks(papers, balai, by):
    """The size in the directory is what the maker wrote there: no more than the limit of one PDF is ever unpacked."""
    name = next(iter(files_of(papers)))
    size = 40 * packing.MB
    lying = packed([(name, bytes(size))]).getvalue().replace(size.to_bytes(4, "little"), (9).to_bytes(4, "little"))
    outcomes = exchange.import_signed(BytesIO(lying), papers, by=by, at=AT)
    assert [one.code for one in outcomes] in (["unreadable_entry"], ["changed_bytes"], ["too_large"])


def test_too_many_files_or_too_much_are_refused_unread(papers, balai, by, monkeypatch):
    many = packed([(f"{number}.pdf", b"") for number in range(4)]).getvalue()
    monkeypatch.setattr(packing.LIMITS, "files", 3)
    assert refused(many, papers, by) == "too_many_files"
    monkeypatch.setattr(packing.LIMITS, "zip_mb", 0)
    assert refused(many, papers, by) == "zip_too_large"


def test_an_entry_that_cannot_be_read_stops_no_other(papers, balai, by):
    (name, ours), (other, others) = files_of(papers).items()
    content = packed([(name, balai.sign(ours)), (other, balai.sign(others))]).getvalue()
    place = content.index(name.encode()) + len(name) + 200
    assert taken_from(flipped(content, place), papers, by) == ["unreadable_entry", ""]


def test_however_it_was_packed_a_broken_entry_is_no_fault_of_ours(papers, balai, by):
    (name, ours), *_ = files_of(papers).items()
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        made = BytesIO()
        with ZipFile(made, "w", method) as archive:
            archive.writestr(name, ours)
        content = made.getvalue()
        broken = flipped(content, content.index(name.encode()) + len(name) + 200)
        assert taken_from(broken, papers, by) == ["unreadable_entry"]


def taken_from(content: bytes, papers, by) -> list[str]:
    return [one.code for one in exchange.import_signed(BytesIO(content), papers, by=by, at=AT)]


@pytest.mark.parametrize("setting", [{}, {"name": "Balai"}, {"name": "Balai", "roots": "/nowhere"}])
def test_without_a_provider_nothing_is_taken_in(papers, by, settings, setting):
    settings.SIGNING_PROVIDER = setting
    assert refused(packed([]).getvalue(), papers, by) == "no_provider"
