"""A link is opened once per course, joined once per person, and ends without losing anybody."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from elearning.distribution import services
from elearning.distribution.models import Handout, Receipt
from elearning.distribution.services import DistributionError
from elearning.lib import codes
from elearning.people.models import IdentityLevel
from tests.factories.distribution import CascadeNodeFactory, HandoutFactory, ReceiptFactory
from tests.factories.lessons import CoursePageFactory
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def camat():
    return UserFactory(display_name="Drs. H. Arif Contoh, M.Si.")


def open_link(unit, course, camat, noon):
    return services.open_handout(
        CascadeNodeFactory(unit=unit, course=course), shared_by="Camat Contoh", by=camat, at=noon
    )


def test_a_link_is_opened_once_per_course_and_unit(home, camat, noon):
    unit, course = UnitFactory(), CoursePageFactory()
    first = open_link(unit, course, camat, noon)
    assert open_link(unit, course, camat, noon + timedelta(days=1)) == first
    assert codes.normalise(first.code, codes.SHARE_LENGTH) == first.code


def test_the_database_refuses_a_second_open_link(home, camat, noon):
    handout = HandoutFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandoutFactory(node=handout.node)


def test_a_code_that_exists_is_drawn_again(home, camat, noon, monkeypatch):
    taken = HandoutFactory(code="M4Q7R2")
    drawn = iter([taken.code, "K7M4Q2"])
    monkeypatch.setattr(codes, "generate", lambda length: next(drawn))
    assert open_link(UnitFactory(), taken.course, camat, noon).code == "K7M4Q2"


def test_closing_twice_keeps_the_first_moment(home, camat, noon):
    handout = HandoutFactory()
    services.close(handout, by=camat, at=noon)
    assert services.close(handout, by=camat, at=noon + timedelta(hours=1)).closed_at == noon


def test_a_replaced_link_keeps_the_target_and_ends_the_old_code(home, camat, noon):
    old = HandoutFactory(staff_target=52, due_on=date(2024, 10, 18))
    new = services.replace_link(old, shared_by="Plt. Camat Contoh", by=camat, at=noon)
    old.refresh_from_db()
    assert not old.is_open
    assert (new.node.staff_target, new.node.due_on, new.shared_by) == (52, date(2024, 10, 18), "Plt. Camat Contoh")
    assert new.code != old.code


def test_a_person_joins_once(home, noon):
    handout, person = HandoutFactory(), UserFactory()
    first = services.join(handout, person, at=noon)
    assert services.join(handout, person, at=noon + timedelta(days=1)) == first
    assert first.joined_at == noon


def test_nobody_new_joins_through_a_closed_link(home, noon):
    with pytest.raises(DistributionError) as refusal:
        services.join(HandoutFactory(closed=True), UserFactory(), at=noon)
    assert refusal.value.code == "closed"


def test_who_joined_before_stays_joined_after_closing(home, camat, noon):
    receipt = ReceiptFactory()
    services.close(receipt.handout, by=camat, at=noon)
    assert services.join(receipt.handout, receipt.person, at=noon) == receipt


def test_a_target_is_a_number_above_nothing(home, camat):
    node = CascadeNodeFactory()
    services.set_staff_target(node, 52, source="kepala", by=camat)
    node.refresh_from_db()
    assert (node.staff_target, node.staff_target_source) == (52, "kepala")
    with pytest.raises(DistributionError) as refusal:
        services.set_staff_target(node, 0, source="kepala", by=camat)
    assert refusal.value.code == "target"


def test_a_target_can_be_forgotten(home, camat):
    node = CascadeNodeFactory(staff_target=52)
    services.set_staff_target(node, None, source="kepala", by=camat)
    node.refresh_from_db()
    assert (node.staff_target, node.staff_target_source) == (None, "")


def test_true_member_of_staff_makes_the_identity_surer(home, camat, noon):
    receipt = ReceiptFactory()
    services.decide_receipt(receipt, decision=Receipt.State.CONFIRMED, by=camat, at=noon)
    receipt.person.refresh_from_db()
    assert receipt.person.identity_level == IdentityLevel.HEAD_CONFIRMED
    assert (receipt.decided_by, receipt.decided_at) == (camat, noon)


def test_a_corrected_decision_takes_the_confirmation_back(home, camat, noon):
    receipt = ReceiptFactory()
    services.decide_receipt(receipt, decision=Receipt.State.CONFIRMED, by=camat, at=noon)
    services.decide_receipt(receipt, decision=Receipt.State.REJECTED, by=camat, at=noon)
    receipt.person.refresh_from_db()
    assert receipt.person.identity_level == IdentityLevel.SELF_DECLARED


def test_what_the_committee_checked_no_head_takes_back(home, camat, noon):
    receipt = ReceiptFactory(person__identity_level=IdentityLevel.COMMITTEE_CHECKED)
    services.decide_receipt(receipt, decision=Receipt.State.REJECTED, by=camat, at=noon)
    receipt.person.refresh_from_db()
    assert receipt.person.identity_level == IdentityLevel.COMMITTEE_CHECKED


def test_another_heads_confirmation_stays(home, camat, noon):
    one = ReceiptFactory()
    other = ReceiptFactory(person=one.person)
    for receipt in (one, other):
        services.decide_receipt(receipt, decision=Receipt.State.CONFIRMED, by=camat, at=noon)
    services.decide_receipt(one, decision=Receipt.State.REJECTED, by=camat, at=noon)
    one.person.refresh_from_db()
    assert one.person.identity_level == IdentityLevel.HEAD_CONFIRMED


def test_a_decision_is_yes_or_no(home, camat, noon):
    with pytest.raises(DistributionError) as refusal:
        services.decide_receipt(ReceiptFactory(), decision="sendiri", by=camat, at=noon)
    assert refusal.value.code == "decision"


def test_a_head_decides_about_the_unit_and_what_is_below_it(home):
    kecamatan = UnitFactory()
    school = UnitFactory(parent=kecamatan)
    head = OfficeHoldingFactory(unit=kecamatan).person
    own, below, other = (
        ReceiptFactory(handout__node__unit=kecamatan),
        ReceiptFactory(handout__node__unit=school),
        ReceiptFactory(),
    )
    decidable = Receipt.objects.decidable_by(head, on=date(2024, 10, 3))
    assert set(decidable) == {own, below}
    assert other not in decidable
    assert not Receipt.objects.decidable_by(UserFactory(), on=date(2024, 10, 3)).exists()
    assert Handout.objects.open().count() == 3
