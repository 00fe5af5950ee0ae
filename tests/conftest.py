"""Fixtures that every room's tests share."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.core.files.storage import storages

from certificates.models import CertificateFile
from tests.factories.lessons import make_site
from tests.factories.people import UserFactory


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits are counted in the cache; each test starts from none."""
    cache.clear()


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path, monkeypatch):
    """Papers made by a test go to its own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private")},
        },
    }
    # A file field asks for its storage once, when its model is read.
    monkeypatch.setattr(CertificateFile._meta.get_field("pdf"), "storage", storages["private"])


@pytest.fixture
def home(db):
    return make_site()


@pytest.fixture
def noon() -> datetime:
    """Thursday 3 October 2024, 12.00 WIB."""
    return datetime(2024, 10, 3, 5, 0, tzinfo=UTC)


@pytest.fixture
def superuser(db):
    return UserFactory(display_name="Pengelola Contoh", email="kelola@contoh.example", is_superuser=True)
