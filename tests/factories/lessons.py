"""Pages. Transactional tests flush what migrations seeded, so ``make_site`` builds locale, root, site and home itself."""

import factory
from wagtail.models import Collection, Locale, Page, Site

from elearning.lessons.models import CoursePage, HomePage, LessonPage


def make_site() -> HomePage:
    """The home page of the default site, made when it is not there."""
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")
    found = HomePage.objects.first()
    if found:
        return found
    locale, _ = Locale.objects.get_or_create(language_code="id")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
    for other in Page.objects.filter(depth=2):
        other.delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Netralitas ASN", slug="beranda", locale=locale))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    return home


class CoursePageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CoursePage

    title = factory.Sequence(lambda n: f"Kursus contoh {n}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        return (parent or make_site()).add_child(instance=model_class(**kwargs))


class LessonPageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LessonPage

    title = factory.Sequence(lambda n: f"Pelajaran contoh {n}")

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        return (parent or CoursePageFactory()).add_child(instance=model_class(**kwargs))
