"""Where the passwords of the demo's staff are kept between runs: they are made at random on the first one."""

from django.conf import settings

ACCOUNTS = settings.VAR_DIR / "demo-accounts.json"
