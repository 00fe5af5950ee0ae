"""P7, the screen of the room: six layouts, counts only, and who may open it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from elearning.lib import codes
from elearning.training import screen, services
from elearning.training.models import Room, TrainingSession
from quizzes.models import Attempt
from tests.factories.people import UserFactory
from tests.factories.quizzes import AttemptFactory, QuestionFactory, QuizFactory, finish
from tests.factories.training import ParticipantFactory, TrainingSessionFactory, attend

from .web import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("at_noon")]

SECRET = "Orang Rahasia Contoh"


@pytest.fixture
def tested(session):
    """Runs, with a room, and with one quiz of two questions before and after."""
    quiz = QuizFactory(questions=[QuestionFactory(), QuestionFactory(topics=["foto"])], shuffle=False)
    session.pre_test = session.post_test = quiz
    session.room_code = "M4Q7"
    session.save()
    services.show_on_screen(session, Room.Layout.JOIN)
    return session


def sit(session, kind, count, correct=1):
    for _ in range(count):
        person = ParticipantFactory(session=session, person__display_name=SECRET).person
        attempt = AttemptFactory(quiz=session.test(kind), person=person, mode=kind, context=session.context)
        finish(attempt, correct=correct)


def opened(session, kind, committee, noon):
    return services.open_test(session, kind, by=committee, at=noon)


def closed(session, kind, committee, noon):
    opened(session, kind, committee, noon)
    return services.close_test(session, kind, by=committee, at=noon)


def shown(client, session, layout, **more):
    """The words of the screen, without its marks."""
    response = client.get(page("screen", session), {"tampil": layout} | more)
    body = words(response).split("<main", 1)[1].split("<nav class")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


# What it says


def test_joining_shows_the_address_in_words_and_the_code_of_the_room(desk_client, tested, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://netral.contoh.example"
    text = shown(desk_client, tested, "masuk")
    assert "netral.contoh.example/r lalu ketik kode ruangan M4Q7" in text
    assert screen.join_address(tested) == "https://netral.contoh.example/r/M4Q7"


def test_attendance_is_told_with_its_base(desk_client, tested, day, committee, noon):
    assert "Belum ada peserta di daftar" in shown(desk_client, tested, "kehadiran")
    attend(ParticipantFactory(session=tested), day, by=committee, at=noon)
    ParticipantFactory(session=tested)
    assert "1 dari 2 hadir Kamis, 3 Oktober 2024" in shown(desk_client, tested, "kehadiran")


def test_a_test_under_way_counts_who_has_finished(desk_client, tested, day, committee, noon):
    assert "Belum ada uji yang dibuka" in shown(desk_client, tested, "uji")
    opened(tested, "pre", committee, noon)
    for participant in ParticipantFactory.create_batch(3, session=tested):
        attend(participant, day, by=committee, at=noon)
    sit(tested, "pre", 1)
    text = shown(desk_client, tested, "uji")
    assert "Pre-test terbuka sejak 12.00 WIB 1 dari 4 selesai" in text
    services.announce_closing(tested, "pre", minutes=3, by=committee, at=noon)
    assert "Ditutup pukul 12.03 WIB" in shown(desk_client, tested, "uji")


def test_results_are_told_by_topic_once_the_test_is_closed(desk_client, tested, committee, noon):
    opened(tested, "pre", committee, noon)
    sit(tested, "pre", 6)
    assert "tampil sesudah uji ditutup" in shown(desk_client, tested, "hasil")
    services.close_test(tested, "pre", by=committee, at=noon)
    text = shown(desk_client, tested, "hasil")
    assert "Rata-rata 50% benar di pre-test n = 6 orang Foto benar 0%" in text


@pytest.mark.parametrize("layout", ["hasil", "bahas"])
def test_fewer_than_five_people_are_not_told(desk_client, tested, committee, noon, layout):
    closed(tested, "post", committee, noon)
    sit(tested, "post", 4)
    text = shown(desk_client, tested, layout, uji="post", alasan="1")
    assert "sedikitnya 5 orang" in text
    assert "%" not in text


def test_a_question_comes_first_with_its_answers_and_then_with_its_reason(desk_client, tested, committee, noon):
    closed(tested, "post", committee, noon)
    sit(tested, "post", 6)
    text = shown(desk_client, tested, "bahas", uji="post")
    assert "Soal 1 dari 2 · dijawab 6 orang" in text
    assert "100% · 6 orang" in text
    assert "Mengapa" not in text
    assert "is-right" not in words(desk_client.get(page("screen", tested), {"tampil": "bahas", "uji": "post"}))
    text = shown(desk_client, tested, "bahas", uji="post", alasan="1")
    assert "benar" in text
    assert "Mengapa. Pembahasan contoh" in text


def test_the_photo_is_a_plain_backdrop(desk_client, tested):
    text = shown(desk_client, tested, "foto")
    assert text.endswith(f"{tested.title} 3 s.d. 5 Oktober 2024")
    assert "tangan" not in text
    services.show_on_screen(tested, Room.Layout.PHOTO)
    assert "tangan di samping atau di depan badan, tanpa isyarat jari" in words(
        desk_client.get(page("control", tested))
    )


# What it never says


@pytest.mark.parametrize("layout", Room.Layout.values)
def test_no_layout_names_anybody(desk_client, tested, committee, noon, layout):
    closed(tested, "post", committee, noon)
    sit(tested, "post", 6)
    text = words(desk_client.get(page("screen", tested), {"tampil": layout, "uji": "post", "alasan": "1"}))
    assert SECRET not in text
    assert committee.display_name not in text


def closed_for(session, committee, noon, why):
    if why == "never opened":
        return
    if why == "open":
        opened(session, "post", committee, noon)
    elif why == "the other test is open":
        closed(session, "post", committee, noon)
        opened(session, "pre", committee, noon)
    elif why == "somebody has more time":
        late = ParticipantFactory(session=session)
        opened(session, "post", committee, noon)
        services.start_test(late, "post", at=noon)
        services.close_test(session, "post", by=committee, at=noon)
        services.extend_test_for(late, "post", minutes=5, reason="Listrik padam", by=committee, at=noon)
    elif why == "the quiz keeps it":
        closed(session, "post", committee, noon)
        session.post_test.explanations = "tidak"
        session.post_test.save()


@pytest.mark.parametrize(
    "why", ["never opened", "open", "the other test is open", "somebody has more time", "the quiz keeps it"]
)
def test_answers_are_kept_back(desk_client, tested, committee, noon, why):
    sit(tested, "post", 6)
    closed_for(tested, committee, noon, why)
    text = shown(desk_client, tested, "bahas", uji="post", alasan="1")
    assert "%" not in text
    assert "Mengapa" not in text


def test_a_pre_test_is_discussed_after_the_post_test(desk_client, tested, committee, noon):
    closed(tested, "pre", committee, noon)
    sit(tested, "pre", 6)
    assert "dibuka setelah post-test" in shown(desk_client, tested, "bahas", uji="pre")
    closed(tested, "post", committee, noon)
    assert "Soal 1 dari 2" in shown(desk_client, tested, "bahas", uji="pre")


# What the committee chooses


def test_the_screen_follows_what_the_committee_chooses(desk_client, tested):
    assert "Pindai dengan kamera HP" in words(desk_client.get(page("screen", tested)))
    desk_client.post(page("show_on_screen", tested), {"layout": "kehadiran"})
    assert "Belum ada peserta di daftar" in words(desk_client.get(page("screen", tested)))


def test_looking_at_another_layout_changes_nothing_for_the_room(desk_client, tested):
    shown(desk_client, tested, "foto")
    assert Room.objects.get().layout == "masuk"


def test_the_next_question_is_chosen_on_the_control_page(desk_client, tested, committee, noon):
    closed(tested, "post", committee, noon)
    sit(tested, "post", 6)
    desk_client.post(page("show_on_screen", tested), {"layout": "bahas", "test": "post"})
    control = words(desk_client.get(page("control", tested)))
    assert "Soal 1 dari 2" in control
    following = re.search(r'id="bahas-berikut" name="question" value="(\d+)"', control)[1]
    sent = {"layout": "bahas", "test": "post", "question": following, "shows_reason": "1"}
    desk_client.post(page("show_on_screen", tested), sent)
    assert "Soal 2 dari 2" in words(desk_client.get(page("screen", tested)))
    assert Room.objects.get().shows_reason


@pytest.mark.parametrize(
    "sent", [{"layout": "lain"}, {}, {"layout": "bahas", "test": "x"}, {"layout": "bahas", "question": "0"}]
)
def test_a_layout_that_is_not_there_changes_nothing(desk_client, tested, sent):
    stamp = Room.objects.get().stamp
    assert desk_client.post(page("show_on_screen", tested), sent).status_code == 302
    assert Room.objects.get().stamp == stamp
    assert "Tampilan ini tidak ada" in words(desk_client.get(page("control", tested)))


def test_refusals_of_the_screen_have_codes(tested):
    for session, layout, code in ((tested, "lain", "no_layout"), (TrainingSessionFactory(), "masuk", "not_open")):
        with pytest.raises(services.TrainingError) as refused:
            services.show_on_screen(session, layout)
        assert refused.value.code == code


# The tag


def tag(session, noon):
    session = TrainingSession.objects.get(pk=session.pk)
    return screen.scene(session, Room.objects.get(session=session), at=noon).tag


def test_the_screen_notices_what_it_shows_and_nothing_else(tested, day, committee, noon):
    before = tag(tested, noon)
    attend(ParticipantFactory(session=tested), day, by=committee, at=noon)
    assert tag(tested, noon) == before
    services.show_on_screen(tested, Room.Layout.ATTENDANCE)
    attendance = tag(tested, noon)
    assert attendance != before
    services.show_on_screen(tested, Room.Layout.ATTENDANCE)
    assert tag(tested, noon) == attendance
    attend(ParticipantFactory(session=tested), day, by=committee, at=noon)
    assert tag(tested, noon) != attendance


def test_a_poll_of_the_screen_is_304_until_something_changes(desk_client, tested):
    first = desk_client.get(page("screen_poll", tested))
    again = desk_client.get(page("screen_poll", tested), headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code) == (204, 304)
    services.show_on_screen(tested, Room.Layout.PHOTO)
    later = desk_client.get(page("screen_poll", tested), headers={"if-none-match": first["ETag"]})
    assert later.status_code == 204


@pytest.mark.parametrize("layout", Room.Layout.values)
@pytest.mark.parametrize("people", [1, 30])
def test_a_poll_costs_the_same_for_any_number_of_people(
    desk_client, tested, committee, noon, day, layout, people, django_assert_max_num_queries
):
    closed(tested, "post", committee, noon)
    sit(tested, "post", people)
    services.show_on_screen(tested, layout, test="post")
    desk_client.get(page("screen_poll", tested))
    with django_assert_max_num_queries(18):
        desk_client.get(page("screen_poll", tested))


# Who may open it


@pytest.fixture
def key(tested):
    return screen.screen_key(tested.room)


def by_link(client, session, key, name="screen_by_link"):
    return client.get(reverse(f"training:{name}", args=[session.slug, key])).status_code


def test_the_secret_link_opens_the_screen_without_a_login(client, tested, key):
    assert by_link(client, tested, codes.display(key)) == 200
    assert by_link(client, tested, key.lower()) == 200
    assert by_link(client, tested, key, "screen_poll_by_link") == 204
    assert "Kendali" not in words(client.get(reverse("training:screen_by_link", args=[tested.slug, key])))


def test_the_secret_is_nowhere_in_the_database(tested, key):
    assert key not in {str(value) for value in Room.objects.values_list().get()}


@pytest.mark.parametrize("name", ["screen_by_link", "screen_poll_by_link"])
def test_any_other_key_opens_nothing(client, tested, key, name):
    for other in ("H7M4-Q2R9-T5W6", "kunci", "x" * 300, screen.screen_key(Room(session=tested))):
        assert by_link(client, tested, other, name) == 404


def test_a_new_link_ends_the_old_one(desk_client, client, tested, key):
    desk_client.post(page("new_screen_link", tested))
    client.logout()
    assert by_link(client, tested, key) == 404
    tested.room.refresh_from_db()
    assert by_link(client, tested, screen.screen_key(tested.room)) == 200


@pytest.mark.parametrize(("state", "status"), [("draf", 404), ("berjalan", 200), ("ditutup", 200), ("terbit", 404)])
def test_the_link_opens_only_while_the_session_runs(client, tested, key, state, status):
    TrainingSession.objects.update(state=state)
    assert by_link(client, tested, key) == status


def test_a_session_without_a_room_has_no_link(client, session):
    assert by_link(client, session, screen.screen_key(Room(session=session))) == 404


def test_a_layout_cannot_be_pinned_by_the_link(client, tested, key):
    url = reverse("training:screen_by_link", args=[tested.slug, key])
    assert "Pindai dengan kamera HP" in words(client.get(url, {"tampil": "foto"}))


@pytest.mark.parametrize("query", [{"tampil": "lain"}, {"tampil": "x" * 500}])
def test_a_layout_that_is_not_there_is_not_found(desk_client, tested, query):
    assert desk_client.get(page("screen", tested), query).status_code == 404


@pytest.mark.parametrize("asked", ["9" * 30, "-1", "a", "0", "٣"])
def test_a_question_that_is_not_there_shows_the_first(desk_client, tested, committee, noon, asked):
    closed(tested, "post", committee, noon)
    sit(tested, "post", 6)
    assert "Soal 1 dari 2" in shown(desk_client, tested, "bahas", uji="post", soal=asked)


def test_strangers_and_participants_do_not_see_the_committees_screen(client, tested, participant):
    client.force_login(UserFactory())
    assert client.get(page("screen", tested)).status_code == 404
    client.force_login(participant.person)
    assert client.get(page("screen", tested)).status_code == 403


def test_no_attempt_is_touched_by_looking(desk_client, tested, committee, noon):
    closed(tested, "post", committee, noon)
    sit(tested, "post", 5)
    before = list(Attempt.objects.order_by("pk").values())
    for layout in Room.Layout.values:
        shown(desk_client, tested, layout, uji="post")
    assert list(Attempt.objects.order_by("pk").values()) == before
