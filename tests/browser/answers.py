"""Answering the real questions on the screen, rightly, by their wording: browser tests know the key, the pages do not."""

from playwright.sync_api import Locator

from quizzes.models import QuestionVersion
from quizzes.types import Matching, Ordering


def _plain(text: str) -> str:
    return " ".join(text.split())


def answer_rightly(form: Locator) -> None:
    """Give the question in ``form`` its right answer."""
    prompt = _plain(form.locator(".question__prompt").inner_text())
    version = next(
        one
        for one in QuestionVersion.objects.filter(question__status="terbit").prefetch_related("options")
        if _plain(one.prompt) == prompt and _scenario_fits(form, one)
    )
    options = list(version.options.all())
    if version.type == Ordering.type:
        for option in options:
            _row(form, option.text).locator("select").select_option(index=option.rank)
    elif version.type == Matching.type:
        for option in options:
            select = _row(form, option.text).locator("select")
            wanted = next(
                one.get_attribute("value")
                for one in select.locator("option").all()
                if _plain(one.inner_text()).partition(". ")[2] == _plain(option.match_text)
            )
            select.select_option(wanted)
    else:
        for option in options:
            if option.is_correct:
                form.locator("label.choice").filter(has=form.page.get_by_text(option.text, exact=True)).click()


def _scenario_fits(form: Locator, version: QuestionVersion) -> bool:
    shown = form.locator(".question__scenario")
    return not version.scenario or (shown.count() and _plain(shown.inner_text()) == _plain(version.scenario))


def _row(form: Locator, text: str) -> Locator:
    return form.locator("li").filter(has=form.page.locator("label").filter(has_text=text)).first
