"""«Templat sertifikat» in the admin: who gets in, what is refused, and a preview that stores nothing."""

import io
import re

import pypdfium2
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from certificates.editorial import previewing
from certificates.editorial.comparing import LOST, differences
from certificates.models import Certificate, KeptPicture, Template, TemplateVersion
from certificates.printing import designs, rendering
from elearning.people.roles import install_roles
from tests.factories.certificates import make_certificate, make_template
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
needs_pango = pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")

WORDS = (
    "sebagai {peran}, telah mengikuti {kegiatan} dengan tema {tema} oleh {penyelenggara} pada {tanggal}[ di {tempat}]."
)
INDEX, ADD = "certificate_template:index", "certificate_template:add"


def address(name, *arguments) -> str:
    return reverse(f"certificate_template:{name}", args=arguments)


def typed(**changes) -> dict:
    return {
        "name": "Templat kami", "design": "bingkai", "wording_mengikuti": WORDS, "signature_mode": "basah",
        "number_pattern": "{nomor:3}/{kode}/{bulan_romawi}/{tahun}", "shows_materials": "on", **changes,
    }  # fmt: skip


def logo(name="logo.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "navy").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def committee_of(unit):
    person = OfficeHoldingFactory(unit=unit, role="committee").person
    person.groups.add(Group.objects.get(name="Panitia"))
    return person


@pytest.fixture
def unit(home):
    install_roles()
    return UnitFactory(name="Badan Melati Contoh", number_code="BMC")


@pytest.fixture
def committee(client, unit):
    person = committee_of(unit)
    client.force_login(person)
    return person


def faults(response) -> dict[str, set[str]]:
    data = response.context["form"].errors.as_data()
    return {field: {error.code for error in errors} for field, errors in data.items()}


def test_a_committee_makes_a_template_for_its_unit_and_changes_it(client, unit, committee):
    response = client.post(
        reverse(ADD), typed(unit=unit.pk, line_1="Jalan Contoh 1", logo_1=logo(), name_1="Dra. Contoh")
    )
    template = Template.objects.get()
    assert response.url == address("detail", template.pk)
    assert template.unit == unit
    content = template.versions.get().content
    assert content["wording"]["mengikuti"].startswith("sebagai {role}, telah mengikuti {activity} dengan tema {title}")
    assert content["letterhead"] == {"lines": ["Jalan Contoh 1"], "logos": [KeptPicture.objects.get().sha256]}
    assert content["number_pattern"] == "{seq:03d}/{code}/{month_roman}/{year}"
    shown = client.get(address("edit", template.pk)).content.decode()
    kept = re.search(r'name="logo_1_kept" value="(\w{64})"', shown)[1]
    same = typed(edition=1, line_1="Jalan Contoh 1", logo_1_kept=kept, name_1="Dra. Contoh")
    client.post(address("edit", template.pk), same)
    assert template.versions.count() == 1
    client.post(address("edit", template.pk), same | {"shows_nip": "on"})
    assert template.versions.count() == 2
    client.post(address("edit", template.pk), same | {"edition": 2, "logo_1_gone": "on"})
    assert template.versions.order_by("number").last().content["letterhead"]["logos"] == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"wording_lulus": WORDS + " {nama}"}, "wording_lulus", "placeholder_unknown"),
        ({"wording_lulus": WORDS + " [ab"}, "wording_lulus", "brackets_broken"),
        ({"wording_lulus": "telah lulus"}, "wording_lulus", "placeholder_missing"),
        ({"wording_mengikuti": ""}, "__all__", "wording_missing"),
        ({"number_pattern": "{kode}/{tahun}"}, "number_pattern", "pattern_no_sequence"),
        ({"number_pattern": "{nomor:9}/{tahun}"}, "number_pattern", "pattern_unknown"),
        ({"line_1": "Jalan 王"}, "line_1", "character_missing"),
        ({"logo_1_kept": "0" * 64}, "__all__", "picture_missing"),
        ({"logo_1": SimpleUploadedFile("a.svg", b"<svg/>")}, "logo_1", "picture_refused"),
        ({"design": "../bingkai"}, "design", "invalid_choice"),
        ({"validity_months": "121"}, "validity_months", "max_value"),
        ({"unit": ""}, "unit", "required"),
    ],
)
def test_what_cannot_be_printed_is_refused_at_its_field(client, unit, committee, changes, field, code):
    response = client.post(reverse(ADD), typed(unit=unit.pk) | changes)
    assert faults(response) == {field: {code}}
    assert not Template.objects.exists()


def test_an_uploaded_logo_stays_chosen_while_another_field_is_mended(client, unit, committee):
    response = client.post(reverse(ADD), typed(unit=unit.pk, logo_1=logo(), name=""))
    assert response.context["form"]["logo_1_kept"].value() == KeptPicture.objects.get().sha256
    assert b"data:image/png;base64" in response.content


def test_a_button_pressed_twice_makes_one_template(client, unit, committee):
    client.post(reverse(ADD), typed(unit=unit.pk))
    response = client.post(reverse(ADD), typed(unit=unit.pk))
    assert "name" in response.context["form"].errors
    assert Template.objects.count() == 1


def test_two_tabs_do_not_overwrite_each_other(client, unit, committee):
    template = make_template(unit=unit)
    client.post(address("edit", template.pk), typed(edition=1, validity_months=6))
    response = client.post(address("edit", template.pk), typed(edition=1, validity_months=12))
    assert response.status_code == 200
    assert template.versions.count() == 2


@pytest.mark.parametrize("visitor", ["other", "participant", "anonymous"])
def test_a_template_of_a_unit_is_its_committees_alone(client, unit, visitor):
    template = make_template(unit=unit)
    if visitor != "anonymous":
        client.force_login(committee_of(UnitFactory()) if visitor == "other" else UserFactory())
    expected = 404 if visitor == "other" else 302
    for name, arguments in (("detail", ()), ("edit", ()), ("retire", ()), ("version_sample", (1,))):
        assert client.get(address(name, template.pk, *arguments)).status_code == expected, name
    assert client.post(address("edit", template.pk), typed(edition=1)).status_code == expected
    assert client.post(address("retire", template.pk)).status_code == expected
    assert client.post(f"{address('preview')}?templat={template.pk}", typed()).status_code == expected
    template.refresh_from_db()
    assert template.retired_at is None
    assert template.versions.count() == 1


def test_a_committee_cannot_give_a_template_to_another_unit_or_to_everybody(client, unit, committee):
    for owner in (UnitFactory().pk, ""):
        assert client.post(reverse(ADD), typed(unit=owner)).status_code == 200
    assert not Template.objects.exists()


def test_shared_templates_are_read_and_copied_by_committees_and_changed_by_publishers(client, unit, committee):
    shared = make_template(name="Bersama")
    assert client.get(address("detail", shared.pk)).status_code == 200
    assert client.post(address("edit", shared.pk), typed(edition=1, shows_nip="on")).status_code == 302
    assert shared.versions.count() == 1
    copy = client.get(f"{reverse(ADD)}?salin={shared.pk}")
    assert copy.context["form"]["name"].value() == "Salinan Bersama"
    publisher = UserFactory()
    publisher.groups.add(Group.objects.get(name="Penerbit"))
    client.force_login(publisher)
    client.post(address("edit", shared.pk), typed(edition=1, shows_nip="on"))
    assert shared.versions.count() == 2
    assert client.get(address("detail", make_template(unit=unit).pk)).status_code == 404


def test_a_template_is_retired_and_used_again(client, unit, committee):
    template = make_template(unit=unit)
    make_certificate(unit=unit, template=template.slug)
    assert b"1 sertifikat" in client.get(address("retire", template.pk)).content
    client.post(address("retire", template.pk), {"keadaan": "dihentikan"})
    template.refresh_from_db()
    assert template.retired_at
    client.post(address("retire", template.pk), {"keadaan": "dipakai"})
    template.refresh_from_db()
    assert template.retired_at is None
    assert Certificate.objects.get().state == "berlaku"


def test_the_history_counts_papers_and_compares_two_versions(client, unit, committee):
    template = make_template(unit=unit)
    make_certificate(unit=unit, template=template.slug)
    client.post(address("edit", template.pk), typed(edition=1, design="lugas", validity_months=12))
    page = client.get(address("detail", template.pk), {"versi": 2, "banding": 1})
    assert [version.papers for version in page.context["versions"]] == [0, 1]
    assert {"Rancangan", "Masa berlaku"} <= {change.label for change in page.context["changes"]}


def test_the_history_shows_the_pictures_themselves_and_says_which_are_lost(client, unit, committee):
    client.post(reverse(ADD), typed(unit=unit.pk, logo_1=logo()))
    template = Template.objects.get()
    client.post(address("edit", template.pk), typed(edition=1))
    compared = address("detail", template.pk), {"versi": 2, "banding": 1}
    (change,) = [each for each in client.get(*compared).context["changes"] if each.label == "Logo 1"]
    assert change.before.picture.startswith("data:image/png;base64,")
    assert not change.after
    lost = difference_of_pictures("0" * 64).shown({})
    assert (lost.before.picture, lost.before.words) == ("", LOST)


def difference_of_pictures(sha256):
    old, new = (designs.shipped_content() | {"letterhead": {"lines": [], "logos": logos}} for logos in ([sha256], []))
    (change,) = differences(("bingkai", old), ("bingkai", new))
    return change


@pytest.mark.parametrize(("pattern", "example"), [("{nomor:4}/{tahun}", "0057/"), ("{kode}", "")])
def test_the_number_is_shown_as_its_pattern_makes_it_without_scripts(client, unit, committee, pattern, example):
    page = client.post(reverse(ADD), typed(unit=unit.pk, name="", number_pattern=pattern))
    assert page.context["number_example"].startswith(example)
    assert bool(page.context["number_example"]) == bool(example)


def test_equal_versions_do_not_differ():
    side = ("bingkai", designs.shipped_content())
    assert differences(side, side) == []


@needs_pango
def test_the_preview_shows_unsaved_words_with_each_test_name_and_stores_nothing(client, unit, committee):
    said = typed(unit=unit.pk, logo_1=logo(), wording_mengikuti=WORDS + " BELUM DISIMPAN")
    page = client.post(address("preview"), said)
    assert [whom.key for whom, _ in page.context["papers"]] == ["panjang", "pendek", "tanpa-nip"]
    assert page.context["number"].startswith("057/BMC/")
    pdf = client.post(address("sample"), {**said, "logo_1": logo(), "contoh": "pendek", "shows_nip": "on"})
    assert pdf["Content-Type"] == "application/pdf"
    text = " ".join(pypdfium2.PdfDocument(pdf.content)[0].get_textpage().get_text_bounded().split())
    assert all(words in text for words in ("BELUM DISIMPAN", "Wati", "NIP 1978", "Badan Melati Contoh", "CONTOH"))
    assert not Template.objects.exists()
    assert not KeptPicture.objects.exists()


@needs_pango
def test_the_panel_asks_for_one_name_and_a_template_without_a_name_can_be_looked_at(client, unit, committee):
    said = typed(unit="", name="", bagian="1", contoh="tanpa-nip", shows_nip="on")
    page = client.post(address("preview"), said)
    ((whom, picture),) = page.context["papers"]
    assert (whom.key, picture[:22]) == ("tanpa-nip", "data:image/png;base64,")
    assert b"<html" not in page.content


def test_the_preview_names_what_is_wrong(client, unit, committee):
    page = client.post(address("preview"), typed(bagian="1", wording_mengikuti="{nama}"))
    assert "wording_mengikuti" in page.context["form"].errors
    refused = client.post(address("sample"), typed(wording_mengikuti="{nama}"))
    assert refused["Content-Type"].startswith("text/html")
    assert "wording_mengikuti" in refused.context["form"].errors


@needs_pango
@pytest.mark.parametrize("kind", Certificate.Kind.values)
def test_every_kind_of_a_stored_version_can_be_seen_on_paper(unit, kind):
    version = TemplateVersion.objects.get(template=make_template(unit=unit))
    from elearning.lib.dates import local_day
    from tests.factories.certificates import AT

    pdf = previewing.sample(
        version.content, design="lajur", unit=unit, whom=previewing.name_of("pendek"), kind=kind,
        on=local_day(AT, unit.time_zone), drawn={},
    )  # fmt: skip
    assert "Wati" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_and_a_history_cost_the_same_queries(client, unit, committee, rows, django_assert_max_num_queries):
    for number in range(rows):
        template = make_template(unit=unit, name=f"Templat {number}")
    for number in range(rows):
        TemplateVersion.objects.create(
            template=template, number=number + 2, design="bingkai", content={"validity_months": number} | designs.shipped_content(),
            created_at=template.versions.first().created_at, created_by=committee,
        )  # fmt: skip
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(22):
        assert client.get(reverse(INDEX)).status_code == 200
    with django_assert_max_num_queries(22):
        assert client.get(address("detail", template.pk)).status_code == 200
