"""The system's Chromium; None where there is none. Imported before Django is set up (tests/run.py)."""

import shutil

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
)
