"""«Isi dari kertas»: numbers off the signed sheet, a look at who that is, then presence; and the sheet's photo."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from PIL import Image

from elearning.training import services
from elearning.training.errors import AttendanceError, PaperError
from elearning.training.models import Attendance, AttendanceEvent, CommitteeMember, SheetPhoto, TrainingSession
from elearning.training.paper import read_numbers
from elearning.training.services import sheet_photos
from tests.factories.files import jpeg
from tests.factories.training import ParticipantFactory, attend

from .web import page, words

DAY = "2024-10-03"


# The numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("7", [7]),
        ("1-3, 5", [1, 2, 3, 5]),
        ("1–3;5\n7", [1, 2, 3, 5, 7]),
        ("3, 1-3, 3", [1, 2, 3]),
        ("1 - 3 dan 5", [1, 2, 3, 5]),
        ("1 s.d. 3", [1, 2, 3]),
        ("1 s/d 3, 5 sampai 6,", [1, 2, 3, 5, 6]),
        ("007", [7]),
    ],
)
def test_numbers_are_read_as_they_are_written(text, numbers):
    assert read_numbers(text, known=range(1, 8)) == numbers


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" , ;", "empty"),
        ("satu", "unreadable"),
        ("1-", "unreadable"),
        ("1--3", "unreadable"),
        ("-3", "unreadable"),
        ("1.5", "unreadable"),
        ("²", "unreadable"),
        ("3-1", "reversed"),
        ("1-8", "unknown"),
        ("0", "unknown"),
        ("1-999999", "too_many"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, code):
    with pytest.raises(PaperError) as refusal:
        read_numbers(text, known=range(1, 8))
    assert refusal.value.code == code


def test_only_a_few_unknown_numbers_are_named():
    with pytest.raises(PaperError, match=r"8, 9, 10, 11, 12 dan 8 lainnya"):
        read_numbers("1-20", known=range(1, 8))


# Presence


@pytest.fixture
def people(session):
    return [ParticipantFactory(session=session) for _ in range(5)]


def on_paper(client, session, numbers, press=None, **more):
    return client.post(page("from_paper", session, DAY), {"numbers": numbers, "press": press or uuid4(), **more})


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon")
class TestSheet:
    def test_a_look_shows_who_that_is_and_records_nothing(self, desk_client, session, people, day, committee, noon):
        attend(people[1], day, by=committee, at=noon)
        text = words(on_paper(desk_client, session, "1-3"))
        assert "3 orang menandatangani, 2 di antaranya belum tercatat hadir." in text
        assert people[2].person.display_name in text
        assert people[3].person.display_name not in text
        assert Attendance.objects.count() == 1

    def test_saving_records_those_who_were_not_there_yet(self, desk_client, session, people, day, committee, noon):
        earlier = attend(people[1], day, by=committee, at=noon)
        assert on_paper(desk_client, session, "1-3", save="1").status_code == 302
        assert sorted(Attendance.objects.values_list("participant__line", flat=True)) == [1, 2, 3]
        assert AttendanceEvent.objects.filter(method="kertas").count() == 2
        assert Attendance.objects.get(participant=people[1]).first == earlier.first

    def test_pressing_twice_records_once(self, desk_client, session, people, day, committee, noon):
        press = uuid4()
        on_paper(desk_client, session, "1-3", press=press, save="1")
        services.withdraw_attendance(
            people[0], day=day, reason="Bukan orangnya", by=committee, nonce=uuid4(), at=noon
        )  # fmt: skip
        assert on_paper(desk_client, session, "1-3", press=press, save="1").status_code == 302
        assert sorted(Attendance.objects.values_list("participant__line", flat=True)) == [2, 3]

    @pytest.mark.parametrize("numbers", ["9", "3-1", "apa", ""])
    def test_a_wrong_number_records_nothing_and_keeps_what_was_typed(self, desk_client, session, people, numbers):
        response = on_paper(desk_client, session, numbers, save="1")
        assert response.context["form"].errors["numbers"]
        assert f">\n{numbers}</textarea>" in words(response)
        assert not Attendance.objects.exists()

    def test_a_day_to_come_was_signed_by_nobody(self, session, people, committee, noon):
        with pytest.raises(AttendanceError) as refusal:
            services.record_from_paper(session.days.last(), people, by=committee, press=uuid4(), at=noon)
        assert refusal.value.code == "day_ahead"

    @pytest.mark.parametrize("state", ["draf", "ditutup", "terbit"])
    def test_only_an_open_list_is_filled(self, desk_client, session, people, state):
        TrainingSession.objects.update(state=state)
        on_paper(desk_client, session, "1-3", save="1")
        assert not Attendance.objects.exists()

    def test_the_whole_hall_is_recorded_in_a_constant_number_of_queries(
        self, session, committee, day, noon, django_assert_max_num_queries
    ):
        people = [ParticipantFactory(session=session) for _ in range(60)]
        with django_assert_max_num_queries(15):
            services.record_from_paper(day, people, by=committee, press=uuid4(), at=noon)
        assert Attendance.objects.count() == 60


# The photo


@pytest.fixture
def photo(day, committee, noon):
    return services.add_sheet_photo(day, jpeg((2600, 1800)), file="a.jpg", by=committee, at=noon)


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon")
class TestPhoto:
    def test_a_photo_is_small_private_and_says_nothing_of_the_camera(self, desk_client, session, photo):
        assert photo.size <= sheet_photos.MAX_PHOTO
        response = desk_client.get(page("sheet_photo", session, photo.public_id))
        picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
        assert max(picture.size) == 1600
        assert not picture.getexif()
        assert response["Cache-Control"] == "private, no-store"
        assert "daftar-hadir/" in photo.file.name

    def test_the_same_photo_twice_is_one(self, desk_client, session, day):
        content = jpeg()
        for _ in range(2):
            upload = SimpleUploadedFile("IMG_2034.jpg", content, content_type="image/jpeg")
            desk_client.post(page("add_sheet_photos", session, DAY), {"photos": upload})
        assert SheetPhoto.objects.get().day == day

    @pytest.mark.parametrize("content", [b"", b"bukan foto", b"%PDF-1.7", b"\xff\xd8\xff\xe0 potong"])
    def test_what_is_no_photo_is_refused_in_words(self, desk_client, session, content):
        upload = SimpleUploadedFile("a.jpg", content, content_type="image/jpeg")
        response = desk_client.post(page("add_sheet_photos", session, DAY), {"photos": upload}, follow=True)
        assert not SheetPhoto.objects.exists()
        assert [message.level_tag for message in response.context["messages"]] == ["error"]

    def test_several_photos_come_at_once_and_a_bad_one_hinders_no_other(self, desk_client, session):
        uploads = [
            SimpleUploadedFile(name, content, content_type="image/jpeg")
            for name, content in (("a.jpg", jpeg()), ("b.jpg", b"bukan"), ("c.jpg", jpeg((40, 40))))
        ]
        response = desk_client.post(page("add_sheet_photos", session, DAY), {"photos": uploads}, follow=True)
        assert SheetPhoto.objects.count() == 2
        assert [message.level_tag for message in response.context["messages"]] == ["error", "success"]

    def test_a_day_with_a_photo_of_its_sheet_is_not_taken_away(self, photo, day):
        with pytest.raises(ProtectedError):
            day.delete()

    def test_a_day_has_room_for_so_many(self, day, committee, noon, photo, monkeypatch):
        monkeypatch.setattr(sheet_photos, "MOST_PHOTOS", 1)
        with pytest.raises(PaperError) as refusal:
            services.add_sheet_photo(day, jpeg((40, 40)), file="b.jpg", by=committee, at=noon)
        assert refusal.value.code == "too_many_photos"

    def test_a_wrong_photo_is_taken_away_for_good(
        self, desk_client, session, photo, django_capture_on_commit_callbacks
    ):
        storage, name = photo.file.storage, photo.file.name
        with django_capture_on_commit_callbacks(execute=True):
            desk_client.post(page("remove_sheet_photo", session, photo.public_id))
        assert not SheetPhoto.objects.exists()
        assert not storage.exists(name)

    def test_who_records_the_sheet_at_the_desk_keeps_its_photo(self, desk_client, session, committee):
        CommitteeMember.objects.update_or_create(session=session, person=committee, defaults={"role": "meja"})
        upload = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
        assert desk_client.post(page("add_sheet_photos", session, DAY), {"photos": upload}).status_code == 302
        assert SheetPhoto.objects.exists()

    def test_participants_and_other_committees_do_not_see_it(
        self, client, session, participant, other_committee, photo
    ):
        for person, status in ((participant.person, 403), (other_committee, 404)):
            client.force_login(person)
            assert client.get(page("sheet_photo", session, photo.public_id)).status_code == status
