"""«Rapikan huruf»: proposals only, and no degree broken."""

import pytest

from elearning.training.importing import proposal

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("DRS. H. A. CONTOH, M.SI", "Drs. H. A. Contoh, M.Si."),
        ("SITI AMINAH CONTOH, S.STP, M.SI", "Siti Aminah Contoh, S.STP., M.Si."),
        ("H. MA'RUF AL-FATIH  CONTOH , S.PD.I", "H. Ma'ruf Al-Fatih Contoh, S.Pd.I."),
        ("budi contoh", "Budi Contoh"),
        ("I MADE CONTOH", "I Made Contoh"),
        ("SUTAN II CONTOH", "Sutan II Contoh"),
    ],
)
def test_a_name_in_one_case_gets_a_proposal(name, proposed):
    assert proposal(name) == proposed
    assert proposal(proposed) == proposed


@pytest.mark.parametrize(
    "name",
    ["Rina Contoh, S.Pd.", "Drs. H. Arif Contoh, M.Si", "R.A. Contoh, S.STP", "Dewi McContoh", "dr. Sari Contoh"],
)
def test_a_name_that_somebody_wrote_with_care_is_left(name):
    assert proposal(name) == name


def test_a_degree_that_we_do_not_know_keeps_its_letters():
    assert proposal("RINA CONTOH, XYZ.Q") == "Rina Contoh, XYZ.Q"
    assert proposal("RINA CONTOH SH") == "Rina Contoh SH"
