"""Logos and drawn signatures are taken in once and kept as they were."""

from io import BytesIO

import pytest
from PIL import Image

from certificates import services
from certificates.claims import Letterhead, Signatory
from certificates.models import KeptPicture
from certificates.services import CertificateError
from certificates.services.pictures import LONGEST_SIDE, MOST_BYTES, keep_picture, pictures_of
from elearning.lib.frozen import FrozenError
from tests.factories.certificates import make_claim, make_template

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def picture(size=(900, 300), colour="navy", **how) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, how.pop("format", "JPEG"), **how)
    out.seek(0)
    return out


def test_a_picture_is_kept_small_and_without_what_its_camera_said():
    exif = Image.Exif()
    exif[0x010F] = "Kamera Contoh"
    kept = keep_picture(picture(exif=exif))
    assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE // 3)
    assert b"Kamera" not in kept.file.read()


def test_the_same_picture_twice_is_kept_once():
    assert keep_picture(picture()) == keep_picture(picture())
    assert KeptPicture.objects.count() == 1


@pytest.mark.parametrize(
    "upload",
    [b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"x" * (MOST_BYTES + 1)],
    ids=["empty", "a PDF", "an SVG", "too large"],
)
def test_what_is_no_picture_is_refused(upload):
    with pytest.raises(CertificateError) as refusal:
        keep_picture(BytesIO(upload), name="logo.png")
    assert refusal.value.code == "picture_refused"
    assert "logo.png" in str(refusal.value)
    assert not KeptPicture.objects.exists()


def test_a_picture_with_more_pixels_than_a_page_needs_is_refused():
    with pytest.raises(CertificateError) as refusal:
        keep_picture(picture((6000, 4000), format="PNG"), name="besar.png")
    assert refusal.value.code == "picture_refused"


def test_a_paper_finds_the_pictures_that_its_facts_name(noon):
    logo, drawn = keep_picture(picture()), keep_picture(picture(colour="black"))
    claim = make_claim(
        letterhead=Letterhead(("Jalan Contoh 1",), (logo.sha256,)),
        signatories=(Signatory("Dra. Contoh", "Ketua", drawn.sha256),),
        template=make_template(signature_mode="gambar").slug,
    )
    certificate = services.issue(claim, by=None, at=noon)
    assert set(pictures_of(certificate.facts)) == {logo.sha256, drawn.sha256}


def test_a_picture_whose_bytes_have_changed_is_not_printed(noon):
    kept = keep_picture(picture())
    certificate = services.issue(make_claim(letterhead=Letterhead((), (kept.sha256,))), by=None, at=noon)
    with kept.file.storage.open(kept.file.name, "wb") as file:
        file.write(b"lain")
    with pytest.raises(CertificateError) as refusal:
        pictures_of(certificate.facts)
    assert refusal.value.code == "picture_missing"


def test_a_kept_picture_is_never_changed():
    kept = keep_picture(picture())
    kept.width = 1
    with pytest.raises(FrozenError):
        kept.save()


def test_facts_of_the_first_schema_are_still_read(noon):
    old = {"signatory": {"name": "Dra. Contoh", "title": "Ketua"}, "organiser": "Badan Contoh"}
    assert pictures_of(old) == {}


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ({"signatories": (Signatory("A", "B"),) * 4}, "too_many_parts"),
        ({"letterhead": Letterhead(("baris",) * 4)}, "too_many_parts"),
        ({"letterhead": Letterhead(("x" * 121,))}, "text_too_long"),
        ({"letterhead": Letterhead(("漢",))}, "character_missing"),
    ],
)
def test_more_than_a_paper_holds_is_refused(noon, claim, code):
    with pytest.raises(CertificateError) as refusal:
        services.issue(make_claim(**claim), by=None, at=noon)
    assert refusal.value.code == code
