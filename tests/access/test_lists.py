"""Every screen that lists something costs as many queries with thirty rows as with one.

Each address of ours and each kind of page is either in the LISTS of its subject (``lists/``), with what makes its rows,
or in ONE_THING. A screen added without its line fails here; those of the admin have theirs in test_admin_lists.py.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import Page

from elearning.people.models import Unit
from tests.factories.people import UnitFactory

from .counting import costs_the_same
from .lists import dashboards, papers, reading, sessions
from .test_pages import TABLE

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LISTS = reading.LISTS | papers.LISTS | sessions.LISTS | dashboards.LISTS
# Forms, questions to be confirmed, single papers and files: nothing there grows with the rows of a table.
ONE_THING = {
    "people:login", "people:forgotten_code", "people:not_me", "people:card", "people:card_slips", "people:fresh_cards", "akun/password/set/", "akun/email/",
    "regulations:change", "regulations:finder_worker", "cari/", "quizzes:question", "quizzes:report", "quizzes:restart",
    "certificates:verify", "certificates:check", "certificates:detail", "certificates:download",
    "certificates:ask_correction", "certificates:replace", "certificates:revoke", "certificates:restore",
    "certificates:decline", "certificates:badge", "certificates:badge_in_picture", "certificates:badge_issuer",
    "certificates:badge_achievement", "certificates:badge_key", "certificates:badge_status", "certificates:badge_picture",
    "certificates:check_file", "certificates:check_stack",
    "distribution:landing",
    "training:control_poll", "training:screen_poll", "training:screen_by_link", "training:screen_poll_by_link",
    "training:phone", "training:door", "training:room",
    "training:register", "training:cancel_registration", "training:remove_registrant",
    "training:badge", "training:close", "training:reopen",
    "training:add_participant", "training:import",
    "training:import_template", "training:undo_import", "training:import_row", "training:import_discard", "training:withdraw_attendance", "training:deputy",
    "training:walk_in", "training:close_test", "training:download_certificate", "training:correct_certificate",
    "training:propose_issue", "training:return_proposal", "training:mail_papers", "training:propose_name", "training:decline_name", "training:decline_correction", "training:change_name",
    "training:sample", "training:revoke_certificate", "training:new_code", "training:complete_nip",
    "training:report_photo", "training:remove_report_photo", "training:report_attachment",
    "training:remove_report_attachment", "training:door_boards",
    "training:desk_worker", "training:desk_shell", "training:sheet_photo", "training:remove_sheet_photo",
    "dashboard:home", "dashboard:identity", "dashboard:code", "dashboard:code_picture", "dashboard:new_code",
    "cascade:change_head", "cascade:new_card", "cascade:replace_link", "cascade:staff_code", "cascade:roster_undo",
    "reports:paper",
    "mailing:stop", "cascade:office_hold", "cascade:office_change",
    "cascade:kit_file", "cascade:print_preview", "cascade:page_picture", "distribution:preview",
    "ui:health", "ui:robots", "ui:gallery", "ui:favicon", "ui:picture",
}  # fmt: skip
PAGES = reading.PAGES
PAGES_OF_ONE_THING = {"TextPage", "QuizPage"}


def test_every_screen_says_whether_it_is_a_list():
    assert set(LISTS) & ONE_THING == set()
    assert set(LISTS) | ONE_THING == {door.name for door in TABLE if door.method == "get"}
    kinds = {model.__name__ for model in apps.get_models() if issubclass(model, Page) and model is not Page}
    assert set(PAGES) | PAGES_OF_ONE_THING == kinds


@pytest.mark.parametrize("name", LISTS)
def test_a_screen_costs_the_same_for_one_row_and_for_thirty(client, world, name):
    client.force_login(world.visitors[next(door.right for door in TABLE if door.name == name)])
    costs_the_same(client, lambda count: LISTS[name](world, count))


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("visitor", ["anonymous", "learner"])
def test_a_page_costs_the_same_for_one_row_and_for_thirty(client, world, kind, visitor):
    if person := world.visitors[visitor]:
        client.force_login(person)
    costs_the_same(client, lambda count: PAGES[kind](world, count))


def test_the_data_of_a_person_are_asked_with_the_units_of_the_link_at_one_cost(client, world):
    client.post(reverse("distribution:landing", args=[world.here.handout.code]))

    def units(count: int) -> str:
        UnitFactory.create_batch(count, parent=Unit.objects.get(pk=world.here.unit.pk))
        return reverse("dashboard:identity")

    costs_the_same(client, units)
