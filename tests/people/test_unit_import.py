"""A province is set up from a file: dry run, no doubles, undo (ADR 0038)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from elearning.people.models import ImportedUnit, OfficeHolding, Unit, UnitImport
from elearning.people.unit_import import services
from elearning.people.unit_import.errors import UnitImportError
from elearning.people.unit_import.planning import Known, Outcome, plan
from elearning.people.unit_import.reading import UnitRow, code_text, kind_of, official_name, read
from tests.access.counting import costs_the_same
from tests.factories.people import UnitFactory, UserFactory

PROVINCE = """Kode;Nama;Jenis;Induk
91;Contoh Utara;;
91.01;Kabupaten Tenang Contoh;;
91.71;Kota Damai Contoh;;
91.01.01;Kenanga Contoh;;
91.01.01.1001;Telaga Contoh;;
91.01.01.2002;Sumber Contoh;;
;SD Negeri 1 Contoh;Sekolah;91.01.01
;Puskesmas Kenanga Contoh;Puskesmas;Kecamatan Kenanga Contoh
"""


def upload(text: str, name: str = "unit.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def rows_of(text: str) -> list[UnitRow]:
    return read(text.encode(), "unit.csv")


def book(*rows) -> bytes:
    made, output = Workbook(), BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(output)
    return output.getvalue()


@pytest.fixture
def admin(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def imported(admin, noon):
    """The province above, in an empty tree."""
    batch = services.read_file(upload(PROVINCE), code_edition="Kepmendagri contoh", by=admin, at=noon)
    return services.apply_import(batch, by=admin, at=noon)


def fingerprint() -> list:
    return list(Unit.objects.order_by("path").values_list("path", "depth", "numchild", "name", "kind", "official_code"))


# what a line says


@pytest.mark.parametrize(
    ("code", "kind"),
    [("16", "provinsi"), ("16.01", "kabupaten"), ("16.71", "kota"), ("16.01.02", "kecamatan"),
     ("16.01.02.1001", "kelurahan"), ("16.01.02.2001", "desa"), ("", None)],
)  # fmt: skip
def test_an_official_code_says_what_it_names(code, kind):
    assert kind_of(code) == kind


@pytest.mark.parametrize(("cell", "code"), [(16.1, "16.10"), (16.01, "16.01"), (16, "16"), (" 16.01.02. ", "16.01.02")])
def test_a_code_that_a_sheet_took_for_a_number_loses_nothing(cell, code):
    assert code_text(cell) == code


def test_a_name_gets_the_word_that_a_certificate_needs():
    assert official_name("Lengkiti Contoh", "kecamatan") == "Kecamatan Lengkiti Contoh"
    assert official_name("KECAMATAN LENGKITI CONTOH", "kecamatan") == "KECAMATAN LENGKITI CONTOH"
    assert official_name("Kab. Contoh", "kabupaten") == "Kabupaten Contoh"
    assert official_name("SMP Negeri 2 Contoh", "sekolah") == "SMP Negeri 2 Contoh"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("9101;Kabupaten Contoh;;", "code_form"),
        ("91.01;;;", "name_missing"),
        ("91.01;Kecamatan Contoh;Kecamatan;", "kind_differs"),
        (";SD Contoh;;91", "kind_missing"),
        (";SD Contoh;Warung;91", "kind_unknown"),
        (";SD Contoh;Sekolah;", "parent_missing"),
        (f"91.01;{'x' * 160};;", "name_long"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line, problem):
    (row,) = rows_of(f"Kode;Nama;Jenis;Induk\n{line}\n")
    assert row.problem == problem
    assert plan([row], [])[0].words


def test_a_list_without_header_and_one_with_a_title_above_are_read():
    assert [row.name for row in rows_of("91,Contoh Utara\n91.01,Tenang Contoh\n")] == [
        "Provinsi Contoh Utara",
        "Kabupaten Tenang Contoh",
    ]
    sheet = book(
        ["DAFTAR WILAYAH"], [], ["No", "KODE WILAYAH", "NAMA WILAYAH"], [1, "91", "Contoh"], [2, 91.01, "Tenang"]
    )
    assert [row.code for row in read(sheet, "wilayah.xlsx")] == ["91", "91.01"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"apa,saja\nini,itu\n", "no_header"), (b"\xd0\xcf\x11\xe0 rusak", "unreadable")],
)
def test_a_file_that_holds_no_units_says_so(content, code):
    with pytest.raises(UnitImportError) as refusal:
        read(content, "unit.csv" if code != "unreadable" else "unit.xlsx")
    assert refusal.value.code == code


# what would become of it


def outcomes(text: str, known=()) -> list[str]:
    return [line.reason or line.outcome.name for line in plan(rows_of(text), known)]


def test_a_whole_province_is_new_in_an_empty_tree():
    assert outcomes(PROVINCE) == ["NEW"] * 8


def test_lines_may_stand_in_any_order():
    head, *lines = PROVINCE.splitlines()
    assert outcomes("\n".join([head, *reversed(lines)])) == ["NEW"] * 8


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("92.01;Kabupaten Jauh;;", ["parent_unknown"]),
        ("91;A;;\n91;B;;", ["NEW", "code_twice"]),
        ("91;A;;\n91;A;;", ["NEW", "name_twice"]),
        ("91;A;;\n;SD A;Sekolah;91\n;SD A;Sekolah;91", ["NEW", "NEW", "name_twice"]),
        ("91;A;;\n91.01;B;;\n91.02;B;;\n;SD A;Sekolah;Kabupaten B", ["NEW", "NEW", "NEW", "parent_unclear"]),
        ("91;A;;\n91.01;B;;\n91.01.01;C;;\n91.01.01.2001;D;;\n;SD;Sekolah;Desa D", [*["NEW"] * 4, "parent_village"]),
        (";SD A;Sekolah;SD B\n;SD B;Sekolah;SD A", ["parent_unknown", "parent_unknown"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_and_the_rest_goes_on(lines, expected):
    assert outcomes(f"Kode;Nama;Jenis;Induk\n{lines}\n") == expected


def test_what_is_there_is_recognised_renamed_or_given_its_code():
    known = [
        Known(1, "0001", "Provinsi Contoh Utara", "provinsi", "91"),
        Known(2, "00010001", "Kabupaten Lama", "kabupaten", "91.01"),
        Known(3, "00010002", "kota damai contoh", "kota"),
    ]
    lines = plan(rows_of(PROVINCE)[:3], known)
    assert [line.outcome for line in lines] == [Outcome.SAME, Outcome.RENAMED, Outcome.CODED]


def test_a_unit_that_stands_elsewhere_is_not_moved_by_a_file():
    known = [Known(1, "0001", "Provinsi A", "provinsi", "91"), Known(2, "0002", "Kabupaten B", "kabupaten", "91.01")]
    assert outcomes("Kode;Nama\n91.01;B\n", known) == ["code_elsewhere"]


# what is done


@pytest.mark.django_db
def test_nothing_is_in_the_tree_before_it_is_stored(admin, noon):
    batch = services.read_file(upload(PROVINCE), by=admin, at=noon)
    assert (len(batch.rows), Unit.objects.count()) == (8, 0)


@pytest.mark.django_db
def test_a_province_stands_as_the_codes_say(imported):
    school = Unit.objects.get(name="SD Negeri 1 Contoh")
    assert [unit.name for unit in school.get_ancestors()] == [
        "Provinsi Contoh Utara", "Kabupaten Tenang Contoh", "Kecamatan Kenanga Contoh",
    ]  # fmt: skip
    assert Unit.objects.get(official_code="91.01.01.2002").kind == "desa"
    assert Unit.find_problems() == ([], [], [], [], [])
    assert set(Unit.objects.exclude(official_code=None).values_list("code_edition", flat=True)) == {
        "Kepmendagri contoh"
    }


@pytest.mark.django_db
def test_the_same_file_again_adds_nothing(imported, admin, noon):
    again = services.read_file(upload(PROVINCE), by=admin, at=noon)
    with pytest.raises(UnitImportError) as refusal:
        services.apply_import(again, by=admin, at=noon)
    assert (refusal.value.code, Unit.objects.count()) == ("nothing_new", 8)
    assert services.apply_import(imported, by=admin, at=noon) == imported


@pytest.mark.django_db
def test_a_later_file_adds_among_what_is_there_and_the_tree_stays_whole(imported, admin, noon):
    more = PROVINCE + "91.01.02;Anggrek Contoh;;\n91.02;Kabupaten Awal Contoh;;\n;SD Negeri 0 Contoh;Sekolah;91.01.01\n"
    more = more.replace("Kabupaten Tenang Contoh", "Kabupaten Tenang Sekali Contoh")
    services.apply_import(services.read_file(upload(more), by=admin, at=noon), by=admin, at=noon)
    assert Unit.find_problems() == ([], [], [], [], [])
    assert Unit.objects.get(official_code="91.01.02").get_parent().name == "Kabupaten Tenang Sekali Contoh"
    assert Unit.objects.count() == 11


@pytest.mark.django_db
def test_undoing_gives_the_tree_back_as_it_was(imported, admin, noon):
    before = fingerprint()
    more = PROVINCE.replace("Kenanga Contoh;;", "Kenanga Baru Contoh;;") + "91.01.02;Anggrek Contoh;;\n"
    later = services.apply_import(services.read_file(upload(more), by=admin, at=noon), by=admin, at=noon)
    assert fingerprint() != before
    services.undo_import(later, by=admin, at=noon)
    assert [row[2:] for row in fingerprint()] == [row[2:] for row in before]
    services.undo_import(imported, by=admin, at=noon)
    assert Unit.objects.count() == 0
    assert services.undo_import(imported, by=admin, at=noon).undone_at == noon


@pytest.mark.django_db
@pytest.mark.parametrize("use", ["person", "office", "child"])
def test_what_somebody_rests_on_is_not_taken_back(imported, admin, noon, use):
    unit = Unit.objects.get(name="SD Negeri 1 Contoh")
    if use == "person":
        UserFactory(unit=unit)
    elif use == "office":
        OfficeHolding.objects.create(unit=unit, person=admin, role="head", starts_on=noon.date())
    else:
        UnitFactory(parent=unit)
    with pytest.raises(UnitImportError) as refusal:
        services.undo_import(imported, by=admin, at=noon)
    assert (refusal.value.code, Unit.objects.filter(official_code="91").exists()) == ("in_use", True)


@pytest.mark.django_db
def test_what_was_changed_by_hand_since_is_not_taken_back(imported, admin, noon):
    Unit.objects.filter(official_code="91.71").update(name="Kota Lain Contoh")
    with pytest.raises(UnitImportError) as refusal:
        services.undo_import(imported, by=admin, at=noon)
    assert refusal.value.code == "changed_since"


@pytest.mark.django_db
def test_what_was_not_stored_or_was_taken_back_is_refused(imported, admin, noon):
    waiting = services.read_file(upload(PROVINCE + "91.03;Kabupaten C Contoh;;\n"), by=admin, at=noon)
    with pytest.raises(UnitImportError) as refusal:
        services.undo_import(waiting, by=admin, at=noon)
    assert refusal.value.code == "not_applied"
    services.undo_import(imported, by=admin, at=noon)
    with pytest.raises(UnitImportError) as refusal:
        services.apply_import(imported, by=admin, at=noon)
    assert refusal.value.code == "taken_back"


@pytest.mark.django_db
def test_a_unit_added_by_hand_in_the_same_moment_leaves_both_whole(admin, noon, monkeypatch):
    batch = services.read_file(upload(PROVINCE), by=admin, at=noon)
    lines = services.lines_of(batch)
    UnitFactory(name="Provinsi Contoh Utara", kind="provinsi", official_code="91")
    monkeypatch.setattr(services, "lines_of", lambda batch: lines)  # what the plan saw a moment ago
    with pytest.raises(UnitImportError) as refusal:
        services.apply_import(batch, by=admin, at=noon)
    assert (refusal.value.code, Unit.objects.count(), Unit.find_problems()) == ("meanwhile", 1, ([], [], [], [], []))
    monkeypatch.undo()
    services.apply_import(batch, by=admin, at=noon)
    assert Unit.objects.count() == 8


@pytest.mark.django_db
def test_four_thousand_units_cost_few_statements(admin, noon, django_assert_max_num_queries):
    lines = ["Kode;Nama", "91;Contoh"]
    for regency in range(1, 5):
        lines.append(f"91.{regency:02};Kabupaten {regency} Contoh")
        for district in range(1, 11):
            lines.append(f"91.{regency:02}.{district:02};Kecamatan {regency}-{district} Contoh")
            lines += [f"91.{regency:02}.{district:02}.{1000 + n};Kelurahan {n} Contoh" for n in range(1, 11)]
    batch = services.read_file(upload("\n".join(lines)), by=admin, at=noon)
    with django_assert_max_num_queries(150):
        services.apply_import(batch, by=admin, at=noon)
    assert (Unit.objects.count(), Unit.find_problems()) == (445, ([], [], [], [], []))
    assert ImportedUnit.objects.filter(batch=batch, action="dibuat").count() == 445


# the screens


@pytest.mark.django_db
def test_the_screens_lead_from_the_file_to_the_tree_and_back(client, admin, home):
    client.force_login(admin)
    answer = client.post(reverse("people_admin:unit_imports"), {"file": upload(PROVINCE), "time_zone": "Asia/Jakarta"})
    address = reverse("people_admin:unit_import", args=[UnitImport.objects.get().public_id])
    assert answer.url == address
    assert "8 perubahan siap" in client.get(address).content.decode()
    client.post(f"{address}simpan/")
    assert "8 unit dibuat" in client.get(address).content.decode()
    client.post(f"{address}batalkan/")
    assert (Unit.objects.count(), client.get(address).status_code) == (0, 200)
    assert client.get(reverse("people_admin:unit_template")).content[:2] == b"PK"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["unit_imports", "unit_import"])
def test_the_screens_cost_the_same_for_one_row_and_for_thirty(client, admin, home, noon, name):
    def address(count: int) -> str:
        lines = [f"91.{number:02};Kabupaten {number} Contoh" for number in range(1, count + 1)]
        for _ in range(count if name == "unit_imports" else 1):
            batch = UnitImport.objects.create(file_name="unit.csv", created_at=noon, created_by=UserFactory())
        batch.rows = [row.as_json() for row in rows_of("\n".join(["Kode;Nama", "91;Contoh", *lines]))]
        batch.save(update_fields=["rows"])
        return reverse(f"people_admin:{name}", args=[batch.public_id] if name == "unit_import" else [])

    client.force_login(admin)
    costs_the_same(client, address)


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_answered_on_the_page(client, admin, home):
    client.force_login(admin)
    answer = client.post(
        reverse("people_admin:unit_imports"), {"file": upload("apa;ini\n"), "time_zone": "Asia/Jakarta"}
    )
    assert answer.context["form"].errors["file"]
    assert not UnitImport.objects.exists()


@pytest.mark.django_db
def test_no_unit_of_asn_is_put_below_a_desa_by_hand(client, admin, imported, home):
    client.force_login(admin)
    village = Unit.objects.get(kind="desa")
    sent = {
        "name": "SD Contoh",
        "parent": village.pk,
        "kind": "sekolah",
        "time_zone": "Asia/Jakarta",
        "is_active": "on",
    }
    answer = client.post(reverse("unit:add"), sent)
    assert answer.context["form"].has_error("parent", "parent_village")
