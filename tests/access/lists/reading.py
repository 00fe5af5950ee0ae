"""What makes the rows of the screens one reads and answers: rules, courses, quizzes, refreshers."""

from collections.abc import Callable

from django.urls import reverse

from elearning.refreshers import services as refreshers
from elearning.regulations.models import Citation
from tests.factories.lessons import CoursePageFactory, LessonPageFactory
from tests.factories.quizzes import AttemptFactory, QuizFactory, finish
from tests.factories.refreshers import passes, published_card, quiz_on
from tests.factories.refreshers import reverse as reverse_rule
from tests.factories.regulations import ProvisionVersionFactory, RegulationFactory, RuleCardFactory

from .world import World


def cards(world: World, count: int) -> str:
    for card in RuleCardFactory.create_batch(count):
        card.topics.add("media sosial")
    return reverse("regulations:cards")


def found_cards(world: World, count: int) -> str:
    RuleCardFactory.create_batch(count)
    LessonPageFactory.create_batch(count, parent=world.course, title="Perbuatan contoh")
    return f"{reverse('regulations:finder')}?q=perbuatan"


def citations(world: World, count: int) -> str:
    for version in ProvisionVersionFactory.create_batch(count):
        Citation.objects.create(card=world.card, provision=version.provision, certainty=version.certainty)
    return world.card.get_absolute_url()


def changes(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        for _ in range(count):
            reverse_rule(published_card())
        return reverse(f"regulations:{name}")

    return address


def pending(world: World, count: int) -> str:
    taught = [published_card() for _ in range(count)]
    passes(quiz_on(*taught), world.here.learner)
    for card in taught:
        refreshers.invite(reverse_rule(card), at=world.here.now)
    return reverse("refreshers:pending")


def card_history(world: World, count: int) -> str:
    citations(world, count)
    return reverse("regulations:card_history", args=[world.card.slug])


def resting_cards(world: World, count: int) -> str:
    found = world.card.citations.order_by("pk").first().provision
    for card in RuleCardFactory.create_batch(count):
        Citation.objects.create(card=card, provision=found, certainty="terverifikasi")
    return found.get_absolute_url()


def answers(world: World, count: int) -> str:
    RuleCardFactory.create_batch(count)
    return reverse("regulations:finder_file")


def regulations(world: World, count: int) -> str:
    RegulationFactory.create_batch(count)
    return reverse("regulations:regulations")


def provisions(world: World, count: int) -> str:
    ProvisionVersionFactory.create_batch(count, provision__regulation=world.regulation)
    return world.regulation.get_absolute_url()


def public_pages(world: World, count: int) -> str:
    LessonPageFactory.create_batch(count, parent=world.course)
    cards(world, count)
    regulations(world, count)
    return reverse("lessons:sitemap")


def paper(name: str) -> Callable[[World, int], str]:
    def address(world: World, count: int) -> str:
        attempt = AttemptFactory(quiz=QuizFactory(questions=count), person=world.here.learner, at=world.here.now)
        if name == "result":
            finish(attempt, correct=count // 2, at=world.here.now)
        return reverse(f"quizzes:{name}", args=[attempt.public_id])

    return address


def courses(world: World, count: int) -> str:
    CoursePageFactory.create_batch(count, parent=world.home)
    return world.home.url


def lessons(world: World, count: int) -> str:
    LessonPageFactory.create_batch(count, parent=world.course)
    return world.course.url


def lesson_cards(world: World, count: int) -> str:
    body = [("card", card) for card in RuleCardFactory.create_batch(count)]
    return LessonPageFactory(parent=world.course, body=body).url


LISTS = {
    "regulations:cards": cards, "regulations:finder": found_cards, "regulations:card": citations,
    "regulations:card_history": card_history, "regulations:provision": resting_cards, "regulations:finder_file": answers,
    "regulations:regulations": regulations, "regulations:regulation": provisions, "lessons:sitemap": public_pages,
    "regulations:changes": changes("changes"), "regulations:change_feed": changes("change_feed"),
    "refreshers:pending": pending,
    "quizzes:attempt": paper("attempt"), "quizzes:review": paper("review"), "quizzes:submit": paper("submit"),
    "quizzes:result": paper("result"),
}  # fmt: skip
PAGES = {"HomePage": courses, "CoursePage": lessons, "LessonPage": lesson_cards}
