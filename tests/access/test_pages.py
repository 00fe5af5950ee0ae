"""Who gets which answer at every address of ours, as one table.

A view that is added without its row fails here; so does a method that the table does not name. What you may not see is 404,
what you may see but not do is 403, and whoever is not signed in is asked who he is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from elearning.mailing.services import stop_address
from elearning.people.auth import CodeBackend
from elearning.people.cards.services import make_card
from elearning.people.cards.sessions import BACKEND as CARD_BACKEND
from elearning.people.models import OfficeRole
from elearning.regulations.models import Provision
from elearning.training.room import ticket
from elearning.training.screen import screen_key
from elearning.training.services.certificates import certificate_of
from tests.addresses import all_names, is_ours
from tests.factories.people import OfficeHoldingFactory

from .conftest import SECRET_NAME, printed

pytestmark = pytest.mark.django_db

ASKED = "who are you"  # led to the page for signing in
ANSWERS = (ASKED, 200, 204, 301, 302, 400, 403, 404, 409, 422)
World = SimpleNamespace
Arguments = Callable[[World], list]


@dataclass(frozen=True)
class Door:
    """One address and method, and what each visitor is answered.

    ``right`` names who belongs here (the learner, the head, the committee or the leader of the place); ``query`` and
    ``sent`` go along with the request; ``after`` is an address that the right person has pressed before.
    """

    name: str
    method: str
    anonymous: int | str
    stranger: int | str
    other_unit: int | str
    right: str
    welcome: int
    arguments: Arguments = lambda world: []
    query: Callable[[World], dict] = lambda world: {}
    sent: Callable[[World], Any] = lambda world: {}
    after: str = ""
    shows_the_name: bool = field(default=False)

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def doors(answers: tuple, right: str, arguments: Arguments, *rows: tuple, **more) -> list[Door]:
    """Doors with the same three answers to others; each row is a name, a method and the answer to the right person."""
    return [Door(name, method, *answers, right, welcome, arguments, **more) for name, method, welcome in rows]


def nothing(world: World) -> list:
    return []


def cited(world: World) -> Provision:
    return world.card.citations.get().provision


def own_session(world: World) -> list:
    return [world.here.session.slug]


def own_screen(world: World) -> list:
    return [world.here.session.slug, screen_key(world.here.session.room)]


def own_participant(world: World) -> list:
    return [world.here.session.slug, world.here.participant.public_id]


def own_draft(world: World) -> list:
    return [world.here.session.slug, world.here.draft.public_id]


def own_graduate(world: World) -> list:
    return [world.here.finished_session.slug, world.here.graduate.public_id]


def first_question(world: World) -> list:
    return [world.here.running.public_id, 1]


def own_staff(world: World) -> list:
    return [world.here.learner.public_id]


def own_names(world: World) -> list:
    return [world.here.staff_entry.batch.public_id]


def own_name(world: World) -> list:
    return [world.here.staff_entry.public_id]


def stop_of_learner(world: World) -> list:
    return [stop_address(world.here.learner, "pengingat").rstrip("/").rpartition("/")[2]]


def own_office(world: World) -> list:
    return [world.here.office.slug]


def first_unit(world: World) -> dict:
    return {"unit": world.here.unit.public_id}


EVERYBODY = (200, 200, 200)
SENT_ON = (302, 302, 302)
SIGNED_IN = (ASKED, 200, 200)
NOT_FOUND = (ASKED, 404, 404)
OFFICE = (ASKED, 403, 200)  # the officer of another unit sees the own one here, and no name of this one

TABLE = [
    # people
    *doors(EVERYBODY, "learner", nothing, ("people:login", "get", 200), ("people:login", "post", 200),
           ("people:forgotten_code", "get", 200), ("people:not_me", "post", 200)),
    *doors(EVERYBODY, "learner", lambda w: ["A2A2-A2A2-A2A2-A2A2"], ("people:card", "get", 200)),
    *doors((404, 404, 404), "learner", lambda w: ["A2A2-A2A2-A2A2-A2A2"], ("people:card", "post", 404)),
    *doors(SIGNED_IN, "committee", nothing, ("people:fresh_cards", "get", 200)),
    *doors((ASKED, 302, 302), "committee", nothing, ("people:fresh_cards", "post", 302)),
    *doors(NOT_FOUND, "committee", nothing, ("people:card_slips", "get", 404)),
    *doors(SENT_ON, "learner", nothing, ("people:logout", "post", 302), ("people:not_me", "get", 302)),
    *doors(NOT_FOUND, "learner", nothing,
           *((f"akun/{page}/", method, 404) for page in ("password/set", "email") for method in ("get", "post"))),
    # regulations and lessons: the register and the lessons are for everybody
    *doors(EVERYBODY, "learner", nothing, ("regulations:cards", "get", 200), ("regulations:regulations", "get", 200),
           ("regulations:finder", "get", 200), ("regulations:finder_file", "get", 200),
           ("regulations:finder_worker", "get", 200), ("lessons:sitemap", "get", 200)),
    *doors((301, 301, 301), "learner", nothing, ("cari/", "get", 301)),
    *doors(EVERYBODY, "learner", lambda w: [w.card.slug], ("regulations:card", "get", 200),
           ("regulations:card_history", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [cited(w).regulation.slug, cited(w).path], ("regulations:provision", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.regulation.slug], ("regulations:regulation", "get", 200)),
    *doors(SENT_ON, "learner", nothing, ("regulations:choose_reader", "post", 302)),
    *doors((ASKED, 302, 302), "learner", nothing, ("lessons:mark_read", "post", 302),
           sent=lambda w: {"lesson": w.lesson.pk}),
    *doors(EVERYBODY, "learner", nothing, ("regulations:changes", "get", 200), ("regulations:change_feed", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.change.get_absolute_url().split("/")[-2]],
           ("regulations:change", "get", 200)),
    # refreshers: each sees what he has to learn again himself
    *doors(SIGNED_IN, "learner", nothing, ("refreshers:pending", "get", 200)),
    *doors((ASKED, 302, 302), "learner", nothing, ("refreshers:pending", "post", 302)),
    # quizzes: a paper belongs to one person, or to one browser
    *doors(SENT_ON, "learner", lambda w: [w.quiz.slug], ("quizzes:start", "post", 302)),
    *doors((404, 404, 404), "learner", lambda w: [w.here.running.public_id],
           ("quizzes:attempt", "get", 200), ("quizzes:review", "get", 200), ("quizzes:submit", "get", 200),
           ("quizzes:submit", "post", 302), ("quizzes:restart", "get", 200), ("quizzes:restart", "post", 302),
           ("quizzes:answers", "post", 400)),
    *doors((404, 404, 404), "learner", first_question, ("quizzes:question", "get", 200),
           ("quizzes:question", "post", 302)),
    *doors((404, 404, 404), "learner", lambda w: [w.here.finished.public_id], ("quizzes:result", "get", 200)),
    *doors((404, 404, 404), "learner", lambda w: [w.here.finished.public_id, 1], ("quizzes:report", "get", 200),
           ("quizzes:report", "post", 200)),
    # certificates: whoever holds the paper may verify it; the rest belongs to its holder and to its register
    *doors(EVERYBODY, "learner", lambda w: [printed(w.here.certificate)], ("certificates:verify", "get", 200),
           ("certificates:verify", "post", 200), shows_the_name=True),
    *doors(EVERYBODY, "learner", nothing, ("certificates:check", "get", 200), ("certificates:check_stack", "get", 200)),
    *doors(SENT_ON, "learner", nothing, ("certificates:check_file", "get", 302)),
    *doors((400, 400, 400), "learner", nothing, ("certificates:check_file", "post", 400),
           ("certificates:check_stack", "post", 400)),
    *doors(SIGNED_IN, "learner", nothing, ("certificates:mine", "get", 200)),
    *doors(NOT_FOUND, "learner", lambda w: [printed(w.here.certificate)], ("certificates:detail", "get", 200),
           ("certificates:download", "get", 200), ("certificates:ask_correction", "get", 200),
           ("certificates:ask_correction", "post", 200)),
    # badges: what a verifier asks is public; the credential itself is the holder's, and here no key is configured
    *doors(EVERYBODY, "learner", nothing, ("certificates:badge_picture", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.here.unit.public_id], ("certificates:badge_issuer", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.here.certificate.badge.achievement.sha256],
           ("certificates:badge_achievement", "get", 200)),
    *doors((404, 404, 404), "learner", lambda w: [w.here.certificate.badge.status_list.public_id],
           ("certificates:badge_status", "get", 404)),
    *doors((404, 404, 404), "learner", lambda w: ["sidik"], ("certificates:badge_key", "get", 404)),
    *doors(NOT_FOUND, "learner", lambda w: [printed(w.here.certificate)], ("certificates:badge", "get", 404),
           ("certificates:badge_in_picture", "get", 404)),
    *doors(NOT_FOUND, "committee", lambda w: [printed(w.here.certificate)], ("certificates:download", "get", 200),
           ("certificates:keep", "get", 200), ("certificates:replace", "get", 200), ("certificates:replace", "post", 200),
           ("certificates:revoke", "get", 200), ("certificates:revoke", "post", 200)),
    *doors(SIGNED_IN, "committee", nothing, ("certificates:registers", "get", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.unit.public_id, 2024, "csv"], ("certificates:register_file", "post", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.act.public_id], ("certificates:batch", "get", 200),
           ("certificates:retry_batch", "post", 302), ("certificates:minutes", "post", 200),
           ("certificates:batch_zip", "post", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.empty_act.public_id], ("certificates:batch_print", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.finished_session.slug, w.here.act.public_id],
           ("training:issue_minutes", "post", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [printed(w.here.revoked)], ("certificates:restore", "get", 200),
           ("certificates:restore", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [printed(w.here.asked)], ("certificates:decline", "get", 200),
           ("certificates:decline", "post", 200)),
    # distribution: a camat's link is for whoever has it
    *doors(EVERYBODY, "learner", lambda w: [w.here.handout.code], ("distribution:landing", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.course.slug], ("distribution:preview", "get", 200)),
    *doors(SENT_ON, "learner", lambda w: [w.here.handout.code], ("distribution:landing", "post", 302)),
    # training: what is announced is for everybody; whoever is not signed in says who he is before he registers
    *doors(EVERYBODY, "learner", nothing, ("training:calendar", "get", 200), ("training:calendar_file", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.here.open_house.slug], ("training:announcement", "get", 200),
           ("training:session_file", "get", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.here.open_house.slug], ("training:register", "get", 302)),  # is on the list
    *doors((302, 302, 302), "learner", lambda w: [w.here.open_house.slug], ("training:register", "post", 302)),
    *doors(NOT_FOUND, "learner", lambda w: [w.here.open_house.slug], ("training:cancel_registration", "get", 200),
           ("training:cancel_registration", "post", 302)),
    # training: a session exists for its committee and its participants (who are told 403: test_access.py)
    *doors(NOT_FOUND, "committee", own_session,
           ("training:overview", "get", 200), ("training:open", "post", 302), ("training:close", "get", 200),
           ("training:close", "post", 302), ("training:reopen", "get", 200), ("training:reopen", "post", 302),
           ("training:participants", "get", 200), ("training:add_participant", "get", 200),
           ("training:add_participant", "post", 200), ("training:import", "get", 200), ("training:import", "post", 200),
           ("training:import_template", "get", 200),
           ("training:desk", "get", 200), ("training:desk", "post", 200), ("training:name_desk", "post", 302),
           ("training:walk_in", "get", 200), ("training:walk_in", "post", 200), ("training:badges", "get", 200),
           ("training:certificates", "get", 200), ("training:issue", "get", 302), ("training:issue", "post", 302)),
    *doors(NOT_FOUND, "committee", own_session, ("training:control", "get", 200), ("training:control_poll", "get", 204),
           ("training:show_on_screen", "post", 302), ("training:new_screen_link", "post", 302),
           ("training:screen", "get", 200), ("training:screen_poll", "get", 204)),
    *doors(EVERYBODY, "learner", own_screen, ("training:screen_by_link", "get", 200)),
    *doors((204, 204, 204), "learner", own_screen, ("training:screen_poll_by_link", "get", 204)),
    *doors((204, 204, 204), "learner", lambda w: [ticket(w.here.participant)], ("training:phone", "get", 204)),
    *doors(EVERYBODY, "learner", nothing, ("training:door", "get", 200), ("training:door", "post", 200)),
    *doors(EVERYBODY, "learner", lambda w: [w.here.session.room_code], ("training:room", "get", 302),
           ("training:room", "post", 302)),
    *doors(EVERYBODY, "learner", stop_of_learner, ("mailing:stop", "get", 200)),
    *doors(SENT_ON, "learner", stop_of_learner, ("mailing:stop", "post", 302)),
    *doors(SENT_ON, "learner", lambda w: [w.here.office.room_code], ("training:arrive", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, "pre"], ("training:open_test", "post", 302),
           ("training:wait_for_test", "post", 302),
           ("training:close_test", "get", 200), ("training:close_test", "post", 302), ("training:extend_test", "get", 200),
           ("training:extend_test", "post", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, w.here.batch.public_id],
           ("training:undo_import", "get", 200), ("training:undo_import", "post", 302)),
    *doors(NOT_FOUND, "committee", own_draft,
           ("training:import_columns", "get", 200), ("training:import_columns", "post", 200),
           ("training:import_check", "get", 200), ("training:import_fix", "get", 200),
           ("training:import_corrections", "get", 200), ("training:import_corrections", "post", 302),
           ("training:import_letters", "get", 200), ("training:import_letters", "post", 302),
           ("training:import_link", "post", 302), ("training:import_save", "get", 200),
           ("training:import_save", "post", 302), ("training:import_discard", "get", 200),
           ("training:import_discard", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [*own_draft(w), 2], ("training:import_row", "get", 200),
           ("training:import_row", "post", 302), ("training:import_decide", "post", 302),
           sent=lambda w: {"name": "Arif Contoh", "keputusan": "lewati"}),
    *doors(NOT_FOUND, "committee", own_session, ("training:late_answers", "get", 200), ("training:results", "get", 200)),
    *doors(NOT_FOUND, "committee", own_session, ("training:names", "get", 200), ("training:retry", "post", 302),
           ("training:add_speakers", "post", 302),
           ("training:hand_out", "get", 200), ("training:zip_file", "post", 302), ("training:print_file", "post", 302),
           ("training:register_file", "post", 302), ("training:signing", "get", 200),
           ("training:signing", "post", 422), ("training:hand_to_sign", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.finished_session.slug], ("training:zip_file", "post", 200),
           ("training:register_file", "post", 200), ("training:hand_over", "get", 200),
           ("training:mail_papers", "get", 302), ("training:mail_papers", "post", 302)),
    *doors(NOT_FOUND, "committee", own_graduate, ("training:mail_again", "post", 302), sent=lambda w: {"round": "0"}),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.finished_session.slug], ("training:propose_issue", "get", 302),
           ("training:propose_issue", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.finished_session.slug, w.here.proposal.public_id],
           ("training:proposal", "get", 200), ("training:approve_proposal", "post", 302),
           ("training:return_proposal", "get", 200), ("training:return_proposal", "post", 200),
           ("training:withdraw_proposal", "post", 302)),
    *doors(NOT_FOUND, "committee", own_participant, ("training:propose_name", "get", 200),
           ("training:propose_name", "post", 200), ("training:override", "get", 200), ("training:override", "post", 200),
           ("training:sample", "get", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, w.here.proof.public_id],
           ("training:decline_name", "get", 200), ("training:decline_name", "post", 200),
           ("training:approve_name", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.finished_session.slug, printed(certificate_of(w.here.graduate))],
           ("training:decline_correction", "get", 200), ("training:decline_correction", "post", 200),
           ("training:approve_correction", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, w.here.late_answer.client_id],
           ("training:decide_late_answer", "post", 302), sent=lambda w: {"decision": "hitung"}),
    *doors(NOT_FOUND, "committee", own_participant,
           ("training:participant", "get", 200), ("training:release_badge", "post", 302),
           ("training:new_code", "get", 200), ("training:new_code", "post", 302),
           ("training:complete_nip", "get", 200), ("training:complete_nip", "post", 200),
           ("training:remove_registrant", "get", 200), ("training:remove_registrant", "post", 302),
           ("training:check_in", "get", 200), ("training:check_in", "post", 302), ("training:deputy", "get", 200),
           ("training:deputy", "post", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, "2024-10-03"], ("training:attendance_sheet", "get", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, "2024-10-03"],
           ("training:from_paper", "get", 200), ("training:from_paper", "post", 200),
           ("training:add_sheet_photos", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, w.here.sheet.public_id], ("training:sheet_photo", "get", 200),
           ("training:remove_sheet_photo", "get", 200), ("training:remove_sheet_photo", "post", 302)),
    *doors(NOT_FOUND, "committee", own_session, ("training:desk_list", "get", 200), ("training:desk_notes", "get", 200),
           ("training:desk_worker", "get", 200), ("training:take_in_scans", "post", 400)),
    *doors(EVERYBODY, "learner", nothing, ("training:desk_shell", "get", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [*own_participant(w), "2024-10-03"],
           ("training:withdraw_attendance", "get", 200), ("training:withdraw_attendance", "post", 200)),
    *doors(NOT_FOUND, "committee", own_graduate,
           ("training:download_certificate", "get", 200), ("training:correct_certificate", "get", 200),
           ("training:correct_certificate", "post", 200), ("training:revoke_certificate", "get", 200),
           ("training:revoke_certificate", "post", 200), ("training:restore_certificate", "post", 302)),
    *doors(NOT_FOUND, "committee", own_session, ("training:slips", "get", 200), ("training:door_boards", "get", 200)),
    # the report of a session
    *doors(NOT_FOUND, "committee", own_session, ("training:report", "get", 200),
           ("training:add_report_photos", "post", 422), ("training:add_report_attachment", "post", 422)),
    *doors(NOT_FOUND, "committee", own_session, ("training:make_report", "post", 200), sent=lambda w: {"berkas": "docx"}),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, "kendala"], ("training:write_report", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, w.here.report.public_id, "docx"],
           ("training:download_report", "post", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, w.here.photo.public_id],
           ("training:report_photo", "get", 200), ("training:caption_report_photo", "post", 302),
           ("training:remove_report_photo", "get", 200), ("training:remove_report_photo", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.session.slug, w.here.paper.public_id],
           ("training:report_attachment", "get", 200), ("training:remove_report_attachment", "get", 200),
           ("training:remove_report_attachment", "post", 302)),
    *doors((403, 403, 403), "committee", lambda w: [w.here.participant.badge_code], ("training:badge", "get", 302),
           ("training:badge", "post", 302)),
    *doors(NOT_FOUND, "learner", own_session, ("training:taking_part", "get", 200)),
    *doors(NOT_FOUND, "learner", lambda w: [w.here.session.slug, "pre"], ("training:start_test", "post", 302)),
    *doors(NOT_FOUND, "learner", own_session, ("training:change_name", "get", 200), ("training:change_name", "post", 200),
           ("training:confirm_name", "post", 302)),
    # dashboard
    *doors((ASKED, 302, 302), "learner", nothing, ("dashboard:home", "get", 302)),
    *doors((200, 302, 302), "learner", nothing, ("dashboard:identity", "get", 302), ("dashboard:identity", "post", 302)),
    *doors(SIGNED_IN, "learner", nothing, ("dashboard:code", "get", 200), ("dashboard:profile", "get", 200),
           ("dashboard:new_code", "get", 200), ("dashboard:who_saw", "get", 200)),
    *doors((ASKED, 302, 302), "learner", nothing, ("dashboard:code", "post", 302), ("dashboard:new_code", "post", 302),
           ("dashboard:claim_certificate", "post", 302)),
    *doors(NOT_FOUND, "learner", nothing, ("dashboard:code_picture", "get", 200), after="dashboard:new_code"),
    *doors(OFFICE, "head", nothing, ("cascade:below", "get", 200), ("cascade:home", "get", 200), ("cascade:sharing", "get", 200),
           ("cascade:staff", "get", 200), ("cascade:replace_link", "get", 200),
           ("cascade:home", "post", 200)),
    *doors(OFFICE, "head", lambda w: ["poster-a4"], ("cascade:kit_file", "get", 200),
           ("cascade:print_preview", "get", 200)),
    *doors(OFFICE, "head", lambda w: ["poster-a4", 1], ("cascade:page_picture", "get", 200)),
    *doors((ASKED, 403, 302), "head", nothing, ("cascade:sharing", "post", 302),
           ("cascade:replace_link", "post", 302), ("cascade:make_again", "post", 302)),
    *doors((ASKED, 403, 404), "head", nothing, ("cascade:home", "get", 200), ("cascade:home", "post", 200),
           ("cascade:sharing", "get", 200), ("cascade:sharing", "post", 302), ("cascade:staff", "get", 200),
           ("cascade:replace_link", "get", 200), ("cascade:replace_link", "post", 302),
           query=first_unit),
    *doors((ASKED, 403, 404), "head", lambda w: ["poster-a4"], ("cascade:kit_file", "get", 200), query=first_unit),
    *doors((ASKED, 403, 404), "head", own_staff, ("cascade:decide", "post", 302), ("cascade:staff_code", "get", 200),
           ("cascade:staff_code", "post", 302)),
    *doors(OFFICE, "head", nothing, ("cascade:roster", "get", 200), ("cascade:roster", "post", 200),
           ("cascade:roster_check", "get", 200), ("cascade:export", "get", 200)),
    *doors((ASKED, 403, 302), "head", nothing, ("cascade:roster_check", "post", 302), ("cascade:export", "post", 302),
           ("cascade:roster_number", "post", 302), ("cascade:roster_discard", "post", 302)),
    *doors((ASKED, 403, 404), "head", nothing, ("cascade:roster", "get", 200), ("cascade:roster", "post", 200),
           ("cascade:roster_check", "get", 200), ("cascade:export", "get", 200), ("cascade:export", "post", 302),
           query=first_unit),
    *doors((ASKED, 403, 404), "head", own_names, ("cascade:roster_undo", "get", 200),
           ("cascade:roster_undo", "post", 302)),
    *doors((ASKED, 403, 404), "head", own_name, ("cascade:roster_entry", "post", 302)),
    # offices that somebody looks after: of committee and leader; never by the head himself
    *doors(OFFICE, "committee", nothing, ("cascade:heads", "get", 200)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.unit.public_id], ("cascade:office", "get", 200),
           ("cascade:change_head", "get", 200), ("cascade:change_head", "post", 200)),
    *doors(NOT_FOUND, "leader", lambda w: [w.here.unit.public_id, w.visitors["head"].public_id],
           ("cascade:new_card", "get", 200), ("cascade:new_card", "post", 302)),
    *doors(NOT_FOUND, "committee", lambda w: [w.here.finished_session.slug], ("cascade:session_cards", "get", 200),
           ("cascade:session_cards", "post", 302)),
    *doors(OFFICE, "leader", nothing, ("reports:overview", "get", 200), ("reports:topics", "get", 200),
           ("reports:sessions", "get", 200), ("reports:spreadsheet", "get", 200), ("reports:paper", "get", 200)),
    *doors((ASKED, 403, 404), "leader", nothing, ("reports:overview", "get", 200), ("reports:topics", "get", 200),
           ("reports:sessions", "get", 200), ("reports:spreadsheet", "get", 200), ("reports:paper", "get", 200),
           query=first_unit),
    *doors(OFFICE, "head", nothing, ("cascade:office_sessions", "get", 200), ("cascade:office_hold", "get", 200),
           ("cascade:office_hold", "post", 200)),
    *doors((ASKED, 403, 404), "head", own_office, ("cascade:office_session", "get", 200),
           ("cascade:office_change", "get", 200), ("cascade:office_change", "post", 200)),
    *doors((ASKED, 404, 404), "head", own_office, ("training:overview", "get", 200), ("training:desk", "get", 200),
           ("training:participants", "get", 200), ("training:close", "post", 302)),
    *doors(OFFICE, "committee", nothing, ("dashboard:committee", "get", 200)),
    # ui
    *doors(EVERYBODY, "learner", nothing, ("ui:health", "get", 200), ("ui:robots", "get", 200),
           ("ui:gallery", "get", 200)),
    *doors(SENT_ON, "learner", nothing, ("ui:theme", "post", 302), ("ui:favicon", "get", 302)),
    *doors(EVERYBODY, "learner", lambda w: ["contoh.png"], ("ui:picture", "get", 200)),
]  # fmt: skip


def address(door: Door, world: World) -> str:
    return f"/{door.name}" if door.name.endswith("/") else reverse(door.name, args=door.arguments(world))


def knock(
    world: World, door: Door, person, method: str = "", backend: str | None = None, card=None
) -> tuple[HttpResponse, bytes]:
    """One request in a browser of its own, and all of its content; nothing that it changes is there for the next.

    ``card``: by whose access card it came, if by one.
    """
    cache.clear()  # so that nobody is refused for what somebody else tried
    client = by_card(card) if card else world.browser(person, backend)
    with transaction.atomic():
        response = _request(world, door, client, method or door.method, person)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, content


def by_card(card) -> Client:
    client = Client()
    client.force_login(card.holding.person, backend=CARD_BACKEND)
    session = client.session
    session["access_card"] = card.pk
    session.save()
    return client


def _request(world: World, door: Door, client: Client, method: str, person) -> HttpResponse:
    url = address(door, world)
    if method == "post":
        return client.post(url, door.sent(world), query_params=door.query(world))
    if door.after and person == world.visitors[door.right]:
        client.post(reverse(door.after))
    return client.get(url, door.query(world))


def answers(world: World, visitor_at: Callable[[Door], str], **how) -> Iterator[tuple[Door, int | str, bytes]]:
    """What a visitor is answered at every door."""
    for door in TABLE:
        response, content = knock(world, door, world.visitors[visitor_at(door)], **how)
        is_asked = response.status_code == 302 and response.url.startswith(("/masuk/", "/akun/login/"))
        yield door, ASKED if is_asked else response.status_code, content


def test_every_view_of_ours_has_its_row():
    ours = {name for name, path, pattern in all_names() if is_ours(path, pattern)}
    assert {door.name for door in TABLE} == ours


@pytest.mark.once
@pytest.mark.parametrize("visitor", ["anonymous", "stranger", "other unit"])
def test_others_are_answered_as_the_table_says_and_read_no_name(world, visitor):
    wrong, leaks = [], []
    for door, answer, content in answers(world, lambda door: visitor):
        wanted = getattr(door, visitor.replace(" ", "_"))
        if answer != wanted:
            wrong.append(f"{door}: {answer}, not {wanted}")
        if SECRET_NAME.encode() in content and not door.shows_the_name:
            leaks.append(str(door))
    assert (wrong, leaks) == ([], [])


def test_the_right_person_is_let_in_everywhere(world):
    """On every engine: each statement that a screen of ours makes is tried here."""
    got = [(str(door), answer) for door, answer, _ in answers(world, lambda door: door.right)]
    assert got == [(str(door), door.welcome) for door in TABLE]


@pytest.mark.once
def test_an_office_opens_nothing_to_whoever_came_by_code(world):
    """A photographed badge must not be a way into a committee's pages (ADR 0002)."""
    by_code = f"{CodeBackend.__module__}.{CodeBackend.__qualname__}"
    wrong = []
    for door, answer, _ in answers(world, lambda door: door.right, backend=by_code):
        if door.right != "learner" and answer != door.stranger:
            wrong.append(f"{door}: {answer}, not {door.stranger}")
    assert wrong == []


@pytest.mark.once
def test_a_card_opens_the_office_of_a_head_and_none_of_its_holders_others(world):
    """Not the committee, not the leader, not the admin, whoever holds them beside it (ADR 0039)."""
    person = world.here.appoint(OfficeRole.COMMITTEE, OfficeRole.LEADER)
    acting = OfficeHoldingFactory(unit=world.here.unit, person=person, kind="plt")
    card, _ = make_card(acting, by=person, at=world.here.now)
    wrong = []
    for door, answer, _ in answers(world, lambda door: door.right, card=card):
        papers_of_the_unit = door.name == "certificates:download"  # which every office of it may fetch
        is_heads = door.right == "head" or papers_of_the_unit
        wanted = answer if door.right == "learner" else door.welcome if is_heads else door.stranger
        if answer != wanted:
            wrong.append(f"{door}: {answer}, not {wanted}")
    assert wrong == []


@pytest.mark.once
def test_a_method_that_the_table_does_not_name_is_refused(world):
    named = {}
    for door in TABLE:
        named.setdefault(door.name, set()).add(door.method)
    loose = []
    for door in TABLE:
        for method in {"get", "post"} - named[door.name]:
            response, _ = knock(world, door, world.visitors[door.right], method=method)
            if response.status_code != 405:
                loose.append(f"{method} {door.name}: {response.status_code}")
    assert loose == []
