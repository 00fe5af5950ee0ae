"""Pictures of pages are public; originals and documents are not reachable by guessing."""

import pytest

pytestmark = pytest.mark.once


@pytest.fixture
def stored(settings):
    (settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    for name in ("images/kecil.png", "original_images/asli.png", "documents/surat.pdf"):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"isi")


def test_a_rendition_is_served_without_signing_in(stored, client):
    response = client.get("/media/images/kecil.png")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"isi"
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/media/original_images/asli.png", "/media/documents/surat.pdf", "/media/images/../documents/surat.pdf"]
)
def test_originals_and_documents_are_not(stored, client, home, path):
    assert client.get(path).status_code in (400, 404)


@pytest.mark.django_db
def test_a_missing_picture_is_not_found(stored, client, home):
    assert client.get("/media/images/tidak-ada.png").status_code == 404
