"""What a holder had learnt stands beside the paper, never on it; what became of it is a ledger (ADR 0017)."""

from datetime import timedelta

import pytest

from certificates import facts, services
from certificates.claims import TaughtRule
from certificates.models import CertificateEvent, CertificateRule
from certificates.standing import standing_of
from certificates.verification import found
from elearning.lib import codes
from tests.factories.certificates import AT, make_certificate
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
CHANGED = AT + timedelta(days=30)
LATER = AT + timedelta(days=60)
RULES = (TaughtRule("memberi-like", 1), TaughtRule("foto-bersama", 2))
SENTENCE = "Aturan «Memberi like» berubah sejak 4 November 2024."


@pytest.fixture
def holder():
    return UserFactory()


@pytest.fixture
def paper(holder):
    return make_certificate(holder=holder, rules=RULES)


def change(holder, *, rule="memberi-like", edition=2, at=CHANGED):
    return services.note_rule_change([holder.pk], rule=rule, edition=edition, sentence=SENTENCE, at=at)


def refresh(holder, *, rule="memberi-like", edition=2, at=LATER):
    return services.note_refreshed(
        holder, rule=rule, edition=edition, sentence="aturan «Memberi like» sejak 4 November 2024.", at=at
    )


def test_the_rules_of_a_claim_are_kept_and_not_printed(paper):
    assert set(paper.rules.values_list("rule", "edition")) == {("memberi-like", 1), ("foto-bersama", 2)}
    assert "memberi-like" not in facts.canonical(paper.facts).decode()


def test_a_corrected_paper_rests_on_the_same_rules_with_their_history(paper, holder):
    change(holder)
    new = services.replace(paper, recipient_name="Nama Benar Contoh", reason="Salah tulis", by=None, at=LATER)
    assert set(new.rules.values_list("rule", "edition")) == set(paper.rules.values_list("rule", "edition"))
    assert [event.rule for event in standing_of(new).changed] == ["memberi-like"]


def test_a_change_is_noted_once_on_each_valid_paper_that_rests_on_an_older_edition(paper, holder):
    newer = make_certificate(holder=holder, rules=(TaughtRule("memberi-like", 2),))
    revoked = make_certificate(holder=holder, rules=RULES)
    services.revoke(revoked, reason="Ganda", by=None, at=AT)
    other = make_certificate(rules=RULES)
    assert change(holder) == 1
    assert change(holder) == 0
    noted = CertificateEvent.objects.filter(kind="aturan")
    assert [event.certificate for event in noted] == [paper]
    assert not {newer, other} & {event.certificate for event in noted}


def test_facts_and_bytes_stay(paper, holder):
    before = (paper.facts, paper.facts_sha256, paper.number, paper.code, paper.state)
    change(holder)
    refresh(holder)
    paper.refresh_from_db()
    assert (paper.facts, paper.facts_sha256, paper.number, paper.code, paper.state) == before
    assert facts.fingerprint(paper.facts) == paper.facts_sha256


def test_a_later_edition_learnt_settles_every_earlier_change(paper, holder):
    change(holder, edition=2)
    change(holder, edition=3, at=CHANGED + timedelta(days=1))
    refresh(holder, edition=2, at=CHANGED + timedelta(hours=1))
    assert standing_of(paper).is_outdated
    refresh(holder, edition=3)
    standing = standing_of(paper)
    assert (standing.is_outdated, len(standing.refreshed)) == (False, 2)


def test_rules_are_settled_each_on_its_own(paper, holder):
    change(holder)
    change(holder, rule="foto-bersama", edition=3)
    refresh(holder)
    assert [event.rule for event in standing_of(paper).changed] == ["foto-bersama"]


def page(client, paper) -> str:
    return client.get(f"/v/{codes.display(paper.code)}").content.decode()


def test_verification_says_valid_and_which_rule_changed_since_when(client, paper, holder):
    change(holder)
    html = page(client, paper)
    assert "BERLAKU, dasar aturan berubah" in html
    assert SENTENCE in html
    assert "Sertifikat tetap berlaku." in html
    for word in ("tidak sah", "tidak berlaku", "kedaluwarsa", "DICABUT"):
        assert word not in html.replace("tidak berlaku lagi", "")


def test_verification_says_when_it_was_refreshed(client, paper, holder):
    change(holder)
    refresh(holder)
    html = page(client, paper)
    assert "dasar aturan berubah" not in html
    assert "Diperbarui 4 Desember 2024: aturan «Memberi like» sejak 4 November 2024." in html


def test_the_machine_reads_that_the_paper_is_valid(client, paper, holder):
    change(holder)
    values = client.get(f"/v/{codes.display(paper.code)}", headers={"accept": "application/json"}).json()
    assert (values["state"], values["rules_changed"]) == ("berlaku", [SENTENCE])


def test_a_changed_paper_keeps_the_page_small_and_silent(client, paper, holder):
    for number in range(8):
        change(holder, rule=RULES[number % 2].rule, edition=5 + number)
    response = client.get(f"/v/{codes.display(paper.code)}")
    assert len(response.content) < 8 * 1024
    assert not response.cookies
    assert "<script" not in response.content.decode()


def test_the_state_differs_by_word_and_shape(paper, holder):
    plain = found(paper, organiser="Badan Contoh", at=AT)
    change(holder)
    outdated = found(paper, organiser="Badan Contoh", at=AT, standing=standing_of(paper))
    assert plain.word != outdated.word
    assert plain.shape != outdated.shape


def test_the_holder_reads_it_too_and_is_led_on(client, paper, holder):
    change(holder)
    client.force_login(holder)
    html = client.get(f"/sertifikat/{codes.display(paper.code)}/").content.decode()
    assert SENTENCE in html
    assert "/pembaruan/" in html
    refresh(holder)
    html = client.get(f"/sertifikat/{codes.display(paper.code)}/").content.decode()
    assert "Diperbarui 4 Desember 2024" in html
    assert "/pembaruan/" not in html


def test_a_batch_keeps_the_rules_of_each_claim():
    from tests.factories.certificates import make_claim
    from tests.factories.people import UnitFactory

    unit = UnitFactory(number_code="KKC")
    claims = [make_claim(unit=unit, rules=(rule,)) for rule in RULES]
    services.issue_batch(claims, source="s", unit=unit, by=None, at=AT)
    kept = CertificateRule.objects.order_by("certificate__sequence").values_list("rule", "certificate__source")
    assert list(kept) == [(rule.rule, claim.source) for rule, claim in zip(RULES, claims, strict=True)]
