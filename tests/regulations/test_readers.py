from elearning.regulations.presenting import subject_words
from elearning.regulations.readers import Reader

PNS, PPPK, SILENT = Reader(status="pns"), Reader(status="pppk"), Reader()


def test_a_rule_for_pns_does_not_reach_a_pppk():
    assert PNS.is_reached_by(["pns", "cpns"])
    assert not PPPK.is_reached_by(["pns", "cpns"])


def test_a_rule_that_names_an_office_reaches_every_status():
    assert PPPK.is_reached_by(["kepala-desa", "camat"])


def test_a_rule_that_names_nobody_reaches_everybody():
    assert PPPK.is_reached_by([])


def test_who_has_not_said_his_status_is_shown_everything():
    assert SILENT.is_reached_by(["pns"])
    assert SILENT.may_see("pp-94-2021", ["pns"])


def test_a_pppk_never_sees_pp_94_2021_even_where_an_editor_forgot_its_subjects():
    assert not PPPK.may_see("pp-94-2021", [])
    assert not PPPK.may_see("pp-94-2021", ["pns", "pppk"])
    assert PNS.may_see("pp-94-2021", ["pns"])


def test_a_reader_is_named_in_words():
    assert Reader("guru", "pppk").words == "Guru, PPPK"
    assert SILENT.words == ""


def test_subjects_are_read_as_a_list():
    assert subject_words(["pns", "cpns"]) == "PNS dan CPNS"
    assert subject_words(["pns", "siapa-pun"]) == "Siapa pun"
    assert subject_words([]) == "Siapa pun"
