"""What the register refuses, each time with a sentence that says what to do."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from elearning.content.kinds.register import provision
from elearning.regulations.models import ProvisionVersion
from elearning.regulations.models.register import ENDS_FIRST, OVERLAP
from tests.factories.regulations import ProvisionFactory, ProvisionVersionFactory, RegulationFactory, RuleCardFactory

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2024, 11, 13), date(2024, 11, 14), date(2024, 11, 15)


@pytest.mark.parametrize("end", [BEFORE, DAY])
@pytest.mark.parametrize("make", [ProvisionVersionFactory.build, RegulationFactory.build])
def test_a_span_that_ends_before_it_starts_is_refused_beside_the_date(make, end):
    row = make(valid_from=DAY, valid_to=end)
    if isinstance(row, ProvisionVersion):
        row.provision = ProvisionFactory()
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict == {"valid_to": [ENDS_FIRST]}
    assert refused.value.error_dict["valid_to"][0].code == "ends_first"


def test_a_version_that_overlaps_is_refused_beside_the_date():
    first = ProvisionVersionFactory(valid_from=DAY)
    with pytest.raises(ValidationError) as refused:
        ProvisionVersionFactory.build(provision=first.provision, number=2, valid_from=AFTER).full_clean()
    assert refused.value.error_dict["valid_from"][0].code == "overlap"


@pytest.mark.parametrize("make", [ProvisionVersionFactory, RegulationFactory])
def test_the_database_refuses_it_too(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(valid_from=DAY, valid_to=BEFORE)


def test_a_span_may_last_one_day():
    ProvisionVersionFactory(valid_from=DAY, valid_to=AFTER).full_clean()


def versions(*spans):
    rows = [
        {
            "number": number, "effect": "baru", "certainty": "terverifikasi", "summary": f"Isi {number}.",
            "valid_from": start or "", "valid_to": end or "", "subjects": [], "stages": [],
        }
        for number, (start, end) in enumerate(spans, start=1)
    ]  # fmt: skip
    return {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": 0, **{str(place): row for place, row in enumerate(rows)}}


def type_pasal(client, *spans, key="188"):
    data = nested_form_data({"regulation": RegulationFactory().pk, "label": "Pasal 188", "key": key, "position": 0})
    rows = versions(*spans)
    data |= {f"versions-{name}": value for name, value in rows.items() if not isinstance(value, dict)}
    for place in range(len(spans)):
        row = rows[str(place)] | {"id": "", "DELETE": ""}
        data |= {f"versions-{place}-{name}": value for name, value in row.items()}
    data |= {"versions-MIN_NUM_FORMS": "1", "versions-MAX_NUM_FORMS": "1000"}
    return client.post(reverse("wagtailsnippets_regulations_provision:add"), data)


@pytest.mark.parametrize(
    ("spans", "sentence"),
    [
        ([("2024-01-01", "2023-01-01")], ENDS_FIRST),
        ([("2024-01-01", None), ("2024-06-01", None)], OVERLAP),
        ([(None, None), (None, "2024-06-01")], OVERLAP),
        ([("2024-01-01", "2024-06-02"), ("2024-06-01", None)], OVERLAP),
    ],
)
def test_on_the_screen_nothing_is_stored_and_nothing_is_lost(client, superuser, spans, sentence):
    client.force_login(superuser)
    response = type_pasal(client, *spans)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Isi 1." in page
    assert not ProvisionVersion.objects.exists()


def test_spans_that_meet_are_stored(client, superuser):
    client.force_login(superuser)
    assert type_pasal(client, (None, "2024-06-01"), ("2024-06-01", None)).status_code == 302
    assert ProvisionVersion.objects.count() == 2


@pytest.mark.parametrize(("key", "words"), [("— —", "sedikitnya satu huruf"), ("188 ayat 1", "terlalu mirip")])
def test_a_key_without_an_address_of_its_own_is_refused(key, words):
    first = ProvisionFactory(key="188 ayat (1)")
    with pytest.raises(ValidationError, match=words):
        ProvisionFactory.build(regulation=first.regulation, key=key).full_clean()


def test_a_citation_of_a_pasal_that_is_not_in_the_register_says_where_to_record_it(client, superuser):
    client.force_login(superuser)
    card = RuleCardFactory(title="Judul yang sedang ditulis", live=False)
    data = {
        "title": card.title, "slug": card.slug, "act": card.act, "verdict": card.verdict, "situation": card.situation,
        "reason": card.reason, "certainty": card.certainty, "topics": "", "keywords": "", "sources": "",
        **{f"{name}-{end}_FORMS": "0" for name in ("examples", "conditions") for end in ("TOTAL", "INITIAL")},
        "citations-TOTAL_FORMS": "1", "citations-INITIAL_FORMS": "0", "citations-0-provision": "987654",
        "citations-0-role": "dasar", "citations-0-certainty": "terverifikasi", "citations-0-ORDER": "1",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = client.post(reverse("wagtailsnippets_regulations_rulecard:add"), data)
    page = response.content.decode()
    assert response.status_code == 200
    rows = response.context["form"].formsets["citations"].forms
    assert rows[0].errors.as_data()["provision"][0].code == "invalid_choice"
    assert "Pasal itu tidak ada dalam register. Catat dulu di menu Aturan, Pasal, lalu pilih di sini." in page
    assert "Judul yang sedang ditulis" in page


def test_a_card_without_a_basis_is_refused_and_its_draft_is_kept(client, team):
    draft = RuleCardFactory(live=False)
    draft.citations.all().delete()
    form = nested_form_data({
        "title": draft.title, "slug": draft.slug, "act": "Kata yang baru ditulis.", "verdict": draft.verdict,
        "situation": draft.situation, "reason": draft.reason, "certainty": draft.certainty, "topics": "", "keywords": "",
        "sources": "", "neutral": "on",
        **{rows: inline_formset([]) for rows in ("examples", "conditions", "citations")},
    })  # fmt: skip
    client.force_login(team["writer"])
    url = reverse("wagtailsnippets_regulations_rulecard:edit", args=[draft.pk])
    refused = client.post(url, {**form, "action-submit": "1"})
    assert [error.code for error in refused.context["form"].errors.as_data()["__all__"]] == ["no_basis"]
    assert "Kata yang baru ditulis." in refused.content.decode()
    client.post(url, form)
    assert type(draft).objects.get(pk=draft.pk).get_latest_revision_as_object().act == "Kata yang baru ditulis."


def test_the_shipped_content_cannot_cite_it_either(home):
    regulation = RegulationFactory(slug="uu-1-2015")
    with pytest.raises(KeyError, match=r"tidak ada dalam register\. Catat dulu di regulations\.yaml\."):
        provision(f"{regulation.slug}#999")
