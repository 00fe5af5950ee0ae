"""Light, dark, or as the phone says: a matter of taste, kept in a cookie of its own and in no account."""

from django.db.models import TextChoices

COOKIE = "tema"
COOKIE_AGE = 365 * 24 * 3600


class Theme(TextChoices):
    LIGHT = "terang", "Terang"
    DARK = "gelap", "Gelap"
    PHONE = "hp", "Ikuti HP"
