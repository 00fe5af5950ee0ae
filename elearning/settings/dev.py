"""Development and the demo: SQLite, no services, fictional people."""

from .base import *

DEBUG = env.bool("DJANGO_DEBUG", default=False)  # people judge the demo by its pages, not by tracebacks
SECRET_KEY = "only-for-development-never-for-real-people"  # noqa: S105
ALLOWED_HOSTS = ["*"]
CODE_PEPPER = "only-for-development"
WAGTAILADMIN_BASE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}")
DEMO_MODE = True
INSTALLED_APPS = ["elearning.demo", *INSTALLED_APPS]
WHITENOISE_USE_FINDERS = True
BADGE_KEY_FILE = env("BADGE_KEY_FILE", default=str(VAR_DIR / "kunci-lencana-uji.pem"))  # made with the demo's people
WHITENOISE_AUTOREFRESH = True
SEAL_KEYS = {  # of the one office of the demo that seals; made with the demo's people, and marked as a key for trying out
    "5ea1c0de-0000-4000-8000-00000000c0de": {
        "key": str(VAR_DIR / "segel-uji" / "segel-uji.key"),
        "certificate": str(VAR_DIR / "segel-uji" / "segel-uji.crt"),
    },
    **SEAL_KEYS,
}
VAR_DIR.mkdir(exist_ok=True)  # a fresh clone has none, and SQLite makes no folder
LOGGING["handlers"]["console"]["level"] = "WARNING"  # the worker's notes would push the demo's card out of sight
