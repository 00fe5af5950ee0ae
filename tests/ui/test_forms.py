"""How any form of ours is drawn: label, help and fault belong to their field."""

import re

import pytest

from elearning.ui.gallery import GalleryForm
from elearning.ui.templatetags.ui import of_field


@pytest.fixture
def faulty() -> str:
    form = GalleryForm({"name": "  ", "unit": "a"})
    form.is_valid()
    return str(form)


def test_help_and_fault_are_tied_to_the_field(faulty):
    field = re.search(r'<input type="text" name="name".*?>', faulty)[0]
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="id_name_helptext"' in faulty
    assert 'id="id_name_error"' in faulty


def test_what_was_typed_is_kept(faulty):
    assert 'value="  "' in faulty


def test_the_summary_takes_the_focus_and_links_to_each_fault(faulty):
    summary = faulty[: faulty.index('class="field')]
    assert "autofocus" in summary
    assert 'href="#id_name"' in summary
    assert 'href="#id_status_0"' in summary
    assert 'id="id_status_0"' in faulty


@pytest.mark.parametrize(
    ("label", "error", "summary"),
    [
        ("Nama", "Nama wajib diisi.", "Nama wajib diisi."),
        ("Nama lengkap dengan gelar", "Tulis nama lengkap, dengan gelar.", "Tulis nama lengkap, dengan gelar."),
        ("NIP / NI PPPK", "NIP terdiri atas 18 angka.", "NIP terdiri atas 18 angka."),
        ("Tanggal", "Bidang ini tidak boleh kosong.", "Tanggal: Bidang ini tidak boleh kosong."),
        ("Kota di kertas", "Tulis lengkap di sini.", "Kota di kertas: Tulis lengkap di sini."),
    ],
)
def test_the_summary_names_each_field_once(label, error, summary):
    assert of_field(error, label) == summary


def test_an_empty_field_is_said_to_be_empty(faulty):
    assert faulty.count("Nama lengkap dengan gelar: Belum diisi.") == 1
    assert "  harus" not in faulty


def test_a_fault_that_names_its_field_stands_alone_in_the_summary(faulty):
    summary = faulty[: faulty.index('class="field')]
    assert 'href="#id_status_0">Pilih status kepegawaian' in summary
    assert ": Pilih status" not in summary


def test_a_clean_form_has_no_summary():
    assert "autofocus" not in str(GalleryForm())


def test_choices_are_a_group_with_a_name():
    html = str(GalleryForm())
    assert re.search(r"<fieldset[^>]*>\s*<legend>Status kepegawaian", html)


def test_a_field_that_may_stay_empty_says_so():
    html = str(GalleryForm())
    assert re.search(r'for="id_note">Catatan <span class="field__optional">\(tidak wajib\)', html)
    assert not re.search(r'for="id_name">[^<]*<span class="field__optional">', html)
