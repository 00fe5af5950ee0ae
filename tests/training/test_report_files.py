"""Photos and papers of a report: small, without what a camera writes, private, and refused in whole sentences."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from elearning.training import reporting, services
from elearning.training.errors import ReportError
from elearning.training.models import ReportAttachment, ReportPhoto
from elearning.training.reporting import pictures
from elearning.training.services import report_files
from tests.factories.files import jpeg, pdf
from tests.factories.training import TrainingSessionFactory

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]
PLACE = b"-6.2088 106.8456 Kota Contoh"


def telling_jpeg() -> bytes:
    """A photo on its side that says where and by what it was taken, in every place where a JPEG can say it."""
    exif = Image.Exif()
    exif[0x0110] = "Kamera Contoh"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "S"
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + PLACE + b"</x:xmpmeta>"
    return jpeg((800, 600), exif=exif, comment=PLACE, xmp=xmp)


def noise() -> bytes:
    """The hardest photo to make small."""
    made = io.BytesIO()
    Image.effect_noise((2400, 1800), 80).convert("RGB").save(made, "JPEG", quality=95)
    return made.getvalue()


def add(session, committee, noon, content=None, **more):
    content = jpeg() if content is None else content
    return services.add_photo(session, content, **{"file_name": "a.jpg", "by": committee, "at": noon, **more})


def attach(session, committee, noon, content, **more):
    said = {"file_name": "surat.pdf", "kind": "surat-tugas", "title": "ST/1/2024", "by": committee, "at": noon}
    return services.add_attachment(session, content, **{**said, **more})


def kept(found) -> bytes:
    with found.file.open("rb") as stored:
        return stored.read()


def test_a_photo_loses_place_time_and_camera_and_stands_upright(session, committee, noon):
    photo = add(session, committee, noon, telling_jpeg())
    content = kept(photo)
    for trace in (b"Exif", b"Kamera", b"106.8456", b"xmpmeta"):
        assert trace not in content
    assert (photo.width, photo.height) == (600, 800)
    assert Image.open(io.BytesIO(content)).info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}  # fmt: skip


def test_a_photo_weighs_300_kb_at_most(session, committee, noon):
    photo = add(session, committee, noon, noise())
    assert photo.size == len(kept(photo)) <= 300_000


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_transparent_picture_stands_on_white(form):
    made = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(made, form)
    small = Image.open(io.BytesIO(reporting.shrunk(made.getvalue(), file="a").content))
    assert small.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"bukan foto", "photo_unreadable"),
        (jpeg()[:900], "photo_unreadable"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "photo_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_unreadable"),
        (b"x" * 15_000_001, "file_too_large"),
    ],
    ids=["empty", "text", "half", "gif", "svg", "heavy"],
)
def test_what_is_no_photo_is_refused_with_its_reason(session, committee, noon, content, code):
    with pytest.raises(ReportError) as refused:
        add(session, committee, noon, content)
    assert refused.value.code == code
    assert not ReportPhoto.objects.exists()


def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused(session, committee, noon, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(ReportError) as refused:
        add(session, committee, noon)
    assert refused.value.code == "photo_too_many_pixels"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_can_only_be_read_whole_is_refused_sooner_than_a_jpeg(monkeypatch, form):
    """64 megapixels of WebP took 1.2 GB: two of them at once end a small server."""
    monkeypatch.setattr(pictures, "MOST_PIXELS_WHOLE", 100)
    made = io.BytesIO()
    Image.new("RGB", (20, 20)).save(made, form)
    with pytest.raises(ReportError) as refused:
        reporting.shrunk(made.getvalue(), file="a")
    assert refused.value.code == "photo_too_many_pixels"
    assert reporting.shrunk(jpeg((20, 20)), file="a").width == 20


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_picture_of_any_kind_is_made_small(mode):
    made = io.BytesIO()
    Image.new(mode, (3200, 400)).save(made, "PNG")
    picture = reporting.shrunk(made.getvalue(), file="a")
    assert (picture.width, picture.height) == (1600, 200)


def test_the_thirteenth_photo_is_refused_and_a_repeated_one_is_the_same(session, committee, noon):
    first = add(session, committee, noon, jpeg(colour=(0, 0, 0)))
    for shade in range(1, 12):
        add(session, committee, noon, jpeg(colour=(shade * 20, 0, 0)))
    assert add(session, committee, noon, jpeg(colour=(0, 0, 0))) == first
    with pytest.raises(ReportError) as refused:
        add(session, committee, noon, jpeg(colour="white"))
    assert refused.value.code == "too_many_photos"


def test_a_pdf_is_kept_as_it_came_and_its_pages_are_counted(session, committee, noon):
    content = pdf(pages=3)
    made = attach(session, committee, noon, content)
    assert (made.pages, made.extension, kept(made)) == (3, "pdf", content)
    assert attach(session, committee, noon, content) == made


def test_a_signed_list_may_be_a_picture(session, committee, noon):
    made = attach(session, committee, noon, telling_jpeg(), kind="daftar-hadir")
    assert (made.extension, made.pages) == ("jpg", 1)
    assert b"Kamera" not in kept(made)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"MZ program", "attachment_unreadable"),
        (b"%PDF-1.7 rusak", "attachment_unreadable"),
        (pdf(pages=0), "attachment_unreadable"),
        (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "attachment_locked"),
    ],
    ids=["empty", "program", "broken", "no pages", "locked"],
)
def test_what_is_no_paper_is_refused_with_its_reason(session, committee, noon, content, code):
    with pytest.raises(ReportError) as refused:
        attach(session, committee, noon, content)
    assert refused.value.code == code


def test_more_than_twenty_attachments_are_refused(session, committee, noon, monkeypatch):
    monkeypatch.setattr(report_files, "MOST_ATTACHMENTS", 1)
    attach(session, committee, noon, pdf(1))
    with pytest.raises(ReportError) as refused:
        attach(session, committee, noon, pdf(2))
    assert refused.value.code == "too_many_attachments"


# The page


def uploaded(content, name="foto.jpg"):
    return SimpleUploadedFile(name, content)


def test_several_photos_at_once_and_the_bad_one_is_named(desk_client, session):
    files = [
        uploaded(jpeg(colour="red"), "satu.jpg"),
        uploaded(b"x", "dua.jpg"),
        uploaded(jpeg(colour="blue"), "tiga.jpg"),
    ]
    response = desk_client.post(page("add_report_photos", session), {"photos": files})
    assert response.status_code == 422
    assert "dua.jpg" in words(response)
    assert ReportPhoto.objects.count() == 2


def test_no_file_chosen_is_told(desk_client, session):
    assert desk_client.post(page("add_report_photos", session)).status_code == 422
    assert desk_client.post(page("add_report_attachment", session), {"kind": "undangan"}).status_code == 422


def test_a_photo_is_described_looked_at_and_taken_away(
    desk_client, session, committee, noon, django_capture_on_commit_callbacks
):
    photo = add(session, committee, noon)
    desk_client.post(page("caption_report_photo", session, photo.public_id), {"caption": "Pembukaan <b>"})
    shown = words(desk_client.get(page("report", session)))
    assert "Pembukaan &lt;b&gt;" in shown
    assert "Periksa foto: tidak ada pose jari, atribut, atau calon." in shown
    picture = desk_client.get(page("report_photo", session, photo.public_id))
    assert picture["Content-Type"] == "image/jpeg"
    assert picture["Cache-Control"] == "private, no-store"
    storage, name = photo.file.storage, photo.file.name
    with django_capture_on_commit_callbacks(execute=True):
        desk_client.post(page("remove_report_photo", session, photo.public_id))
    assert not ReportPhoto.objects.exists()
    assert not storage.exists(name)


def test_a_caption_that_is_too_long_changes_nothing(desk_client, session, committee, noon):
    photo = add(session, committee, noon, caption="Lama")
    desk_client.post(page("caption_report_photo", session, photo.public_id), {"caption": "x" * 201})
    photo.refresh_from_db()
    assert photo.caption == "Lama"


def test_an_attachment_is_uploaded_handed_out_and_taken_away(desk_client, session):
    sent = {"kind": "undangan", "title": "005/1/2024", "file": uploaded(pdf(), "undangan.pdf")}
    assert desk_client.post(page("add_report_attachment", session), sent).status_code == 302
    made = ReportAttachment.objects.get()
    response = desk_client.get(page("report_attachment", session, made.public_id))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Hapus lampiran ini?" in words(desk_client.get(page("remove_report_attachment", session, made.public_id)))
    desk_client.post(page("remove_report_attachment", session, made.public_id))
    assert not ReportAttachment.objects.exists()


def test_files_of_another_session_are_not_found_here(desk_client, session, committee, noon):
    elsewhere = TrainingSessionFactory()
    photo, paper = add(elsewhere, committee, noon), attach(elsewhere, committee, noon, pdf())
    for name, found in (("report_photo", photo), ("remove_report_photo", photo), ("report_attachment", paper)):
        assert desk_client.get(page(name, session, found.public_id)).status_code == 404


def test_other_committees_add_nothing(client, session, other_committee):
    client.force_login(other_committee)
    assert client.post(page("add_report_photos", session), {"photos": uploaded(jpeg())}).status_code == 404
    assert not ReportPhoto.objects.exists()


def test_captions_and_attachments_are_in_the_report_and_a_missing_caption_says_so(session, committee, noon):
    add(session, committee, noon, jpeg(colour="red"), caption="Pembukaan oleh ketua")
    add(session, committee, noon, jpeg(colour="blue"))
    attach(session, committee, noon, pdf(3))
    made = services.make_report(session, with_names=False, by=committee, at=noon)
    blocks = [
        block
        for section in reporting.document(made.facts, as_of=made.as_of, sha256=made.sha256).sections
        for block in section.blocks
    ]
    captions = [block.caption for block in blocks if block.kind == "photo"]
    assert captions == ["Foto 1. Pembukaan oleh ketua", "Foto 2. [Belum diisi: keterangan foto 2]"]
    papers = next(block for block in blocks if block.kind == "table" and block.caption == "Berkas lampiran")
    assert papers.rows[0][1:3] == ("Surat tugas", "ST/1/2024")
    assert papers.rows[0][3].startswith("3 halaman")


def test_a_photo_that_was_deleted_before_the_file_was_drawn_is_said_to_be_gone(session, committee, noon):
    photo = add(session, committee, noon, caption="Pembukaan")
    made = services.make_report(session, with_names=False, by=committee, at=noon)
    services.remove(photo, by=committee)
    from .test_reports import printed, said

    assert "[Foto ini sudah dihapus]" in said(made)
    assert "[Foto ini sudah dihapus]" in printed(made)


def test_a_photo_that_vanished_from_the_disk_stops_no_report(session, committee, noon):
    photo = add(session, committee, noon)
    made = services.make_report(session, with_names=False, by=committee, at=noon)
    photo.file.storage.delete(photo.file.name)
    assert services.file_of(made, "docx", at=noon).size
