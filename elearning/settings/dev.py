"""Development and the demo: SQLite, no services, fictional people."""

from .base import *

DEBUG = False  # people judge the demo by its pages, not by tracebacks; set DJANGO_DEBUG=1 while writing code
DEBUG = env.bool("DJANGO_DEBUG", default=DEBUG)
SECRET_KEY = "only-for-development-never-for-real-people"  # noqa: S105
ALLOWED_HOSTS = ["*"]
CODE_PEPPER = "only-for-development"
DEMO_MODE = True
INSTALLED_APPS = ["elearning.demo", *INSTALLED_APPS]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
TASKS = {**TASKS}
