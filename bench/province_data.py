"""A made-up province in an empty PostgreSQL: the rows are written by the database itself, a million in a minute or two."""

from __future__ import annotations

from datetime import date

from django.db import connection

from elearning.lessons.models import CoursePage
from elearning.people.models import OfficeHolding, OfficeRole, Unit, UnitKind, User
from quizzes.models import Question
from tests.factories.lessons import CoursePageFactory, LessonPageFactory, make_site
from tests.factories.people import UserFactory
from tests.factories.quizzes import QuestionFactory, QuizFactory, QuizPageFactory

QUESTIONS, TOPICS = 5, ("media sosial", "kampanye", "pelaporan", "hak pilih", "fasilitas negara")
KABUPATEN, BELOW = 130, 8  # units of a kabupaten, and of a kecamatan with itself


def make(*, units: int, people: int, attempts: int) -> tuple[CoursePage, User, User]:
    """The course, a camat and a leader of the province.

    Only the first attempt of each person carries questions, answers and marks: no figure reads the others.
    """
    make_site()
    course, lesson, quiz = _course()
    camat_unit, province = _units(units)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # no checks of keys that the statements below make right
        for statement in _statements(course, lesson, quiz, people=people, attempts=attempts):
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    head, leader = UserFactory(unit=camat_unit), UserFactory()
    for person, unit, role in ((head, camat_unit, OfficeRole.HEAD), (leader, province, OfficeRole.LEADER)):
        OfficeHolding.objects.create(unit=unit, person=person, role=role, starts_on=date(2024, 1, 1))
    return course, head, leader


def _course() -> tuple[CoursePage, int, int]:
    course = CoursePageFactory()
    questions = [QuestionFactory(topics=[TOPICS[place]]) for place in range(QUESTIONS)]
    quiz = QuizFactory(questions=questions)
    QuizPageFactory(parent=course, quiz=quiz, is_final=True)
    return course, LessonPageFactory(parent=CoursePage.objects.get(pk=course.pk)).pk, quiz.pk


def _units(count: int) -> tuple[Unit, Unit]:
    """One province; the rest are kabupaten, kecamatan and schools in the order of a walk. The first kecamatan is measured."""
    rows: list[Unit] = []
    province = Unit(path=Unit._get_path("", 1, 1), depth=1, name="Provinsi Contoh", kind=UnitKind.PROVINCE)
    rows.append(province)
    kabupaten = kecamatan = province
    for number in range(1, count):
        if (number - 1) % KABUPATEN == 0:
            kabupaten = _child(province, f"Kabupaten {number} Contoh", UnitKind.REGENCY)
            unit = kabupaten
        elif (number - 1) % KABUPATEN % BELOW == 1:
            kecamatan = _child(kabupaten, f"Kecamatan {number} Contoh", UnitKind.SUBDISTRICT)
            unit = kecamatan
        else:
            unit = _child(kecamatan, f"SD {number} Contoh", UnitKind.SCHOOL)
        rows.append(unit)
    Unit.objects.bulk_create(rows)
    first = Unit.objects.filter(kind=UnitKind.SUBDISTRICT).first()
    assert first is not None
    return first, Unit.objects.get(depth=1)


def _child(parent: Unit, name: str, kind: str) -> Unit:
    parent.numchild += 1
    path = Unit._get_path(parent.path, parent.depth + 1, parent.numchild)
    return Unit(path=path, depth=parent.depth + 1, name=name, kind=kind)


def _statements(course: CoursePage, lesson: int, quiz: int, *, people: int, attempts: int) -> list[str]:
    """Four attempts of each who began; three in five of them passed at the first. Every second came through the link."""
    begun = attempts // 4
    options = {key: _options(key) for key in Question.objects.values_list("pk", flat=True)}
    questions = ", ".join(
        f"({place}, {version}, {right}, {wrong})" for place, (version, right, wrong) in enumerate(options.values(), 1)
    )
    return [
        f"""INSERT INTO people_user (password, is_superuser, username, public_id, display_name, employment_status,
            position_title, unit_id, unit_name, phone, identity_level, is_active, date_joined)
            SELECT '!', false, 'b' || g, gen_random_uuid(), 'Orang Contoh ' || g, 'pns', 'Guru',
                   (SELECT min(id) FROM people_unit) + 1 + g % ((SELECT count(*) FROM people_unit) - 1), '', '', 'self',
                   true, now() - interval '90 days'
            FROM generate_series(1, {people}) g""",
        f"""CREATE TEMP TABLE numbered AS SELECT id, unit_id, row_number() OVER (ORDER BY id) AS n FROM people_user
            WHERE username LIKE 'b%' ORDER BY id LIMIT {begun}""",
        f"""INSERT INTO distribution_cascadenode (public_id, unit_id, course_id, opening, opened_at, staff_target,
            staff_target_source)
            SELECT gen_random_uuid(), id, {course.pk}, 'hadir', now() - interval '60 days', 600, 'kepala' FROM people_unit
            WHERE kind = 'kecamatan'""",
        """INSERT INTO distribution_handout (code, node_id, shared_by, created_at, created_by_id)
            SELECT 'B' || lpad(to_hex(id), 5, '0'), id, 'Camat Contoh', opened_at, (SELECT min(id) FROM people_user)
            FROM distribution_cascadenode""",
        """INSERT INTO distribution_receipt (handout_id, person_id, state, joined_at)
            SELECT h.id, n.id, 'sendiri', now() - (n.n % 50) * interval '1 day' FROM numbered n
            JOIN people_unit u ON u.id = n.unit_id
            JOIN people_unit k ON k.kind = 'kecamatan' AND k.path = left(u.path, 12)
            JOIN distribution_cascadenode c ON c.unit_id = k.id JOIN distribution_handout h ON h.node_id = c.id
            WHERE n.n % 2 = 0""",
        f"""INSERT INTO lessons_reading (person_id, lesson_id, read_at) SELECT id, {lesson}, now() - interval '40 days'
            FROM numbered""",
        f"""INSERT INTO quizzes_attempt (public_id, quiz_id, person_id, mode, context, cycle, number, state, seed, pool_hash,
            pool, pass_mark_percent, started_at, time_zone, submitted_at, score_percent, points, max_points)
            SELECT gen_random_uuid(), {quiz}, n.id, 'mandiri', '', 1, k, 'terkirim', n.n, '', '[]', 70,
                   now() - (n.n % 80) * interval '1 day', '', now() - (n.n % 80) * interval '1 day' + k * interval '1 hour',
                   CASE WHEN n.n % 5 < 3 THEN 80 ELSE 40 END, CASE WHEN n.n % 5 < 3 THEN 4 ELSE 2 END, {QUESTIONS}
            FROM numbered n, generate_series(1, 4) k""",
        f"""INSERT INTO lessons_completion (person_id, course_id, way, completed_at)
            SELECT id, {course.pk}, 'mandiri', now() - (n % 80) * interval '1 day' FROM numbered WHERE n % 5 < 3""",
        f"""CREATE TEMP TABLE asked AS SELECT a.id AS attempt, a.person_id, a.submitted_at, q.*, n.n,
                   (n.n * 7 + q.place * 3) % 10 < 6 + q.place % 4 AS is_right
            FROM quizzes_attempt a JOIN numbered n ON n.id = a.person_id,
                 (VALUES {questions}) AS q(place, version, right_one, wrong_one) WHERE a.number = 1""",
        """INSERT INTO quizzes_attemptitem (attempt_id, position, version_id, option_order, match_order, max_mark)
            SELECT attempt, place, version, '[]', '[]', 1 FROM asked""",
        """INSERT INTO quizzes_answer (item_id, client_id, response, occurred_at, received_at, is_late, waits)
            SELECT i.id, gen_random_uuid(),
                   jsonb_build_object('options', jsonb_build_array(CASE WHEN is_right THEN right_one ELSE wrong_one END)),
                   submitted_at, submitted_at, false, false
            FROM asked a JOIN quizzes_attemptitem i ON i.attempt_id = a.attempt AND i.position = a.place""",
        """INSERT INTO quizzes_mark (item_id, fraction, key_version_id, reason, made_at)
            SELECT i.id, CASE WHEN is_right THEN 1 ELSE 0 END, version, 'otomatis', submitted_at
            FROM asked a JOIN quizzes_attemptitem i ON i.attempt_id = a.attempt AND i.position = a.place""",
    ]


def _options(question: int) -> tuple[int, int, int]:
    """Its edition, the right option and a wrong one."""
    version = Question.objects.get(pk=question).current
    assert version is not None
    found = list(version.options.order_by("position"))
    right = next(text.option_id for text in found if text.is_correct)
    return version.pk, right, next(text.option_id for text in found if not text.is_correct)
