"""A quiz with every type of question on a page, and someone who takes it."""

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory, QuizFactory, QuizPageFactory

TYPES = ["pilihan-tunggal", "pilihan-banyak", "benar-salah", "jodohkan", "urutkan"]

# Machines are shared: how long one example takes says nothing about the rule.
hypothesis_settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("shared")


@pytest.fixture
def seams(settings):
    """The rooms above are not part of these tests."""
    settings.IDENTITY_URL, settings.CLAIM_CERTIFICATE_URL = "/data-diri/", "/ambil/"


@pytest.fixture
def quiz_page(home):
    return QuizPageFactory(quiz=QuizFactory(questions=[QuestionFactory(type=type) for type in TYPES]), is_final=True)


@pytest.fixture
def person():
    return UserFactory()
