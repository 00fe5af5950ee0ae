"""What a template may say, and what it adds to a claim; no database."""

from datetime import date

import pytest

from certificates import templating
from certificates.claims import Letterhead, Signatory
from certificates.errors import CertificateError
from certificates.printing import designs
from tests.factories.certificates import make_claim

pytestmark = pytest.mark.once
ENOUGH = "{title} oleh {organiser} pada {days}"
KOP = {"lines": ["Jalan Contoh 1"], "logos": ["a" * 64]}


class Nobody:
    pk, display_name = 1, "Suharto"


def completed(content=None, **claim):
    return templating.completed(
        make_claim(holder=Nobody, unit=Nobody, **claim), designs.shipped_content() | (content or {})
    )


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        (f"{ENOUGH} {{nama}}", "placeholder_unknown"),
        (f"{ENOUGH} {{nip}}", "placeholder_unknown"),
        (f"{ENOUGH} {{title.__class__}}", "placeholder_unknown"),
        (f"{ENOUGH} {{}}", "placeholder_unknown"),
        ("oleh {organiser} pada {days}", "placeholder_missing"),
        ("{title} oleh {organiser}", "placeholder_missing"),
        ("{title} oleh {organiser}[ pada {days}]", "placeholder_missing"),
        (f"{ENOUGH} {{title}}", "placeholder_twice"),
        (f"{ENOUGH} {{place", "braces_broken"),
        (f"{ENOUGH} place}}", "braces_broken"),
        (f"{ENOUGH} {{{{place}}}}", "braces_broken"),
        (f"{ENOUGH} [ di {{place}}", "brackets_broken"),
        (f"{ENOUGH} di {{place}}]", "brackets_broken"),
        (f"{ENOUGH} [ di [{{place}}]]", "brackets_broken"),
        (f"{ENOUGH} [ di tempat]", "brackets_broken"),
        (f"{ENOUGH} {'panjang ' * 60}", "text_too_long"),
    ],
)
def test_a_sentence_that_would_print_wrong_is_refused(sentence, code):
    with pytest.raises(CertificateError) as refusal:
        templating.check_sentence(sentence)
    assert refusal.value.code == code


def test_every_shipped_sentence_passes_and_reads_the_same_after_an_editor_saw_it():
    for sentence in designs.shipped_content()["wording"].values():
        templating.check_sentence(sentence)
        assert templating.from_words(templating.in_words(sentence)) == sentence


def test_editors_read_placeholders_in_their_own_words():
    assert templating.in_words("{title}[ di {place}]") == "{tema}[ di {tempat}]"
    assert templating.from_words(" { Tema }\n dan  {asing}") == "{title} dan {asing}"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("{nomor:3}/{kode}/{bulan_romawi}/{tahun}", "{seq:03d}/{code}/{month_roman}/{year}"),
        ("B-{nomor}/{bulan}/{tahun}", "B-{seq}/{month}/{year}"),
    ],
)
def test_a_number_pattern_is_read_and_shown_alike(typed, stored):
    assert templating.pattern_from_words(typed) == stored
    assert templating.pattern_in_words(stored) == typed


def test_a_claim_without_kop_and_signatories_takes_those_of_the_template():
    made = completed({"letterhead": KOP, "signatories": [templating.signatory("Dra. Contoh", "Ketua")]}, signatories=())
    assert made.letterhead == Letterhead(("Jalan Contoh 1",), ("a" * 64,))
    assert made.signatories == (Signatory("Dra. Contoh", "Ketua"),)


def test_a_kop_is_never_mixed_from_two_offices():
    own = Letterhead(lines=("Jalan Sendiri 2",))
    assert completed({"letterhead": KOP}, letterhead=own).letterhead == own


def test_a_drawn_signature_is_left_out_unless_the_template_prints_pictures():
    drawn = (Signatory("Dra. Contoh", "Ketua", "b" * 64),)
    assert completed(signatories=drawn).signatories[0].picture == ""
    assert completed({"signature_mode": "gambar"}, signatories=drawn).signatories == drawn


def test_the_second_page_can_be_left_out():
    assert completed().materials
    assert completed({"shows_materials": False}).materials == ()


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2024, 10, 5), 12, date(2025, 10, 5)),
        (date(2024, 8, 31), 1, date(2024, 9, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_validity_ends_on_the_same_day_of_a_later_month(issued, months, last):
    assert completed({"validity_months": months}, issued_on=issued).valid_until == last


def test_a_claim_keeps_the_end_that_it_states_and_without_months_there_is_none():
    ends = date(2030, 1, 1)
    assert completed({"validity_months": 12}, valid_until=ends).valid_until == ends
    assert completed().valid_until is None


def test_an_older_version_lacks_nothing():
    old = {"wording": {}, "signature_mode": "basah", "shows_nip": False, "number_pattern": "{seq}/{year}"}
    claim = make_claim(holder=Nobody, unit=Nobody)
    assert templating.completed(claim, old) == claim
