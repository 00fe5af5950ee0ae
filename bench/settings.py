"""The site as production runs it, without HTTPS and with the bare view of ``bench.urls`` beside it."""

from elearning.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-measuring"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
CODE_PEPPER = "only-for-measuring"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
ROOT_URLCONF = "bench.urls"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}  # as compose.yaml
