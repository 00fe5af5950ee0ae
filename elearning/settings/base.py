"""What never varies. Anything that depends on the machine is read from the environment (see .env.example)."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))  # everything that is made while running

DEMO_MODE = False

INSTALLED_APPS = [
    # our rooms, high to low
    "elearning.dashboard",
    "elearning.reports",
    "elearning.cascade",
    "elearning.content",
    "elearning.training",
    "elearning.refreshers",
    "elearning.distribution",
    "quizzes",
    "certificates",
    "elearning.lessons",
    "elearning.regulations",
    "elearning.mailing",
    "elearning.people",
    "elearning.ui",
    # the CMS
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "elearning.people.apps.StaffUsersConfig",  # wagtail.users with our form for people
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "elearning.people.cards.sessions.OneOfficePerCard",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "elearning.people.middleware.CodeSessionsChangeNoCredentials",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "elearning.regulations.middleware.AdminRefusals",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "elearning.urls"
WSGI_APPLICATION = "elearning.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "elearning.ui.context.site_chrome",
            ],
            "builtins": ["elearning.ui.templatetags.ui"],
        },
    }
]

# Database. SQLite is a first-class engine for one small office: WAL, immediate transactions, patient writers.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
}


# PostgreSQL. What a connection asks often is planned once: planning was more than half of what the database did.
POSTGRES_OPTIONS = {"pool": True, "server_side_binding": True, "prepare_threshold": 5}


def database(default: str) -> dict:
    """One database from DATABASE_URL, with the options its engine needs (docs/adr/0010)."""
    settings = env.db_url("DATABASE_URL", default=default)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {**SQLITE_OPTIONS, **settings.get("OPTIONS", {})}
    else:
        settings["CONN_MAX_AGE"] = 0
        settings["OPTIONS"] = {**POSTGRES_OPTIONS, **settings.get("OPTIONS", {})}
    return settings


DATABASES = {"default": database(f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
# Django's own ceiling is 300 entries, and a full cache forgets a third of them: anybody could flush the rate limits.
if (
    CACHES["default"]["BACKEND"].startswith("django.core.cache.backends.")
    and "redis" not in CACHES["default"]["BACKEND"]
):
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 100_000)

# People. Staff sign in with e-mail and password; participants with their kode peserta; nobody with a NIP (ADR 0001, 0002).
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "elearning.people.auth.CodeBackend",
    "elearning.people.cards.sessions.CardBackend",
]
LOGIN_URL = "people:login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "elearning.people.adapters.StaffOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can have us write to a stranger
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {"reset_password": "elearning.people.forms.StaffPasswordResetForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "code": "20/5m/key,600/m/ip",
    "question_report": "10/h/key,300/h/ip",
    "same_question_report": "1/d/key",  # three reports hold a question: they are to be of three people
    "verification_miss": "60/5m/ip",
    "file_miss": "120/5m/ip",
    "nip_match": "5/h/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_DISPLAY = "elearning.people.adapters.display_name"
SESSION_ENGINE = "elearning.people.sessions"  # a leaked database holds no session that opens anything (ADR 0002)
SESSION_COOKIE_AGE = 180 * 24 * 3600  # experience.md §4: a participant stays signed in for 180 days
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "elearning.ui.views.csrf_failure"

# The key for digests of secret codes lives outside the database: a leaked dump lets nobody in (ADR 0002).
CODE_PEPPER = env("CODE_PEPPER", default="")

# Certificates of a session: one member proposes the list, another one approves it (ADR 0034).
CERTIFICATES_NEED_APPROVAL = env.bool("CERTIFICATES_NEED_APPROVAL", default=False)

# Language and time. Stored in UTC; shown in the zone of the place (ADR 0009).
LANGUAGE_CODE = "id"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "elearning" / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
FORMAT_MODULE_PATH = ["elearning.lib.formats"]

# Files
STATIC_URL = "/static/"
# Open Badges (ADR 0035): a private RSA key as PEM; older keys stay published. Without a key there are no badges.
BADGE_KEY_FILE = env("BADGE_KEY_FILE", default="")
BADGE_OLD_KEY_FILES = env.list("BADGE_OLD_KEY_FILES", default=[])
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Certificates and other papers about people: never served from MEDIA_URL, only through a view that checks.
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "private"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Background work. "default" stays immediate: Wagtail uses it for search and its reference index.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []},
    "background": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["certificates", "imports", "kits", "refreshers"],
    },
}

# Wagtail
WAGTAIL_SITE_NAME = "Netralitas ASN"
WAGTAILADMIN_BASE_URL = env("SITE_URL", default="http://localhost:8000")
SOURCE_URL = env("SOURCE_URL", default="")  # AGPL §13: who changes the program offers its source to those who use it
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("id", "Bahasa Indonesia")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id", "Bahasa Indonesia")]
WAGTAILADMIN_LOGIN_URL = "admin_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # hours are entered and shown in the zone of the site, with its name (ADR 0015)
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILIMAGES_IMAGE_MODEL = "ui.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "quizzes.editorial.keeping_pictures.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "ui.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]  # SVG uploads could carry scripts
WAGTAILEMBEDS_FINDERS = []  # a video loads nothing until it is tapped; see lessons.blocks.VideoBlock
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "indonesian", "ATOMIC_REBUILD": True}
}

# Security. Our pages carry no inline script and ask nobody else for anything; the Wagtail admin needs more.
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # seconds; without one, a mail server that says nothing would hold a worker for ever
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Netralitas ASN <tidak-dibalas@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_codes": {"()": "elearning.lib.logs.HideCodes"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_codes"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "ERROR"},  # it tells at length what it could not trust; our answers say it in a word
    },
}

# Seams: rooms below the dashboard name the screens above them only here, as Django does with LOGIN_URL.
IDENTITY_URL = "dashboard:identity"  # L5, where a guest says who he is so that a result is recorded
CLAIM_CERTIFICATE_URL = "dashboard:claim_certificate"  # POST: a finished course becomes a certificate
SESSION_CARDS_URL = "cascade:session_cards"  # access cards for the heads who came to a session (ADR 0039)
REFRESHER_URL = "refreshers:pending"  # the sitting of whoever learnt a rule that has changed since

# Seals on certificates (docs/adr/0032). Which key seals the papers of which unit, and who signs for the state; the shape of
# both is told in certificates/sealing/keys.py and exchange.py. Secrets stand in variables of their own, which these name.
SEAL_KEYS = env.json("SEAL_KEYS", default={})
SIGNING_PROVIDER = env.json("SIGNING_PROVIDER", default={})
