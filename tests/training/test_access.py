"""Who may open which committee page, and what all of them have in common."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from certificates.models import IssueProposal
from elearning.training import services
from tests.factories.files import jpeg, pdf
from tests.factories.people import OfficeHoldingFactory, UserFactory
from tests.factories.training import ParticipantFactory, attend, make_draft

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]


# Who may see what

PAGES = [
    ("overview", "get"), ("open", "post"), ("close", "get"), ("close", "post"), ("reopen", "get"), ("reopen", "post"),
    ("participants", "get"), ("add_participant", "get"), ("add_participant", "post"), ("import", "get"),
    ("import", "post"), ("import_template", "get"), ("desk", "get"), ("desk", "post"),
    ("name_desk", "post"), ("walk_in", "get"), ("walk_in", "post"), ("badges", "get"), ("slips", "get"), ("door_boards", "get"), ("certificates", "get"),
    ("issue", "get"), ("issue", "post"), ("propose_issue", "get"), ("propose_issue", "post"), ("late_answers", "get"), ("results", "get"),
    ("names", "get"), ("add_speakers", "post"), ("retry", "post"), ("hand_out", "get"), ("zip_file", "post"), ("print_file", "post"),
    ("register_file", "post"), ("signing", "get"), ("signing", "post"), ("hand_to_sign", "post"), ("hand_over", "get"), ("mail_papers", "get"), ("mail_papers", "post"),
    ("report", "get"), ("make_report", "post"), ("add_report_photos", "post"), ("add_report_attachment", "post"),
    ("control", "get"), ("control_poll", "get"), ("show_on_screen", "post"), ("new_screen_link", "post"),
    ("screen", "get"), ("screen_poll", "get"),
]  # fmt: skip
PERSON_PAGES = [
    ("participant", "get"), ("check_in", "get"), ("check_in", "post"), ("deputy", "get"), ("deputy", "post"),
    ("complete_nip", "get"), ("complete_nip", "post"), ("release_badge", "post"), ("new_code", "get"), ("new_code", "post"), ("download_certificate", "get"), ("correct_certificate", "get"),
    ("correct_certificate", "post"), ("revoke_certificate", "get"), ("revoke_certificate", "post"),
    ("restore_certificate", "post"), ("propose_name", "get"), ("propose_name", "post"), ("override", "get"),
    ("override", "post"), ("sample", "get"), ("mail_again", "post"), ("remove_registrant", "get"), ("remove_registrant", "post"),
]  # fmt: skip


_TESTS = [
    ("wait_for_test", "post"),
    ("open_test", "post"), ("close_test", "get"), ("close_test", "post"), ("extend_test", "get"), ("extend_test", "post"),
]  # fmt: skip


PROPOSAL_PAGES = [
    ("proposal", "get"), ("approve_proposal", "post"), ("return_proposal", "get"), ("return_proposal", "post"),
    ("withdraw_proposal", "post"),
]  # fmt: skip
DRAFT_PAGES = [
    ("import_columns", "get"), ("import_columns", "post"), ("import_check", "get"), ("import_fix", "get"),
    ("import_corrections", "get"), ("import_corrections", "post"), ("import_letters", "get"), ("import_letters", "post"),
    ("import_link", "post"), ("import_save", "get"), ("import_save", "post"), ("import_discard", "get"),
]  # fmt: skip


@pytest.fixture
def addresses(session, participant, noon):
    """Every committee address of the room, as (method, url)."""
    session.room_code = "M4Q7"
    session.save(update_fields=["room_code"])
    batch = session.imports.create(
        file_name="a.xlsx", file_sha256="0", created_at=session.created_at, created_by=UserFactory()
    )  # fmt: skip
    found = [(method, page(name, session)) for name, method in PAGES]
    found += [(method, page(name, session, participant.public_id)) for name, method in PERSON_PAGES]
    found += [(method, page("undo_import", session, batch.public_id)) for method in ("get", "post")]
    draft = make_draft(session, by=UserFactory(), at=noon)
    found += [(method, page(name, session, draft.public_id)) for name, method in DRAFT_PAGES]
    found += [(method, page("import_row", session, draft.public_id, 2)) for method in ("get", "post")]
    found.append(("post", page("import_decide", session, draft.public_id, 2)))
    found.append(("get", page("attendance_sheet", session, "2024-10-03")))
    found += _of_the_report(session)
    day_page = page("withdraw_attendance", session, participant.public_id, "2024-10-03")
    found += [("get", day_page), ("post", day_page), ("post", page("decide_late_answer", session, uuid4()))]
    proof = participant.name_proofs.create(
        kind="diubah", name="A", old_name="B", by=participant.person, at=session.created_at
    )  # fmt: skip
    found += [
        (method, page(name, session, proof.public_id))
        for name, method in (("decline_name", "get"), ("decline_name", "post"), ("approve_name", "post"))
    ]
    found += [
        (method, page(name, session, "A2B3-C4D5-E6F7"))
        for name, method in (("decline_correction", "get"), ("approve_correction", "post"))
    ]
    proposal = IssueProposal.objects.create(
        source=session.source, unit=session.unit, round=1, people=[], list_sha256="0" * 64, proposed_at=noon,
        proposed_by=UserFactory(),
    )  # fmt: skip
    found += [(method, page(name, session, proposal.public_id)) for name, method in PROPOSAL_PAGES]
    for name, method in _TESTS:
        found.append((method, page(name, session, "pre")))
    found.append(("post", page("issue_minutes", session, uuid4())))
    return found


def _of_the_report(session):
    by, at = UserFactory(), session.created_at
    photo = services.add_photo(session, jpeg(), file_name="a.jpg", by=by, at=at)
    paper = services.add_attachment(session, pdf(), file_name="a.pdf", kind="lain", title="Contoh", by=by, at=at)
    report = services.make_report(session, with_names=False, by=by, at=at)
    return [
        ("post", page("write_report", session, "kendala")),
        ("post", page("download_report", session, report.public_id, "docx")),
        ("get", page("report_photo", session, photo.public_id)),
        ("post", page("caption_report_photo", session, photo.public_id)),
        ("get", page("remove_report_photo", session, photo.public_id)),
        ("post", page("remove_report_photo", session, photo.public_id)),
        ("get", page("report_attachment", session, paper.public_id)),
        ("get", page("remove_report_attachment", session, paper.public_id)),
        ("post", page("remove_report_attachment", session, paper.public_id)),
    ]


def statuses(client, addresses):
    return {getattr(client, method)(url).status_code for method, url in addresses}


def test_every_committee_address_is_in_the_list(addresses):
    from elearning.training.urls import urlpatterns

    theirs = {
        "badge", "taking_part", "start_test", "phone", "change_name", "confirm_name", "door", "room", "screen_by_link",
        "screen_poll_by_link", "calendar", "calendar_file", "announcement", "session_file", "register",
        "cancel_registration", "arrive",
    }  # fmt: skip
    of_the_desk = {  # each of them is tried in tests/access and in test_desk_device.py
        "add_sheet_photos", "desk_list", "desk_notes", "desk_shell", "desk_worker", "from_paper", "remove_sheet_photo",
        "sheet_photo", "take_in_scans",
    }  # fmt: skip
    tested = {name for name, _ in (*PAGES, *PERSON_PAGES, *DRAFT_PAGES, *PROPOSAL_PAGES)} | {
        "import_row", "import_decide",
        "undo_import", "withdraw_attendance", "open_test", "close_test", "extend_test", "wait_for_test", "decide_late_answer",
        "attendance_sheet", "decline_name", "approve_name", "decline_correction", "approve_correction",
        "write_report", "download_report", "report_photo", "caption_report_photo",
        "remove_report_photo", "report_attachment", "remove_report_attachment", "issue_minutes",
    }  # fmt: skip
    assert {pattern.name for pattern in urlpatterns} - theirs - of_the_desk == tested


def test_anonymous_visitors_are_sent_to_sign_in(client, addresses):
    for method, url in addresses:
        response = getattr(client, method)(url)
        assert response.status_code == 302, url
        assert response.url.startswith(reverse("people:login"))


@pytest.mark.parametrize("who", ["stranger", "other committee", "head", "leader", "penulis"])
def test_for_strangers_and_other_units_the_session_does_not_exist(client, addresses, session, other_committee, who):
    person = other_committee if who == "other committee" else UserFactory()
    if who in ("head", "leader"):
        OfficeHoldingFactory(unit=session.unit, person=person, role=who)
    if who == "penulis":
        call_command("install_roles", verbosity=0)
        person.groups.set(Group.objects.filter(name="Penulis"))
        assert person.groups.exists()
    client.force_login(person)
    assert statuses(client, addresses) == {404}


def test_a_participant_is_told_that_these_pages_are_for_the_committee(client, addresses, participant):
    client.force_login(participant.person)
    assert statuses(client, addresses) == {403}
    assert "Halaman ini untuk panitia" in words(client.get(addresses[0][1]))


@pytest.mark.parametrize("who", ["office", "member", "superuser"])
def test_the_committee_opens_every_page(client, addresses, participant, session, committee, superuser, who):
    member = UserFactory()
    session_members = {"office": committee, "member": member, "superuser": superuser}
    services.join_committee(session, member)
    client.force_login(session_members[who])
    got = {url: client.get(url).status_code for method, url in addresses if method == "get"}
    of_certificates = [url for url in got if "/sertifikat/" in url and "/peserta/" in url]
    for url in of_certificates:
        assert got.pop(url) == 404, "there is no certificate yet"
    for name in ("close_test", "extend_test"):
        assert got.pop(page(name, session, "pre")) == 400
    for name in ("issue", "propose_issue", "mail_papers"):
        assert got.pop(page(name, session)) == 302, "there is nothing to do yet"
    assert got.pop(page("sample", session, participant.public_id)) == 302, "who never came has no paper to show"
    assert got.pop(page("decline_correction", session, "A2B3-C4D5-E6F7")) == 404
    assert set(got.values()) == {200, 204}


def test_a_person_of_another_session_is_not_found_here(desk_client, session):
    stranger = ParticipantFactory()
    for name in ("participant", "check_in", "deputy"):
        assert desk_client.get(page(name, session, stranger.public_id)).status_code == 404


@pytest.mark.parametrize("on", ["2024-10-09", "kemarin", "2024-13-40"])
def test_a_day_that_is_not_one_of_the_session_is_not_found(desk_client, session, participant, on):
    assert desk_client.get(page("withdraw_attendance", session, participant.public_id, on)).status_code == 404
    assert desk_client.get(page("desk", session), {"hari": on}).status_code == 404


# What holds for all


def is_file(url: str) -> bool:
    return any(part in url for part in ("cetak", "templat", "perbaiki/berkas", "laporan/foto", "laporan/lampiran"))


def test_no_page_carries_inline_script_or_style(desk_client, addresses):
    for method, url in addresses:
        if method != "get" or is_file(url):
            continue
        text = words(desk_client.get(url, follow=True))
        assert " style=" not in text, url
        assert "onclick" not in text
        assert "<script>" not in text


def test_no_sentence_shouts(desk_client, addresses):
    for method, url in addresses:
        if method == "get" and not is_file(url):
            body = words(desk_client.get(url, follow=True)).split("<main", 1)[-1].split("</main>")[0]
            assert "!" not in body.replace("<!--", ""), url


def test_who_earns_one_after_the_issue_gets_a_further_number(desk_client, issued, session, committee, day, noon):
    """A key that is corrected upwards may do this; nothing else can, because the list is closed."""
    assert desk_client.get(page("issue", session)).status_code == 302
    attend(ParticipantFactory(session=session), day, by=committee, at=noon)
    assert "Terbitkan 1 sertifikat?" in words(desk_client.get(page("issue", session)))
    desk_client.post(page("issue", session), {"names": "semua"})
    assert "0 dari 2 dibuat" in words(desk_client.get(page("certificates", session)))
