"""Unggah → Kenali kolom → Periksa → Perbaiki → Simpan, as a committee walks through it without a script."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from elearning.demo.dirty import dirty_list
from elearning.lib import spreadsheets
from elearning.people.models import User
from elearning.training.models import DraftRow, ImportDraft, Participant, TrainingSession
from elearning.training.services import checking
from tests.factories.people import UserFactory
from tests.factories.training import TrainingSessionFactory

from .spreadsheets import ARIF, MADE, RINA, xlsx
from .web import as_guessed, at, page, upload, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]
BROKEN = [*ARIF[:2], 197809122005011901, *ARIF[3:]]
NIK = "1671011209780001"


def states(draft):
    return dict(draft.rows.values_list("number", "state"))


# Unggah, Kenali kolom


def test_nobody_is_a_participant_before_simpan(desk_client, session, begin, save):
    draft = begin(ARIF, RINA, MADE)
    assert "3 baris dibaca · 3 siap<" in words(desk_client.get(at("import_check", draft)))
    assert not Participant.objects.exists()
    assert not session.imports.exists()
    assert "3 peserta ditambahkan." in words(save(draft))
    assert session.participants.count() == 3


def test_a_browser_closed_on_the_way_finds_the_draft_again(desk_client, session):
    upload(desk_client, session, xlsx(ARIF))
    draft = session.import_drafts.get()
    text = words(desk_client.get(page("participants", session)))
    assert "Lanjutkan impor" in text
    assert at("import_columns", draft) in text


def test_the_same_file_twice_is_one_draft(desk_client, session):
    content = xlsx(ARIF)
    upload(desk_client, session, content)
    response = upload(desk_client, session, content)
    assert session.import_drafts.count() == 1
    assert response.redirect_chain[-1][0] == at("import_columns", session.import_drafts.get())


def test_each_column_is_asked_about_beside_three_samples(desk_client, session):
    response = upload(
        desk_client, session, xlsx(*[[number, f"Orang {number} Contoh", *ARIF[2:]] for number in range(9)])
    )
    text = words(response)
    assert "Kami mengira judul kolom ada di baris 1. Benar?" in text
    name = response.context["form"].columns[1]
    assert (name.title, len(name.samples), name.bound.value()) == ("Kolom «Nama Lengkap/Gelar»", 3, "name")


def test_another_meaning_of_a_column_is_obeyed(desk_client, session):
    response = upload(desk_client, session, xlsx(["Arif Contoh", "Tirta"], header=["Nama", "Asal"]))
    draft = session.import_drafts.get()
    assert as_guessed(response) == {"kolom-0": "name", "kolom-1": "unit"}
    desk_client.post(at("import_columns", draft), {"kolom-0": "name", "kolom-1": "group"})
    assert draft.rows.get().cells == {"name": "Arif Contoh", "group": "Tirta"}


@pytest.mark.parametrize(
    ("chosen", "code"),
    [({"kolom-0": "unit"}, "no_name"), ({"kolom-0": "name", "kolom-1": "name"}, "column_twice")],
)
def test_columns_that_make_no_list_are_refused(desk_client, session, chosen, code):
    upload(desk_client, session, xlsx(["Arif Contoh", "Tirta"], header=["Nama", "Asal"]))
    response = desk_client.post(at("import_columns", session.import_drafts.get()), chosen)
    assert not DraftRow.objects.exists()
    errors = response.context["form"].errors.as_data()
    assert code in {error.code for found in errors.values() for error in found} | {
        code if "Nama" in str(errors) else ""
    }


def test_a_list_without_known_words_is_named_by_hand(desk_client, session, begin):
    response = upload(desk_client, session, xlsx(["Arif Contoh", "x"], header=["Peserta undangan", "y"]))
    draft = session.import_drafts.get()
    assert "tidak ditemukan" in words(response)
    desk_client.post(at("import_columns", draft), {"kolom-0": "name"})
    assert [row.cells["name"] for row in draft.rows.all()] == ["Arif Contoh"]


def test_another_header_row_is_read_with_its_second_line(desk_client, session):
    rows = [["Nama", "", ""], ["No", "Identitas", ""], ["", "Nama", "NIP"], [1, "Arif Contoh", ARIF[2]]]
    upload(desk_client, session, xlsx(*rows, header=["KOP"]))
    draft = session.import_drafts.get()
    desk_client.post(at("import_columns", draft), {"baca-ulang": "1", "sheet": "0", "header_row": "3"})
    draft.refresh_from_db()
    assert (draft.choices["header_row"], draft.choices["header_height"]) == (3, 2)
    assert draft.choices["columns"] == {"name": 1, "nip": 2}
    for wrong, code in (({"sheet": "0", "header_row": "99"}, "baris"), ({"sheet": "7", "header_row": "1"}, "pilihan")):
        response = desk_client.post(at("import_columns", draft), {"baca-ulang": "1", **wrong})
        assert response.context["place"].errors, code


def test_a_group_may_be_refused(desk_client, session):
    response = upload(
        desk_client, session, xlsx(["KABUPATEN TIRTA"], ["Arif Contoh", "Camat"], header=["Nama", "Jabatan"])
    )
    assert "pakai sebagai kabupaten untuk 1 baris di bawahnya" in words(response)
    draft = session.import_drafts.get()
    guessed = as_guessed(response)
    desk_client.post(at("import_columns", draft), guessed)
    assert draft.rows.get(number=3).cells["group"] == "KABUPATEN TIRTA"
    guessed.pop("kelompok-2")
    desk_client.post(at("import_columns", draft), guessed)
    assert "group" not in draft.rows.get(number=3).cells


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (b"", "a.xlsx", "Berkas ini kosong"),
        (b"MZ", "a.exe", "bukan XLSX, XLS, ODS, atau CSV"),
        (b"x" * (spreadsheets.MAX_BYTES + 1), "a.csv", "lebih dari 5 MB"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "terkunci kata sandi"),
        (xlsx(), "a.xlsx", "Tidak ada baris peserta"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_that_nothing_was_saved(desk_client, session, content, name, shown):
    text = words(upload(desk_client, session, content, name))
    assert shown in text
    assert "Belum ada yang disimpan" in text
    assert not ImportDraft.objects.exists()


def test_a_file_with_a_program_is_read_and_the_program_is_not(desk_client, session):
    import zipfile

    content = BytesIO(xlsx(ARIF))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open")
    assert "Makro tidak dijalankan" in words(upload(desk_client, session, content.getvalue(), "a.xlsm"))


def test_a_closed_list_takes_no_file(desk_client, session):
    TrainingSession.objects.update(state="ditutup")
    assert "Daftar hadir sudah ditutup" in words(upload(desk_client, session, xlsx(ARIF)))
    assert not ImportDraft.objects.exists()


# Periksa


def test_the_dirty_list_gives_exactly_its_counts(desk_client, session, begin):
    """experience.md §13, session C; experience-reasons.md §5, C2."""
    draft = begin(content=dirty_list())
    text = words(desk_client.get(at("import_check", draft)))
    assert "60 baris dibaca · 48 siap · 1 perlu diperiksa · 8 NIP belum lengkap · 3 kembar<" in text
    assert NIK not in repr(list(draft.rows.values()))
    assert not Participant.objects.exists()


def test_no_stored_nip_ends_in_digits_that_are_not_in_the_file(desk_client, session, begin, save):
    save(begin(content=dirty_list()))
    cells = [
        cell for row in load_workbook(BytesIO(dirty_list()))["Peserta"].iter_rows(values_only=True) for cell in row
    ]
    written = {re.sub(r"\D", "", cell) for cell in cells if isinstance(cell, str)}
    stored = set(session.participants.exclude(person__nip=None).values_list("person__nip", flat=True))
    hints = session.participants.exclude(nip_hint="").values_list("nip_hint", flat=True)
    numbers = [f"{cell:.0f}" for cell in cells if isinstance(cell, int | float) and cell > 10**15]
    assert session.participants.count() == 56
    assert len(stored) == 48 - session.participants.filter(person__nip=None, nip_is_incomplete=False).count()
    assert stored <= written
    assert sorted(hints) == sorted(number[:14] for number in numbers)


def test_every_tab_shows_its_rows(desk_client, session, begin):
    draft = begin(content=dirty_list())
    for tab, count in (("siap", 48), ("periksa", 1), ("nip", 8), ("kembar", 3), ("dilewati", 6)):
        response = desk_client.get(at("import_check", draft), {"tab": tab})
        assert response.context["page"].paginator.count == count, tab


def test_a_nik_is_stored_nowhere(desk_client, session, begin):
    sheet = xlsx(
        [1, "Arif Contoh", NIK, "", NIK, f"NIK {NIK}", ""], [2, f"Rina {NIK}", "", "", "", "", ""], ["", NIK, int(NIK)]
    )
    draft = begin(content=sheet)
    assert NIK not in repr([list(draft.sheets.values()), list(draft.rows.values())])
    assert {code for row in draft.rows.all() for _, code, _ in row.faults} == {"nip_nik"}
    desk_client.post(at("import_row", draft, 2), {"nip": f"{NIK[:4]}  {NIK[4:]}", "position": NIK})
    assert NIK not in repr(list(draft.rows.values())).replace(" ", "")


def test_a_nip_and_a_phone_that_were_put_in_order_are_counted(desk_client, begin):
    draft = begin(content=xlsx(["Arif Contoh", "19780912 200501 1 901", 81234567890], header=["Nama", "NIP", "No. WA"]))
    text = words(desk_client.get(at("import_check", draft)))
    assert "Dirapikan: 1 NIP (spasi dihapus). Nol di depan dikembalikan: 1 nomor." in text


def test_two_of_one_name_are_a_warning_only(desk_client, begin):
    draft = begin(MADE, [4, *MADE[1:5], "Desa Lain Contoh", ""])
    assert set(states(draft).values()) == {"siap"}
    assert "Dua orang bernama sama? Periksa." in words(desk_client.get(at("import_check", draft)))


# Perbaiki


def test_a_cell_is_corrected_in_place(desk_client, begin):
    draft = begin([*ARIF[:2], "130123456", *ARIF[3:]], RINA)
    text = words(desk_client.get(at("import_fix", draft)))
    assert "NIP terdiri atas 18 angka" in text
    response = desk_client.post(at("import_row", draft, 2), {"nip": "12"})
    assert [error.code for error in response.context["form"].errors.as_data()["nip"]] == ["nip_length"]
    desk_client.post(at("import_row", draft, 2), {"nip": ARIF[2]})
    assert states(draft) == {2: "siap", 3: "siap"}


def test_a_row_may_be_passed_over_and_taken_back(desk_client, begin, save, session):
    draft = begin(ARIF, RINA)
    desk_client.post(at("import_decide", draft, 2), {"keputusan": "lewati"})
    assert "2 baris dibaca · 1 siap · 1 dilewati<" in words(desk_client.get(at("import_check", draft)))
    desk_client.post(at("import_row", draft, 2), {"name": ARIF[1]})
    assert states(draft) == {2: "siap", 3: "siap"}


def test_a_row_taken_for_a_signature_may_be_a_person(desk_client, begin):
    draft = begin(ARIF, RINA, ["", "Sari Contoh, S.H.", "", "", "", "", ""])
    assert states(draft)[4] == "dilewati"
    desk_client.post(at("import_row", draft, 4), {"name": "Sari Contoh, S.H.", "nip": "", "position": "Ketua"})
    assert states(draft)[4] == "siap"


@pytest.mark.parametrize(
    ("choice", "left"),
    [("gabung", {2: "siap", 3: "dilewati"}), ("pertama", {2: "siap", 3: "dilewati"}), ("ini", {2: "dilewati", 3: "siap"}),
     ("keduanya", {2: "nip", 3: "nip"})],
)  # fmt: skip
def test_two_with_one_nip_stand_side_by_side_and_somebody_decides(desk_client, begin, choice, left):
    draft = begin([*ARIF[:4], "", *ARIF[5:]], [9, "Arif Lain Contoh", *ARIF[2:]])
    assert states(draft) == {2: "siap", 3: "kembar"}
    text = words(desk_client.get(at("import_fix", draft)))
    assert "NIP sama dengan baris 2." in text
    assert "Arif Lain Contoh" in text
    assert ARIF[1] in text
    desk_client.post(at("import_decide", draft, 3), {"keputusan": choice})
    assert states(draft) == left
    if choice == "gabung":
        assert draft.rows.get(number=2).cells["position"] == "Camat", "what one lacks the other gives"


def test_two_people_of_one_name_and_office_may_both_be_right(desk_client, begin, save, session):
    draft = begin(MADE, MADE)
    assert states(draft) == {2: "siap", 3: "kembar"}
    desk_client.post(at("import_decide", draft, 3), {"keputusan": "keduanya"})
    save(draft)
    assert session.participants.count() == 2


def test_somebody_known_under_another_name_is_shown_and_decided(desk_client, begin, save, session):
    known = UserFactory(nip="197809122005011901", display_name="H. Arif Contoh", position_title="Lurah")
    draft = begin(ARIF, RINA)
    assert states(draft) == {2: "kembar", 3: "siap"}
    text = words(desk_client.get(at("import_fix", draft)))
    assert "Sudah dikenal" in text
    assert "H. Arif Contoh" in text
    desk_client.post(at("import_link", draft))
    save(draft)
    assert session.participants.filter(person=known).exists()
    known.refresh_from_db()
    assert (known.display_name, known.position_title) == ("H. Arif Contoh", "Lurah"), "a list changes nobody"


def test_a_known_nip_may_be_mistyped(desk_client, begin, save, session):
    known = UserFactory(nip="197809122005011901", display_name="Orang Lain Contoh")
    draft = begin(ARIF)
    desk_client.post(at("import_decide", draft, 2), {"keputusan": "lain"})
    save(draft)
    arif = session.participants.get()
    assert (arif.person == known, arif.nip_is_incomplete, arif.nip_hint) == (False, True, "")


def test_a_decision_that_nobody_asks_for_changes_nothing(desk_client, begin):
    draft = begin(ARIF)
    for choice in ("gabung", "sama", "", "apa saja"):
        response = desk_client.post(at("import_decide", draft, 2), {"keputusan": choice}, follow=True)
        assert "tidak lagi menunggu keputusan itu" in words(response)
    assert desk_client.post(at("import_decide", draft, 77), {"keputusan": "lewati"}).status_code == 404
    assert states(draft) == {2: "siap"}


def test_names_in_capitals_are_changed_only_where_ticked(desk_client, begin):
    draft = begin([1, "DRS. H. A. CONTOH, M.SI", *ARIF[2:]], [2, "RINA CONTOH, S.STP", *RINA[2:]])
    text = words(desk_client.get(at("import_letters", draft)))
    assert "Drs. H. A. Contoh, M.Si." in text
    desk_client.post(at("import_letters", draft), {"baris": ["2", "x", "99"]})
    assert [row.cells["name"] for row in draft.rows.all()] == ["Drs. H. A. Contoh, M.Si.", "RINA CONTOH, S.STP"]


# Simpan


def test_what_is_ready_is_stored_now_and_the_rest_waits(desk_client, session, begin, save):
    draft = begin(ARIF, [*RINA[:2], "12", *RINA[3:]])
    assert "Simpan 1 sekarang, sisanya nanti" in words(desk_client.get(at("import_check", draft)))
    save(draft)
    assert session.participants.count() == 1
    assert states(draft) == {2: "terdaftar", 3: "periksa"}
    desk_client.post(at("import_row", draft, 3), {"nip": RINA[2]})
    save(draft)
    assert session.participants.count() == 2
    assert not ImportDraft.objects.exists()


def test_a_draft_that_is_done_says_so_in_another_tab(desk_client, session, begin, save):
    draft = begin(ARIF)
    save(draft)
    assert "sudah selesai atau sudah dibuang" in words(save(draft))
    assert session.participants.count() == 1


def test_the_same_file_again_adds_nobody(desk_client, session, begin, save):
    save(begin(ARIF, RINA, MADE))
    draft = begin(ARIF, RINA, MADE)
    assert "3 baris dibaca · 0 siap · 3 sudah ada di daftar<" in words(desk_client.get(at("import_check", draft)))
    save(draft)
    assert session.participants.count() == 3
    assert User.objects.filter(participations__session=session).count() == 3


def test_a_draft_may_be_thrown_away(desk_client, session, begin):
    draft = begin(ARIF)
    desk_client.get(at("import_discard", draft))
    assert ImportDraft.objects.exists()
    desk_client.post(at("import_discard", draft))
    assert not ImportDraft.objects.exists()
    assert not DraftRow.objects.exists()


def test_a_draft_of_another_session_is_not_found_here(desk_client, session, begin):
    other = TrainingSessionFactory(unit=session.unit, open=True)
    draft = begin(ARIF)
    response = desk_client.get(page("import_check", other, draft.public_id), follow=True)
    assert response.redirect_chain[-1][0] == page("participants", other)
    assert ARIF[1] not in words(response)


# Undo, and what grows


def test_an_import_is_undone_by_a_confirmed_press_and_may_be_stored_again(desk_client, session, begin, save):
    draft = begin(ARIF, RINA, [*MADE[:2], "12", *MADE[3:]])
    save(draft)
    url = page("undo_import", session, session.imports.get().public_id)
    assert "2 peserta dari berkas ini keluar dari daftar" in words(desk_client.get(url))
    assert session.participants.count() == 2
    desk_client.post(url)
    assert not session.participants.exists()
    assert states(draft) == {2: "siap", 3: "siap", 4: "periksa"}


def test_the_template_can_be_filled_and_uploaded(desk_client, session):
    response = desk_client.get(page("import_template", session))
    assert response["Content-Type"].endswith("sheet")
    assert "Tidak ada baris peserta" in words(upload(desk_client, session, response.content))


@pytest.mark.parametrize("name", ["import_check", "import_fix", "import_letters"])
def test_a_page_of_a_draft_costs_as_much_for_few_as_for_many(
    desk_client, session, begin, name, django_assert_max_num_queries
):
    draft = begin(
        *([number, f"ORANG {number} CONTOH", "12" if number % 2 else "", "", "", "", ""] for number in range(30))
    )
    with django_assert_max_num_queries(18):
        desk_client.get(at(name, draft))


def test_a_long_list_is_the_workers_and_says_how_far_it_is(desk_client, session, begin, save, monkeypatch):
    monkeypatch.setattr(checking, "CHUNK", 2)
    draft = begin(ARIF, RINA, MADE)
    assert draft.stage == "memeriksa"
    text = words(desk_client.get(at("import_check", draft)))
    assert "0 dari 3 baris" in text
    assert '<noscript><meta http-equiv="refresh"' in text
    busy = desk_client.post(at("import_row", draft, 2), {"name": "x"})
    assert busy.url == at("import_check", draft)
    checking.work_due()
    assert "3 baris dibaca · 3 siap<" in words(desk_client.get(at("import_check", draft)))
    assert "0 dari 3 baris" in words(save(draft))
    checking.work_due()
    assert session.participants.count() == 3
    assert not ImportDraft.objects.exists()
    assert session.imports.get().created_by.email == "panitia@contoh.example"
