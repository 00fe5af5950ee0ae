"""What clumsy hands and lost disks do to a session, each answered with a sentence."""

from datetime import timedelta
from pathlib import PurePosixPath

import pytest

from certificates import archives
from elearning.training import services
from elearning.training.desk_notes import LISTS, DayNotes, part_of
from elearning.training.errors import ParticipantError, RegistrationError
from elearning.training.forms import CorrectionForm, ReasonForm, RevocationForm
from elearning.training.importing.cells import CellRefused, read_name
from elearning.training.models import CommitteeMember, ImportDraft, Participant, TrainingSession
from elearning.training.naming_forms import AnswerForm
from elearning.training.services import drafts
from tests.factories.files import jpeg
from tests.factories.people import UserFactory
from tests.factories.training import make_draft, make_open_house

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
Stage = ImportDraft.Stage
LOST = "Berkasnya tercatat, tetapi tidak ada lagi di tempat penyimpanan"
NIK = "3201012304700001"


def test_a_photo_that_is_lost_on_the_disk_is_said(desk_client, session, day, committee, noon):
    sheet = services.add_sheet_photo(day, jpeg(), file="a.jpg", by=committee, at=noon)
    report = services.add_photo(session, jpeg(), file_name="a.jpg", by=committee, at=noon)
    for name, photo in (("sheet_photo", sheet), ("report_photo", report)):
        photo.file.storage.delete(photo.file.name)
        response = desk_client.get(page(name, session, photo.public_id))
        assert response.status_code == 404
        assert LOST in words(response)


def test_reading_columns_anew_says_that_corrections_go_also_after_another_sheet(desk_client, session, committee, noon):
    draft = make_draft(session, by=committee, at=noon)
    drafts.reread(draft, place=draft.choices["sheet"], header_row=None, at=noon)
    text = words(desk_client.get(page("import_columns", session, draft.public_id)))
    assert "menghapus perbaikan yang sudah diketik" in text
    assert "Kembali tanpa mengubah" not in text


def test_a_list_that_is_being_saved_is_not_thrown_away(desk_client, session, committee, noon):
    draft = make_draft(session, by=committee, at=noon)
    ImportDraft.objects.update(stage=Stage.SAVING)
    with pytest.raises(ParticipantError) as refusal:
        drafts.discard(draft)
    assert refusal.value.code == "draft_busy"
    assert desk_client.post(page("import_discard", session, draft.public_id)).status_code == 302
    assert ImportDraft.objects.filter(pk=draft.pk).exists()


def test_a_deactivated_person_is_not_registered(noon):
    session, person = make_open_house(), UserFactory()
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(RegistrationError) as refusal:
        services.register(session, person, at=noon)
    assert refusal.value.code == "inactive"
    assert not Participant.objects.exists()


def test_who_uploaded_a_list_can_leave_and_the_list_stays(session, desk_client, noon):
    gone = UserFactory()
    draft = make_draft(session, by=gone, at=noon)
    gone.delete()
    draft.refresh_from_db()
    assert draft.made_by is None
    assert draft.file_name in words(desk_client.get(page("participants", session)))


@pytest.mark.parametrize("group", ["CON", "con.", "Aux.x", "LPT1", "nul "])
def test_no_folder_of_a_zip_has_the_name_of_a_device(group):
    class Row:
        revision, sequence, facts = 0, 7, {"name": "Siti"}

    folder = PurePosixPath(archives.Paper(Row(), group).path).parts[0]
    assert folder.split(".")[0].upper() not in {"CON", "AUX", "LPT1", "NUL"}


def test_a_kabupaten_that_only_begins_like_a_device_keeps_its_name():
    class Row:
        revision, sequence, facts = 0, 7, {"name": "Siti"}

    assert archives.Paper(Row(), "Conto").path == "Conto/007 Siti.pdf"


@pytest.mark.parametrize("form", [ReasonForm, AnswerForm, CorrectionForm])
def test_a_nik_in_a_reason_is_refused(form):
    for field in ("reason", "answer"):
        bound = form({field: f"NIK-nya {NIK}"})
        if field in bound.fields:
            assert "nik" in [error.code for error in bound.errors.as_data()[field]]


def test_a_nik_in_the_note_on_a_revocation_is_refused():
    assert "nik" in [error.code for error in RevocationForm({"note": NIK}).errors.as_data()["note"]]


@pytest.mark.parametrize("state", ["ditutup", "terbit"])
def test_a_desk_is_not_offered_when_the_list_is_closed(client, session, state):
    member = UserFactory()
    CommitteeMember.objects.create(session=session, person=member, role="meja")
    TrainingSession.objects.update(state=state)
    client.force_login(member)
    text = words(client.get(page("overview", session)))
    assert "Buka meja registrasi" not in text
    assert "Daftar hadir sudah ditutup" in text


@pytest.mark.parametrize("name", ['=HYPERLINK("http://contoh.example","Siti")', "=A1", "=Siti Aminah"])
def test_a_formula_is_no_name(name):
    with pytest.raises(CellRefused) as refusal:
        read_name(name)
    assert refusal.value.code == "name_formula"


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("Siti 王 Contoh", "character_missing", "Huruf «王» pada «Siti 王 Contoh»"),
        ("W" * 60 + " " + "W" * 59, "name_too_long", "terlalu panjang untuk dua baris"),
    ],
)
def test_a_name_that_no_paper_could_carry_is_refused_in_the_list_with_the_letter(name, code, said):
    with pytest.raises(CellRefused) as refusal:
        read_name(name)
    assert refusal.value.code == code
    assert said in str(refusal.value)


@pytest.mark.once
def test_notes_of_the_desks_come_in_pages_and_none_is_lost(noon):
    days = [DayNotes((noon + timedelta(days=offset)).date()) for offset in range(3)]
    for number, day in enumerate(days):
        day.refused, day.repeated = [f"{number}r{at}" for at in range(60)], [f"{number}d{at}" for at in range(25)]
    seen = []
    for start in range(0, 255, 50):
        parts = part_of(days, start, start + 50)
        rows = [row for part in parts for name in LISTS for row in getattr(part, name)]
        assert len(rows) == min(50, 255 - start)
        assert all(part.counted["refused"] == 60 for part in parts)
        seen += rows
    assert seen == [row for day in days for name in LISTS for row in getattr(day, name)]
