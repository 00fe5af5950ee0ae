"""What the shipped content last wrote (ADR 0012)."""

from django.db import models


class LoadedRecord(models.Model):
    """What `load_content` last wrote for a record, so that an editor's change is told from a change of ours (ADR 0012)."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_fingerprint_per_loaded_record")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
