"""What a first visit costs on the wire, compressed, and that nothing is asked of anybody else (experience.md §3)."""

import gzip
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from elearning.distribution.services import open_handout
from tests.browser.support import sign_in
from tests.factories.certificates import make_certificate
from tests.factories.distribution import CascadeNodeFactory
from tests.factories.lessons import CoursePageFactory, LessonPageFactory
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory, QuizFactory, QuizPageFactory
from tests.factories.regulations import RuleCardFactory

pytestmark = pytest.mark.browser
KB = 1024


class Visit:
    """Every answer of a first visit, as a server with compression would send it."""

    def __init__(self, page):
        self.sizes: dict[str, int] = {}
        self.scripts = 0
        page.on("response", self._count)

    def _count(self, response):
        body = response.body() if response.status == 200 else b""
        is_packed = response.url.endswith((".woff2", ".jpg", ".png"))
        size = len(body) if is_packed else len(gzip.compress(body))
        self.sizes[response.url] = size + 300  # the headers
        if response.url.endswith(".js"):
            self.scripts += size

    def assert_within(self, live_server, *, total, scripts=15 * KB, requests=14):
        elsewhere = [url for url in self.sizes if urlsplit(url).netloc != urlsplit(live_server.url).netloc]
        assert elsewhere == []
        assert sum(self.sizes.values()) <= total, self.sizes
        assert self.scripts <= scripts, self.sizes
        assert len(self.sizes) <= requests, sorted(self.sizes)


@pytest.fixture
def course(home):
    course = CoursePageFactory(title="Netralitas ASN dalam 12 menit", duration_minutes=12)
    for _ in range(8):
        LessonPageFactory(parent=course, body=[("text", "<p>Anda melihat unggahan.</p>"), ("card", RuleCardFactory())])
    return course


def steady(page) -> float:
    """The layout shift so far; 0 means that nothing jumped."""
    return page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) sum += e.value }))
                .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 300);
        })"""
    )


def test_the_camats_link_stays_below_60_kb(page, live_server, course):
    head = UserFactory()
    handout = open_handout(CascadeNodeFactory(course=course), shared_by="Camat Contoh", by=head, at=timezone.now())
    visit = Visit(page)
    page.goto(f"{live_server.url}/b/{handout.code}", wait_until="networkidle")
    visit.assert_within(live_server, total=60 * KB, scripts=8 * KB)
    assert steady(page) <= 0.05


def test_a_lesson_with_its_card_stays_below_70_kb(page, live_server, course):
    visit = Visit(page)
    page.goto(f"{live_server.url}{course.get_children().first().url}", wait_until="networkidle")
    visit.assert_within(live_server, total=70 * KB)
    assert steady(page) <= 0.05


def test_a_whole_quiz_stays_below_80_kb(page, live_server, course):
    person = UserFactory()
    quiz = QuizFactory(questions=[QuestionFactory() for _ in range(15)])
    quiz_page = QuizPageFactory(parent=course, quiz=quiz)
    sign_in(page, live_server, person)
    page.goto(f"{live_server.url}{quiz_page.url}")
    visit = Visit(page)
    page.get_by_role("button", name="Mulai kuis").click()
    page.wait_for_load_state("networkidle")
    visit.assert_within(live_server, total=80 * KB, requests=20)


def test_a_check_of_a_certificate_stays_below_15_kb_and_runs_no_script(page, live_server, home):
    certificate = make_certificate()
    visit = Visit(page)
    page.goto(f"{live_server.url}/v/{certificate.code}", wait_until="networkidle")
    visit.assert_within(live_server, total=15 * KB, scripts=0, requests=4)
    assert page.context.cookies() == []
