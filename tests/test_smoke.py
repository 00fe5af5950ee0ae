import pytest
from django.core.management import call_command

from tests.factories.lessons import LessonPageFactory
from tests.factories.people import OfficeHoldingFactory
from tests.factories.regulations import RuleCardFactory


@pytest.mark.django_db
def test_no_model_change_lacks_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_the_least_valid_objects_can_be_made(home):
    LessonPageFactory()
    OfficeHoldingFactory()
    assert RuleCardFactory().citations.count() == 1
