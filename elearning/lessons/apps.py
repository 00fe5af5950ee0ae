from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "elearning.lessons"
    label = "lessons"
    verbose_name = "Materi"

    def ready(self) -> None:
        """Lessons and their files are public, and Wagtail 8.0 does not say so of its views (ADR 0011).

        Drafts and previews stay closed: they are served by the admin. A page or collection that an editor restricts stays
        restricted: Wagtail asks for it inside these views, by password or log-in.
        """
        from django.contrib.auth.decorators import login_not_required
        from wagtail import views as pages
        from wagtail.documents.views import serve as documents

        for view in (
            pages.serve,
            pages.authenticate_with_password,
            documents.serve,
            documents.authenticate_with_password,
        ):
            login_not_required(view)
        self._keep_uses()
        from .checking import register_texts

        register_texts()

    def _keep_uses(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from elearning.regulations import uses

        from .models import LessonPage
        from .publication import forget_uses, remember_uses
        from .uses import LessonUses

        page_published.connect(remember_uses, sender=LessonPage, dispatch_uid="lessons.remember_uses")
        page_unpublished.connect(forget_uses, sender=LessonPage, dispatch_uid="lessons.forget_uses")
        uses.register(LessonUses())
