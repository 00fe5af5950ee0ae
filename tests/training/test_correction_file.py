"""The file of corrections: out with notes, back without doubling anybody (experience.md §8 P3)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from elearning.demo.dirty import dirty_list

from .spreadsheets import ARIF, MADE, RINA, xlsx
from .web import at, page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]
BROKEN = [*ARIF[:2], 197809122005011901, *ARIF[3:]]
NIK = "1671011209780001"


def states(draft):
    return dict(draft.rows.values_list("number", "state"))


def correction_file(client, draft, change=lambda sheet: None):
    book = load_workbook(BytesIO(client.get(at("import_corrections", draft)).content))
    change(book.active)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def test_the_file_of_corrections_has_the_same_rows_with_notes_and_text(desk_client, begin):
    draft = begin(content=dirty_list())
    sheet = load_workbook(BytesIO(desk_client.get(at("import_corrections", draft)).content)).active
    rows = list(sheet.iter_rows())
    assert len(rows) == 61
    titles = [cell.value for cell in rows[0]]
    assert titles[-2:] == ["Catatan", "Kode baris"]
    assert sheet.column_dimensions["J"].hidden
    nip = titles.index("NIP")
    assert {type(row[nip].value) for row in rows[1:]} <= {str, type(None)}
    assert {row[nip].number_format for row in rows[1:]} == {"@"}
    notes = [row[-2].value or "" for row in rows[1:]]
    assert sum("NIP dirusak Excel" in note for note in notes) == 8
    assert sum("NIP sama dengan baris" in note for note in notes) == 3
    assert sum("tampaknya NIK" in note for note in notes) == 1


@pytest.mark.parametrize("through", ["import", "import_corrections"])
def test_the_corrected_file_doubles_nobody(desk_client, session, begin, through):
    draft = begin(BROKEN, [*RINA[:2], "12", *RINA[3:]], MADE)

    def mend(sheet):
        sheet["C2"], sheet["C3"] = "197809122005011901", RINA[2]
        sheet["B4"] = "Made Contoh, S.H."
        sheet.append([4, "Dewi Contoh"])

    content = correction_file(desk_client, draft, mend)
    address = page("import", session) if through == "import" else at("import_corrections", draft)
    desk_client.post(address, {"file": SimpleUploadedFile("perbaikan.xlsx", content)})
    assert session.import_drafts.count() == 1
    assert states(draft) == {2: "siap", 3: "siap", 4: "siap", 5: "siap"}
    assert [row.cells["name"] for row in draft.rows.all()] == [ARIF[1], RINA[1], "Made Contoh, S.H.", "Dewi Contoh"]
    again = correction_file(desk_client, draft)
    desk_client.post(address, {"file": SimpleUploadedFile("perbaikan.xlsx", again)})
    assert draft.rows.count() == 4


def test_a_file_of_corrections_sent_back_unchanged_changes_nothing(desk_client, begin):
    draft = begin(content=dirty_list())
    before = list(draft.rows.order_by("number").values())
    response = desk_client.post(
        at("import_corrections", draft),
        {"file": SimpleUploadedFile("p.xlsx", correction_file(desk_client, draft))},
        follow=True,
    )
    assert "0 baris berubah, 0 baris baru." in words(response)
    assert list(draft.rows.order_by("number").values()) == before


def test_a_row_that_came_back_no_more_is_passed_over_and_named(desk_client, begin):
    draft = begin(ARIF, RINA)
    content = correction_file(desk_client, draft, lambda sheet: sheet.delete_rows(3))
    desk_client.post(at("import_corrections", draft), {"file": SimpleUploadedFile("p.xlsx", content)})
    gone = draft.rows.get(number=3)
    assert (gone.state, gone.skipped) == ("dilewati", "hilang")


@pytest.mark.parametrize("content", [xlsx(["Orang Lain Contoh"], header=["Nama"]), xlsx(["x"], header=["y"])])
def test_another_file_is_no_file_of_corrections(desk_client, begin, content):
    draft = begin(ARIF)
    response = desk_client.post(
        at("import_corrections", draft), {"file": SimpleUploadedFile("p.xlsx", content)}, follow=True
    )
    assert "bukan berkas perbaikan dari impor ini" in words(response)
    assert states(draft) == {2: "siap"}


def test_a_nip_that_comes_completed_completes_whom_the_list_has(desk_client, session, begin, save):
    draft = begin(BROKEN, [*RINA[:2], "12", *RINA[3:]])
    content = correction_file(desk_client, draft, lambda sheet: sheet.__setitem__("C2", "197809122005011901"))
    save(draft)
    desk_client.post(at("import_corrections", draft), {"file": SimpleUploadedFile("p.xlsx", content)})
    assert "Melengkapi NIP" in words(desk_client.get(at("import_check", draft)))
    assert "1 NIP dilengkapi." in words(save(draft))
    arif = session.participants.get()
    assert (arif.person.nip, arif.nip_is_incomplete, arif.nip_hint) == ("197809122005011901", False, "")


def test_a_whole_nip_under_another_name_asks_whether_it_is_the_one_on_the_list(desk_client, session, begin, save):
    save(begin(BROKEN))
    draft = begin([1, "Arif Contoh", *ARIF[2:]])
    assert states(draft) == {2: "kembar"}
    assert "Sudah ada di daftar" in words(desk_client.get(at("import_fix", draft)))
    desk_client.post(at("import_decide", draft, 2), {"keputusan": "sama"})
    save(draft)
    assert session.participants.get().person.nip == "197809122005011901"
