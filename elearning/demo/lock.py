"""One demo at a time per folder, and no reset under a running one."""

import fcntl
from typing import Self

from django.conf import settings
from django.core.management.base import CommandError


class ServingLock:
    """Held while the demo is served; the system lets go of it when the process ends, however it ends."""

    def __enter__(self) -> Self:
        settings.VAR_DIR.mkdir(exist_ok=True)
        self.file = (settings.VAR_DIR / "demo.lock").open("w")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.file.close()
            raise CommandError("The demo is running from this folder. Stop it first with Ctrl+C.") from error
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()
