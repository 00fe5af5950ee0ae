"""Who gets into which screen of the admin that is ours, as one table over the registry of viewsets.

A viewset, or one more view of it, that is added without its row fails here. Wagtail answers whoever may not do something by
leading back to the admin's first screen; rows that somebody may not see are 404.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.models import Workflow

from certificates.models import Certificate, Template
from elearning.people.models import IdentityReport, OfficeHolding, Unit, UnitImport, User
from elearning.regulations.models import (
    ProtectedName,
    Provision,
    Regulation,
    RuleCard,
    Sanction,
    SearchMiss,
    Synonym,
)
from elearning.regulations.services.changing import open_change
from elearning.training.models import TrainingSession
from quizzes.models import HealthCase, KeyCorrection, Question, QuestionImport, QuestionReport, Quiz, QuizStatistic
from tests.addresses import all_names
from tests.factories.certificates import make_template
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, make_correction, picture
from tests.factories.regulations import ProtectedNameFactory, RuleCardFactory, SanctionFactory, SynonymFactory

from .conftest import NOON, SECRET_NAME

pytestmark = pytest.mark.django_db

OUTSIDE = {"anonymous", "stranger", "learner"}
WRITER, LAWYER, PUBLISHER, LEADER = "Penulis", "Pemeriksa hukum", "Penerbit", "Pimpinan"
SUPERUSER = {"superuser"}
READERS = {WRITER, LAWYER, PUBLISHER, LEADER} | SUPERUSER
EDITORS = READERS - {LEADER}
WRITERS = {WRITER, PUBLISHER} | SUPERUSER
PUBLISHERS = {PUBLISHER} | SUPERUSER
REVIEWERS = {LAWYER} | PUBLISHERS
OWN_COMMITTEE = {"committee"} | SUPERUSER
COMMITTEES = {"other unit"} | OWN_COMMITTEE
STAFF = READERS | COMMITTEES
NOBODY: set[str] = set()
Browser = Callable[[], Client]

LIST, PAST = "index index_results", "history history_results usage"
SNIPPET_LIST, CHOOSE = "list list_results", "choose choose_results chosen chosen_multiple"
KEPT = [(LIST, SUPERUSER), ("add edit", SUPERUSER), (PAST, SUPERUSER), ("delete", NOBODY)]
RECORD = [(SNIPPET_LIST, READERS), ("add copy", WRITERS), ("edit", EDITORS), (PAST, EDITORS), ("delete", SUPERUSER)]
# Facts of the law: kept by those who answer for them, read by whoever writes.
REGISTER = [
    (f"{SNIPPET_LIST} inspect", READERS), ("add copy edit", REVIEWERS), (PAST, REVIEWERS), ("delete", SUPERUSER),
]  # fmt: skip
RECORD_CHOOSER, EDITORS_CHOOSER = [(CHOOSE, READERS)], [(CHOOSE, EDITORS)]

ROOMS = (
    "elearning.people", "elearning.regulations", "elearning.lessons", "elearning.distribution", "elearning.training",
    "quizzes", "certificates",
)  # fmt: skip

# namespace of the viewset: the names of its views, and who gets in
TABLE = {
    "wagtailsnippets_regulations_rulecard": [
        *RECORD,
        ("inspect", READERS),
        ("preview_on_add", WRITERS),
        ("preview_on_edit revisions_view revisions_revert revisions_compare", EDITORS),
        ("revisions_unschedule unpublish", PUBLISHERS),
        ("lock unlock", EDITORS - {WRITER}),
        ("workflow_action collect_workflow_action_data workflow_preview", {LAWYER} | SUPERUSER),  # it waits for the lawyer
        ("confirm_workflow_cancellation", STAFF),  # Wagtail's question «cancel?», which says nothing about the card
        ("workflow_history workflow_history_detail", EDITORS),
    ],
    "wagtailsnippetchoosers_regulations_rulecard": RECORD_CHOOSER,
    "wagtailsnippets_regulations_regulation": REGISTER,
    "wagtailsnippetchoosers_regulations_regulation": RECORD_CHOOSER,
    "wagtailsnippets_regulations_provision": REGISTER,
    "wagtailsnippetchoosers_regulations_provision": RECORD_CHOOSER,
    "wagtailsnippets_regulations_sanction": REGISTER,
    "wagtailsnippetchoosers_regulations_sanction": RECORD_CHOOSER,
    "wagtailsnippets_regulations_synonym": [
        (SNIPPET_LIST, EDITORS), ("add copy edit", WRITERS), (PAST, WRITERS), ("delete", SUPERUSER),
    ],
    "wagtailsnippetchoosers_regulations_synonym": EDITORS_CHOOSER,
    "wagtailsnippets_regulations_searchmiss": [
        (f"{SNIPPET_LIST} inspect", EDITORS), ("add edit delete", NOBODY), (PAST, NOBODY),
    ],
    "wagtailsnippets_regulations_protectedname": [
        (SNIPPET_LIST, EDITORS), ("add edit", REVIEWERS), (PAST, REVIEWERS), ("delete", SUPERUSER),
    ],
    "wagtailsnippetchoosers_regulations_protectedname": EDITORS_CHOOSER,
    "wagtailsnippetchoosers_regulations_searchmiss": EDITORS_CHOOSER,
    "question": [
        (f"{LIST} inspect try preview picture", EDITORS), ("add", WRITERS), ("edit release correct", PUBLISHERS),  # this one is published
        (PAST, EDITORS), ("delete", NOBODY),
    ],
    "question_chooser": EDITORS_CHOOSER,
    "quiz": [(LIST, EDITORS), ("add edit", WRITERS), (PAST, WRITERS), ("delete", NOBODY)],
    "questionreport": [(LIST, EDITORS), ("add delete", NOBODY), ("edit", EDITORS), (PAST, EDITORS)],
    "keycorrection": [(f"{LIST} inspect", EDITORS)],
    "trainingsession": [
        (f"{LIST} add", COMMITTEES), ("edit copy", OWN_COMMITTEE), (PAST, OWN_COMMITTEE), ("delete", NOBODY),
    ],
    "certificate": [(LIST, COMMITTEES)],
    "certificate_template": [
        # this one belongs to the unit here; those for everybody are in tests/certificates/test_template_screens.py
        (f"{LIST} add preview sample", COMMITTEES | {PUBLISHER}), ("detail edit retire version_sample", OWN_COMMITTEE),
    ],
    "person_chooser": [
        # Everybody finds in it whom he may see, and the last test of this file asks for the others by name.
        ("choose choose_results chosen_multiple", STAFF), ("chosen", OWN_COMMITTEE),
    ],
    "unit": KEPT,
    "officeholding": KEPT,
    "identityreport": [(f"{LIST} edit", SUPERUSER), (PAST, SUPERUSER), ("add delete", NOBODY)],
    "wagtailusers_users": [(f"{LIST} add edit copy new_code", SUPERUSER), ("delete", NOBODY), (PAST, SUPERUSER)],
}  # fmt: skip

# The same for screens of ours beside the viewsets.
BESIDE = {
    "regulations_admin": [
        ("check card_on_day uses changes change", READERS),
        ("names_import names_confirm names_end names_resume", REVIEWERS),
        ("change_open change_drop", EDITORS),
        ("change_agree", {LAWYER} | SUPERUSER),
        ("change_schedule change_apply", PUBLISHERS),
    ],
    "people_admin": [("unit_imports unit_template unit_import unit_import_apply unit_import_undo", SUPERUSER)],
    "quizzes_admin": [
        ("statistics quiz_statistics", READERS),
        ("question_statistics health_cases health_case", EDITORS),
        ("imports import import_apply import_undo", WRITERS),
        ("export", EDITORS),
        ("more_time", PUBLISHERS),
        ("more_time_give", SUPERUSER),  # publishers see nobody; they first find somebody by his code
    ],
}


def rows(*tables: dict) -> dict[str, set[str]]:
    return {
        f"{space}:{name}": who
        for table in tables or (TABLE, BESIDE)
        for space, lines in table.items()
        for names, who in lines
        for name in names.split()
    }


def ours() -> list:
    """Viewsets of a model of ours; pictures and documents keep Wagtail's own screens."""
    reverse("wagtailadmin_home")  # reading the addresses fills the registry
    return [one for one in viewsets.viewsets if (model := model_of(one)) and model.__module__.startswith(ROOMS)]


def model_of(viewset) -> type[Model] | None:
    named = getattr(viewset, "model", None)
    return apps.get_model(named) if isinstance(named, str) else named


def test_every_view_of_our_viewsets_has_its_row():
    found = {f"{one.url_namespace}:{pattern.name}" for one in ours() for pattern in one.get_urlpatterns()}
    assert set(rows(TABLE)) == found


def test_every_screen_of_ours_beside_the_viewsets_has_its_row():
    """The log-in apart, which everybody reaches, and the explorer's interface: Wagtail's, less its power to publish."""
    at_viewsets = tuple(f"admin/{one.url_prefix}/" for one in ours())
    beside = {
        name
        for name, path, pattern in all_names()
        if path.startswith("admin/")
        and not path.startswith((*at_viewsets, "admin/login/", "admin/api/"))
        and pattern.callback.__module__.split(".")[0] in ("elearning", "quizzes", "certificates")
    }
    assert beside == set(rows(BESIDE))


@pytest.fixture
def visitors(world, superuser):
    def member_of(group: str) -> User:
        person = UserFactory(email=f"{group.split()[0].lower()}@contoh.example", password="rahasia-contoh")
        person.groups.add(Group.objects.get(name=group))
        return person

    known = {name: world.visitors[name] for name in ("anonymous", "stranger", "learner", "other unit", "committee")}
    return {**known, "superuser": superuser, **{group: member_of(group) for group in READERS - SUPERUSER}}


@pytest.fixture
def parts(world, visitors):
    """For each viewset what its addresses name: one row; and of cards a revision, and a task that one waits for."""
    question, card, waiting = QuestionFactory(), RuleCardFactory(), RuleCardFactory()
    revision, _ = card.save_revision(), waiting.save_revision()
    workflow = Workflow.objects.get(workflow_content_types__content_type__model="rulecard")
    state = workflow.start(waiting, visitors[WRITER])
    report = QuestionReport.objects.create(version=question.current, text="Keliru.", created_on=world.here.now.date())
    miss = SearchMiss.objects.create(text="kata asing", first_on=report.created_on, last_on=report.created_on)
    rows_of = {
        RuleCard: card, Regulation: world.regulation, Provision: Provision.objects.first(), Sanction: SanctionFactory(),
        Synonym: SynonymFactory(), SearchMiss: miss, ProtectedName: ProtectedNameFactory(), Question: question, Quiz: QuizFactory(), QuestionReport: report,
        KeyCorrection: make_correction(world.here.learner),
        TrainingSession: world.here.session, Certificate: world.here.certificate, Template: make_template(unit=world.here.unit), User: world.here.learner,
        IdentityReport: IdentityReport.objects.create(nip="0" * 18, person=world.here.learner, created_at=world.here.now),
        Unit: world.here.unit, OfficeHolding: OfficeHolding.objects.get(person=world.visitors["head"]),
    }  # fmt: skip
    task = state.current_task_state
    of_a_card = {
        "revision_id": revision.pk, "revision_id_a": "earliest", "revision_id_b": "latest", "action_name": "approve",
        "task_state_id": task.pk, "task_id": task.task_id, "workflow_state_id": state.pk, "waiting": waiting.pk,
    }  # fmt: skip
    change = open_change(
        world.regulation, kind="dicabut", by_regulation=None, effective_on=date(2024, 10, 3), reason="Dicabut.",
        by=UserFactory(), at=world.here.now,
    )  # fmt: skip
    beside = {
        "regulations_admin": {
            "model": "regulations.rulecard", "pk": card.pk, "source": "soal",
            "change_pk": change.pk,
        },
        "people_admin": {
            "public_id": UnitImport.objects.create(
                file_name="unit.csv", created_at=world.here.now, created_by=visitors[WRITER]
            ).public_id
        },
        "quizzes_admin": {
            **figures_of(question), "public_id": imported_by(visitors[WRITER]).public_id,
            "attempt_id": AttemptFactory(quiz=QuizFactory(time_limit_minutes=10), person=world.here.learner).public_id,
        },
    }  # fmt: skip
    of_a_card |= {"image_pk": picture().pk, "number": 1}
    return {**{one.url_namespace: {"pk": rows_of[model_of(one)].pk, **of_a_card} for one in ours()}, **beside}


def figures_of(question: Question) -> dict:
    quiz = QuizFactory(questions=[question])
    QuizStatistic.objects.create(quiz=quiz, mode="mandiri", attempts=0, distribution=[0] * 10, computed_at=NOON)
    case = HealthCase.objects.create(question=question, signal="terlalu-sulit", opened_at=NOON)
    return {"quiz_pk": quiz.pk, "mode": "mandiri", "question_pk": question.pk, "case_pk": case.pk}


def imported_by(person: User) -> QuestionImport:
    return QuestionImport.objects.create(file_name="soal.gift", format="gift", created_at=NOON, created_by=person)


def screens(parts: dict) -> Iterator[tuple[str, str]]:
    """Each name with its address."""
    for name in rows(BESIDE):
        known, (_, pattern) = parts[name.partition(":")[0]], next(one[1:] for one in all_names() if one[0] == name)
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
        yield name, reverse(name, kwargs={part: known[part] for part in wanted})
    for viewset in ours():
        for pattern in viewset.get_urlpatterns():
            name = f"{viewset.url_namespace}:{pattern.name}"
            known = parts[viewset.url_namespace]
            if "workflow" in pattern.name:
                known = {**known, "pk": known["waiting"]}
            wanted = re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))
            yield name, reverse(name, kwargs={part: known[part] for part in wanted})


def is_let_in(response: HttpResponse) -> bool:
    if response.status_code == 302:
        return not re.match(r"/(admin/$|admin/login/|masuk/|akun/login/)", response.url)
    assert response.status_code in (200, 403, 404), response.status_code
    return response.status_code == 200


def gets_in(browser: Browser, url: str) -> bool:
    """Whether the screen opens. Whoever is refused the look tries the button too, and is refused as well."""
    response = request(browser, "get", url)
    if response.status_code != 405 and is_let_in(response):
        return True
    looked = response.status_code != 405
    response = request(browser, "post", url)
    pressed = response.status_code != 405 and is_let_in(response)
    assert not (looked and pressed), f"{url} refuses a look and takes a press"
    return pressed


def request(browser: Browser, method: str, url: str) -> HttpResponse:
    client = browser()
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    return response


# The superuser opens every screen, and so tries its statements on every engine; who is refused is no matter of the engine.
@pytest.mark.parametrize(
    "visitor",
    ["superuser", *(pytest.param(who, marks=pytest.mark.once) for who in sorted((STAFF | OUTSIDE) - SUPERUSER))],
)
def test_each_gets_in_where_the_table_says_and_nowhere_else(world, visitors, parts, visitor):
    allowed, wrong = rows(), []
    browser = partial(world.browser, visitors[visitor])
    for name, url in screens(parts):
        if gets_in(browser, url) != (visitor in allowed[name]):
            wrong.append(f"{name}: {'refused' if visitor in allowed[name] else 'let in'}")
    assert wrong == []


@pytest.mark.once
@pytest.mark.parametrize("visitor", ["other unit", WRITER])
def test_nobody_reads_a_name_of_another_unit_in_the_admin(client, world, visitors, parts, visitor):
    client.force_login(visitors[visitor])
    asked = {"id": world.here.learner.pk, "q": SECRET_NAME.split()[0]}
    told = [name for name, url in screens(parts) if SECRET_NAME in client.get(url, asked).content.decode()]
    told += [name for name, url in screens(parts) if SECRET_NAME in client.get(url).content.decode()]
    assert told == []


@pytest.mark.once
@pytest.mark.parametrize("visitor", ["stranger", "learner"])
def test_whoever_may_not_enter_the_admin_is_told_so_once(client, world, visitor):
    """Wagtail sends them to sign in, and signing in used to send them back."""
    client.force_login(world.visitors[visitor])
    response = client.get("/admin/soal/", follow=True)
    assert response.status_code == 403
    assert "Halaman ini untuk pengelola situs. Anda masuk sebagai peserta." in response.content.decode()


@pytest.mark.once
def test_the_admins_door_leads_to_the_password(client, home):
    response = client.get("/admin/login/", {"next": "/admin/soal/"})
    assert response.url == f"{reverse('account_login')}?next=%2Fadmin%2Fsoal%2F"
