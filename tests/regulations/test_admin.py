"""The editing screens «Aturan», as an editor uses them."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from elearning.regulations.attention import lines
from elearning.regulations.models import Certainty, ProvisionVersion, RuleCard
from elearning.regulations.services import record_search_miss
from tests.factories.people import UserFactory
from tests.factories.regulations import ProvisionFactory, ProvisionVersionFactory, RuleCardFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LISTS = ["rulecard", "regulation", "provision", "sanction", "synonym", "searchmiss"]


@pytest.fixture
def editor(client, home, superuser):
    client.force_login(superuser)
    return superuser


def card_form(provision=None, **changes):
    citations = [{"provision": provision.pk, "role": "dasar", "certainty": "terverifikasi"}] if provision else []
    ticks = {"subjects": ["pns", "pppk"], "stages": ["selama"]}
    return ticks | nested_form_data(
        {
            "title": "Menyukai unggahan calon",
            "act": "Menyukai unggahan calon.",
            "verdict": "tidak-boleh",
            "situation": "Anda melihat unggahan.",
            "reason": "Terbaca sebagai dukungan.",
            "advice": "",
            "local_rule": "",
            "certainty": "terverifikasi",
            "editorial_note": "",
            "topics": "",
            "keywords": "like\nlove status\n",
            "sources": "S01",
            "slug": "menyukai-unggahan",
            "examples": inline_formset([]),
            "conditions": inline_formset([]),
            "citations": inline_formset(citations),
            **changes,
        }
    )


def add(client, data):
    return client.post(reverse("wagtailsnippets_regulations_rulecard:add"), data)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_for_an_editor_and_for_nobody_else(client, home, superuser, name):
    url = reverse(f"wagtailsnippets_regulations_{name}:list")
    RuleCardFactory()
    assert client.get(url).status_code == 302
    client.force_login(UserFactory())
    assert client.get(url).status_code == 302
    client.force_login(superuser)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("model", ["rulecard", "regulation", "provision"])
@pytest.mark.parametrize("rows", [1, 30])
def test_the_lists_cost_the_same_for_one_row_and_for_many(client, editor, model, rows, django_assert_max_num_queries):
    RuleCardFactory.create_batch(rows)
    url = reverse(f"wagtailsnippets_regulations_{model}:list")
    client.get(url)
    with django_assert_max_num_queries(24):
        client.get(url)


def test_a_card_is_written_with_lists_typed_and_ticked(client, editor):
    response = add(client, card_form(ProvisionFactory()))
    card = RuleCard.objects.get()
    assert response.status_code == 302
    assert not card.live
    assert (card.keywords, card.subjects, card.sources) == (["like", "love status"], ["pns", "pppk"], ["S01"])


def test_a_card_that_nobody_reviewed_stays_a_draft_with_a_sentence(client, editor):
    basis = ProvisionVersionFactory().provision
    response = add(client, {**card_form(basis), "action-publish": "1", "neutral": "on"})
    card = RuleCard.objects.get()
    assert response.url == reverse("wagtailsnippets_regulations_rulecard:edit", args=[card.pk])
    assert "belum disetujui pemeriksa hukum" in client.get(response.url).content.decode()
    assert not card.live
    assert not card.versions.exists()


def test_a_draft_without_basis_may_be_saved(client, editor):
    add(client, card_form(certainty="perlu-dicek"))
    assert RuleCard.objects.get().certainty == Certainty.DOUBTFUL


@pytest.mark.parametrize(
    ("changes", "has_basis", "words"),
    [({}, False, "belum punya dasar hukum"), ({"certainty": "perlu-dicek"}, True, "perlu dicek")],
)
def test_publishing_a_baseless_or_doubtful_card_is_refused_with_a_sentence(client, editor, changes, has_basis, words):
    data = card_form(ProvisionFactory() if has_basis else None, **changes)
    response = add(client, {**data, "action-publish": "1", "neutral": "on"})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not RuleCard.objects.filter(live=True).exists()


def test_the_editor_previews_the_card_as_the_learner_sees_it(client, editor):
    url = reverse("wagtailsnippets_regulations_rulecard:preview_on_add")
    data = card_form(ProvisionVersionFactory(summary="Isi pasal.").provision)
    assert client.post(url, data).json()["is_valid"]
    page = client.get(url).content.decode()
    assert "TIDAK BOLEH" in page
    assert "Isi pasal." in page
    assert "Draf, belum terbit" in page


def test_the_edit_screens_of_all_kinds_open(client, editor):
    card = RuleCardFactory()
    provision = card.citations.get().provision
    for name, pk in [("rulecard", card.pk), ("provision", provision.pk), ("regulation", provision.regulation_id)]:
        assert client.get(reverse(f"wagtailsnippets_regulations_{name}:edit", args=[pk])).status_code == 200


def test_the_key_follows_the_title_until_the_card_is_saved(client, editor):
    add = client.get(reverse("wagtailsnippets_regulations_rulecard:add")).content.decode()
    saved = RuleCardFactory()
    edit = client.get(reverse("wagtailsnippets_regulations_rulecard:edit", args=[saved.pk])).content.decode()
    assert 'data-w-sync-target-value="#id_slug"' in add
    assert "keyup-&gt;w-sync#apply" in add
    assert "keyup-&gt;w-sync#apply" not in edit


def test_looking_at_a_card_shows_words_and_no_machinery(client, editor):
    card = RuleCardFactory()
    page = client.get(reverse("wagtailsnippets_regulations_rulecard:inspect", args=[card.pk])).content.decode()
    assert card.reason in page
    assert "Revisi terbaru" not in page


def versions(*rows, initial=0):
    common = {
        "summary": "Isi.", "quote": "", "certainty": "terverifikasi", "effect": "baru", "known_from": "",
        "amended_by": "", "sources": "",
    }  # fmt: skip
    return inline_formset([{**common, **row} for row in rows], initial=initial)


def edit(client, provision, formset):
    data = {
        "regulation": provision.regulation_id, "label": provision.label, "key": provision.key, "position": 0,
        "note": "", "versions": formset,
    }  # fmt: skip
    url = reverse("wagtailsnippets_regulations_provision:edit", args=[provision.pk])
    return client.post(url, nested_form_data(data))


def test_one_screen_ends_the_old_text_and_begins_the_new(client, editor):
    old = ProvisionVersionFactory()
    first = {"id": old.pk, "number": 1, "valid_from": "", "valid_to": "2024-01-01"}
    second = {"number": 2, "valid_from": "2024-01-01", "valid_to": ""}
    assert edit(client, old.provision, versions(first, second, initial=1)).status_code == 302
    assert ProvisionVersion.objects.filter(provision=old.provision).count() == 2


def test_overlapping_spans_on_the_screen_are_refused(client, editor):
    old = ProvisionVersionFactory()
    first = {"id": old.pk, "number": 1, "valid_from": "", "valid_to": ""}
    second = {"number": 2, "valid_from": "2024-01-01", "valid_to": ""}
    response = edit(client, old.provision, versions(first, second, initial=1))
    assert response.status_code == 200
    assert "bertumpuk" in response.content.decode()
    assert ProvisionVersion.objects.filter(provision=old.provision).count() == 1


def test_misses_are_looked_at_and_never_touched(client, editor, noon):
    miss = record_search_miss("panjat tebing", on=noon.date())
    assert "panjat tebing" in client.get(reverse("wagtailsnippets_regulations_searchmiss:list")).content.decode()
    assert client.get(reverse("wagtailsnippets_regulations_searchmiss:add")).status_code == 302
    url = reverse("wagtailsnippets_regulations_searchmiss:edit", args=[miss.pk])
    assert client.post(url, {"text": "lain", "count": 0}).status_code == 302
    miss.refresh_from_db()
    assert miss.text == "panjat tebing"


def test_an_editor_with_the_right_to_look_sees_misses(client, home, noon):
    person = UserFactory()
    person.user_permissions.add(
        Permission.objects.get(codename="view_searchmiss"), Permission.objects.get(codename="access_admin")
    )
    client.force_login(person)
    assert client.get(reverse("wagtailsnippets_regulations_searchmiss:list")).status_code == 200


def test_the_first_screen_says_what_needs_attention(client, editor, noon):
    RuleCardFactory(live=False, certainty="perlu-dicek")
    RuleCardFactory(reviewed_on=noon.date())
    RuleCardFactory()
    record_search_miss("panjat tebing", on=noon.date())
    assert [line["count"] for line in lines(on=noon.date())] == [1, 1, 0, 1]
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Perlu perhatian" in page
    for line in lines(on=noon.date()):
        assert client.get(line["url"]).status_code == 200
