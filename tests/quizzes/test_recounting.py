"""«Hitung ulang nilai» in the admin: numbers before names, a reason, and a ledger (ADR 0021)."""

import pytest
from django.urls import reverse

from quizzes.errors import CorrectionError
from quizzes.models import KeyCorrection
from tests.factories.people import UserFactory
from tests.factories.quizzes import (
    AttemptFactory,
    QuestionFactory,
    QuizFactory,
    first_question,
    make_correction,
    rekeyed,
    sat,
)

from .test_admin import editor as editor_with

pytestmark = pytest.mark.once


@pytest.fixture
def quiz(db):
    return QuizFactory(questions=[QuestionFactory() for _ in range(2)], shuffle=False)


class TestTheEditor:
    @pytest.fixture
    def publisher(self, client, home):
        person = editor_with("view_question", "change_question", "publish_question", "view_keycorrection")
        client.force_login(person)
        return person

    @pytest.fixture
    def question(self, quiz):
        learner = UserFactory(display_name="Kirana Contoh")
        sat(quiz, "a", person=learner)
        question = first_question(quiz)
        rekeyed(question, "a")
        return question

    def test_sees_the_numbers_first_and_no_name_outside_the_own_unit(self, client, publisher, question):
        page = client.get(reverse("question:correct", args=[question.pk])).content.decode()
        assert "1 nilai berubah, 1 orang menjadi lulus, 0 gugur." in page
        assert "Kirana" not in page
        assert not KeyCorrection.objects.exists()

    def test_names_are_shown_to_whoever_may_see_the_people(self, client, question, superuser):
        client.force_login(superuser)
        assert "Kirana Contoh" in client.get(reverse("question:correct", args=[question.pk])).content.decode()
        client.post(reverse("question:correct", args=[question.pk]), {"reason": "Kunci lama keliru."})
        made = KeyCorrection.objects.get()
        assert "Kirana Contoh" in client.get(reverse("keycorrection:inspect", args=[made.pk])).content.decode()

    def test_applies_it_once_with_a_reason(self, client, publisher, question):
        address = reverse("question:correct", args=[question.pk])
        assert "reason" in client.post(address, {"reason": ""}).context["form"].errors
        reply = client.post(address, {"reason": "Kunci lama keliru."})
        made = KeyCorrection.objects.get()
        assert (reply.url, made.made_by) == (reverse("keycorrection:inspect", args=[made.pk]), publisher)
        again = client.post(address, {"reason": "Kunci lama keliru."}, follow=True)
        assert "Tidak ada nilai yang berubah." in again.content.decode()
        assert KeyCorrection.objects.count() == 1

    def test_applies_only_the_edition_whose_numbers_were_read(self, client, publisher, question):
        address = reverse("question:correct", args=[question.pk])
        read = client.get(address).context["form"]["edition"].value()
        rekeyed(question, "c")
        reply = client.post(address, {"reason": "Kunci lama keliru.", "edition": read}, follow=True)
        assert str(CorrectionError("not_newest")) in reply.content.decode()
        assert not KeyCorrection.objects.exists()

    def test_uses_a_new_key_while_nobody_has_sent_yet(self, client, publisher, quiz):
        AttemptFactory(quiz=quiz, person=UserFactory())
        question = first_question(quiz)
        rekeyed(question, "a")
        address = reverse("question:correct", args=[question.pk])
        page = client.get(address).content.decode()
        assert "1 pengerjaan masih berjalan" in page
        assert "Pakai kunci baru" in page
        reply = client.post(address, {"reason": "Kunci lama keliru."}, follow=True)
        assert "Kunci baru tercatat." in reply.content.decode()

    def test_finds_the_way_from_the_question_once_it_has_two_editions(self, client, publisher, question):
        address = reverse("question:correct", args=[question.pk])
        assert address in client.get(reverse("question:inspect", args=[question.pk])).content.decode()
        fresh = QuestionFactory()
        inspect = client.get(reverse("question:inspect", args=[fresh.pk])).content.decode()
        assert reverse("question:correct", args=[fresh.pk]) not in inspect
        assert "baru punya satu versi" in client.get(reverse("question:correct", args=[fresh.pk])).content.decode()

    def test_reads_every_correction_in_the_ledger(self, client, publisher):
        made = make_correction()
        page = client.get(reverse("keycorrection:index")).content.decode()
        assert str(made.version) in page
        assert "Kunci lama keliru." in page

    def test_a_writer_recounts_nothing(self, client, home, question):
        client.force_login(editor_with("view_question", "change_question"))
        for method in (client.get, client.post):
            assert method(reverse("question:correct", args=[question.pk])).status_code == 302
        assert not KeyCorrection.objects.exists()
