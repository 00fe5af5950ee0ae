"""Checking one object, answering for a finding, and refusing to publish."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group

from elearning.people.roles import install_roles
from elearning.regulations import services as regulations
from elearning.regulations.checking import services
from elearning.regulations.checking.services import CheckError, accept_finding, check, require_clean
from elearning.regulations.models import AcceptedFinding, Citation, ProtectedName, ProvisionVersion, RuleCard
from quizzes import services as quizzes
from quizzes.errors import QuestionError
from tests.factories.lessons import LessonPageFactory
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory, content
from tests.factories.regulations import (
    ProvisionFactory,
    ProvisionVersionFactory,
    RegulationFactory,
    RuleCardFactory,
)

pytestmark = pytest.mark.django_db
ON = date(2024, 10, 3)


@pytest.fixture
def writer(home):
    install_roles()
    person = UserFactory(display_name="Penulis Contoh", email="penulis@contoh.example")
    person.groups.add(Group.objects.get(name="Penulis"))
    return person


@pytest.fixture
def party():
    return ProtectedName.objects.create(
        kind="partai", text="Partai Contoh Satu", election="Pilkada 2024", area="Kota Contoh",
        valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1), source="Daftar contoh",
    )  # fmt: skip


def revoked(**facts):
    new = RegulationFactory(slug="pp-94-2021", kind="PP", number="94", year=2021, short_title="PP 94/2021")
    return RegulationFactory(
        slug="pp-53-2010", kind="PP", number="53", year=2010, short_title="PP 53/2010", status="dicabut",
        valid_to=date(2021, 8, 31), revoked_by=new, **facts,
    )  # fmt: skip


def codes(instance, on=ON):
    return {one.code for one in check(instance, on=on).blocking}


def refusal(act, *args, **kwargs):
    with pytest.raises(CheckError) as refused:
        act(*args, **kwargs)
    return refused.value.code


# Names and their lists


def test_a_guarded_name_stops_publication_while_its_list_holds(party):
    card = RuleCardFactory(situation="Rapat Partai Contoh Satu digelar di kantor.")

    assert codes(card) == {"party_name"}
    assert codes(card, on=date(2023, 12, 31)) == set()
    assert codes(card, on=date(2025, 1, 1)) == set()


def test_the_list_can_be_asked_by_area_and_election(party):
    ProtectedName.objects.create(kind="calon", text="Ardi Rekaan", valid_from=date(2024, 1, 1), source="Daftar contoh")

    def names(**where):
        return {one.text for one in services.names_on(ON, **where)}

    assert names() == {"Partai Contoh Satu", "Ardi Rekaan"}
    assert names(area="Kota Lain") == {"Ardi Rekaan"}
    assert names(area="Kota Contoh", election="Pilkada 2024") == {"Partai Contoh Satu", "Ardi Rekaan"}
    assert names(election="Pemilu 2029") == {"Ardi Rekaan"}


# Bases


def test_a_card_cannot_rest_on_a_repealed_regulation():
    card = RuleCardFactory(citation=None)
    card.citations.all().delete()
    version = ProvisionVersionFactory(provision__regulation=revoked())
    Citation.objects.create(card=card, provision=version.provision, certainty="terverifikasi")

    assert codes(card) == {"revoked_basis"}
    assert refusal(require_clean, card, on=ON) == "basis_revoked"
    assert codes(card, on=date(2021, 8, 30)) == set()


def test_a_repealed_regulation_may_stand_beside_as_a_comparison():
    card = RuleCardFactory()
    version = ProvisionVersionFactory(provision__regulation=revoked())
    Citation.objects.create(
        card=card, provision=version.provision, certainty="terverifikasi", role=Citation.Role.COUNTER
    )

    assert codes(card) == set()


@pytest.mark.parametrize(
    "facts",
    [
        {"valid_to": date(2024, 1, 1)},
        {"valid_from": date(2024, 12, 1)},
        {"effect": ProvisionVersion.Effect.REPEAL},
    ],
)
def test_a_basis_needs_a_version_in_force(facts):
    card = RuleCardFactory()
    ProvisionVersion.objects.update(**facts)

    assert codes(card) == {"basis_not_in_force"}


def test_a_basis_without_any_text_is_no_basis():
    card = RuleCardFactory()
    Citation.objects.create(card=card, provision=ProvisionFactory(), certainty="terverifikasi")

    assert codes(card) == {"basis_not_in_force"}


# Refusing, and never a draft


def test_a_card_with_an_unknown_citation_is_not_published_and_its_draft_stays():
    card = RuleCardFactory(live=False)
    card.reason = "Diatur PP 42 tahun 2024."
    revision = card.save_revision()

    assert refusal(revision.publish) == "text_unfit"
    assert refusal(regulations.require_publishable, revision.as_object()) == "text_unfit"
    card.refresh_from_db()
    assert not card.live
    assert card.get_latest_revision_as_object().reason == "Diatur PP 42 tahun 2024."


def test_a_lesson_that_names_a_party_is_not_published(home, party, noon):
    page = LessonPageFactory(live=False)
    page.title = "Rapat Partai Contoh Satu"
    revision = page.save_revision()

    with time_machine.travel(noon, tick=False):
        assert refusal(revision.publish) == "text_unfit"
    page.refresh_from_db()
    assert not page.live


def test_a_published_question_takes_no_unfit_edition_and_a_draft_takes_any(noon):
    question = QuestionFactory()
    wrong = content(
        prompt="Apa isi PP 42 tahun 2024?", card_ids=tuple(question.current.bases.values_list("card", flat=True))
    )

    assert refusal(quizzes.publish_version, question, wrong, by=None, at=noon) == "text_unfit"
    quizzes.set_status(question, "draf", by=None, at=noon)
    quizzes.publish_version(question, wrong, by=None, at=noon)
    assert refusal(quizzes.set_status, question, "terbit", by=None, at=noon) == "text_unfit"


def test_a_question_cannot_rest_on_a_repealed_provision(noon):
    version = ProvisionVersionFactory(provision__regulation=revoked())
    question = QuestionFactory(status="draf")
    quizzes.publish_version(question, content(provision_ids=(version.provision_id,)), by=None, at=noon)

    assert refusal(quizzes.set_status, question, "terbit", by=None, at=noon) == "basis_revoked"


def test_a_question_without_text_has_no_findings(noon):
    question = QuestionFactory(status="draf")
    question.versions.all()
    assert check(question, on=ON).blocking == []
    with pytest.raises(QuestionError):
        quizzes.publish_version(question, content(prompt=""), by=None, at=noon)


# Answering for a finding


def test_an_accepted_finding_no_longer_stops_publication(writer, party, noon):
    card = RuleCardFactory(situation="Rapat Partai Contoh Satu.")
    (finding,) = check(card, on=ON).waiting

    kept = accept_finding(card, finding.fingerprint, " Nama lembaga, bukan partai. ", by=writer, at=noon)

    assert (kept.reason, kept.words, kept.accepted_by) == ("Nama lembaga, bukan partai.", "Partai Contoh Satu", writer)
    report = check(card, on=ON)
    assert report.blocking == []
    ((_, answer),) = report.answered
    assert (answer.by, answer.reason) == ("Penulis Contoh", "Nama lembaga, bukan partai.")
    require_clean(card, on=ON)


def test_changed_words_ask_again(writer, party, noon):
    card = RuleCardFactory(situation="Rapat Partai Contoh Satu.")
    accept_finding(card, check(card, on=ON).waiting[0].fingerprint, "Alasan.", by=writer, at=noon)

    card.situation = "Rapat Partai Contoh Satu di kantor."

    assert codes(card) == {"party_name"}


def test_an_answer_for_one_card_is_no_answer_for_another(writer, party, noon):
    cards = [RuleCardFactory(situation="Rapat Partai Contoh Satu.") for _ in range(2)]
    accept_finding(cards[0], check(cards[0], on=ON).waiting[0].fingerprint, "Alasan.", by=writer, at=noon)

    assert codes(cards[1]) == {"party_name"}


def test_accepting_twice_keeps_the_first_answer(writer, party, noon):
    card = RuleCardFactory(situation="Rapat Partai Contoh Satu.")
    fingerprint = check(card, on=ON).waiting[0].fingerprint
    first = accept_finding(card, fingerprint, "Alasan.", by=writer, at=noon)

    assert accept_finding(card, fingerprint, "Lain.", by=writer, at=noon + timedelta(days=1)) == first
    assert AcceptedFinding.objects.get().reason == "Alasan."


@pytest.mark.parametrize(("reason", "code"), [("  ", "reason_missing"), ("x" * 301, "reason_too_long")])
def test_a_reason_is_asked_for(reason, code, writer, party, noon):
    card = RuleCardFactory(situation="Rapat Partai Contoh Satu.")
    fingerprint = check(card, on=ON).waiting[0].fingerprint

    assert refusal(accept_finding, card, fingerprint, reason, by=writer, at=noon) == code


def test_what_is_not_there_cannot_be_accepted(writer, noon):
    assert refusal(accept_finding, RuleCardFactory(), "0" * 64, "Alasan.", by=writer, at=noon) == "finding_unknown"


def test_a_wrong_citation_cannot_be_accepted(writer, noon):
    card = RuleCardFactory(reason="Diatur PP 42 tahun 2024.")

    assert refusal(accept_finding, card, check(card, on=ON).blocks[0].fingerprint, "Alasan.", by=writer, at=noon) == (
        "not_acceptable"
    )


def test_only_who_may_edit_answers_for_a_finding(home, party, noon):
    install_roles()
    card = RuleCardFactory(situation="Rapat Partai Contoh Satu.")
    fingerprint = check(card, on=ON).waiting[0].fingerprint
    leader = UserFactory(email="pimpinan@contoh.example")
    leader.groups.add(Group.objects.get(name="Pimpinan"))

    assert refusal(accept_finding, card, fingerprint, "Alasan.", by=leader, at=noon) == "not_allowed"


# Cost


@pytest.mark.parametrize("rows", [1, 30])
def test_checking_costs_the_same_for_any_register_and_list(rows, django_assert_max_num_queries):
    card = RuleCardFactory(situation="Diatur UU 1/2020 dan PP 2/2021.")
    for number in range(rows):
        ProvisionVersionFactory()
        ProtectedName.objects.create(kind="partai", text=f"Partai Contoh {number}", valid_from=ON, source="x")
    card = RuleCard.objects.get(pk=card.pk)
    check(card, on=ON)  # content types

    with django_assert_max_num_queries(10):
        check(card, on=ON)


def test_the_day_counts_in_the_zone_of_the_site(party, writer):
    card = RuleCardFactory(situation="Rapat Partai Contoh Satu.")
    last_evening = datetime(2024, 12, 31, 18, tzinfo=UTC)  # already 1 January in Jakarta
    fingerprint = check(card, on=ON).waiting[0].fingerprint

    assert refusal(accept_finding, card, fingerprint, "Alasan.", by=writer, at=last_evening) == "finding_unknown"
