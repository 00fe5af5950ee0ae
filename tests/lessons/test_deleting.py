"""Pages that people have learnt from are taken from view, never deleted with the record of it."""

import pytest
from wagtail.models import Page

from elearning.lessons.models import Reading
from tests.factories.distribution import HandoutFactory
from tests.factories.lessons import LessonPageFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, home, superuser):
    client.force_login(superuser, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_lesson_that_somebody_read_is_kept_and_says_why(admin, noon):
    lesson = LessonPageFactory()
    Reading.objects.create(person=UserFactory(), lesson=lesson, read_at=noon)
    page = admin.post(f"/admin/pages/{lesson.pk}/delete/", follow=True).content.decode()
    assert "Batalkan terbitnya saja" in page
    assert Reading.objects.count() == 1


def test_a_course_with_a_shared_link_or_a_read_lesson_is_kept(admin, noon):
    lesson = LessonPageFactory()
    Reading.objects.create(person=UserFactory(), lesson=lesson, read_at=noon)
    shared = HandoutFactory().course
    for course in (lesson.get_parent(), shared):
        assert admin.post(f"/admin/pages/{course.pk}/delete/").status_code == 302
        assert Page.objects.filter(pk=course.pk).exists()


def test_several_chosen_pages_are_kept_when_one_carries_history(admin, noon):
    lesson, other = LessonPageFactory(), LessonPageFactory()
    Reading.objects.create(person=UserFactory(), lesson=lesson, read_at=noon)
    admin.post(f"/admin/bulk/wagtailcore/page/delete/?id={other.pk}&id={lesson.pk}")
    assert Page.objects.filter(pk__in=[lesson.pk, other.pk]).count() == 2


def test_a_page_that_nothing_rests_on_is_deleted(admin):
    lesson = LessonPageFactory()
    admin.post(f"/admin/pages/{lesson.pk}/delete/")
    assert not Page.objects.filter(pk=lesson.pk).exists()
