"""The shipped register answers for 19 May 2023 and 3 October 2024, and never with a text it does not have."""

from datetime import date

import pytest

from elearning.content.kinds.register import ProvisionKind
from elearning.content.loading import load
from elearning.regulations.dating import Standing, events_of, rule_on
from elearning.regulations.models import LoadedRecord, Provision, ProvisionVersion, Regulation, RuleCard
from elearning.regulations.presenting import present
from elearning.regulations.readers import Reader

from .conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MAY_2023, OCTOBER_2024, TODAY = date(2023, 5, 19), date(2024, 10, 3), date(2026, 11, 22)


def provision(regulation: str, key: str) -> Provision:
    return Provision.objects.select_related("regulation").get(regulation__slug=regulation, key=key)


def rule(regulation: str, key: str, day: date):
    found = provision(regulation, key)
    return rule_on(found, day, revoked=found.regulation.revokes.all())


def test_the_old_kinds_of_punishment_end_with_pp_94_2021(loaded):
    old = ("pp-53-2010", "jenis hukuman lama")
    assert rule(*old, date(2021, 8, 30)).has_text
    ended = rule(*old, MAY_2023)
    assert ended.standing == Standing.REPEALED
    assert ended.version.amended_by.short_title == "PP 94/2021"


def test_before_pp_94_2021_its_articles_have_no_text_and_pp_53_2010_is_named(loaded):
    early = rule("pp-94-2021", "5 huruf n angka 5", date(2020, 1, 6))
    assert early.standing == Standing.UNKNOWN
    assert [one.short_title for one in early.instead] == ["PP 53/2010"]


def test_in_may_2023_uu_20_2023_has_no_text_and_uu_5_2014_is_named(loaded):
    early = rule("uu-20-2023", "9 ayat (2)", MAY_2023)
    assert early.sentences[0] == "Register kami tidak memuat bunyi pasal ini pada 19 Mei 2023."
    assert [one.short_title for one in early.instead] == ["UU 5/2014"]
    assert rule("uu-20-2023", "9 ayat (2)", OCTOBER_2024).has_text


@pytest.mark.parametrize("key", ["188", "188 jo. MK 136/PUU-XXII/2024"])
def test_article_188_gets_its_new_subjects_on_the_day_of_the_ruling_and_not_before(loaded, key):
    before, after = rule("uu-1-2015", key, OCTOBER_2024), rule("uu-1-2015", key, date(2024, 11, 14))
    assert "belum memuat" in before.version.summary
    assert before.version.effect == ProvisionVersion.Effect.NEW
    assert after.version.effect == ProvisionVersion.Effect.INTERPRET
    assert after.version.amended_by.short_title == "Putusan MK 136/PUU-XXII/2024"
    assert [event.day for event in events_of(provision("uu-1-2015", key))] == [None, date(2024, 11, 14)]
    assert rule("mk-136-2024", "amar", OCTOBER_2024).standing == Standing.UNKNOWN


# The cards on what discipline PNS; what the register has for each article they rest on, on the two days.
DISCIPLINE = ["disiplin-sedang", "disiplin-berat"]


@pytest.mark.parametrize("day", [MAY_2023, OCTOBER_2024])
def test_every_discipline_card_rests_on_the_text_of_that_day_or_on_a_plain_no(loaded, day):
    cards = RuleCard.objects.published().filter(sanctions__slug__in=DISCIPLINE).distinct().with_basis()
    assert len(cards) > 25
    for card in cards:
        for citation in card.citations.all():
            known = rule_on(citation.provision, day)
            if known.has_text:
                assert known.version.valid_from is None or known.version.valid_from <= day
                assert known.version.valid_to is None or known.version.valid_to > day
            else:
                assert "Register kami tidak memuat" in known.sentences[0]


def test_on_both_days_discipline_is_pp_94_2021_and_the_skb(loaded):
    card = RuleCard.objects.with_basis().get(slug="like-komentar-share-akun-pemenangan")
    of_day = {
        day: {str(one.provision): rule_on(one.provision, day).standing for one in card.citations.all()}
        for day in (MAY_2023, OCTOBER_2024)
    }
    law = "Pasal 9 ayat (2) UU 20/2023"
    assert of_day[MAY_2023].pop(law) == Standing.UNKNOWN
    assert of_day[OCTOBER_2024].pop(law) == Standing.HELD
    code_of_ethics = "Pasal 11 huruf c dan Pasal 15 PP 42/2004"
    for standings in of_day.values():
        assert standings.pop(code_of_ethics) == Standing.UNDATED
        assert set(standings.values()) == {Standing.HELD}


def test_nothing_in_the_register_begins_before_its_instrument(loaded):
    for version in ProvisionVersion.objects.exclude(valid_from=None).select_related("provision__regulation"):
        regulation = version.provision.regulation
        assert regulation.valid_from is None or version.valid_from >= regulation.valid_from, version


def test_the_rows_of_the_skb_say_towards_whom(loaded):
    rows = ProvisionVersion.objects.filter(provision__regulation__slug="skb-2022")
    assert rows.get(provision__key="Lampiran II K4").towards == "bakal-calon"
    assert rows.get(provision__key="Lampiran II D6").towards == "calon"
    assert rows.get(provision__key="Lampiran II D5").towards == ""
    others = ProvisionVersion.objects.exclude(provision__regulation__slug="skb-2022").exclude(towards="")
    assert not others.exists()


def test_a_register_loaded_before_rows_said_towards_whom_learns_it(loaded):
    row = provision("skb-2022", "Lampiran II K4")
    row.versions.update(towards="")
    record = LoadedRecord.objects.get(kind="pasal", key="skb-2022#Lampiran II K4")
    from elearning.content.loading import fingerprint

    record.fingerprint = fingerprint(ProvisionKind().state(row))
    record.save()
    report = load([ProvisionKind()], at=LOADED_AT)
    assert report.updated == ["pasal skb-2022#Lampiran II K4"]
    assert report.left == []
    assert row.versions.get().towards == "bakal-calon"


def shown(slug: str, moment: str, status: str = "pns"):
    card = RuleCard.objects.with_basis().get(slug=slug)
    card = present(card, Reader(status=status, moment=moment), on=TODAY)
    return {str(line.provision) for line in card.basis}, {
        sanction.slug for group in card.sanctions for sanction in group.sanctions
    }


def test_a_like_is_an_ethics_matter_before_the_candidates_are_named_and_discipline_after(loaded):
    basis, sanctions = shown("like-komentar-share-akun-pemenangan", "bakal-calon")
    assert sanctions == {"kode-etik"}
    assert "Lampiran II bagian A (kode etik), butir K4 SKB Lima Lembaga 2022" in basis
    assert "Pasal 14 huruf i PP 94/2021" not in basis
    basis, sanctions = shown("like-komentar-share-akun-pemenangan", "calon")
    assert sanctions == {"disiplin-berat"}
    assert "Lampiran II bagian B (disiplin), butir D6 SKB Lima Lembaga 2022" in basis
    assert "Pasal 14 huruf i PP 94/2021" in basis
    assert "Pasal 11 huruf c dan Pasal 15 PP 42/2004" not in basis


def test_who_does_not_say_when_sees_both(loaded):
    basis, sanctions = shown("like-komentar-share-akun-pemenangan", "")
    assert sanctions == {"kode-etik", "disiplin-berat"}
    assert len(basis) == 6


@pytest.mark.parametrize("moment", ["bakal-calon", "calon", "kampanye", "tenang", "sesudah"])
@pytest.mark.parametrize("status", ["pns", "pppk"])
def test_no_moment_leaves_a_card_without_the_sanctions_it_has(loaded, moment, status):
    """A card that forbids for everybody of a status never looks harmless because a moment was chosen."""
    for card in RuleCard.objects.published().with_basis():
        silent = present(card, Reader(status=status), on=TODAY)
        chosen = present(card, Reader(status=status, moment=moment), on=TODAY)
        assert bool(chosen.sanctions) == bool(silent.sanctions), card.slug
        assert bool(chosen.basis) == bool(silent.basis), card.slug


def test_where_only_one_row_is_known_it_stays_for_every_moment(loaded):
    basis, sanctions = shown("mengajak-atau-mengarahkan-bawahan", "bakal-calon")
    assert "disiplin-berat" in sanctions
    assert "Lampiran II bagian B (disiplin), butir D8 SKB Lima Lembaga 2022" in basis


def test_every_instrument_that_amends_or_revokes_is_in_the_register(loaded):
    assert not Regulation.objects.filter(status="dicabut", revoked_by=None).exists()
    assert not ProvisionVersion.objects.filter(effect__in=["ubah", "cabut"], amended_by=None).exists()
