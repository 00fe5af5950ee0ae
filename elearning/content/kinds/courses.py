"""The page tree: home, text pages, courses, lessons with their blocks, and quiz pages between them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wagtail.models import GroupPagePermission, Locale, Page, Site, WorkflowPage

from elearning.lessons.models import CoursePage, HomePage, LessonPage, TextPage
from elearning.regulations.models import RuleCard
from quizzes.models import Quiz, QuizPage

from ..loading import State, pairs, read, text
from ..topics import set_topics, topic_slugs
from .quizzes import course_files


class PageKind:
    """What all pages share: found by slug under their parent, written through a published revision."""

    model: type[Page]
    plain: tuple[str, ...] = ()

    def find(self, key: str) -> Any:
        parent, _, slug = key.rpartition("/")
        found = self.model.objects.filter(slug=slug)
        if parent:
            # A parent is a course below home, or the home page itself.
            return next((page for page in found if page.get_parent().slug == parent.rpartition("/")[2]), None)
        return found.first()

    def state(self, found: Any) -> State:
        page = found.get_latest_revision_as_object()
        return {"live": found.live, **{name: getattr(page, name) for name in self.plain}, **self.extra_state(page)}

    def extra_state(self, page: Any) -> State:
        return {}

    def create(self, key: str, state: State, *, at: datetime) -> None:
        parent, _, slug = key.rpartition("/")
        page = self.model(slug=slug, live=False)
        self.fill(page, state)
        self.parent(parent).add_child(instance=page)
        self.publish(page, state)

    def update(self, found: Any, state: State, *, at: datetime) -> None:
        page = found.get_latest_revision_as_object()
        self.fill(page, state)
        page.save()
        self.publish(page, state)

    def fill(self, page: Any, state: State) -> None:
        for name in self.plain:
            setattr(page, name, state[name])

    def after_save(self, page: Any, state: State) -> None:
        """Relations that need a saved page."""

    def publish(self, page: Any, state: State) -> None:
        self.after_save(page, state)
        page.save_revision().publish()

    def parent(self, path: str) -> Page:
        home = HomePage.objects.get(slug=HomeKind.slug)
        course = path.rpartition("/")[2]
        return home if course == HomeKind.slug else CoursePage.objects.child_of(home).get(slug=course)


class HomeKind(PageKind):
    name = "beranda"
    slug = "beranda"
    model = HomePage
    plain = ("title", "summary", "intro")

    def desired(self) -> Iterable[tuple[str, State]]:
        row = read("pages.yaml")["beranda"]
        yield (
            self.slug,
            {"live": True, "title": text(row["judul"]), "summary": text(row["ringkasan"]), "intro": text(row["isi"])},
        )

    def create(self, key: str, state: State, *, at: datetime) -> None:
        """Takes the place of the page that Wagtail's own migrations put there, if nobody has built on it.

        What was granted on that page holds for this one: roles and workflow may be installed before the content.
        """
        locale, _ = Locale.objects.get_or_create(language_code="id")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", locale=locale)
        home = HomePage(slug=key, live=False, locale=locale)
        self.fill(home, state)
        root.add_child(instance=home)
        self.publish(home, state)
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
            return
        welcome = site.root_page
        site.root_page = home
        site.save()
        if welcome.content_type.model == "page" and not welcome.get_children().exists():
            GroupPagePermission.objects.filter(page=welcome).update(page=home)
            WorkflowPage.objects.filter(page=welcome).update(page=home)
            welcome.delete()


class TextPageKind(PageKind):
    name = "halaman"
    model = TextPage
    plain = ("title", "summary", "body", "show_in_menus")

    def desired(self) -> Iterable[tuple[str, State]]:
        for slug, row in pairs(read("pages.yaml")["halaman"], "slug"):
            yield (
                f"{HomeKind.slug}/{slug}",
                {
                    "live": True,
                    "title": text(row["judul"]),
                    "summary": text(row["ringkasan"]),
                    "body": text(row["isi"]),
                    "show_in_menus": True,
                },
            )


class CourseKind(PageKind):
    name = "kursus"
    model = CoursePage
    plain = ("title", "summary", "duration_minutes", "lesson_hours", "closing")

    def desired(self) -> Iterable[tuple[str, State]]:
        for row in course_files():
            yield (
                f"{HomeKind.slug}/{row['slug']}",
                {
                    "live": True,
                    "title": text(row["judul"]),
                    "summary": text(row["ringkasan"]),
                    "duration_minutes": row["menit"],
                    "lesson_hours": row["jp_usulan"],
                    "closing": text(row["penutup"]),
                },
            )


class LessonKind(PageKind):
    name = "pelajaran"
    model = LessonPage
    plain = ("title", "summary", "goal", "duration_minutes")

    def desired(self) -> Iterable[tuple[str, State]]:
        for course in course_files():
            for slug, row in pairs(course["pelajaran"], "slug"):
                yield (
                    f"{course['slug']}/{slug}",
                    {
                        "live": True,
                        "title": text(row["judul"]),
                        "summary": text(row["ringkasan"]),
                        "goal": text(row["tujuan"]),
                        "duration_minutes": row["menit"],
                        "topics": sorted(row["topik"]),
                        "body": [self._block(block) for block in row["isi"]],
                    },
                )

    def _block(self, block: dict) -> State:
        ((kind, value),) = block.items()
        match kind:
            case "teks":
                return {"type": "text", "value": text(value)}
            case "kartu":
                return {"type": "card", "value": value}
            case "kasus":
                return {
                    "type": "case",
                    "value": {
                        "title": text(value["judul"]),
                        "situation": text(value["situasi"]),
                        "question": text(value["pertanyaan"]),
                        "discussion": text(value["pembahasan"]),
                        "cards": list(value["kartu"]),
                    },
                }
            case "cek_cepat":
                return {
                    "type": "quick_check",
                    "value": {
                        "situation": text(value["situasi"]),
                        "answer": value["jawaban"],
                        "reason": text(value["alasan"]),
                        "card": value.get("kartu"),
                    },
                }
            case "catatan":
                return {
                    "type": "callout",
                    "value": {"kind": value["jenis"], "title": text(value["judul"]), "text": text(value["teks"])},
                }
        raise KeyError(f"Jenis isi «{kind}» tidak dikenal.")

    def fill(self, page: LessonPage, state: State) -> None:
        super().fill(page, state)
        ids = dict(RuleCard.objects.values_list("slug", "pk"))
        page.body = [_with_cards(block, ids.__getitem__) for block in state["body"]]

    def after_save(self, page: LessonPage, state: State) -> None:
        set_topics(page.topics, state["topics"])
        page.save()

    def extra_state(self, page: LessonPage) -> State:
        slugs = dict(RuleCard.objects.values_list("pk", "slug"))
        return {
            "topics": topic_slugs(page.tagged_topics),
            "body": [_with_cards(_without_ids(block), slugs.get) for block in page.body.get_prep_value()],
        }


class QuizPageKind(PageKind):
    """A lesson's quiz stands right behind its lesson; the final quiz closes the course."""

    name = "halaman kuis"
    model = QuizPage
    plain = ("title", "is_final")

    def desired(self) -> Iterable[tuple[str, State]]:
        for course in course_files():
            for lesson in course["pelajaran"]:
                if "kuis" in lesson:
                    yield self._row(course, lesson["kuis"], behind=lesson["slug"])
            yield self._row(course, course["kuis_akhir"], behind="")

    def _row(self, course: dict, row: dict, *, behind: str) -> tuple[str, State]:
        state = {"live": True, "title": text(row["judul"]), "is_final": not behind, "quiz": row["slug"]}
        return f"{course['slug']}/{row['slug']}", state

    def create(self, key: str, state: State, *, at: datetime) -> None:
        super().create(key, state, at=at)
        course, _, slug = key.rpartition("/")
        lesson = next(
            (lesson["slug"] for row in course_files() if row["slug"] == course for lesson in row["pelajaran"]
             if lesson.get("kuis", {}).get("slug") == slug),
            None,
        )  # fmt: skip
        if lesson:
            page = self.find(key)
            page.move(LessonPage.objects.sibling_of(page).get(slug=lesson), pos="right")

    def fill(self, page: QuizPage, state: State) -> None:
        super().fill(page, state)
        page.quiz = Quiz.objects.get(slug=state["quiz"])

    def extra_state(self, page: QuizPage) -> State:
        return {"quiz": page.quiz.slug}


def _without_ids(value: Any) -> Any:
    """A stream's stored form without the ids that Wagtail gives to blocks and list items."""
    if isinstance(value, dict):
        if value.get("type") == "item" and set(value) <= {"type", "value", "id"}:
            return _without_ids(value["value"])
        return {key: _without_ids(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    return value


def _with_cards(block: State, translate) -> State:
    """The block with its references to cards put through ``translate`` (slug to id, or id to slug)."""
    value = block["value"]
    match block["type"]:
        case "card":
            return {"type": "card", "value": translate(value)}
        case "case":
            return {"type": "case", "value": {**value, "cards": [translate(card) for card in value["cards"]]}}
        case "quick_check":
            card = value.get("card")
            return {"type": "quick_check", "value": {**value, "card": translate(card) if card else None}}
    return dict(block)
