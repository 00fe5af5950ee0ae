"""Narasumber, moderator and panitia get certificates of their own kind, in the same act of issue."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from certificates.models import Batch, Certificate, Template, TemplateVersion
from certificates.printing import designs
from certificates.services import CertificateError
from certificates.tasks import render_due
from elearning.training import delivery, services
from elearning.training.claimants import sources
from elearning.training.errors import TrainingError
from elearning.training.models import Contributor, SessionMaterial, TrainingSession
from elearning.training.services.certificates import claims_of
from tests.factories.people import UserFactory
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
Kind = Certificate.Kind


@pytest.fixture
def ready(session, participant, day, committee, noon):
    """A closed list with one person who has earned a paper, a speaker, a moderator and a member of the committee."""
    attend(participant, day, by=committee, at=noon)
    TrainingSession.objects.filter(pk=session.pk).update(min_days_attended=1)
    session = services.close_list(session, by=committee, at=noon)
    for order, kind in enumerate(Contributor.Kind):
        Contributor.objects.create(
            session=session, sort_order=order, kind=kind, name=f"{kind.label} Contoh", lesson_hours=2
        )
    return session


def issued(session) -> dict[str, Certificate]:
    return {one.facts["name"]: one for one in Certificate.objects.all()}


def test_one_press_issues_them_behind_the_participants(ready, committee, noon, participant):
    batch = services.issue_certificates(ready, by=committee, at=noon)
    papers = list(batch.certificates.order_by("sequence"))
    assert [paper.kind for paper in papers] == [Kind.ATTENDED, Kind.SPEAKER, Kind.MODERATOR, Kind.COMMITTEE]
    assert [paper.facts["role"] for paper in papers] == ["Peserta", "Narasumber", "Moderator", "Panitia"]
    assert [paper.sequence for paper in papers] == [1, 2, 3, 4]
    assert papers[1].facts["days"] == [day.date.isoformat() for day in ready.days.all()]
    assert papers[1].facts["lesson_hours"] == 2
    assert services.issue_certificates(ready, by=committee, at=noon) == batch
    assert Batch.objects.count() == 1


def test_where_nobody_has_earned_one_the_speaker_still_gets_his(ready, committee, noon):
    TrainingSession.objects.update(min_days_attended=3)
    batch = services.issue_certificates(ready, by=committee, at=noon)
    assert {paper.kind for paper in batch.certificates.all()} == {Kind.SPEAKER, Kind.MODERATOR, Kind.COMMITTEE}


def test_nobody_at_all_is_said(ready, committee, noon):
    TrainingSession.objects.update(min_days_attended=3)
    ready.contributors.all().delete()
    with pytest.raises(TrainingError) as refusal:
        services.issue_certificates(ready, by=committee, at=noon)
    assert refusal.value.code == "no_claimants"


def test_unconfirmed_participants_wait_and_who_made_it_happen_does_not(ready, committee, noon):
    batch = services.issue_confirmed(ready, by=committee, at=noon)
    assert batch.certificates.count() == 3


def test_a_template_without_a_sentence_for_the_kind_refuses_all(ready, committee, noon):
    template = Template.objects.create(slug="sederhana", name="Sederhana")
    content = designs.shipped_content()
    content["wording"] = {"mengikuti": content["wording"]["mengikuti"]}
    TemplateVersion.objects.create(
        template=template, number=1, design=designs.BINGKAI, content=content, created_at=noon
    )
    TrainingSession.objects.update(template=template)
    with pytest.raises(CertificateError) as refusal:
        services.issue_certificates(ready, by=committee, at=noon)
    assert refusal.value.code == "kind_unknown"
    assert not Certificate.objects.exists()


def test_one_with_an_account_finds_it_among_the_own_papers(ready, committee, noon, client):
    speaker = UserFactory()
    Contributor.objects.filter(kind="narasumber").update(person=speaker)
    services.issue_certificates(ready, by=committee, at=noon)
    assert Certificate.objects.get(kind=Kind.SPEAKER).holder == speaker
    assert Certificate.objects.get(kind=Kind.MODERATOR).holder is None


def test_the_second_page_of_a_speaker_lists_his_own_materi_when_the_jp_agree(ready, committee, noon):
    ready.materials.all().delete()
    SessionMaterial.objects.create(session=ready, title="Dasar", speaker=" narasumber  contoh ", lesson_hours=2)
    SessionMaterial.objects.create(session=ready, title="Lain", speaker="Orang Lain", lesson_hours=4)

    def own() -> list[str]:
        claims = claims_of(TrainingSession.objects.get(), [], at=noon)
        return [[one.title for one in claim.materials] for claim in claims]

    assert own() == [["Dasar"], [], []]
    Contributor.objects.filter(kind="narasumber").update(lesson_hours=6)
    assert own() == [[], [], []]


def test_the_page_shows_them_in_a_group_with_samples_and_speakers_that_are_missing(desk_client, ready):
    SessionMaterial.objects.create(session=ready, title="Satu", speaker="Belum Tertulis Contoh", lesson_hours=3)
    text = words(desk_client.get(page("certificates", ready)))
    assert "Narasumber, moderator, dan panitia" in text
    assert "Terbitkan 4 sertifikat" in text
    assert "belum mendapat sertifikat" in text
    for _ in range(2):
        response = desk_client.post(page("add_speakers", ready), follow=True)
    assert "Semua narasumber sudah tertulis" in words(response)
    names = [one.name for one in ready.contributors.all()]
    assert names[-1] == "Belum Tertulis Contoh"
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("by", ["account", "name"])
def test_who_would_get_two_papers_is_said_before_issue(desk_client, ready, participant, by):
    assert "Dua sertifikat untuk orang yang sama" not in words(desk_client.get(page("certificates", ready)))
    person = participant.person
    same = {"person": person} if by == "account" else {"name": f"  {person.display_name.upper()} "}
    Contributor.objects.filter(kind="moderator").update(**same)
    text = words(desk_client.get(page("certificates", ready)))
    assert "Dua sertifikat untuk orang yang sama" in text
    assert f"juga peserta {participant.line:03d}" in text


def test_who_only_registered_gets_one_paper_and_no_remark(desk_client, ready, participant):
    TrainingSession.objects.update(min_days_attended=3)
    Contributor.objects.filter(kind="moderator").update(person=participant.person)
    assert "Dua sertifikat" not in words(desk_client.get(page("certificates", ready)))


def test_the_question_before_issuing_counts_them(desk_client, ready):
    assert "4 sertifikat?" in words(desk_client.get(page("issue", ready)))


def test_after_issue_nobody_is_added(desk_client, ready, committee, noon):
    services.issue_certificates(ready, by=committee, at=noon)
    assert desk_client.post(page("add_speakers", ready)).status_code == 403
    with pytest.raises(TrainingError) as refusal:  # issued between the look and the press
        services.add_speakers(ready)
    assert refusal.value.code == "already_issued"
    assert ready.contributors.count() == 3


def test_a_name_is_corrected_and_a_paper_revoked_and_restored(desk_client, ready, committee, noon):
    services.issue_certificates(ready, by=committee, at=noon)
    one = ready.contributors.first()
    new_name = {"recipient_name": "Narasumber Baru", "recipient_position": "", "reason": "Salah tulis"}
    response = desk_client.post(page("correct_certificate", ready, one.public_id), new_name)
    assert response.url == page("certificates", ready) + "#penyelenggara"
    pressed_again = desk_client.post(page("correct_certificate", ready, one.public_id), new_name)
    assert [error.code for error in pressed_again.context["form"].errors.as_data()["__all__"]] == ["nothing_changed"]
    paper = Certificate.objects.valid().get(kind=Kind.SPEAKER)
    assert (paper.facts["name"], paper.revision) == ("Narasumber Baru", 1)
    reason = services.certificates.certificates.REVOCATION_REASONS[0]
    desk_client.post(page("revoke_certificate", ready, one.public_id), {"reason": reason, "typed_number": paper.number})
    paper.refresh_from_db()
    assert paper.state == "dicabut"
    assert "Pulihkan" in words(desk_client.get(page("certificates", ready)))
    desk_client.post(page("restore_certificate", ready, one.public_id))
    paper.refresh_from_db()
    assert paper.state == "berlaku"


def test_a_paper_or_report_that_is_lost_on_the_disk_is_said(desk_client, ready, committee, noon):
    services.issue_certificates(ready, by=committee, at=noon)
    render_due(lambda: noon)
    one, report = ready.contributors.first(), services.make_report(ready, with_names=False, by=committee, at=noon)
    assert (report.facts["certificates"]["count"], report.facts["certificates"]["of_contributors"]) == (4, 3)
    file = services.file_of(report, "docx", at=noon).file
    paper = Certificate.objects.get(kind=Kind.SPEAKER).final_file.pdf
    for lost in (file, paper):
        lost.storage.delete(lost.name)
    asked = [
        desk_client.get(page("download_certificate", ready, one.public_id)),
        desk_client.post(page("download_report", ready, report.public_id, "docx")),
    ]
    assert [response.status_code for response in asked] == [404, 404]
    assert all("tidak ada lagi di tempat penyimpanan" in words(response) for response in asked)


def test_another_session_reaches_none_of_it(desk_client, ready, session, committee, noon):
    one = Contributor.objects.create(session=ParticipantFactory().session, name="Orang Lain")
    for name in ("sample", "correct_certificate", "revoke_certificate", "download_certificate"):
        assert desk_client.get(page(name, ready, one.public_id)).status_code == 404


def test_the_register_and_the_list_of_sources_name_them(ready, committee, noon):
    services.issue_certificates(ready, by=committee, at=noon)
    content, people = delivery.register(ready)
    rows = list(load_workbook(BytesIO(content)).active.values)
    assert people == 4
    assert [row[11] for row in rows[-4:]] == ["mengikuti", "narasumber", "moderator", "panitia"]
    assert set(sources(ready)) >= set(Certificate.objects.values_list("source", flat=True))


def test_claims_cost_the_same_for_one_contributor_and_for_thirty(ready, noon, django_assert_max_num_queries):
    for number in range(30):
        Contributor.objects.create(session=ready, kind="panitia", name=f"Orang {number}", person=UserFactory())
    with django_assert_max_num_queries(7):
        claims_of(TrainingSession.objects.get(), [], at=noon)
