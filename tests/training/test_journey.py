"""From a new session to issued certificates, by links and buttons, without JavaScript; the phones of two participants too."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certificates import tasks
from certificates.models import Certificate
from elearning.training.models import TrainingSession
from quizzes.models import Attempt
from tests.factories.quizzes import QuizFactory, finish

from .spreadsheets import ARIF, MADE, RINA, xlsx
from .test_admin import filled
from .web import as_guessed

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """The POST forms of a page with what they would send when nothing is typed."""

    def __init__(self, response) -> None:
        super().__init__()
        self.found: list[dict] = []
        self._open: dict | None = None
        self.here = response.request["PATH_INFO"]
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self._open = {"action": values.get("action") or self.here, "method": values.get("method"), "fields": {}}
            self.found.append(self._open)
        elif tag == "input" and self._open is not None and values.get("type") != "radio":
            self._open["fields"][values.get("name")] = values.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None

    def post(self, client, action, **typed):
        form = next(form for form in self.found if form["method"] == "post" and action in form["action"])
        return client.post(form["action"], {**form["fields"], **typed}, follow=True)


def press(client, url, action="", **typed):
    """Open a page, fill in what a person would, press the button whose form leads to ``action``."""
    return Forms(client.get(url)).post(client, action or url, **typed)


def test_a_committee_runs_a_session_from_the_first_form_to_the_certificates(client, home, committee, province, noon):
    group = Group.objects.create(name="Panitia")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    committee.groups.add(group)
    client.force_login(committee)
    quiz = QuizFactory()

    with time_machine.travel(noon - timedelta(days=7), tick=False):
        values = filled(province, time_zone="Asia/Jakarta", post_test=quiz.pk, needs_post_test_passed="on")
        response = client.post(reverse("trainingsession:add"), values, follow=True)
        session = TrainingSession.objects.get()
        overview = reverse("training:overview", args=[session.slug])
        assert response.request["PATH_INFO"] == overview
        assert "Belum ada peserta" in response.content.decode()

        upload = SimpleUploadedFile("peserta.xlsx", xlsx(ARIF, RINA, MADE))
        columns = client.post(reverse("training:import", args=[session.slug]), {"file": upload}, follow=True)
        client.post(columns.redirect_chain[-1][0], as_guessed(columns))
        assert session.participants.count() == 0
        press(client, reverse("training:import_save", args=[session.slug, session.import_drafts.get().public_id]))
        assert session.participants.count() == 3

        badges = client.get(reverse("training:badges", args=[session.slug]))
        assert badges.content.startswith(b"%PDF")
        assert "Langkah berikutnya" in press(client, overview, "buka").content.decode()
        session.refresh_from_db()
        assert session.state == "berjalan"

    arif, rina, _ = session.participants.order_by("line")
    desk = reverse("training:desk", args=[session.slug])
    for number in range(2):
        with time_machine.travel(noon + timedelta(days=number), tick=False):
            for participant in (arif, rina):
                text = press(client, desk, desk, code=participant.badge_code).content.decode()
                assert f"No. {participant.line:03d} daftar hadir" in text

    with time_machine.travel(noon + timedelta(days=1, hours=1), tick=False):
        press(client, reverse("training:control", args=[session.slug]), "uji/post/buka")
        for participant, knows in ((arif, True), (rina, False)):
            sit_test(participant, knows=knows)
        press(client, reverse("training:close", args=[session.slug]))
        page = client.get(reverse("training:certificates", args=[session.slug])).content.decode()
        assert "1 memenuhi syarat · 2 belum" in page
        assert "Belum lulus post-test" in page
        assert "Belum pernah hadir" in page
        response = press(client, reverse("training:issue", args=[session.slug]), names="semua")
        assert "0 dari 1 dibuat" in response.content.decode()
        tasks.render_due()

    certificate = Certificate.objects.get()
    assert certificate.facts["name"] == "Drs. H. Arif Contoh, M.Si."
    assert certificate.kind == "lulus"
    assert certificate.facts["days"] == ["2024-10-03", "2024-10-04"]
    assert "BERLAKU" in Client().get(f"/v/{certificate.code}").content.decode()


def sit_test(participant, *, knows: bool):
    """On the own phone: the badge, one press, the test. (How questions are answered is tested in tests/quizzes.)"""
    phone = Client()
    press(phone, f"/p/{participant.badge_code}")
    page = reverse("training:taking_part", args=[participant.session.slug])
    assert "Post-test terbuka" in phone.get(page).content.decode()
    press(phone, page, "ikut/post")
    attempt = Attempt.objects.get(person=participant.person)
    finish(attempt, correct=2 if knows else 0, at=attempt.started_at)
