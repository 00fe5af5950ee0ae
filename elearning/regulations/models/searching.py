"""What people look for: their words for ours, and what they did not find."""

from django.db import models


class SearchMiss(models.Model):
    """What people looked for and did not find: the text and how often, never who."""

    text = models.CharField("dicari", max_length=120, unique=True)
    count = models.PositiveIntegerField("kali", default=0)
    first_on = models.DateField("pertama")
    last_on = models.DateField("terakhir")
    settled_at = models.DateTimeField("selesai ditangani", null=True, blank=True)

    class Meta:
        verbose_name = "pencarian tanpa jawaban"
        verbose_name_plural = "pencarian tanpa jawaban"
        ordering = ("-count", "text")

    def __str__(self) -> str:
        return self.text


class Synonym(models.Model):
    """Words that people use for the words that cards use: «nyalon» for «mencalonkan diri»."""

    term = models.CharField("kata orang", max_length=60, unique=True)
    means = models.CharField("kata di kartu", max_length=200, help_text="Pisahkan dengan koma.")

    class Meta:
        verbose_name = "padanan kata"
        verbose_name_plural = "padanan kata"
        ordering = ("term",)

    def __str__(self) -> str:
        return f"{self.term} → {self.means}"
