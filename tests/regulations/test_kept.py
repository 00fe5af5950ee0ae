"""What others rest on keeps its key, and a regulation ends only card by card."""

import pytest
from django.urls import reverse

from elearning.regulations.forms import STILL_CITED
from tests.factories.regulations import RegulationFactory, SanctionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(card):
    return card.citations.get().provision.regulation


def screen(kind, row):
    return reverse(f"wagtailsnippets_regulations_{kind}:edit", args=[row.pk])


def typed(law, **changes):
    values = {
        name: getattr(law, name) for name in ("short_title", "title", "kind", "number", "year", "slug", "status", "certainty")
    }  # fmt: skip
    blank = dict.fromkeys(["valid_from", "valid_to", "revoked_by", "source_url", "sources", "note"], "")
    return {**blank, **values, **changes}


@pytest.mark.parametrize("kind", ["rulecard", "regulation", "provision", "sanction"])
def test_a_key_that_others_name_stays(client, superuser, card, law, kind):
    sanction = SanctionFactory()
    card.sanctions.add(sanction)
    card.save()
    row = {"rulecard": card, "regulation": law, "provision": card.citations.get().provision, "sanction": sanction}[kind]
    client.force_login(superuser)
    fields = client.get(screen(kind, row)).context["form"].fields
    assert fields["key" if kind == "provision" else "slug"].disabled


def test_a_key_that_nobody_names_may_be_mended_and_one_that_is_named_is_not_posted_over(client, team, law):
    client.force_login(team["lawyer"])
    for row, kept in ((law, law.slug), (RegulationFactory(), "kunci-lain")):
        assert client.post(screen("regulation", row), typed(row, slug="kunci-lain")).status_code == 302
        row.refresh_from_db()
        assert row.slug == kept


@pytest.mark.parametrize("ends", [{"status": "dicabut"}, {"valid_to": "2026-01-01"}])
def test_a_regulation_that_cards_rest_on_is_not_revoked_on_its_own_screen(client, team, law, ends):
    client.force_login(team["lawyer"])
    response = client.post(screen("regulation", law), typed(law, note="Catatan saya.", **ends))
    page = response.content.decode()
    assert STILL_CITED in page
    assert "Catatan saya." in page
    law.refresh_from_db()
    assert (law.status, law.valid_to) == ("berlaku", None)


def test_one_that_no_card_rests_on_may_be(client, team):
    client.force_login(team["lawyer"])
    law = RegulationFactory()
    assert client.post(screen("regulation", law), typed(law, status="dicabut")).status_code == 302
    law.refresh_from_db()
    assert law.status == "dicabut"
