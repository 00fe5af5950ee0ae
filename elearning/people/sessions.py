"""Sessions in the database under a digest of their key.

Django stores the key itself, so that whoever reads the table can be anybody who is signed in. Here the cookie holds the
key and the table only its HMAC (docs/adr/0002-secret-and-public-codes.md: a leaked database lets nobody in).
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

KEY_LENGTH = 40  # the width of Django's column: 160 bits


def stored_key(session_key: str) -> str:
    """What the table knows of a key."""
    return salted_hmac("elearning.people.sessions", session_key, algorithm="sha256").hexdigest()[:KEY_LENGTH]


class SessionStore(db.SessionStore):
    def load(self) -> dict:
        kept = self.model.objects.filter(
            session_key=stored_key(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if kept is None:
            self._session_key = None
            return {}
        return self.decode(kept.session_data)

    def exists(self, session_key: str) -> bool:
        return super().exists(stored_key(session_key))

    def create_model_instance(self, data: dict) -> Session:
        made = super().create_model_instance(data)
        made.session_key = stored_key(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(stored_key(key))
