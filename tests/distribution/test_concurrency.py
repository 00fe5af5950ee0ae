"""One link however many press at the same moment, on PostgreSQL: SQLite has one writer and cannot show this race."""

import pytest

from elearning.distribution import services
from elearning.distribution.models import Handout
from tests.factories.distribution import CascadeNodeFactory
from tests.factories.people import UserFactory
from tests.threads import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_link_opened_by_several_presses_at_once_is_one_link(noon):
    node, head = CascadeNodeFactory(), UserFactory()
    codes = at_once(lambda _: services.open_handout(node, shared_by="Camat Contoh", by=head, at=noon).code, range(6))
    assert len(set(codes)) == 1
    assert Handout.objects.count() == 1
