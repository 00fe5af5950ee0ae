"""Production: everything that must not be guessed comes from the environment; a missing secret stops the start."""

from django.core.exceptions import ImproperlyConfigured

from .base import *

LEAST_SECRET = 50  # characters; how to make one: .env.example


def secret(name: str) -> str:
    """A secret from the environment. One that is empty or short stops the start, as a missing one does."""
    value = env(name)
    if len(value) < LEAST_SECRET:
        raise ImproperlyConfigured(f"{name} must have at least {LEAST_SECRET} characters; see .env.example.")
    return value


DEBUG = False
SECRET_KEY = secret("DJANGO_SECRET_KEY")
CODE_PEPPER = secret("CODE_PEPPER")
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env("SITE_URL")
env("DATABASE_URL")  # no default: production never falls back to a file
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[WAGTAILADMIN_BASE_URL])

if env.bool("DEMO_MODE", default=False) or "elearning.demo" in INSTALLED_APPS:
    raise ImproperlyConfigured(
        "Demo mode signs visitors in without a password. It never starts with production settings."
    )

# One proxy in front terminates TLS and sets X-Forwarded-Proto.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "elearning.ui.storage.StaticStorage"},
}
if env("S3_BUCKET", default=""):
    _s3 = {
        "bucket_name": env("S3_BUCKET"),
        "endpoint_url": env("S3_ENDPOINT_URL", default=None),
        "file_overwrite": False,
    }
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**_s3, "location": "media"}}
    STORAGES["private"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**_s3, "location": "private"}}

SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # Wagtail previews a page in a frame of the same site
    "security.W021",  # preloading binds the whole domain for years: its owner decides
]
