"""Templates are versioned: what was issued stays, whatever an editor does afterwards."""

import pytest

from certificates import services, tasks
from certificates.errors import CertificateError
from certificates.models import Certificate, TemplateVersion
from certificates.printing import designs, rendering
from certificates.printing.samples import sample_pdf
from certificates.services.templates import templates_for
from elearning.people.models import Unit
from tests.factories.certificates import AT, make_certificate, make_claim, make_template
from tests.factories.people import UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def save(template, *, after=1, name=None, design="bingkai", by=None, **content):
    return services.save_template(
        template, name=name or template.name, design=design, content=designs.shipped_content() | content,
        by=by or UserFactory(), at=AT, after=after,
    )  # fmt: skip


def refused(act) -> str:
    with pytest.raises(CertificateError) as refusal:
        act()
    return refusal.value.code


def test_saving_makes_a_version_only_when_something_changed():
    template = make_template()
    assert save(template).number == 1
    assert save(template, shows_nip=True).number == 2
    assert save(template, after=2, shows_nip=True, name="Nama lain").number == 2
    template.refresh_from_db()
    assert template.name == "Nama lain"
    assert save(template, after=2, design="lugas", shows_nip=True).number == 3
    assert TemplateVersion.objects.filter(template=template).count() == 3


def test_a_version_that_somebody_else_made_meanwhile_is_not_overwritten():
    template = make_template()
    save(template, shows_nip=True)
    assert refused(lambda: save(template, after=1, validity_months=6)) == "template_changed"
    assert template.versions.count() == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"wording": {}}, "wording_missing"),
        ({"wording": {"juara": "{title} {organiser} {days}"}}, "kind_unknown"),
        ({"wording": {"lulus": "{title} {organiser} {days} 祝"}}, "character_missing"),
        ({"wording": {"lulus": "{nama}"}}, "placeholder_unknown"),
        ({"number_pattern": "{code}/{year}"}, "pattern_no_sequence"),
        ({"number_pattern": "{seq}"}, "pattern_no_year"),
        ({"number_pattern": "{seq:099d}/{year}"}, "pattern_format"),
        ({"number_pattern": "{seq}/{year}/{urut}"}, "pattern_unknown"),
        ({"number_pattern": "{seq/{year}"}, "pattern_braces"),
        ({"number_pattern": "{seq}/{year}" + "x" * 120}, "pattern_too_long"),
        ({"signature_mode": "tersertifikasi"}, "mode_unknown"),
        ({"validity_months": 121}, "validity_refused"),
        ({"letterhead": {"lines": ["a"] * 4, "logos": []}}, "too_many_parts"),
        ({"letterhead": {"lines": [], "logos": ["0" * 64] * 3}}, "too_many_parts"),
        ({"letterhead": {"lines": ["x" * 121], "logos": []}}, "text_too_long"),
        ({"letterhead": {"lines": [], "logos": ["0" * 64]}}, "picture_missing"),
        ({"signatories": [{"name": "A", "title": "B", "picture": ""}] * 4}, "too_many_parts"),
    ],
)
def test_what_no_paper_could_be_printed_from_is_refused(content, code):
    assert refused(lambda: make_template(**content)) == code
    assert not TemplateVersion.objects.exists()


def test_an_unknown_design_is_refused():
    assert refused(lambda: make_template(design="../rahasia")) == "design_unknown"


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
def test_an_edit_touches_no_issued_byte_and_a_paper_still_to_be_made_is_that_of_its_version():
    template = make_template(wording={"mengikuti": "telah mengikuti {title} oleh {organiser} pada {days}"})
    made = make_certificate(template=template.slug, rendered=True)
    waiting = make_certificate(template=template.slug)
    before = (made.facts_sha256, made.file.sha256, made.file.pdf.read())
    save(template, design="lugas", wording={"mengikuti": "KALIMAT LAIN {title} {organiser} {days}"})
    tasks.render_due()
    made = Certificate.objects.select_related("file").get(pk=made.pk)
    assert (made.facts_sha256, made.file.sha256, made.file.pdf.read()) == before
    assert Certificate.objects.get(pk=waiting.pk).template_version.number == 1
    assert make_certificate(template=template.slug).template_version.number == 2


def test_one_batch_prints_on_several_templates():
    unit = UnitFactory(number_code="KKC")
    first, second = make_template(number_pattern="A-{seq}/{year}"), make_template(number_pattern="B-{seq}/{year}")
    claims = [make_claim(unit=unit, template=slug) for slug in (first.slug, second.slug, "")]
    batch = services.issue_batch(claims, source="contoh", unit=unit, by=None, at=AT)
    assert [row.number for row in batch.certificates.order_by("sequence")] == ["A-1/2024", "B-2/2024", "003/KKC/X/2024"]


@pytest.mark.parametrize("people", [1, 30])
def test_finding_templates_costs_two_queries(people, django_assert_num_queries):
    unit, template = UnitFactory(), make_template()
    services.default_template(AT)
    claims = [make_claim(unit=unit, template=slug) for _ in range(people) for slug in (template.slug, "")]
    with django_assert_num_queries(2):
        assert set(templates_for(claims, unit=unit, at=AT)) == {template.slug, ""}


def test_a_template_of_another_unit_is_not_there_and_one_of_the_unit_above_is():
    above = UnitFactory()
    unit = UnitFactory(parent=above)
    stranger = make_template(unit=UnitFactory())
    assert refused(lambda: services.issue(make_claim(unit=unit, template=stranger.slug), by=None, at=AT)) == (
        "template_unknown"
    )
    assert refused(lambda: services.issue(make_claim(unit=unit, template="tak-ada"), by=None, at=AT)) == (
        "template_unknown"
    )
    shared = make_template(unit=above)
    assert services.issue(make_claim(unit=unit, template=shared.slug), by=None, at=AT).pk
    offered = type(shared).objects.offered_to(Unit.objects.get(pk=unit.pk))
    assert shared in offered
    assert stranger not in offered


def test_a_retired_template_prints_nothing_new_until_it_is_resumed():
    template, unit, by = make_template(), UnitFactory(), UserFactory()
    made = make_certificate(unit=unit, template=template.slug)
    services.retire_template(template, by=by, at=AT)
    services.retire_template(template, by=by, at=AT)
    assert refused(lambda: services.issue(make_claim(unit=unit, template=template.slug), by=None, at=AT)) == (
        "template_retired"
    )
    assert Certificate.objects.get(pk=made.pk).template_version.template == template
    services.resume_template(template, by=by)
    assert services.issue(make_claim(unit=unit, template=template.slug), by=None, at=AT).sequence == 2


def test_the_shipped_template_is_not_retired_and_none_is_deleted():
    template = services.default_template(AT).template
    assert refused(lambda: services.retire_template(template, by=UserFactory(), at=AT)) == "template_shipped"
    with pytest.raises(TypeError):
        template.delete()


def test_the_three_shipped_templates_are_installed_once():
    services.install_templates(AT)
    services.install_templates(AT)
    assert set(TemplateVersion.objects.values_list("template__slug", flat=True)) == set(designs.DESIGNS)


def test_two_templates_of_one_name_have_two_keys():
    assert make_template(name="Sertifikat Contoh").slug == "sertifikat-contoh"
    assert make_template(name="Sertifikat Contoh", unit=UnitFactory()).slug == "sertifikat-contoh-2"
    assert make_template(name="Bingkai").slug == "bingkai-2"


def test_a_kind_that_a_template_has_no_sentence_for_is_refused_before_a_number_is_taken():
    template = make_template(wording={"lulus": "{title} {organiser} {days}"})
    claim = make_claim(template=template.slug, kind="panitia")
    assert refused(lambda: services.issue(claim, by=None, at=AT)) == "kind_unknown"
    assert not Certificate.objects.exists()


@pytest.mark.skipif(not rendering.is_available(), reason="pango is not installed on this machine")
def test_a_sample_is_printed_on_the_template_that_the_claim_names():
    template = make_template(shows_materials=False)
    assert sample_pdf(make_claim()) != sample_pdf(make_claim(template=template.slug))


def test_one_owner_has_one_template_of_a_name_until_it_is_retired():
    first = make_template(name="Sertifikat Contoh")
    assert refused(lambda: make_template(name="Sertifikat Contoh")) == "template_name_taken"
    services.retire_template(first, by=UserFactory(), at=AT)
    assert make_template(name="Sertifikat Contoh").slug == "sertifikat-contoh-2"
