"""An Open Badge says what the paper says, to machines, and is believed by readers that we did not write."""

import gzip
import json
from base64 import urlsafe_b64decode
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
import time_machine
from cryptography.hazmat.primitives import serialization
from django.core.checks import Error
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from openbadgeslib.ob3 import OB3Verifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from certificates import checks, services, tasks
from certificates.badges import assigning, credentials, keys, status
from certificates.models import Achievement, Badge, RenderJob, StatusList
from certificates.printing import rendering
from elearning.lib import codes
from tests.factories.certificates import AT, make_certificate, make_claim
from tests.factories.people import UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

UNKNOWN = "00000000-0000-4000-8000-000000000000"
NIP = "197809122005011003"


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("kunci") / "kunci-lencana-uji.pem"
    keys.make_test_key(path)
    return path


@pytest.fixture
def key(settings, key_file) -> RSAKey:
    settings.BADGE_KEY_FILE = str(key_file)
    found = keys.signing_key()
    assert found is not None
    return found


def public_pem(key: RSAKey) -> bytes:
    return key.public_key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def badge_of(certificate) -> Badge:
    return Badge.objects.complete().get(certificate=certificate)


def token_of(certificate) -> str:
    return credentials.signed_badge(badge_of(certificate))


def payload_of(token: str, key: RSAKey) -> dict:
    return jwt.decode(token, KeySet([key]).keys[0], algorithms=["RS256"]).claims


def bits_in(token: str, key: RSAKey) -> bytes:
    encoded = payload_of(token, key)["credentialSubject"]["encodedList"]
    assert encoded[0] == "u"
    return gzip.decompress(urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))


def test_two_readers_that_are_not_ours_believe_it(key):
    holder = UserFactory(nip=NIP)
    certificate = make_certificate(holder=holder, recipient_name="Siti Aminah", nip=NIP)
    token = token_of(certificate)
    read = OB3Verifier(public_pem(key)).verify(token)
    said = payload_of(token, key)
    assert read.achievement.name == certificate.facts["title"]
    assert said["id"] == said["jti"] == certificate.facts["address"]
    assert said["iss"] == said["issuer"]["id"]
    assert said["validFrom"] == "2024-10-04T17:00:00Z"
    assert said["nbf"] == int(datetime.fromisoformat(said["validFrom"]).timestamp())
    assert (
        "20 (dua puluh) jam pelajaran menurut penyelenggara" in said["credentialSubject"]["achievement"]["description"]
    )


def test_it_names_nobody_and_carries_no_number_of_anybody(key):
    holder = UserFactory(nip=NIP, email="siti@contoh.example")
    token = token_of(make_certificate(holder=holder, recipient_name="Siti Aminah", nip=NIP))
    said = json.dumps(payload_of(token, key))
    assert not any(secret in said for secret in ("Siti", NIP, "siti@"))
    assert payload_of(token, key)["credentialSubject"]["identifier"][0]["hashed"] is True


def test_the_header_names_the_key_by_its_address_and_no_private_part_leaves(client, key, settings):
    certificate = make_certificate()
    header = jwt.decode(token_of(certificate), key, algorithms=["RS256"]).header
    assert (header["alg"], set(header)) == ("RS256", {"alg", "typ", "kid"})
    path = header["kid"].removeprefix(settings.WAGTAILADMIN_BASE_URL)
    published = client.get(path).json()
    assert jwt.decode(token_of(certificate), RSAKey.import_key(published), algorithms=["RS256"])
    assert not {"d", "p", "q", "dp", "dq", "qi"} & set(published)


def test_the_same_paper_gives_the_same_bytes(key):
    certificate = make_certificate()
    assert token_of(certificate) == token_of(certificate)


def test_an_end_of_validity_is_the_end_of_the_badge(key):
    certificate = make_certificate(valid_until=date(2024, 10, 31))
    said = payload_of(token_of(certificate), key)
    assert said["validUntil"] == "2024-10-31T16:59:59Z"
    assert said["exp"] == int(datetime.fromisoformat(said["validUntil"]).timestamp())
    with pytest.raises(OB3VerificationError):
        OB3Verifier(public_pem(key)).verify(token_of(certificate))


def test_revoking_number_five_sets_bit_five_and_no_other(key):
    certificates = [make_certificate(unit=UnitFactory()) for _ in range(2)]
    status_list = badge_of(certificates[0]).status_list
    Badge.objects.filter(certificate=certificates[0]).update(status_index=5)
    services.revoke(certificates[0], reason="Ganda", by=None, at=AT)
    bits = bits_in(status.signed_list(status_list, at=AT), key)
    assert len(bits) == 16 * 1024
    assert bits[0] == 0b00000100
    assert not any(bits[1:])
    other = badge_of(certificates[1]).status_list
    assert not any(bits_in(status.signed_list(other, at=AT), key))


def test_a_reader_sees_a_revocation_and_a_restore(client, key, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://netral.contoh.example"
    certificate = make_certificate()
    reader = OB3Verifier(public_pem(key))

    def download(address):
        return client.get(address.removeprefix(settings.WAGTAILADMIN_BASE_URL)).content

    reader.verify(token_of(certificate), check_status=True, download=download)
    now = datetime.now(UTC)
    services.revoke(certificate, reason="Ganda", by=None, at=now)
    with pytest.raises(OB3VerificationError, match="is set at index"):
        reader.verify(token_of(certificate), check_status=True, download=download)
    services.restore(certificate, by=None, at=now + timedelta(hours=1))
    reader.verify(token_of(certificate), check_status=True, download=download)


def test_a_corrected_paper_has_a_bit_of_its_own_and_the_old_one_is_set(key):
    old = make_certificate()
    new = services.replace(old, recipient_name="Nama Benar", reason="salah tulis", by=None, at=AT)
    before, after = badge_of(old), badge_of(new)
    assert before.achievement == after.achievement
    assert before.status_index != after.status_index
    assert status.set_bits(before.status_list.public_id) == [before.status_index]
    assert payload_of(token_of(new), key)["id"] == new.facts["address"]


def test_people_of_one_programme_share_an_achievement_and_other_words_make_another():
    unit = UnitFactory()
    same = [make_certificate(unit=unit, programme="training:session:1") for _ in range(2)]
    other = make_certificate(unit=unit, programme="training:session:1", title="Tema yang lain")
    assert len({badge_of(each).achievement for each in same}) == 1
    assert badge_of(other).achievement != badge_of(same[0]).achievement
    assert Achievement.objects.count() == 2


def test_a_list_that_is_half_full_takes_no_more(monkeypatch):
    monkeypatch.setattr(assigning, "FULL", 2)
    unit = UnitFactory()
    lists = [badge_of(make_certificate(unit=unit)).status_list_id for _ in range(4)]
    assert lists[0] == lists[1] != lists[2] == lists[3]


def test_a_bit_that_somebody_drew_a_moment_ago_is_drawn_again(monkeypatch):
    unit = UnitFactory()
    taken = badge_of(make_certificate(unit=unit)).status_index
    real, drawn = assigning._free_bits, [[taken]]
    monkeypatch.setattr(assigning, "_free_bits", lambda *how: drawn.pop() if drawn else real(*how))
    assert badge_of(make_certificate(unit=unit)).status_index != taken


def test_without_a_key_there_is_no_badge_and_the_bit_is_kept_for_later(client, settings):
    settings.BADGE_KEY_FILE = ""
    certificate = make_certificate()
    client.force_login(certificate.holder)
    code = codes.display(certificate.code)
    assert token_of(certificate) is None
    assert client.get(reverse("certificates:badge", args=[code])).status_code == 404
    assert client.get(f"/lencana/status/{badge_of(certificate).status_list.public_id}").status_code == 404
    assert "Lencana digital" not in client.get(reverse("certificates:detail", args=[code])).content.decode()


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")  # the small key is what the site must refuse
@pytest.mark.parametrize("content", [None, "bukan kunci", "small", "ec", "public"])
def test_a_key_that_cannot_be_used_is_named_when_the_site_starts(settings, tmp_path, content):
    path = tmp_path / f"kunci-{content}.pem"
    if content == "small":
        path.write_bytes(RSAKey.generate_key(1024).as_pem(private=True))
    elif content == "public":
        path.write_bytes(RSAKey.generate_key(2048).as_pem(private=False))
    elif content == "ec":
        path.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    elif content:
        path.write_text(content)
    settings.BADGE_KEY_FILE = str(path)
    (found,) = checks.badge_keys_can_be_used()
    assert isinstance(found, Error)
    assert path.name in found.msg


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
def test_a_lost_key_makes_papers_wait_and_calls_no_badge_a_forgery(client, settings, tmp_path, key_file):
    certificate = make_certificate()
    settings.BADGE_KEY_FILE = str(tmp_path / "kunci-hilang-uji.pem")
    settings.DEMO_MODE = False
    client.force_login(certificate.holder)
    code = codes.display(certificate.code)
    assert "Lencana digital" not in client.get(reverse("certificates:detail", args=[code])).content.decode()
    listed = f"/lencana/status/{badge_of(certificate).status_list.public_id}"
    for address in (reverse("certificates:badge", args=[code]), listed, "/lencana/kunci/tidak-ada"):
        lost = client.get(address)
        assert (lost.status_code, lost.json()["code"]) == (503, "badge_key")
    tasks.render_due()
    job = RenderJob.objects.get()
    assert (job.done_at, job.attempts) == (None, 0)
    assert "kunci-hilang-uji.pem" in job.error
    assert str(tmp_path) not in job.error
    settings.BADGE_KEY_FILE = str(key_file)
    RenderJob.objects.update(leased_until=None)
    assert tasks.render_due() == 1


def test_an_old_key_that_is_lost_takes_no_other_along(client, key, settings, tmp_path):
    settings.BADGE_OLD_KEY_FILES = [str(tmp_path / "kunci-hilang.pem")]
    assert client.get(f"/lencana/kunci/{key.thumbprint()}").status_code == 200


def test_an_old_key_stays_published(client, key, settings, tmp_path):
    old = tmp_path / "kunci-lama-uji.pem"
    keys.make_test_key(old)
    settings.BADGE_OLD_KEY_FILES = [str(old)]
    thumbprint = RSAKey.import_key(old.read_text()).thumbprint()
    assert client.get(f"/lencana/kunci/{thumbprint}").status_code == 200
    assert client.get("/lencana/kunci/tidak-ada").status_code == 404


def test_issuer_achievement_and_picture_are_found_at_the_addresses_in_the_badge(client, key, settings):
    said = payload_of(token_of(make_certificate()), key)
    subject = said["credentialSubject"]["achievement"]
    for address, kind in ((said["issuer"]["id"], "Profile"), (subject["id"], "Achievement")):
        reply = client.get(address.removeprefix(settings.WAGTAILADMIN_BASE_URL))
        assert reply.json()["id"] == address
        assert reply.json()["type"] == [kind]
        assert reply["Access-Control-Allow-Origin"] == "*"
        assert not reply.cookies
    picture = client.get(subject["image"]["id"].removeprefix(settings.WAGTAILADMIN_BASE_URL))
    assert picture["Content-Type"] == "image/png"
    assert "(kunci uji)" in said["issuer"]["name"]


def test_a_unit_that_issued_nothing_has_no_profile(client):
    assert client.get(f"/lencana/penerbit/{UnitFactory().public_id}").status_code == 404


def test_the_list_is_the_same_for_five_minutes_and_asks_for_nothing_more(client, key):
    certificate = make_certificate()
    address = f"/lencana/status/{badge_of(certificate).status_list.public_id}"
    with time_machine.travel(datetime(2026, 1, 1, 12, 1, tzinfo=UTC), tick=False) as clock:
        first = client.get(address)
        clock.shift(60)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)
        clock.shift(300)
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get(f"/lencana/status/{UNKNOWN}").status_code == 404


def test_the_holder_takes_the_badge_along_as_file_and_as_picture(client, key):
    certificate = make_certificate()
    client.force_login(certificate.holder)
    code = codes.display(certificate.code)
    page = client.get(reverse("certificates:detail", args=[code])).content.decode()
    assert reverse("certificates:badge", args=[code]) in page
    file = client.get(reverse("certificates:badge", args=[code]))
    assert file["Content-Type"] == "application/vc+jwt"
    assert OB3Verifier(public_pem(key)).verify(file.content.decode())
    picture = client.get(reverse("certificates:badge_in_picture", args=[code]))
    assert OB3Verifier.extract_token_from_png(picture.content) == file.content.decode()


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
def test_it_travels_inside_the_paper(key):
    certificate = make_certificate(rendered=True)
    with pikepdf.open(certificate.file.pdf) as pdf:
        attached = pdf.attachments["lencana.jwt"].get_file().read_bytes()
    assert attached.decode() == token_of(certificate)


def test_nobody_else_takes_it_and_a_revoked_one_is_not_handed_out(client, key):
    certificate = make_certificate()
    address = reverse("certificates:badge", args=[codes.display(certificate.code)])
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
    client.force_login(certificate.holder)
    services.revoke(certificate, reason="Ganda", by=None, at=AT)
    assert client.get(address).status_code == 404
    assert client.get("/sertifikat/XX/lencana.jwt").status_code == 404


def test_a_batch_costs_the_same_queries_for_one_and_for_thirty(django_assert_max_num_queries):
    unit = UnitFactory()
    for count in (1, 30):
        claims = [make_claim(unit=unit, programme="p") for _ in range(count)]
        made = [services.issue(claim, by=None, at=AT) for claim in claims]
        Badge.objects.filter(certificate__in=made).delete()
        with django_assert_max_num_queries(9):
            assigning.keep_badges(made, claims, at=AT)
    assert StatusList.objects.count() == 1
