from hypothesis import given
from hypothesis import strategies as st

from certificates.printing.fitting import LARGEST_PT, NAME_BOX_PT, SMALLEST_PT, fit_name, missing_character, width_em

LONG = "Prof. Dr. Ir. Hj. Raden Ayu Maria Magdalena Kartikasari Wulandari Contoh Purnamaningsih, S.H., S.E., M.Hum., M.M., Ph.D"


def test_a_short_name_stands_large_on_one_line():
    assert fit_name("Suharto").size_pt == LARGEST_PT
    assert fit_name("Suharto").lines == ("Suharto",)


def test_a_name_of_120_characters_takes_two_lines():
    fit = fit_name(LONG[:120])
    assert len(fit.lines) == 2
    assert fit.size_pt >= SMALLEST_PT


def test_a_name_shrinks_before_it_breaks():
    fit = fit_name("Dra. Hj. Siti Nurhaliza Contoh Binti Abdurrahman, M.M.")
    assert fit.lines == ("Dra. Hj. Siti Nurhaliza Contoh Binti Abdurrahman, M.M.",)
    assert SMALLEST_PT <= fit.size_pt < LARGEST_PT


def test_a_name_that_cannot_be_broken_is_refused():
    assert fit_name("W" * 120) is None


NAMES = st.text(alphabet=st.sampled_from("ABCabcéŠ'-.,  iW"), min_size=1, max_size=120)


@given(NAMES)
def test_a_fitting_name_is_whole_and_inside_the_box(name):
    fit = fit_name(name)
    if fit is None:
        return
    assert " ".join(fit.lines) == name
    assert len(fit.lines) <= 2
    assert SMALLEST_PT <= fit.size_pt <= LARGEST_PT
    assert all(width_em(line) * fit.size_pt <= NAME_BOX_PT for line in fit.lines)


@given(NAMES)
def test_a_longer_name_is_never_set_larger(name):
    shorter, longer = fit_name(name), fit_name(name + " M")
    if shorter and longer and len(shorter.lines) == len(longer.lines) == 1:
        assert longer.size_pt <= shorter.size_pt


def test_letters_of_other_languages_are_known():
    assert missing_character("Željko Đorđević Nuraïni Müller O’Brien Ș") is None
    assert missing_character("Nurai\u0301ni") is None  # an accent typed as its own character


def test_the_first_unknown_character_is_named():
    assert missing_character("Siti 王 Contoh") == "王"
    assert missing_character("Siti\tContoh") == "\t"
