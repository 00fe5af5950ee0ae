"""C7, «Sosialisasi di kantor»: four fields of a head, and everything that follows from them (ADR 0042)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from elearning.lib import dates
from elearning.people.models import IdentityLevel, User
from elearning.people.numbering import give_number_code, proposed_code
from elearning.training import readiness, services
from elearning.training.models import Attendance, AttendanceEvent, Participant, TrainingSession
from elearning.training.services import OfficePlan
from tests.factories.people import OfficeHoldingFactory, UnitFactory, UserFactory

TODAY = dates.local_day(timezone.now(), dates.WIB)


def fields(**changed):
    return {
        "on": TODAY.isoformat(), "venue": "Aula Kantor Kecamatan Kenanga Contoh", "speaker": "Hadi Contoh, S.H., M.H.",
        "expected_people": "30", "key": str(uuid4()), **changed,
    }  # fmt: skip


@pytest.fixture
def head(client, kenanga):
    client.force_login(kenanga.head)
    return client


@pytest.fixture
def office(kenanga, course):
    """A session at the office of Kenanga, today."""
    return services.hold_at_office(
        kenanga.unit,
        OfficePlan(TODAY, "Aula Contoh", "Hadi Contoh, S.H., M.H.", 30),
        course=course,
        head_title="Camat Kenanga Contoh",
        key=uuid4(),
        by=kenanga.head,
        at=timezone.now(),
    )


class TestFourFields:
    def test_all_that_follows_is_shown_before_it_is_made(self, head, kenanga):
        page = head.post(reverse("cascade:office_hold"), fields()).content.decode()
        assert dates.long_date(TODAY) in page  # the weekday beside the date
        assert "Penyelenggara" in page
        assert "Camat Kenanga Contoh" in page
        assert "dengan kode KKC" in page
        assert not TrainingSession.objects.exists()
        kenanga.unit.refresh_from_db()
        assert kenanga.unit.number_code == ""

    def test_a_press_makes_a_session_that_is_open_and_the_offices_own(self, head, kenanga, course):
        sent = fields(hold="1")
        for _ in range(2):  # pressed twice
            head.post(reverse("cascade:office_hold"), sent)
        session = TrainingSession.objects.get()
        assert (session.is_at_office, session.state, session.unit) == (True, "berjalan", kenanga.unit)
        assert (session.organiser, session.letterhead) == (
            "Kecamatan Kenanga Contoh",
            "Penyelenggara: Kecamatan Kenanga Contoh",
        )
        assert (session.city, session.time_zone, session.course) == ("Kenanga Contoh", kenanga.unit.time_zone, course)
        assert session.first_signatory.name == kenanga.head.display_name
        assert session.first_signatory.title == "Camat Kenanga Contoh"
        assert (session.lesson_hours, session.expected_people) == (2, 30)
        assert session.room_code
        assert not session.is_announced
        assert not session.committee.exists()

    def test_its_address_cannot_be_guessed_from_another_one(self, office, kenanga, course):
        other = services.hold_at_office(
            kenanga.unit, OfficePlan(TODAY, "Aula Contoh", "Hadi Contoh", 5), course=course,
            head_title="Camat Kenanga Contoh", key=uuid4(), by=kenanga.head, at=timezone.now(),
        )  # fmt: skip
        assert other.slug.rpartition("-")[0] == office.slug.rpartition("-")[0]
        assert other.slug != office.slug

    @pytest.mark.parametrize(
        ("field", "typed"),
        [("on", "2124-10-14"), ("on", ""), ("venue", ""), ("speaker", "1601021234567890"), ("expected_people", "0")],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, head, field, typed):
        answer = head.post(reverse("cascade:office_hold"), fields(hold="1", **{field: typed}))
        assert field in answer.context["form"].errors
        assert not TrainingSession.objects.exists()

    def test_it_is_ready_without_a_committee_and_without_a_list(self, office):
        assert readiness.gaps(office, at=timezone.now()) == []

    def test_another_day_is_written_until_somebody_came(self, head, office):
        tomorrow = TODAY + timedelta(days=1)
        head.post(reverse("cascade:office_change", args=[office.slug]), fields(on=tomorrow.isoformat(), venue="Balai"))
        office.refresh_from_db()
        assert (office.venue, office.days.get().date) == ("Balai", tomorrow)

    def test_the_day_of_whoever_came_stays(self, office, kenanga):
        services.arrive(office, kenanga.person(joined=False), at=timezone.now())
        with pytest.raises(services.OfficeError) as refusal:
            services.change_at_office(
                office,
                OfficePlan(TODAY + timedelta(days=1), "Balai", "Hadi Contoh", 5),
                by=kenanga.head,
                at=timezone.now(),
            )
        assert refusal.value.code == "day_attended"

    def test_a_closed_list_keeps_what_was_typed(self, office, kenanga):
        services.close_list(office, by=kenanga.head, at=timezone.now())
        with pytest.raises(services.OfficeError) as refusal:
            services.change_at_office(office, OfficePlan(TODAY, "Balai", "H", 5), by=kenanga.head, at=timezone.now())
        assert refusal.value.code == "list_closed"

    def test_it_never_stands_in_the_public_calendar(self, office):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingSession.objects.filter(pk=office.pk).update(is_announced=True)


class TestWhoManagesIt:
    def test_the_head_manages_what_is_held_at_the_office_and_nothing_else(self, office, kenanga):
        from tests.factories.training import TrainingSessionFactory

        TrainingSessionFactory(unit=kenanga.unit)  # a session of the committee, in the name of the same unit
        managed = TrainingSession.objects.managed_by(kenanga.head, on=TODAY)
        assert list(managed) == [office]

    def test_another_head_and_the_head_of_a_unit_below_do_not(self, office, kenanga, client):
        below = OfficeHoldingFactory(unit=kenanga.unit.add_child(name="Kelurahan Melati Contoh", kind="kelurahan"))
        above = OfficeHoldingFactory()
        for head in (below.person, above.person):
            client.force_login(head)
            assert client.get(reverse("cascade:office_session", args=[office.slug])).status_code == 404
            assert client.get(reverse("training:overview", args=[office.slug])).status_code == 404

    def test_a_committee_above_sees_it_in_its_scope(self, office, kenanga):
        panitia = OfficeHoldingFactory(unit=kenanga.unit, role="committee").person
        assert list(TrainingSession.objects.managed_by(panitia, on=TODAY)) == [office]

    def test_a_successor_takes_over_and_the_former_head_is_out(self, office, kenanga, client):
        yesterday = TODAY - timedelta(days=1)
        type(kenanga.holding).objects.filter(pk=kenanga.holding.pk).update(ends_on=yesterday)
        new = OfficeHoldingFactory(unit=kenanga.unit, kind="plt", starts_on=yesterday).person
        assert list(TrainingSession.objects.managed_by(new, on=TODAY)) == [office]
        assert not TrainingSession.objects.managed_by(kenanga.head, on=TODAY).exists()

    def test_who_signed_in_by_a_code_manages_nothing(self, office, kenanga):
        kenanga.head.signed_in_by_code = True
        assert not TrainingSession.objects.managed_by(kenanga.head, on=TODAY).exists()


class TestComingIn:
    def test_the_wall_qr_lets_somebody_we_know_say_that_he_is_here_once(self, office, kenanga, client):
        person = kenanga.person(joined=False)
        client.force_login(person)
        room = reverse("training:room", args=[office.room_code])
        assert "Saya hadir" in client.get(room).content.decode()
        assert not Participant.objects.exists()  # a look spends nothing
        for _ in range(2):
            answer = client.post(reverse("training:arrive", args=[office.room_code]))
            assert answer.url == reverse("training:taking_part", args=[office.slug])
        event = AttendanceEvent.objects.get()
        assert (event.method, event.recorded_by) == ("ruang", person)
        person.refresh_from_db()
        assert person.identity_level == IdentityLevel.SELF_DECLARED  # nobody saw him
        assert client.get(room).status_code == 302

    def test_somebody_new_says_who_he_is_and_is_present(self, office, kenanga, client):
        client.post(reverse("training:arrive", args=[office.room_code]))
        page = client.get(reverse("dashboard:identity"))
        assert page.context["form"].fields["unit"].initial == kenanga.unit
        client.post(
            reverse("dashboard:identity"),
            {"employment_status": "pns", "display_name": "Rina Contoh", "unit": kenanga.unit.pk, "submission": uuid4()},
        )
        assert Attendance.objects.get().participant.person.display_name == "Rina Contoh"

    def test_before_the_day_one_is_on_the_list_and_not_present(self, kenanga, course):
        ahead = services.hold_at_office(
            kenanga.unit, OfficePlan(TODAY + timedelta(days=3), "Aula", "Hadi Contoh", 5), course=course,
            head_title="Camat", key=uuid4(), by=kenanga.head, at=timezone.now(),
        )  # fmt: skip
        services.arrive(ahead, kenanga.person(joined=False), at=timezone.now())
        assert Participant.objects.count() == 1
        assert not Attendance.objects.exists()

    def test_after_the_day_nobody_comes_in_by_the_qr(self, office, kenanga):
        with pytest.raises(services.RegistrationError) as refusal:
            services.arrive(office, kenanga.person(joined=False), at=timezone.now() + timedelta(days=2))
        assert refusal.value.code == "closed"

    def test_a_presence_that_the_head_took_back_stays_taken_back(self, office, kenanga):
        person = kenanga.person(joined=False)
        participant = services.arrive(office, person, at=timezone.now())
        services.withdraw_attendance(
            participant, day=office.days.get(), reason="Salah orang", by=kenanga.head, nonce=uuid4(), at=timezone.now()
        )
        with pytest.raises(services.AttendanceError) as refusal:
            services.arrive(office, person, at=timezone.now())
        assert refusal.value.code == "withdrawn"

    def test_the_room_of_a_committee_has_no_such_button(self, client, kenanga, course):
        from tests.factories.training import TrainingSessionFactory

        hall = TrainingSessionFactory(open=True, room_code="M4Q7")
        client.force_login(kenanga.person(joined=False))
        assert "Saya hadir" not in client.get(reverse("training:room", args=["M4Q7"])).content.decode()
        client.post(reverse("training:arrive", args=["M4Q7"]))
        assert not hall.participants.exists()

    def test_whom_the_head_ticks_is_confirmed_by_the_head(self, office, kenanga):
        person = kenanga.person(joined=False)
        participant = services.register(office, person, at=timezone.now())
        day = office.days.get()
        services.record_attendance(
            participant, day=day, by=kenanga.head, nonce=uuid4(), method="nama", at=timezone.now()
        )
        person.refresh_from_db()
        assert person.identity_level == IdentityLevel.HEAD_CONFIRMED
        services.withdraw_attendance(
            participant, day=day, reason="Salah", by=kenanga.head, nonce=uuid4(), at=timezone.now()
        )
        assert User.objects.get(pk=person.pk).identity_level == IdentityLevel.SELF_DECLARED


class TestPapers:
    def test_b8_the_list_for_the_pen_and_certificates_by_the_offices_own_series(self, head, office, kenanga):
        """experience-reasons.md section 5, B8."""
        sheet = head.get(reverse("training:attendance_sheet", args=[office.slug, TODAY.isoformat()]))
        assert sheet["Content-Type"] == "application/pdf"
        services.arrive(office, kenanga.person(joined=False), at=timezone.now())
        head.post(reverse("training:close", args=[office.slug]))
        head.post(reverse("training:issue", args=[office.slug]), {"names": "semua"})
        paper = Certificate.objects.get()
        assert paper.unit == kenanga.unit
        assert paper.number.startswith("001/KKC/")
        assert paper.facts["organiser"] == "Kecamatan Kenanga Contoh"
        assert paper.facts["letterhead"]["lines"] == ["Penyelenggara: Kecamatan Kenanga Contoh"]
        assert paper.facts["signatories"][0]["title"] == "Camat Kenanga Contoh"

    def test_the_pages_of_the_session_open_for_its_head(self, head, office):
        for name in ("overview", "participants", "desk", "control", "screen", "certificates", "door_boards"):
            assert head.get(reverse(f"training:{name}", args=[office.slug])).status_code == 200, name
        for name in ("office_sessions", "office_hold"):
            assert head.get(reverse(f"cascade:{name}")).status_code == 200


@pytest.mark.once
class TestNumberCodes:
    @pytest.mark.parametrize(
        ("name", "taken", "code"),
        [
            ("Kecamatan Kenanga Contoh", (), "KKC"),
            ("Kecamatan Kenanga Contoh", ("kkc",), "KKC2"),
            ("Kecamatan Kemuning Contoh", ("KKC", "KKC2"), "KKC3"),
            ("Kenanga", (), "KEN"),
            ("SD Negeri 1 Kenanga Contoh", (), "SN1KC"),
            ("…", (), "UNIT"),
        ],
    )
    def test_a_code_is_proposed_that_nobody_has(self, name, taken, code):
        assert proposed_code(name, taken=taken) == code

    def test_a_unit_keeps_the_code_it_has_and_two_units_never_share_one(self, db):
        first, second = UnitFactory(name="Kecamatan Kenanga Contoh"), UnitFactory(name="Kecamatan Kemuning Contoh")
        by = UserFactory()
        assert [give_number_code(unit, by=by) for unit in (first, second, first)] == ["KKC", "KKC2", "KKC"]
