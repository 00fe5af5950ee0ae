"""The admin speaks Bahasa Indonesia on the editors' path (experience.md §11)."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

FOLDER = Path(settings.LOCALE_PATHS[0]) / "id" / "LC_MESSAGES"


@pytest.mark.parametrize(
    ("english", "ours"),
    [
        ("Publish", "Terbitkan"),
        ("Save draft", "Simpan draf"),
        ("Submit for moderation", "Kirim untuk ditinjau"),
        ("Schedule to publish", "Jadwalkan terbit"),
        ("History", "Riwayat"),
        ("Usage", "Pemakaian"),
        ("Snippets", "Entri"),
        ("Choose another image", "Pilih gambar lain"),
        ("Roles", "Peran"),
        ("Password", "Kata sandi"),
        ("Custom permissions", "Izin lain"),
        ("Focal point", "Area fokus"),
    ],
)
def test_words_of_the_editors_path_are_ours(english, ours):
    with translation.override("id"):
        assert translation.gettext(english) == ours


def test_the_compiled_file_holds_what_the_readable_one_says():
    readable = (FOLDER / "django.po").read_text(encoding="utf-8")
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    assert len(compiled) == len(re.findall(r"^msgid ", readable, re.MULTILINE))
