"""What a draft keeps, how long, and what a killed worker leaves."""

import tracemalloc
from datetime import timedelta
from hashlib import sha256

import pytest

from elearning.demo.dirty import dirty_list
from elearning.training import services
from elearning.training.errors import ParticipantError, TrainingError
from elearning.training.importing import Grid, grids_of
from elearning.training.importing.grids import plain
from elearning.training.models import DraftRow, ImportDraft, Participant, TrainingSession
from elearning.training.services import checking, correcting, drafts

from .spreadsheets import ARIF, MADE, RINA, xlsx
from .test_participants import fingerprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def keep(session, committee, noon):
    """A draft of some rows; checked when ``columns`` are said."""

    def made(*rows, content=None, is_checked=True):
        grids = grids_of(content or xlsx(*rows), "peserta.xlsx")
        draft, _ = drafts.keep_draft(
            session,
            grids,
            file_name="peserta.xlsx",
            sha256=sha256(repr(rows).encode()).hexdigest(),
            by=committee,
            at=noon,
        )
        return drafts.choose_columns(draft, columns=draft.choices["columns"], at=noon) if is_checked else draft

    return made


def people(count):
    return [
        [number, f"Orang {number} Contoh", "", "", "Camat", f"Kecamatan {number} Contoh", ""] for number in range(count)
    ]


def test_a_draft_that_nobody_touches_is_gone_after_two_weeks(keep, noon):
    keep(ARIF)
    assert drafts.discard_forgotten(at=noon + timedelta(days=13)) == 0
    assert drafts.discard_forgotten(at=noon + timedelta(days=15)) == 1
    assert not DraftRow.objects.exists()


def test_a_worker_that_was_killed_while_reading_is_followed_by_another(keep, noon, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 3)
    draft = keep(*people(10))
    assert draft.stage == "memeriksa"
    _dies_in_chunk(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        checking.work(draft, now=lambda: noon)
    monkeypatch.undo()
    assert (draft.rows.count(), draft.stage) == (6, "memeriksa")
    assert checking.work_due(now=lambda: noon + timedelta(seconds=30)) == 0, "somebody may still be at it"
    assert checking.work_due(now=lambda: noon + timedelta(seconds=61)) == 1
    draft.refresh_from_db()
    assert (draft.stage, draft.rows.count(), draft.done) == ("diperiksa", 10, 10)


def _dies_in_chunk(monkeypatch, number):
    calls = []

    def sign(draft, done, at):
        calls.append(done)
        if len(calls) == number:
            raise KeyboardInterrupt

    monkeypatch.setattr(checking, "_sign_of_life", sign)


def test_a_worker_that_was_killed_while_storing_is_followed_by_another(keep, session, committee, noon, monkeypatch):
    draft = keep(*people(10))
    monkeypatch.setattr(checking, "CHUNK", 3)
    assert checking.save(draft, by=committee, at=noon) is None
    _dies_in_chunk(monkeypatch, 3)
    draft.refresh_from_db()
    with pytest.raises(KeyboardInterrupt):
        checking.work(draft, now=lambda: noon)
    monkeypatch.undo()
    stored = session.participants.count()
    assert 0 < stored < 10, "whole chunks or nothing of them"
    checking.work_due(now=lambda: noon + timedelta(seconds=61))
    assert session.participants.count() == 10
    assert session.imports.get().participants.count() == 10
    assert not ImportDraft.objects.exists()


def test_a_list_closed_while_it_is_stored_keeps_the_rest_and_says_why(keep, session, committee, noon, monkeypatch):
    draft = keep(*people(4))
    monkeypatch.setattr(checking, "CHUNK", 3)
    checking.save(draft, by=committee, at=noon)
    TrainingSession.objects.update(state="ditutup")
    checking.work_due(now=lambda: noon)
    draft.refresh_from_db()
    assert draft.stage == "diperiksa"
    assert "Daftar hadir sudah ditutup" in draft.choices["trouble"]
    assert not session.imports.exists(), "an import of nobody is none"


def test_while_a_worker_has_it_nobody_else_changes_a_draft(keep, noon):
    draft = keep(ARIF)
    ImportDraft.objects.update(stage="menyimpan")
    with pytest.raises(ParticipantError) as refusal:
        correcting.correct_row(draft, 2, {"name": "x"}, at=noon)
    assert refusal.value.code == "draft_busy"


def test_a_small_list_is_stored_all_or_not_at_all(keep, committee, noon, monkeypatch):
    draft = keep(ARIF, RINA, MADE)
    TrainingSession.objects.update(state="ditutup")
    with pytest.raises(TrainingError):
        checking.save(draft, by=committee, at=noon)
    assert not Participant.objects.exists()
    assert set(draft.rows.values_list("state", flat=True)) == {"siap"}


def test_undoing_the_dirty_list_leaves_no_trace(keep, session, committee, noon):
    before = fingerprint()
    draft = keep(content=dirty_list())
    result = checking.save(draft, by=committee, at=noon)
    assert (result.added, session.participants.count()) == (56, 56)
    services.undo_import(result.batch, by=committee, at=noon)
    drafts.discard(draft)
    assert fingerprint() == before


def test_two_who_press_at_once_store_each_person_once(keep, session, committee, noon):
    draft = keep(ARIF, RINA)
    again = ImportDraft.objects.get(pk=draft.pk)
    checking.save(draft, by=committee, at=noon)
    with pytest.raises(ParticipantError) as refusal:
        checking.save(again, by=committee, at=noon)
    assert refusal.value.code == "draft_gone"
    assert session.participants.count() == 2


def test_memory_grows_with_the_rows_and_no_faster(session, committee, noon, monkeypatch):
    """A ten-fold list takes no more than a ten-fold; 10,000 rows were measured once, at the numbers of ADR 0024."""
    monkeypatch.setattr(checking, "CHUNK", 20)

    def peak(count):
        grid = Grid(
            "P",
            [["No", "Nama", "NIP", "Jabatan", "Unit kerja"], *[row[:2] + row[2:3] + row[4:6] for row in people(count)]],
        )
        draft, _ = drafts.keep_draft(session, [grid], file_name="a.xlsx", sha256=str(count), by=committee, at=noon)
        drafts.choose_columns(draft, columns={"name": 1, "position": 3, "unit": 4}, at=noon)
        tracemalloc.start()
        checking.work_due(now=lambda: noon)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(59)  # what is loaded once
    few, many = peak(60), peak(600)
    assert many / few < 12


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), "a\x00b", "\ud800"])
def test_what_no_database_holds_is_asked_about(keep, session, committee, noon, value):
    grid = Grid("P", [["Nama"], [plain(value)], ["Rina Contoh"]])
    draft, _ = drafts.keep_draft(session, [grid], file_name="a.xlsx", sha256="1", by=committee, at=noon)
    drafts.choose_columns(draft, columns={"name": 0}, at=noon)
    assert list(draft.rows.order_by("number").values_list("state", flat=True)) == ["periksa", "siap"]


def test_a_list_thrown_away_while_it_is_read_stops_nothing(keep, noon, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 3)
    draft, other = keep(*people(10)), keep(*people(4))
    fill = checking._fill

    def thrown_away(one, now):
        fill(one, now)
        if one.pk == draft.pk:
            drafts.discard(one)

    monkeypatch.setattr(checking, "_fill", thrown_away)
    assert checking.work_due(now=lambda: noon) == 2
    other.refresh_from_db()
    assert other.stage == "diperiksa"


@pytest.mark.parametrize(
    "text",
    ["3201123456789012 081234567890", "RT 5 3201123456789012", "3201123456789012 2", "KTP 3201123456789012.xlsx"],
)
def test_a_nik_is_masked_whatever_stands_beside_it(session, committee, noon, text):
    grid = Grid("P", [["Nama", "Jabatan"], ["Rina Contoh", plain(text)]])
    draft, _ = drafts.keep_draft(session, [grid], file_name=text, sha256="1", by=committee, at=noon)
    drafts.choose_columns(draft, columns={"name": 0, "position": 1}, at=noon)
    assert draft.rows.get().faults[0][1] == "nip_nik"
    assert "3201123456789012" not in f"{draft.file_name} {draft.sheets.get().rows} {draft.rows.get().cells}"


def test_a_cell_of_many_letters_is_cut():
    assert len(plain("A" + " " * 40_000 + "B")) == 1000


@pytest.fixture
def saving(keep, committee, noon, monkeypatch):
    """A long list that waits for the worker to store it."""
    monkeypatch.setattr(checking, "CHUNK", 3)
    draft = keep(*people(10))
    checking.work_due(now=lambda: noon)
    checking.save(draft, by=committee, at=noon)
    return draft


def test_columns_are_not_named_anew_in_another_tab_while_a_list_is_stored(saving, noon):
    for verb, how in (
        (drafts.choose_columns, {"columns": {"name": 1}}),
        (drafts.reread, {"place": 0, "header_row": 1}),
    ):
        with pytest.raises(ParticipantError) as refusal:
            verb(saving, **how, at=noon)
        assert refusal.value.code == "draft_busy"
    checking.work_due(now=lambda: noon)
    assert Participant.objects.count() == 10


def test_simpan_in_another_tab_while_a_list_is_stored_waits_for_the_worker(saving, committee, noon, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 500)  # few rows are left, which a request would store at once
    assert checking.save(saving, by=committee, at=noon) is None
    assert not Participant.objects.exists()


def test_a_list_on_which_workers_fail_holds_up_no_other(keep, noon, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 3)
    draft, fill = keep(*people(10)), checking._fill

    def fails(one, now):
        if one.pk == draft.pk:
            raise IndexError
        fill(one, now)

    monkeypatch.setattr(checking, "_fill", fails)
    with pytest.raises(IndexError):
        checking.work_due(now=lambda: noon)
    other = keep(*people(4))
    with pytest.raises(IndexError):
        checking.work_due(now=lambda: noon + timedelta(minutes=2))
    other.refresh_from_db()
    assert other.stage == "diperiksa"
