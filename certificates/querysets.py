"""Reads of certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from elearning.people.models import User


class CertificateQuerySet(models.QuerySet):
    def valid(self) -> CertificateQuerySet:
        return self.filter(state="berlaku")

    def held_by(self, user: User) -> CertificateQuerySet:
        return self.filter(holder=user).select_related("file", "unit")
